using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Bearers;
using Noodlink.Station.Modems;
using Noodlink.Station.Tests.Modems;

namespace Noodlink.Station.Tests.Radio;

/// <summary>A radio bearer on a fake modem, a fake clock and a real ledger.</summary>
internal sealed class RadioBench : IAsyncDisposable
{
    private static readonly byte[] Marker = [0x01, 0xFE, 0xFE];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<BearerInput> _inputs;
    private readonly Task _run;
    private int _markers;

    public RadioBench(
        string directory, FakeTime? time = null, Guid boot = default, double dutyCyclePercent = 10, int room = 100,
        ILogger<RadioBearer>? log = null, ushort? relayOf = null, bool passesOn = true)
    {
        Time = time ?? new FakeTime();
        _inputs = Channel.CreateBounded<BearerInput>(room);
        Bearer = new RadioBearer(
            Modem, new RadioSettings(DutyCyclePercent: dutyCyclePercent), directory, Time,
            log ?? NullLogger<RadioBearer>.Instance, new Random(4711), boot, relayOf: relayOf, passesOn: passesOn);
        _run = Bearer.RunAsync(_inputs.Writer, _stop.Token);
    }

    public FakeTime Time { get; }

    public FakeModem Modem { get; } = new();

    public RadioBearer Bearer { get; }

    /// <summary>All that the station was told, up to the last <see cref="SettleAsync"/>.</summary>
    public List<BearerInput> Told { get; } = [];

    /// <summary>On, and past the first delay of routine traffic.</summary>
    public static async Task<RadioBench> StartAsync(
        string directory, FakeTime? time = null, Guid boot = default, double dutyCyclePercent = 10, ushort? relayOf = null,
        bool passesOn = true)
    {
        var bench = new RadioBench(directory, time, boot, dutyCyclePercent, relayOf: relayOf, passesOn: passesOn);
        await bench.Modem.SwitchAsync(on: true);
        await bench.PassAsync(31);
        return bench;
    }

    public bool Offer(
        long ticket, bool urgent = true, bool receiptExpected = true, int bytes = 51, int attempt = 1) =>
        Bearer.TryOffer(new Offer(
            ticket, StationId.Parse("GR-WK1"), Up: true, Enumerable.Repeat((byte)ticket, bytes).ToArray(), attempt,
            urgent, receiptExpected));

    public async Task PassAsync(double seconds)
    {
        await SettleAsync();
        Time.Advance(TimeSpan.FromSeconds(seconds));
        await SettleAsync();
    }

    /// <summary>Waits until the bearer has done all that there is to do now: its one loop answers in order.</summary>
    public async Task SettleAsync()
    {
        // Twice: what the first one finds may set off more.
        for (var i = 0; i < 2; i++)
        {
            var marker = BitConverter.GetBytes(++_markers);
            var heard = Modem.HearAsync([.. Marker, .. marker]);
            using var limit = new CancellationTokenSource(Patience);
            while (await _inputs.Reader.ReadAsync(limit.Token) is var input)
            {
                if (input is BearerInput.Received { Frame.Length: 6 } received
                    && received.Frame.Span.SequenceEqual([.. Marker[1..], .. marker])) break;
                Told.Add(input);
            }

            await heard;
        }
    }

    public IEnumerable<T> All<T>() => Told.OfType<T>();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        await Bearer.DisposeAsync();
        _stop.Dispose();
    }
}
