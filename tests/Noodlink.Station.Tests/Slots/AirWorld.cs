using Noodlink.Protocol;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Radio;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;
using Noodlink.Station.Tests.Stations;

namespace Noodlink.Station.Tests.Slots;

/// <summary>A frame that was on the air.</summary>
internal sealed record Flown(Instant Began, ushort By, FrameHeader Header, byte[] Sealed);

/// <summary>A hub and its noodsteunpunten on one radio channel and nothing else: real stations on real files, real time on
/// air, two frames at once are both lost.</summary>
internal sealed class AirWorld : IDisposable
{
    public const ushort HubNumber = 900;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly string _directory = World.NewDirectory();
    private readonly Dictionary<TestStation, AirWire> _wires = [];
    private readonly List<(TestStation From, byte[] Frame, Instant End, bool Lost)> _air = [];
    private int _seed;

    public AirWorld(int nodes)
    {
        Stations = new PeerList([.. Enumerable.Range(1, nodes).Select(i => World.PeerOf((ushort)i, $"GR-WK{i:00}"))]);
        Hub = NewHub();
        for (ushort number = 1; number <= nodes; number++) Nodes.Add(NewNode(number));
    }

    public Instant Now { get; private set; } = Instant.Zero;

    public Random Chance { get; } = new(7);

    public TestStation Hub { get; private set; }

    public List<TestStation> Nodes { get; } = [];

    public PeerList Stations { get; }

    public List<Flown> Flown { get; } = [];

    public bool HubIsSilent { get; set; }

    public AirWire WireOf(TestStation station) => _wires[station];

    public bool Holds(TestStation station) => WireOf(station).Slots!.Holds;

    /// <summary>Until it is so, or fails.</summary>
    public void RunUntil(Func<bool> until, double minutes, string what)
    {
        var end = Now + TimeSpan.FromMinutes(minutes);
        while (!until())
        {
            Assert.True(Now < end, $"not within {minutes} minutes: {what}\n{Story()}");
            Run(TimeSpan.FromSeconds(1));
        }
    }

    private string Story() => string.Join(
        '\n', Flown.TakeLast(60).Select(one => FormattableString.Invariant(
            $"{one.Began.SinceStart.TotalSeconds,8:0.00} {one.By,3} {one.Header.Kind} {one.Header.Station} #{one.Header.Serial}")));

    public void Run(TimeSpan span)
    {
        for (var end = Now + span; Now < end; Now += Tick)
        {
            Land();
            foreach (var (station, wire) in _wires)
            {
                wire.Step();
                Turn(station, wire);
                wire.Step();
                if (wire.Leaving is { } frame && !_air.Exists(one => one.From == station)) TakeOff(station, wire, frame);
            }
        }
    }

    /// <summary>A frame that nobody here sent.</summary>
    public void Bring(TestStation to, byte[] frame)
    {
        WireOf(to).Hears(frame);
        Turn(to, WireOf(to));
    }

    public void RestartNode(int index)
    {
        var old = Nodes[index];
        old.Dispose();
        _ = _wires.Remove(old);
        Nodes[index] = NewNode(old.Who.Number);
    }

    public void Dispose()
    {
        foreach (var station in _wires.Keys) station.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private void Turn(TestStation station, AirWire wire)
    {
        var isQuarter = (Now.SinceStart.Ticks / Tick.Ticks + station.Who.Number) % 25 == 0;
        var isDue = station == Hub && wire.Slots!.UntilBeacon() == TimeSpan.Zero;
        if (wire.Told.Count == 0 && !isQuarter && !isDue) return;
        var told = wire.Told.Select(input => new StationInput.FromBearer(input)).ToArray();
        wire.Told.Clear();
        station.Turn(Now, [.. told]);
    }

    private void TakeOff(TestStation from, AirWire wire, byte[] frame)
    {
        Assert.True(LinkHeader.TryRead(frame, out var link));
        Assert.True(FrameHeader.TryRead(frame.AsSpan(link.Length), out var header));
        Flown.Add(new Flown(Now, from.Who.Number, header, frame[link.Length..]));
        for (var i = 0; i < _air.Count; i++) _air[i] = _air[i] with { Lost = true };
        var isLost = _air.Count > 0 || (HubIsSilent && from == Hub);
        _air.Add((from, frame, Now + AirWire.TimeOnAir(frame.Length), isLost));
    }

    private void Land()
    {
        foreach (var one in _air.Where(one => one.End <= Now).ToList())
        {
            _ = _air.Remove(one);
            WireOf(one.From).HasLeft();
            if (one.Lost) continue;
            foreach (var (station, wire) in _wires)
                if (station != one.From) wire.Hears(one.Frame);
        }
    }

    private TestStation NewNode(ushort number)
    {
        var id = $"GR-WK{number:00}";
        return Start(
            new StationIdentity(number, StationId.Parse(id), "Dorpshuis", IsHub: false),
            new PeerList(World.PeerOf(number, id)), [HubNumber], new AirWire(this, number, _seed += 2));
    }

    private TestStation NewHub() => Start(
        new StationIdentity(HubNumber, StationId.Parse("GR-CWK"), "Coördinatiepunt", IsHub: true), Stations, [],
        new AirWire(this, 0, _seed += 2));

    private TestStation Start(StationIdentity who, IPeerBook book, IReadOnlyList<ushort> hubs, AirWire wire)
    {
        var station = new TestStation(
            Path.Combine(_directory, who.Id.ToString()), who, book, hubs, Now, World.Wall,
            new TimerOptions { HeartbeatSeconds = 60 }, bearers: wire);
        _wires.Add(station, wire);
        return station;
    }
}
