using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Noodlink.Hub.Meldkamer;

// How often one receiver is asked. Versions are retried by MeldkamerWorker, from the database, for as long as it takes;
// here is only what belongs to a single hand-over, from the outside in:
//
//   retry     twice more after a passing fault, 0.5 s and 1 s later on average, with chance: a receiver that drops one
//             connection is not a receiver that is down. Who asks for more than 2 s of rest gets that rest instead.
//   breaker   opens when half of at least 3 attempts within 2 minutes failed. Polly's defaults (a tenth of at least 100
//             attempts in 30 s) never open at one noodmelding a minute. It rests 5 s, 10 s, 20 s, then 30 s at a time,
//             and one attempt decides: a receiver that is back has everything within half a minute.
//   time-out  for one attempt, from connecting to the answer.

/// <summary>The resilience of one receiver, as a Polly pipeline.</summary>
internal sealed class HttpPatience
{
    internal const int RetriesMax = 2;
    internal static readonly TimeSpan RestMax = TimeSpan.FromSeconds(30);
    private const int FailuresToOpen = 3;
    private static readonly TimeSpan RestFirst = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryFirst = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(2);

    /// <param name="attemptTimeout">From connecting to the last byte that we read.</param>
    public HttpPatience(TimeSpan attemptTimeout, TimeProvider time)
    {
        AttemptTimeout = attemptTimeout;
        Pipeline = new ResiliencePipelineBuilder<HttpReply> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<HttpReply>
            {
                MaxRetryAttempts = RetriesMax,
                BackoffType = DelayBackoffType.Exponential,
                Delay = RetryFirst,
                MaxDelay = RetryMax,
                UseJitter = true,
                ShouldHandle = static args => ValueTask.FromResult(
                    IsPassing(args.Outcome) && !(args.Outcome.Result?.RetryAfter > RetryMax)),
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpReply>
            {
                FailureRatio = 0.5,
                MinimumThroughput = FailuresToOpen,
                SamplingDuration = Remembered,
                BreakDurationGenerator = static args => ValueTask.FromResult(Rest(args.HalfOpenAttempts)),
                ShouldHandle = static args => ValueTask.FromResult(IsPassing(args.Outcome)),
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = attemptTimeout })
            .Build();
    }

    public TimeSpan AttemptTimeout { get; }

    public ResiliencePipeline<HttpReply> Pipeline { get; }

    /// <param name="failedTrials">How often it failed again on the one attempt after a rest.</param>
    internal static TimeSpan Rest(int failedTrials) =>
        failedTrials >= 3 ? RestMax : RestFirst * (1 << Math.Max(0, failedTrials));

    private static bool IsPassing(Outcome<HttpReply> outcome) =>
        outcome.Exception is TimeoutRejectedException || outcome.Result is { IsPassing: true };
}
