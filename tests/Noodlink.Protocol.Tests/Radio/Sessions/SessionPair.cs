using System.Globalization;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Radio;

namespace Noodlink.Protocol.Tests.Radio;

/// <summary>What goes over the virtual air behind the link header.</summary>
internal abstract record AirContent
{
    public sealed record Data(SessionMessage Message, byte Part) : AirContent;

    public sealed record Receipt(DeviceReceipt Content) : AirContent;

    public sealed record Question(PollFrom From) : AirContent;
}

/// <summary>A message of the test, as it stands on its sender's disk.</summary>
/// <param name="bytes">Sealed, of each part.</param>
internal sealed class SessionMessage(
    int id, ushort epoch, uint serial, RadioRank rank, int bytes, int parts, Instant posted)
{
    public int Id => id;

    public ushort Epoch => epoch;

    public uint Serial => serial;

    public RadioRank Rank => rank;

    public int Bytes => bytes;

    public int Parts => parts;

    public Instant Posted => posted;

    /// <summary>Survives a crash.</summary>
    public int Tries { get; set; }

    public Instant? Receipted { get; set; }

    /// <summary>Noodmeldingen first, then as they were posted.</summary>
    public static IComparer<SessionMessage> Order { get; } =
        Comparer<SessionMessage>.Create((one, other) => (one.Rank, one.Id).CompareTo((other.Rank, other.Id)));
}

/// <summary>How bad the air is, besides its loss.</summary>
internal sealed record AirWeather(double Loss, double Duplicate = 0, double Corrupt = 0, double Late = 0);

/// <summary>Two stations with a session each and the air between them, in virtual time, from one seed.</summary>
internal sealed class SessionPair
{
    private readonly PriorityQueue<Action, (Instant At, long Order)> _future = new();
    private readonly Random _random;
    private long _order;

    public SessionPair(int seed, AirWeather weather, int spreadingFactor = 9, double dutyCyclePercent = 100)
    {
        Seed = seed;
        Weather = weather;
        _random = new Random(seed);
        Point = new SessionEnd(this, "point", 7, seed + 1, spreadingFactor, dutyCyclePercent);
        Hub = new SessionEnd(this, "hub", 2, seed + 2, spreadingFactor, dutyCyclePercent);
        (Point.Other, Hub.Other) = (Hub, Point);
    }

    public int Seed { get; }

    public AirWeather Weather { get; set; }

    public Instant Now { get; private set; }

    public SessionEnd Point { get; }

    public SessionEnd Hub { get; }

    public List<string> Trace { get; } = [];

    /// <summary>Keep a trace for a failing test to show; a long run does without.</summary>
    public bool IsTraced { get; init; } = true;

    public string Story => $"seed {Seed}\n" + string.Join('\n', Trace.TakeLast(60));

    /// <summary>Lets time pass until the condition holds; false when it did not within the time given.</summary>
    public bool Drive(Func<bool> until, TimeSpan atMost)
    {
        var end = Now + atMost;
        while (!until())
        {
            Point.Step();
            Hub.Step();
            var next = Instant.Min(Point.NextWakeUp(), Hub.NextWakeUp());
            if (_future.TryPeek(out _, out var due)) next = Instant.Min(next, due.At);
            if (next > end)
            {
                Now = end;
                return false;
            }

            if (next > Now) Now = next;
            while (_future.TryPeek(out var happens, out due) && due.At <= Now)
            {
                _ = _future.Dequeue();
                happens();
            }
        }

        return true;
    }

    public void Drive(double seconds) => _ = Drive(() => false, TimeSpan.FromSeconds(seconds));

    public void At(Instant when, Action happens) => _future.Enqueue(happens, (when, _order++));

    public bool Happens(double probability) => probability > 0 && _random.NextDouble() < probability;

    public int Draw(int below) => _random.Next(below);

    public void Note(string what)
    {
        if (IsTraced) Trace.Add(string.Create(CultureInfo.InvariantCulture, $"{Now.SinceStart.TotalSeconds,10:0.000} {what}"));
    }
}
