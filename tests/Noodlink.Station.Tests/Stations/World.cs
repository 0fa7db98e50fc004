using Noodlink.Protocol;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;

namespace Noodlink.Station.Tests.Stations;

/// <summary>One noodsteunpunt and one coördinatiepunt on real files, in virtual time, with wires that the test can cut.</summary>
internal sealed class World : IDisposable
{
    private static readonly StationKey Key = StationKey.TryParse("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", out var key) ? key : throw new FormatException("key");
    private readonly string _directory = Directory.CreateTempSubdirectory("noodlink-test-").FullName;

    public World(bool afterReview = false, TimerOptions? timers = null)
    {
        AfterReview = afterReview;
        Timers = timers;
        Node = NewNode();
        Hub = NewHub();
    }

    public bool AfterReview { get; }

    public TimerOptions? Timers { get; }

    public TestStation Node { get; private set; }

    public TestStation Hub { get; private set; }

    public Instant Now { get; private set; } = Instant.Zero;

    /// <summary>Loses frames: given the bearer and whether it goes up.</summary>
    public Func<BearerName, bool, bool> Loses { get; set; } = (_, _) => false;

    /// <summary>What the broker answers to an offer.</summary>
    public OfferOutcome LanOutcome { get; set; } = OfferOutcome.Left;

    /// <summary>Every frame that was carried, in order.</summary>
    public List<(BearerName Bearer, bool Up, byte[] Frame)> Carried { get; } = [];

    public static DateTimeOffset Wall(Instant now) => new DateTimeOffset(2026, 11, 21, 6, 0, 0, TimeSpan.Zero) + now.SinceStart;

    public string NodeDirectory => Path.Combine(_directory, "node");

    public string HubDirectory => Path.Combine(_directory, "hub");

    /// <summary>Lets everything that is on the wires arrive, and time go by in steps of 100 ms.</summary>
    public void Run(TimeSpan span)
    {
        var end = Now + span;
        do
        {
            for (var quiet = false; !quiet;) quiet = !Carry();
            Node.Turn(Now);
            Hub.Turn(Now);
            Now += TimeSpan.FromMilliseconds(100);
        }
        while (Now < end);
    }

    public void RestartNode()
    {
        Node.Dispose();
        Node = NewNode();
    }

    public void RestartHub()
    {
        Hub.Dispose();
        Hub = NewHub();
    }

    public void Dispose()
    {
        Node.Dispose();
        Hub.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private bool Carry()
    {
        var any = false;
        foreach (var (from, to) in (ReadOnlySpan<(TestStation, TestStation)>)[(Node, Hub), (Hub, Node)])
        foreach (var bearer in from.Bearers)
            while (bearer.Out.TryDequeue(out var offer))
            {
                any = true;
                var lan = bearer.Name == BearerName.Mqtt;
                Carried.Add((bearer.Name, offer.Up, offer.Frame.ToArray()));
                var outcome = lan ? LanOutcome : OfferOutcome.Left;
                from.Turn(Now, new StationInput.FromBearer(new BearerInput.Done(bearer.Name, offer.Ticket, outcome)));
                if (outcome != OfferOutcome.Left || Loses(bearer.Name, offer.Up)) continue;
                to.Turn(Now, new StationInput.FromBearer(new BearerInput.Received(bearer.Name, offer.Frame)));
            }

        return any;
    }

    private TestStation NewNode() => new(
        NodeDirectory, new StationIdentity(7, StationId.Parse("GR-WK1"), "Dorpshuis", IsHub: false), Book(), [2], Timers,
        afterReview: false, new WireBearer(BearerName.Mqtt), new WireBearer(BearerName.Radio) { Room = 1, Up = false });

    private TestStation NewHub() => new(
        HubDirectory, new StationIdentity(2, StationId.Parse("GR-CWK"), "Coördinatiepunt", IsHub: true), Book(), [], Timers,
        AfterReview, new WireBearer(BearerName.Mqtt), new WireBearer(BearerName.Radio) { Room = 1, Up = false });

    private static OneStation Book() => new(
        new Peer(7, StationId.Parse("GR-WK1"), "Dorpshuis", "Westerkwartier", new Envelope(Key, 7)));

    private sealed class OneStation(Peer peer) : IPeerBook
    {
        public int Generation => 1;

        public IReadOnlyList<Peer> All => [peer];

        public Peer? Find(ushort number) => number == peer.Number ? peer : null;

        public Peer? Find(StationId id) => id == peer.Id ? peer : null;
    }
}
