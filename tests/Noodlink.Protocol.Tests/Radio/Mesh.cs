using System.Globalization;
using Noodlink.Protocol.Radio;

namespace Noodlink.Protocol.Tests.Radio;

/// <summary>A channel on which not everybody hears everybody, in virtual time, from one seed. Half duplex; two frames at
/// once at a receiver destroy each other, however strong (no capture: the worst case); nobody senses anything.</summary>
internal sealed class Mesh
{
    private static readonly TimeSpan SerialLine = TimeSpan.FromMilliseconds(15);

    private readonly PriorityQueue<Action, (Instant At, int Order)> _future = new();
    private readonly List<Flight> _flights = [];
    private readonly Random _weather;
    private readonly Func<int, int, bool> _hears;
    private int _order;

    /// <param name="points">Noodsteunpunten 1..n; station 0 is the hub.</param>
    /// <param name="hears">Whether the second hears the first.</param>
    public Mesh(int seed, int points, Func<int, int, bool> hears, double loss = 0, bool relays = true)
    {
        (Seed, _hears, Loss) = (seed, hears, loss);
        _weather = new Random(seed);
        var seeds = new Random(seed); // neighbouring seeds of .NET's Random give neighbouring numbers
        Hub = new MeshStation(this, 0, seeds.Next(), relays: false);
        Points = [.. Enumerable.Range(1, points).Select(n => new MeshStation(this, n, seeds.Next(), relays))];
        Everyone = [Hub, .. Points];
    }

    public int Seed { get; }

    public double Loss { get; set; }

    public Instant Now { get; private set; } = Instant.Zero;

    public MeshStation Hub { get; }

    public IReadOnlyList<MeshStation> Points { get; }

    /// <summary>The hub first.</summary>
    public IReadOnlyList<MeshStation> Everyone { get; }

    /// <summary>What was on the air, in order.</summary>
    public List<(int From, LinkHeader Link, byte[] Frame, Instant At)> Sent { get; } = [];

    /// <summary>Copies among <see cref="Sent"/>.</summary>
    public int Copies => Sent.Count(one => one.Link.Hop > 0);

    /// <summary>The most copies, of any hop, of one transmission of one frame.</summary>
    public int MostCopiesOfOneTry => Sent.Where(one => one.Link.Hop > 0)
        .GroupBy(one => (Convert.ToHexString(one.Frame), one.Link.Attempt)).Select(same => same.Count())
        .DefaultIfEmpty().Max();

    public List<string> Trace { get; } = [];

    public string Story => $"seed {Seed}\n" + string.Join('\n', Trace.Take(200));

    /// <summary>A line: the hub, then the points, each hearing only its neighbours.</summary>
    public static Func<int, int, bool> Line => (from, to) => Math.Abs(from - to) == 1;

    public static Func<int, int, bool> Everybody => (_, _) => true;

    /// <summary>All points hear each other; only the last of them and the hub hear each other.</summary>
    public static Func<int, int, bool> OnlyLastHearsHub(int points) => (from, to) =>
        (from != 0 && to != 0) || from + to == points;

    /// <summary>Lets time pass until the condition holds; false when it did not within the time given.</summary>
    public bool Drive(Func<bool> until, double seconds)
    {
        var end = Now + TimeSpan.FromSeconds(seconds);
        while (!until())
        {
            foreach (var station in Everyone) station.Step();
            var next = Everyone.Aggregate(Instant.Never, (at, station) => Instant.Min(at, station.NextWakeUp()));
            if (_future.TryPeek(out _, out var due)) next = Instant.Min(next, due.At);
            if (next > end)
            {
                Now = end;
                return false;
            }

            Now = Instant.Max(Now, next);
            while (_future.TryPeek(out var happens, out due) && due.At <= Now)
            {
                _ = _future.Dequeue();
                happens();
            }
        }

        return true;
    }

    /// <summary>Half an hour of quiet in which everybody sent its heartbeats.</summary>
    public Mesh Warm()
    {
        var (loss, moments) = (Loss, new Random(Seed));
        Loss = 0;
        foreach (var point in Points) At(Now + TimeSpan.FromSeconds(31 + moments.NextDouble() * 300), point.Beat);
        Drive(400);
        Loss = loss;
        Sent.Clear();
        Trace.Clear();
        return this;
    }

    public void Drive(double seconds) => _ = Drive(() => false, seconds);

    public void At(Instant when, Action happens) => _future.Enqueue(happens, (when, _order++));

    public void Note(string what) =>
        Trace.Add(string.Create(CultureInfo.InvariantCulture, $"{Now.SinceStart.TotalSeconds,10:0.000} {what}"));

    /// <summary>Puts a frame on the air.</summary>
    public void Transmit(MeshStation from, Transmission transmission, TimeSpan onAir, Action ended)
    {
        var flight = new Flight(from.Number, Now + SerialLine, Now + SerialLine + onAir);
        _flights.RemoveAll(old => old.End + TimeSpan.FromSeconds(30) < Now);
        _flights.Add(flight);
        var bytes = transmission.Frame.ToArray();
        Sent.Add((from.Number, transmission.Header, bytes[transmission.Header.Length..], Now));
        Note($"{from} sends {MeshStation.Words(transmission)}");
        At(flight.End, () =>
        {
            foreach (var to in Everyone.Where(to => to != from && _hears(from.Number, to.Number)))
                if (IsHeard(flight, to.Number)) At(Now + SerialLine, () => to.Hear(bytes));
            ended();
        });
    }

    private bool IsHeard(Flight flight, int at)
    {
        if (_weather.NextDouble() < Loss) return false;
        return !_flights.Exists(other => other != flight && other.From != flight.From && other.Start < flight.End
            && other.End > flight.Start && (other.From == at || _hears(other.From, at)));
    }

    private sealed record Flight(int From, Instant Start, Instant End);
}
