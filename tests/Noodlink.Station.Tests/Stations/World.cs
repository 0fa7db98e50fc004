using Noodlink.Protocol;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;

namespace Noodlink.Station.Tests.Stations;

/// <summary>A frame that was carried.</summary>
internal sealed record Carried(BearerName Bearer, bool Up, byte[] Frame)
{
    public FrameHeader Header => FrameHeader.TryRead(Frame, out var header) ? header : default;
}

/// <summary>One coördinatiepunt and one or more noodsteunpunten on real files, in virtual time, with wires that the test
/// can cut.</summary>
internal sealed class World : IDisposable
{
    private readonly string _directory;
    private readonly List<TestStation> _nodes = [];
    private readonly Dictionary<WireBearer, Instant> _onAirUntil = [];

    public World(bool afterReview = false, TimerOptions? timers = null, string? directory = null)
    {
        _directory = directory ?? NewDirectory();
        AfterReview = afterReview;
        Timers = timers;
        _nodes.Add(NewNode(NodeDirectory));
        Hub = NewHub();
    }

    /// <summary>The key of station 7.</summary>
    public static StationKey Key { get; } = KeyOf(7);

    public bool AfterReview { get; }

    public TimerOptions? Timers { get; }

    public TestStation Node => _nodes[0];

    public IReadOnlyList<TestStation> Nodes => _nodes;

    public TestStation Hub { get; private set; }

    /// <summary>The hub's stations file.</summary>
    public PeerList Stations { get; } = new(PeerOf(7, "GR-WK1"));

    public Instant Now { get; private set; } = Instant.Zero;

    /// <summary>Loses frames: given the bearer and whether it goes up.</summary>
    public Func<BearerName, bool, bool> Loses { get; set; } = (_, _) => false;

    /// <summary>How long a frame keeps a radio; by default none at all.</summary>
    public TimeSpan Airtime { get; set; }

    /// <summary>What the broker answers to an offer.</summary>
    public Func<OfferOutcome> LanOutcome { get; set; } = () => OfferOutcome.Left;

    /// <summary>The wall clock of everybody; the monotonic one is <see cref="Now"/>.</summary>
    public Func<Instant, DateTimeOffset> Clock { get; set; } = Wall;

    /// <summary>Every frame that was carried, in order.</summary>
    public List<Carried> Carried { get; } = [];

    public string NodeDirectory => Path.Combine(_directory, "node");

    public string HubDirectory => Path.Combine(_directory, "hub");

    public static DateTimeOffset Wall(Instant now) => new DateTimeOffset(2026, 11, 21, 6, 0, 0, TimeSpan.Zero) + now.SinceStart;

    /// <summary>Real files, in memory where there is a file system for it: thousands of flushes cost nothing there.</summary>
    public static string NewDirectory() => Directory.Exists("/dev/shm")
        ? Directory.CreateDirectory($"/dev/shm/noodlink-test-{Guid.NewGuid():N}").FullName
        : Directory.CreateTempSubdirectory("noodlink-test-").FullName;

    public static Peer PeerOf(ushort number, string id) => new(
        number, StationId.Parse(id), "Dorpshuis", "Westerkwartier", new Envelope(KeyOf(number), number));

    public static StationKey KeyOf(ushort number) =>
        StationKey.TryCreate([.. Enumerable.Range(number, 32).Select(i => (byte)i)], out var key) ? key : throw new FormatException();

    /// <summary>Lets everything that is on the wires arrive, and time go by in steps of 100 ms.</summary>
    public void Run(TimeSpan span)
    {
        var end = Now + span;
        do
        {
            while (Carry()) { }
            foreach (var station in (TestStation[])[.. _nodes, Hub]) station.Turn(Now);
            Now += TimeSpan.FromMilliseconds(100);
        }
        while (Now < end);
    }

    /// <summary>A long time in which nothing was carried.</summary>
    public void Skip(TimeSpan span) => Now += span;

    public void Run(double seconds) => Run(TimeSpan.FromSeconds(seconds));

    /// <summary>Runs until it is so; fails the test when it is not so within the time.</summary>
    public void RunUntil(Func<bool> condition, double secondsMax, string what)
    {
        var end = Now + TimeSpan.FromSeconds(secondsMax);
        while (!condition())
        {
            Assert.True(Now < end, $"not within {secondsMax} s: {what}");
            Run(0.1);
        }
    }

    /// <summary>Gives a station a frame as if it came in over a bearer.</summary>
    public void Bring(TestStation to, byte[] frame, BearerName bearer = BearerName.Mqtt) =>
        to.Turn(Now, new StationInput.FromBearer(new BearerInput.Received(bearer, frame)));

    /// <summary>A bearer goes up or down, at both ends.</summary>
    public void Set(BearerName name, bool up)
    {
        foreach (var station in (TestStation[])[.. _nodes, Hub])
        {
            var bearer = station.Bearers.Single(bearer => bearer.Name == name);
            bearer.Up = up;
            if (!up) Fail(station, bearer);
            station.Turn(Now, new StationInput.FromBearer(new BearerInput.Changed(name, bearer.Status)));
        }
    }

    public void RestartNode(int index = 0)
    {
        var old = _nodes[index];
        old.Dispose();
        _nodes[index] = SameLinks(old, NewNode(old.Directory, old.Who.Number, old.Who.Id.ToString()));
    }

    public void RestartHub()
    {
        var old = Hub;
        old.Dispose();
        Hub = SameLinks(old, NewHub());
    }

    /// <summary>The hub's disk is set back to before something happened, as when a backup is put back.</summary>
    public void SetHubBack(Action since)
    {
        var backup = HubDirectory + "-backup";
        Hub.Dispose();
        CopyFiles(HubDirectory, backup);
        Hub = SameLinks(Hub, NewHub());
        since();
        Hub.Dispose();
        Directory.Delete(HubDirectory, recursive: true);
        CopyFiles(backup, HubDirectory);
        Hub = SameLinks(Hub, NewHub());
    }

    private static void CopyFiles(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    /// <summary>A copy of a node's disk starts to live beside it, as after restoring yesterday's image.</summary>
    public TestStation CloneNode()
    {
        Node.Dispose();
        var copy = NodeDirectory + _nodes.Count;
        CopyFiles(NodeDirectory, copy);
        _nodes[0] = NewNode(NodeDirectory);
        _nodes.Add(NewNode(copy));
        return _nodes[^1];
    }

    /// <summary>Another noodsteunpunt, known to the hub.</summary>
    public TestStation AddNode(ushort number, string id)
    {
        Stations.Set([.. Stations.All, PeerOf(number, id)]);
        _nodes.Add(NewNode(Path.Combine(_directory, id), number, id));
        return _nodes[^1];
    }

    /// <summary>A genuine frame of station 7, made by hand.</summary>
    public static byte[] Seal(FrameHeader header, ReadOnlySpan<byte> plaintext, ushort sender = 7)
    {
        using var envelope = new Envelope(KeyOf(header.Station), header.Station);
        return envelope.Seal(header, sender, plaintext);
    }

    public static FrameHeader Header(
        Kind kind, uint serial, byte part = 0, byte version = FrameHeader.CurrentVersion, ushort epoch = 0x3F9A,
        MessageStatus status = MessageStatus.Actual, ushort station = 7, Direction direction = Direction.Up) => new(
        version, status, direction, Series.Numbered, kind, Precedence.Flash, station, epoch, serial,
        (uint)Wall(Instant.Zero).ToUnixTimeSeconds(), part);

    public void Dispose()
    {
        foreach (var node in _nodes) node.Dispose();
        Hub.Dispose();
        foreach (var part in Directory.GetDirectories(_directory)) Directory.Delete(part, recursive: true);
        if (Directory.GetFiles(_directory).Length == 0) TryDelete();
    }

    private void TryDelete()
    {
        try
        {
            Directory.Delete(_directory);
        }
        catch (IOException)
        {
            // The root of a mounted disk; whoever mounted it removes it.
        }
    }

    private bool Carry()
    {
        var any = false;
        foreach (var from in (TestStation[])[.. _nodes, Hub])
        foreach (var bearer in from.Bearers)
            while (!IsOnAir(bearer) && bearer.Out.TryDequeue(out var offer))
            {
                any = true;
                if (bearer.Name == BearerName.Radio) _onAirUntil[bearer] = Now + Airtime;
                Carried.Add(new Carried(bearer.Name, offer.Up, offer.Frame.ToArray()));
                var outcome = bearer.Name == BearerName.Mqtt ? LanOutcome() : OfferOutcome.Left;
                from.Turn(Now, new StationInput.FromBearer(new BearerInput.Done(bearer.Name, offer.Ticket, outcome)));
                if (outcome != OfferOutcome.Left || Loses(bearer.Name, offer.Up)) continue;
                foreach (var to in offer.Up ? [Hub] : _nodes.Where(node => node.Who.Id == offer.Peer))
                    to.Turn(
                        Now,
                        new StationInput.FromBearer(
                            new BearerInput.Received(bearer.Name, offer.Frame) { Following = offer.Following }));
            }

        return any;
    }

    private static TestStation SameLinks(TestStation old, TestStation restarted)
    {
        foreach (var (before, after) in old.Bearers.Zip(restarted.Bearers)) after.Up = before.Up;
        return restarted;
    }

    private bool IsOnAir(WireBearer bearer) =>
        bearer.Name == BearerName.Radio && Airtime > TimeSpan.Zero && Now < _onAirUntil.GetValueOrDefault(bearer);

    private void Fail(TestStation station, WireBearer bearer)
    {
        while (bearer.Out.TryDequeue(out var offer))
            station.Turn(
                Now, new StationInput.FromBearer(new BearerInput.Done(bearer.Name, offer.Ticket, OfferOutcome.Failed)));
    }

    private TestStation NewNode(string directory, ushort number = 7, string id = "GR-WK1") => new(
        directory, new StationIdentity(number, StationId.Parse(id), "Dorpshuis", IsHub: false),
        new PeerList(PeerOf(number, id)), [2], Now, now => Clock(now), Timers, afterReview: false,
        new WireBearer(BearerName.Mqtt), new WireBearer(BearerName.Radio) { Room = 1, Up = false });

    private TestStation NewHub() => new(
        HubDirectory, new StationIdentity(2, StationId.Parse("GR-CWK"), "Coördinatiepunt", IsHub: true, AfterReview), Stations,
        [], Now, now => Clock(now), Timers, AfterReview, new WireBearer(BearerName.Mqtt),
        new WireBearer(BearerName.Radio) { Room = 1, Up = false });
}

/// <summary>A stations file that the test can replace.</summary>
internal sealed class PeerList(params Peer[] peers) : IPeerBook
{
    public int Generation { get; private set; } = 1;

    public IReadOnlyList<Peer> All { get; private set; } = peers;

    public void Set(params Peer[] all)
    {
        All = all;
        Generation++;
    }

    public Peer? Find(ushort number) => All.FirstOrDefault(peer => peer.Number == number);

    public Peer? Find(StationId id) => All.FirstOrDefault(peer => peer.Id == id);
}
