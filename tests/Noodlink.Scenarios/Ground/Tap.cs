using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Bearers;
using Noodlink.Station.Modems;

namespace Noodlink.Scenarios.Ground;

// Broker, air and stick are untrusted (architecture §4.5): whoever can reach them hears every frame and can say any.
// This is that person, with our own drivers, so that what is said arrives exactly as if a station had said it.

/// <summary>A frame that was heard, and when.</summary>
/// <param name="Stamp">Of <see cref="TimeProvider.GetTimestamp"/>.</param>
internal sealed record HeardFrame(long Stamp, byte[] Bytes);

/// <summary>Somebody on the same broker or the same air: hears everything and may say anything.</summary>
internal sealed class Tap : IAsyncDisposable
{
    private readonly IBearer _bearer;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<BearerInput> _inputs = Channel.CreateBounded<BearerInput>(1024);
    private readonly List<HeardFrame> _heard = [];
    private readonly HashSet<long> _done = [];
    private readonly Lock _gate = new();
    private readonly Task _running, _listening;
    private long _ticket;

    private Tap(IBearer bearer)
    {
        _bearer = bearer;
        _running = bearer.RunAsync(_inputs.Writer, _stop.Token);
        _listening = ListenAsync();
    }

    public IReadOnlyList<HeardFrame> Heard
    {
        get
        {
            lock (_gate) return [.. _heard];
        }
    }

    /// <param name="up">What stations say; false: what the hub says.</param>
    public static async Task<Tap> OnBrokerAsync(int port, StationId station, bool up)
    {
        var settings = new MqttSettings
        {
            Hosts = [string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}")], Username = $"tap-{station}-{up}",
            Password = () => null, Subscription = MqttSettings.Topic(station, up),
        };
        var bearer = new MqttBearer(settings, TimeProvider.System, NullLogger<MqttBearer>.Instance);
        return await ReadyAsync(new Tap(bearer));
    }

    /// <param name="modem">As <c>Radio:Modem</c> wants it.</param>
    /// <param name="settings">Those of the stations.</param>
    public static async Task<Tap> OnAirAsync(Scene scene, string modem, RadioSettings settings)
    {
        var driver = ModemCatalogue.Create(modem, settings, TimeProvider.System, NullLogger.Instance)!;
        var directory = Directory.CreateDirectory(Path.Combine(scene.Directory, "tap"));
        var bearer = new RadioBearer(
            driver, settings, directory.FullName, TimeProvider.System, NullLogger<RadioBearer>.Instance);
        return await ReadyAsync(new Tap(bearer));
    }

    /// <summary>Returns when it left.</summary>
    public async Task SayAsync(StationId station, bool up, byte[] frame)
    {
        var offer = new Offer(++_ticket, station, up, frame, 1, Urgent: true, ReceiptExpected: false);
        await Wait.UntilAsync("there is room to say it", 20, () => _bearer.TryOffer(offer));
        await Wait.UntilAsync("it was said", 20, () =>
        {
            lock (_gate) return _done.Contains(offer.Ticket);
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _inputs.Writer.TryComplete();
        await _listening;
        await _bearer.DisposeAsync();
        _stop.Dispose();
    }

    private static async Task<Tap> ReadyAsync(Tap tap)
    {
        await Wait.UntilAsync("the tap listens", 20, () => tap._bearer.Status.Up);
        return tap;
    }

    private async Task ListenAsync()
    {
        await foreach (var input in _inputs.Reader.ReadAllAsync())
        {
            lock (_gate)
            {
                if (input is BearerInput.Done done) _done.Add(done.Ticket);
                if (input is BearerInput.Received received)
                    _heard.Add(new HeardFrame(TimeProvider.System.GetTimestamp(), received.Frame.ToArray()));
            }
        }
    }
}
