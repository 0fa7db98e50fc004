using Noodlink.Protocol;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Radio;
using Noodlink.Protocol.Sealing;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;

namespace Noodlink.Station;

/// <summary>Everything between this station and one noodsteunpunt: what waits, what is out, what was heard.</summary>
/// <remarks>Owned by the station's loop.</remarks>
internal sealed class PeerRoad(Peer peer)
{
    /// <summary>At most 64 without the hub's receipt (architecture §4.14). The last eight are only for noodmeldingen, and
    /// the last four of those only for danger to life for real, so that neither routine traffic nor an exercise holds one
    /// back while the hub is silent.</summary>
    public const int LanOutMax = 64;

    public const int LanOutAlarmMax = 60;

    public const int LanOutRoutineMax = 56;

    private readonly Dictionary<RadioMessage, Line> _byRadio = [];

    public Peer Peer { get; set; } = peer;

    /// <summary>What waits on disk for this station is here.</summary>
    public bool Loaded { get; set; }

    public SortedSet<Line> Waiting { get; } = new(LineOrder.Strict);

    public Dictionary<long, Line> ByN { get; } = [];

    /// <summary>Those of <see cref="Waiting"/> through which somebody waits for help.</summary>
    public SortedSet<Line> Alarms { get; } = new(LineOrder.Strict);

    /// <summary>What is on its way on the radio; null: nothing was yet.</summary>
    public RadioSession? Session { get; set; }

    /// <summary>The rest of an answer on the radio.</summary>
    public Queue<(DeviceReceipt Receipt, bool Urgent)> Answer { get; } = [];

    public HashSet<Line> LanOut { get; } = [];

    /// <summary>The broker said that nobody listens: one offer is tried again from then on.</summary>
    public Instant? LanAbsentUntil { get; set; }

    /// <summary>The broker handed something of ours on, on the LAN as it is now. Until then nothing leaves behind a
    /// message that is under way: of ten on their way while the other side subscribes, the broker would refuse the first
    /// and hand on the last, and these would overtake.</summary>
    public bool SomebodyListens { get; set; }

    /// <summary>Since when the LAN is as it is now.</summary>
    public Instant LanSince { get; private set; }

    /// <summary>Before this moment nothing that waits can be due on the radio; 20,000 lines are not looked through at each
    /// step.</summary>
    public Instant RadioLook { get; set; }

    public List<PendingReceipt> Receipts { get; } = [];

    public SignalWindow Signals { get; } = new();

    public Dictionary<BearerName, DateTimeOffset> LastHeard { get; } = [];

    public Instant LastHeardAt { get; set; }

    public Heartbeat? Heartbeat { get; set; }

    public long? ClockOffsetSeconds { get; set; }

    /// <summary>The last genuine frame on the radio in this process; null: none yet.</summary>
    public Instant? RadioHeardAt { get; private set; }

    /// <summary>Node: noodmeldingen that left and after which the hub was not heard yet, on any bearer.</summary>
    public HashSet<long> Unheard { get; } = [];

    public int FailedOpens { get; set; }

    public Instant PollNext { get; set; }

    /// <summary>A heartbeat of ours is out on the LAN: the next one that comes in is its answer.</summary>
    public bool HeartbeatAsked { get; set; }

    /// <summary>Of the other side, as its last heartbeat told; null: none yet.</summary>
    public ushort? HeartbeatEpoch { get; set; }

    /// <summary>Hub: the serials that are here.</summary>
    public SerialSet? Seen { get; set; }

    /// <summary>Hub: numbers that the station has made and that are not here, as far as it does not hold them back
    /// itself.</summary>
    /// <param name="last">The highest that it is known to have made.</param>
    public List<SerialRange> Missing(uint last, int rangesMax)
    {
        if (Seen is null) return [];
        return Heartbeat?.Held is { } held ? [.. held.Without(Seen.Missing(last, int.MaxValue)).Take(rangesMax)]
            : Seen.Missing(last, rangesMax);
    }

    /// <summary>Node: offers that stay off the radio.</summary>
    public int Offers { get; private set; }

    /// <summary>Node: the hub asked for these offers.</summary>
    public void Release(IEnumerable<long> offers)
    {
        foreach (var n in offers)
            if (ByN.TryGetValue(n, out var line) && line.Offer is not null)
            {
                line.Offer = null;
                Offers--;
            }

        RadioLook = Instant.Zero;
    }

    /// <summary>The other side answers on the radio; otherwise it may hear us or not, and nobody knows what it has.</summary>
    public bool IsAnswered(Instant now) => RadioHeardAt is { } at && now - at < FragmentOrder.SilentAfter;

    /// <summary>A genuine frame came in by itself, over a network or through the air.</summary>
    public void Hear(BearerName bearer, Instant now)
    {
        LastHeardAt = now;
        if (bearer != BearerName.Radio) return;
        RadioHeardAt = now;
        Session?.Heard();
    }

    /// <summary>A part was handed to a bearer.</summary>
    public void Left(Line line, byte part)
    {
        line.RestLeft |= part > Parts.Core;
        if (line.IsAlarm) Unheard.Add(line.Message.N);
    }

    /// <summary>The other side told which parts of a message it has: what it misses goes at once.</summary>
    public void PartsThere(long n, long there, Instant now)
    {
        if (!ByN.TryGetValue(n, out var line) || line.PartsThere == there) return;
        line.PartsThere = there;
        RadioLook = now;
    }

    public void Add(Line line)
    {
        if (!ByN.TryAdd(line.Message.N, line)) return;
        if (line is { IsAlarm: true, Message.Progress: MessageState.Sending }) Unheard.Add(line.Message.N);
        Waiting.Add(line);
        if (line.IsAlarm) Alarms.Add(line);
        if (line.Offer is not null) Offers++;
        _byRadio.Add(line.Radio, line);
        RadioLook = Instant.Zero;
    }

    public Line? LineOf(RadioMessage message) => _byRadio.GetValueOrDefault(message);

    public bool HasLanRoom(Line line) => LanOut.Count < line switch
    {
        { Message: { Status: MessageStatus.Actual, Precedence: Precedence.Flash }, IsAlarm: true } => LanOutMax,
        { IsAlarm: true } => LanOutAlarmMax,
        _ => LanOutRoutineMax,
    };

    public void Remove(long n)
    {
        if (!ByN.Remove(n, out var line)) return;
        Waiting.Remove(line);
        Alarms.Remove(line);
        if (line.Offer is not null) Offers--;
        _byRadio.Remove(line.Radio);
        Session?.Delivered(line.Radio);
        LanOut.Remove(line);
        Unheard.Remove(n);
    }

    /// <summary>The LAN is another one than a moment ago: nothing is out on it.</summary>
    public void ForgetLan(Instant now)
    {
        OfferAgain(now);
        LanAbsentUntil = null;
        SomebodyListens = false;
        LanSince = now;
        RadioLook = Instant.Zero;
    }

    /// <summary>What the other side has not receipted it may never have got, whatever the broker said.</summary>
    public void OfferAgain(Instant now)
    {
        LanOut.RemoveWhere(line => !line.InLan); // of what is under way the broker's answer comes still
        foreach (var line in Waiting) (line.OnLan, line.LanNext) = (line.InLan, now);
    }

    /// <summary>Whatever becomes of what the broker has not answered yet, this one overtakes nothing of it.</summary>
    public bool IsBeforeAllUnderWay(Line line) =>
        !LanOut.Any(other => other.InLan && LineOrder.Strict.Compare(other, line) < 0);
}

/// <summary>A Device receipt that still has to leave.</summary>
/// <param name="OfSignal">For a link test: signals count in a series of their own.</param>
/// <param name="Due">Not to be sent before this.</param>
internal sealed record PendingReceipt(
    BearerName Bearer, ushort Epoch, uint Serial, bool Complete, bool Clash, bool Urgent, bool OfSignal = false,
    Instant Due = default)
{
    /// <summary>Bit i: part i is here of a message that is not complete. 0: all of it, or its core and nothing else.</summary>
    public long Parts { get; init; }
}
