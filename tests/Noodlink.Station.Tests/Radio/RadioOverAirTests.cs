using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Noodlink.Cli.Air;
using Noodlink.Protocol.Messages;
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
            TimeProvider.System, Journal.OfThisTest.OnAir, Journal.OfThisTest.Carried);
        await using var point = new Side(air, 0, disk);
        await using var hub = new Side(air, 1, disk);
        await point.NextAsync(input => input is BearerInput.Changed { Status.Up: true });
        await hub.NextAsync(input => input is BearerInput.Changed { Status.Up: true });
        var answering = hub.AnswerAllAsync();

        var tries = new List<int>();
        for (byte round = 1; round <= 3; round++) tries.Add(await point.AskAsync(round));

        // A machine that is busy with other tests answers late now and then; that costs a try and nothing else.
        Assert.All(tries, one => Assert.InRange(one, 1, 12));
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
                air.Address(port), settings, TimeProvider.System, Journal.OfThisTest)!;
            var directory = Directory.CreateDirectory(Path.Combine(disk.Path, $"data{port}")).FullName;
            Bearer = new RadioBearer(modem, settings, directory, TimeProvider.System, NullLogger<RadioBearer>.Instance);
            _run = Bearer.RunAsync(Journal.OfThisTest.Noting(_inputs.Writer, $"bearer {port}"), _stop.Token);
        }

        public RadioBearer Bearer { get; }

        /// <summary>Repeats a noodmelding until its answer is there; returns how often it was sent.</summary>
        public async Task<int> AskAsync(byte number)
        {
            for (var attempt = 1; ; attempt++)
            {
                Assert.True(Offer(number, bytes: 51, attempt, answer: false), Bearer.Status.Detail);
                var next = await NextAsync(input => input is BearerInput.Ready or BearerInput.Received
                    || (input is BearerInput.Done done && done.Outcome != OfferOutcome.Left));
                if (next is BearerInput.Received received && received.Frame.Span[0] == number)
                {
                    Bearer.ReceiptHeard();
                    await NextAsync(input => input is BearerInput.Ready);
                    return attempt;
                }

                if (next is not BearerInput.Ready) await NextAsync(input => input is BearerInput.Ready);
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

        public async Task<BearerInput> NextAsync(Predicate<BearerInput> isWanted)
        {
            using var limit = new CancellationTokenSource(RunningModem.Patience);
            while (true)
                if (await _inputs.Reader.ReadAsync(limit.Token) is var input && isWanted(input)) return input;
        }

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

        private bool Offer(byte number, int bytes, int attempt, bool answer) => Bearer.TryOffer(new Offer(
            number, StationId.Parse("GR-WK1"), Up: !answer, Enumerable.Repeat(number, bytes).ToArray(), attempt,
            Urgent: true, ReceiptExpected: !answer, answer));
    }
}
