using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Noodlink.Cli.Air;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;
using Noodlink.Station.Tests.Bearers;
using Noodlink.Station.Tests.Modems;
using Noodlink.Station.Tests.Stations;

namespace Noodlink.Station.Tests.Days;

// A whole noodsteunpunt and a whole coördinatiepunt in this process, as the programs put them together: loop, SQLite,
// radio bearer, modem driver, termios on a pseudo-terminal. Only the clock is ours, and the modems behind the lines.
//
// The clock moves only when everybody is done with what there was to do at this moment: each loop is asked for a sign of
// life, in the order in which work goes through them, until nothing is on any line any more. Days then pass in minutes.

/// <summary>Two stations on the radio, in virtual time, with real threads, lines and files.</summary>
internal sealed class RadioDays : IAsyncDisposable
{
    /// <summary>Timers nearer to each other than this ring together: a tenth of what any wait of a modem allows.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(25);

    /// <summary>Who does not answer in this time waits for the clock, if it may: a driver that has no line.</summary>
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromMilliseconds(15);

    /// <summary>For who waits for no clock, however late the machine lets it come. (A driver that pulls the reset wires has
    /// its line and waits for the clock all the same; that costs this, once.)</summary>
    private static readonly TimeSpan AwakePatience = TimeSpan.FromSeconds(2);

    private readonly TemporaryDirectory _directory = new();
    private readonly string _data = World.NewDirectory();
    private readonly List<StationHost> _hosts = [];

    public RadioDays(string device, int seed, double loss)
    {
        Channel = new AirChannel(Time, seed, loss);
        var tuning = new Tuning(
            RunningModem.Fast.FrequencyHz, RunningModem.Fast.SpreadingFactor, RunningModem.Fast.BandwidthHz);
        Ports =
        [
            .. Enumerable.Range(0, 2).Select(port => new CarriedPort(
                LinkOf(port), toHost => EmulationCatalogue.Find(device).Create(Channel, tuning, toHost))),
        ];
        var scheme = device.Split('-')[0];
        Hub = StationHost.Hub(
            Read(scheme, 0, isHub: true, "hub", "2", "GR-CWK"), new PeerList(World.PeerOf(7, "GR-WK1")), mqtt: null,
            afterReview: false, takesPartInExercises: false, Time, NullLoggerFactory.Instance, new Life());
        Node = StationHost.Node(
            Read(scheme, 1, isHub: false, "node", "7", "GR-WK1"), Time, NullLoggerFactory.Instance, new Life());
        _hosts.AddRange([Node, Hub]);
    }

    public FakeTime Time { get; } = new();

    public AirChannel Channel { get; }

    /// <summary>The hub's and the node's.</summary>
    public IReadOnlyList<CarriedPort> Ports { get; }

    public StationHost Hub { get; }

    public StationHost Node { get; }

    public async Task StartAsync()
    {
        foreach (var host in _hosts) await host.Worker.StartAsync(CancellationToken.None);

        // No time before everybody is awake: a minute is soon over, and then nobody has begun.
        foreach (var host in _hosts)
        {
            var (modem, port) = (SignOf(host, "modem"), PortOf(host));
            await Until.True(() => port.IsTaken, () => "the driver opens its line");
            modem.Ask();
            await Until.True(() => !modem.IsAsked, () => "the driver turns");
        }

        await RunAsync(TimeSpan.FromSeconds(60));
        Assert.All(_hosts, host => Assert.True(
            host.Desk.Status.Bearers[BearerName.Radio].Up, host.Desk.Status.Bearers[BearerName.Radio].Detail));
    }

    /// <summary>Lets time pass.</summary>
    public async Task RunAsync(TimeSpan span)
    {
        await SettleAsync();
        for (var left = span; left > TimeSpan.Zero;)
        {
            var step = Time.UntilNext(left);
            if (step < Grain) step = left < Grain ? left : Grain;
            Time.Advance(step);
            left -= step;
            await SettleAsync();
        }
    }

    /// <summary>Commits a message at the node.</summary>
    public async Task<string> SendAsync(MessageBody body)
    {
        var outcome = await Node.Desk.AcceptAsync(new Draft(body, MessageStatus.Actual), CancellationToken.None);
        return Assert.IsType<AcceptOutcome.Stored>(outcome).Number;
    }

    /// <summary>Everything that the hub has, in journal order.</summary>
    public IReadOnlyList<MessageView> Feed()
    {
        var all = new List<MessageView>();
        while (true)
        {
            var page = Hub.Desk.Feed(all.Count == 0 ? 0 : all[^1].Journal, 500);
            if (page.Items.Count == 0) return all;
            all.AddRange(page.Items);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.Worker.StopAsync(CancellationToken.None);
            await host.DisposeAsync();
        }

        foreach (var port in Ports) port.Dispose();
        Directory.Delete(_data, recursive: true);
        _directory.Dispose();
    }

    /// <summary>Until nobody has anything left to do at this moment.</summary>
    private async Task SettleAsync()
    {
        bool isMoving;
        do
        {
            await Task.WhenAll(_hosts.Select(PassThroughAsync));
            isMoving = false;
            foreach (var port in Ports) isMoving |= port.Carry();
        }
        while (isMoving);
    }

    /// <summary>What came in reaches the station, and what the station wants to send reaches the line.</summary>
    private async Task PassThroughAsync(StationHost host)
    {
        var (modem, radio) = (SignOf(host, "modem"), SignOf(host, "radio"));
        var port = PortOf(host);
        if (port.IsPlugged) await AskAsync(modem, () => port.IsTaken);
        await AskAsync(radio, () => true);
        await host.Desk.MarkReadAsync("GR-WK1-9999", CancellationToken.None);
        await AskAsync(radio, () => true);
        if (port.IsPlugged) await AskAsync(modem, () => port.IsTaken);
    }

    /// <summary>Twice: at the second answer, what it had in hand at the first question is done.</summary>
    private static async Task AskAsync(LifeSign sign, Func<bool> isAwake)
    {
        for (var time = 0; time < 2; time++)
        {
            if (sign.IsAsked) return;
            sign.Ask();
            var asked = TimeProvider.System.GetTimestamp();
            while (sign.IsAsked
                && TimeProvider.System.GetElapsedTime(asked) < (isAwake() ? AwakePatience : AnswerPatience))
                await Task.Yield();
        }
    }

    private CarriedPort PortOf(StationHost host) => Ports[host == Hub ? 0 : 1];

    private static LifeSign SignOf(StationHost host, string name) => host.Signs.Single(sign => sign.Name == name);

    private string LinkOf(int port) => Path.Combine(_directory.Path, $"radio{port}");

    private StationSetup Read(string scheme, int port, bool isHub, string name, string number, string id)
    {
        var key = Path.Combine(_directory.Path, "key");
        File.WriteAllText(key, World.KeyOf(7).ToSecretText(), Encoding.ASCII);
        var faults = new List<string>();
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Station:Number"] = number, ["Station:Id"] = id, ["Station:Name"] = name,
            ["Station:DataDirectory"] = Path.Combine(_data, name), ["Station:KeyFile"] = key,
            ["Station:HubNumber"] = isHub ? null : "2", ["Mqtt:Enabled"] = "false",
            ["Radio:Modem"] = $"{scheme}:{LinkOf(port)}", ["Radio:SpreadingFactor"] = "7",
            ["Radio:BandwidthHz"] = "250000",
        };
        var setup = StationSetup.Read(
            new ConfigurationBuilder().AddInMemoryCollection(values).Build(), isHub, faults);
        Assert.Empty(faults);
        return setup!;
    }

    private sealed class Life : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => throw new InvalidOperationException("a station ended");
    }
}
