using Microsoft.Extensions.Logging;
using Noodlink.Station.Bearers;
using Noodlink.Station.Tests.Modems;

namespace Noodlink.Station.Tests.Radio;

/// <summary>A modem that gives a frame back again and again.</summary>
public sealed class BusyForLongTests
{
    // A Meshtastic node whose hour is full says "not now" to every frame, as on a busy channel.
    [Fact]
    public async Task A_frame_that_finds_no_moment_to_leave_is_told_once_in_the_words_of_the_modem()
    {
        using var directory = new TemporaryDirectory();
        var lines = new Lines();
        await using var bench = new RadioBench(directory.Path, log: lines);
        await bench.Modem.SwitchAsync(on: true);
        await bench.PassAsync(31);
        Assert.True(bench.Offer(1));
        await bench.PassAsync(1);
        for (var given = 0; given < 40 && bench.All<BearerInput.Done>().All(done => done.Ticket != 1); given++)
        {
            if (bench.Modem.Sent.Count > given) await bench.Modem.FinishAsync(false, "its hour is full (9)", true);
            else given--;
            await bench.PassAsync(0.6);
        }

        Assert.Equal(OfferOutcome.Failed, bench.All<BearerInput.Done>().Single(done => done.Ticket == 1).Outcome);
        Assert.InRange(bench.Modem.Sent.Count, 3, 40);
        Assert.Single(lines.Warnings, line => line.Contains("its hour is full (9)", StringComparison.Ordinal));
    }

    private sealed class Lines : ILogger<RadioBearer>
    {
        private readonly List<string> _warnings = [];

        public IReadOnlyList<string> Warnings
        {
            get
            {
                lock (_warnings) return [.. _warnings];
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (logLevel < LogLevel.Warning) return;
            lock (_warnings) _warnings.Add(formatter(state, exception));
        }
    }
}
