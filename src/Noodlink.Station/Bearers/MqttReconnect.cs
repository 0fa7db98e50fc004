using Polly;
using Polly.Retry;

namespace Noodlink.Station.Bearers;

// When to try again. A broker that comes back must be found quickly (the queue behind it may hold noodmeldingen), and a
// region of 150 noodsteunpunten that lost it in the same second must not return in the same second.
//
//   first try      after 0 .. 0.5 s, so that stations that boot together do not connect together;
//   then           each delay is drawn evenly from 0.2 s .. 3 x the previous one, at most 5 s ("decorrelated jitter");
//   starts again   only when a connection had been up for 10 s: one that is accepted and dropped at once (two stations
//                  with one id, a broker that keeps dying) keeps its long delays.
//
// At the cap the mean delay is 2.6 s, so 150 stations ask 58 times a second together, which one Mosquitto answers
// without noticing, and a broker that returns has everyone within 5 s. Polly's own jitter is not used: it cuts delays
// off at the maximum, so that in a long outage all of them become exactly that maximum and the spread is gone.

/// <summary>How one round over the brokers ended.</summary>
/// <param name="Stable">The link was up for <see cref="MqttReconnect.StableAfter"/>: the delays start again.</param>
internal sealed record MqttLinkEnd(bool Stable);

/// <summary>The delays between attempts, as a Polly pipeline. One thread.</summary>
internal sealed class MqttReconnect(TimeProvider time, Random random)
{
    internal static readonly TimeSpan FirstMax = TimeSpan.FromSeconds(0.5);
    internal static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.2);
    internal static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    internal static readonly TimeSpan StableAfter = TimeSpan.FromSeconds(10);

    private TimeSpan _previous = Shortest;

    /// <summary>Runs rounds until one was stable; the next call starts with short delays again.</summary>
    public ResiliencePipeline<MqttLinkEnd> Pipeline => field ??= new ResiliencePipelineBuilder<MqttLinkEnd>
    {
        TimeProvider = time,
    }
    .AddRetry(new RetryStrategyOptions<MqttLinkEnd>
    {
        MaxRetryAttempts = int.MaxValue,
        ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Result is { Stable: false }),
        DelayGenerator = _ => ValueTask.FromResult<TimeSpan?>(Next()),
    })
    .Build();

    /// <summary>The delay before the first attempt after the start or after a stable link.</summary>
    public TimeSpan First()
    {
        _previous = Shortest;
        return FirstMax * random.NextDouble();
    }

    /// <summary>The delay before the next attempt.</summary>
    public TimeSpan Next()
    {
        var most = _previous * 3 < Longest ? _previous * 3 : Longest;
        return _previous = Shortest + ((most - Shortest) * random.NextDouble());
    }
}
