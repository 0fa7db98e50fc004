using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Noodlink.Cli.Air;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Radio;
using Noodlink.Station.Bearers;
using Noodlink.Station.Modems;
using Noodlink.Station.Tests.Modems;

namespace Noodlink.Station.Tests.Radio;

/// <summary>Two bearers with their real modem drivers and ledgers, on pseudo-terminals, over the simulated
/// air.</summary>
public sealed class RadioOverAirTests
{
    [Fact]
    public Task A_noodmelding_is_answered_within_its_quick_tries_though_frames_are_lost() =>
        EachDevice.AtOnceAsync(AnswersAsync);

    private static async Task AnswersAsync(string dialect)
    {
        using var disk = new TemporaryDirectory();
        var fast = EmulationCatalogue.Find(dialect).Settings;
        using var air = new SimulatedAir(
            new AirSettings(
                Ports: 2, dialect, disk.Path, Loss: 0.2, fast.SpreadingFactor, fast.BandwidthHz, fast.FrequencyHz,
                Seed: 5),
            PacedTime.Shared, Journal.OfThisTest.OnAir, Journal.OfThisTest.Carried);
        await using var point = new Side(air, 0, disk);
        await using var hub = new Side(air, 1, disk);
        await point.NextAsync(input => input is BearerInput.Changed { Status.Up: true });
        await hub.NextAsync(input => input is BearerInput.Changed { Status.Up: true });
        var answering = hub.AnswerAllAsync();

        var tries = new List<int>();
        for (byte round = 1; round <= 3; round++) tries.Add(await point.AskAsync(round));

        Assert.All(tries, one => Assert.InRange(one, 1, RetrySchedule.QuickTries));
        Assert.True(point.Bearer.Status.DutyCycleUsedPercent > 0);
        await hub.StopAsync();
        await answering;
    }

    private sealed class Side : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Channel<BearerInput> _inputs = Channel.CreateBounded<BearerInput>(100);
        private readonly Task _run;

        public Side(SimulatedAir air, int port, TemporaryDirectory disk)
        {
            var settings = air.Emulation.Settings;
            var modem = ModemCatalogue.Create(
                air.Address(port), settings, PacedTime.Shared, Journal.OfThisTest)!;
            var directory = Directory.CreateDirectory(Path.Combine(disk.Path, $"data{port}")).FullName;
            Bearer = new RadioBearer(modem, settings, directory, PacedTime.Shared, NullLogger<RadioBearer>.Instance);
            _run = Bearer.RunAsync(Journal.OfThisTest.Noting(_inputs.Writer, $"bearer {port}"), _stop.Token);
        }

        public RadioBearer Bearer { get; }

        /// <summary>Repeats a noodmelding until its answer is there, at the pace of the station; returns how often it
        /// was tried.</summary>
        public async Task<int> AskAsync(byte number)
        {
            for (var tries = 0; ;)
            {
                if (Offer(number, bytes: 51, tries + 1, answer: false))
                {
                    if (!await IsAnsweredAsync(number, ++tries)) continue;
                }
                else
                {
                    var next = await NextAsync(input => input is BearerInput.Ready || IsAnswer(input, number));
                    if (next is BearerInput.Ready) continue;
                }

                Bearer.ReceiptHeard();
                return tries;
            }
        }

        /// <summary>Answers whatever comes in, until stopped.</summary>
        public async Task AnswerAllAsync()
        {
            byte? due = null;
            await foreach (var input in _inputs.Reader.ReadAllAsync())
            {
                if (input is BearerInput.Received received) due = received.Frame.Span[0];
                if (due is { } number && Offer(number, bytes: 24, attempt: 1, answer: true)) due = null;
            }
        }

        public async Task<BearerInput> NextAsync(Predicate<BearerInput> isWanted) =>
            await WithinAsync(RunningModem.Patience, isWanted)
                ?? throw new TimeoutException($"nothing of what is waited for; {Bearer.Status}");

        public async Task StopAsync()
        {
            await _stop.CancelAsync();
            await _run;
            _inputs.Writer.TryComplete();
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            await Bearer.DisposeAsync();
            _stop.Dispose();
        }

        private static bool IsAnswer(BearerInput input, byte number) =>
            input is BearerInput.Received received && received.Frame.Span.StartsWith([number]);

        /// <summary>Until its end, and if it left, as long after it as a station waits.</summary>
        private async Task<bool> IsAnsweredAsync(byte number, int tries)
        {
            var end = await NextAsync(input => IsAnswer(input, number)
                || (input is BearerInput.Done done && done.Ticket == number));
            if (end is not BearerInput.Done { Outcome: var outcome }) return true;
            return outcome == OfferOutcome.Left && await WithinAsync(
                Bearer.RetryAfter(tries, alarm: true), input => IsAnswer(input, number)) is not null;
        }

        /// <summary>The next input that is wanted; null: it does not come in time.</summary>
        private async Task<BearerInput?> WithinAsync(TimeSpan span, Predicate<BearerInput> isWanted)
        {
            using var limit = new CancellationTokenSource(span, PacedTime.Shared);
            try
            {
                while (true)
                    if (await _inputs.Reader.ReadAsync(limit.Token) is var input && isWanted(input)) return input;
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }

        private bool Offer(byte number, int bytes, int attempt, bool answer) => Bearer.TryOffer(new Offer(
            number, StationId.Parse("GR-WK1"), Up: !answer, Enumerable.Repeat(number, bytes).ToArray(), attempt,
            Urgent: true, ReceiptExpected: !answer, answer));
    }
}
