using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Radio;

// The hub's side: whose turn is it, and what came in.
//
// A station has turns while it was heard on the radio within the last hour; a station that is silent that long costs
// nobody anything, and one that comes back is heard in an open slot or by contention, and is in the next round. The
// order is that of a queue: who had a turn goes to the back. So forty stations have a turn every two minutes each, and
// ten stations one in every round; the air that one does not need is not given to another, because with equal load
// there is none.
//
// Below ten stations contention is quicker: the first try of a hundred messages an hour gets through in 94 of 100
// cases, and nobody waits for a turn.

/// <summary>Makes the beacons of a hub. Pure; one thread at a time.</summary>
public sealed class SlotSchedule
{
    /// <summary>From so many stations on the hub divides the time (issue 4 §2).</summary>
    public const int StationsMin = 10;

    /// <summary>A station that was not heard on the radio for so long has no turns.</summary>
    public static readonly TimeSpan HeardWithin = TimeSpan.FromHours(1);

    private readonly Dictionary<ushort, Instant> _heard = [];
    private readonly Queue<ushort> _order = [];
    private Heard?[] _round = [];
    private ushort _number;

    /// <summary>A genuine frame of a station came in by radio.</summary>
    public void Hears(ushort station, Instant now)
    {
        if (!_heard.ContainsKey(station) && !_order.Contains(station)) _order.Enqueue(station);
        _heard[station] = now;
    }

    /// <summary>A station was taken from the list.</summary>
    public void Forget(ushort station) => _heard.Remove(station);

    /// <summary>Stations heard within the last hour.</summary>
    public int Count(Instant now) => _heard.Values.Count(at => now - at < HeardWithin);

    /// <summary>A frame that came in a turn is on disk: the next beacon says so.</summary>
    /// <param name="answer">From <see cref="SlotGate.AnswerFor"/>.</param>
    /// <param name="proof">Of the station that sent it.</param>
    public void Keep(int answer, SlotResult result, SlotReceipt proof, ReadOnlyMemory<byte> frame)
    {
        if (answer >= 0 && answer < _round.Length) _round[answer] = new Heard(result, proof, frame);
    }

    /// <summary>The next beacon, with the answers to the round that ends now. Call it once for each that is
    /// sent.</summary>
    /// <param name="header">Under which it is sealed.</param>
    /// <param name="hub">Number of this hub.</param>
    /// <param name="unixSeconds">The hub's clock.</param>
    /// <param name="slotHundredths">See <see cref="SlotPlan.HundredthsFor"/>.</param>
    /// <param name="periodHundredths">See <see cref="SlotPlan.PeriodFor"/>.</param>
    /// <param name="hubTurn">The hub has something to say itself: the first turn is its own.</param>
    public Beacon Next(
        FrameHeader header, ushort hub, uint unixSeconds, ushort slotHundredths, ushort periodHundredths, bool hubTurn,
        Instant now)
    {
        var answers = _round.Select(
            (heard, slot) => heard is null
                ? default
                : new SlotAnswer(heard.Result, heard.Proof.Mac(header, hub, slot, heard.Result, heard.Frame.Span)));
        var beacon = new Beacon(
            unixSeconds, unchecked(++_number), periodHundredths, slotHundredths, Turns(hubTurn, now),
            answers.ToValueList());
        _round = new Heard?[SlotPlan.TurnsPerRound * Beacon.SlotsPerTurn];
        return beacon;
    }

    private ValueList<ushort> Turns(bool hubTurn, Instant now)
    {
        var turns = new ushort[SlotPlan.TurnsPerRound];
        for (var turn = hubTurn ? 1 : 0; turn < turns.Length; turn++) turns[turn] = NextStation(now);
        return ValueList.Create<ushort>(turns);
    }

    /// <summary>Whose turn it is; 0 when there is nobody.</summary>
    private ushort NextStation(Instant now)
    {
        while (_order.TryDequeue(out var station))
        {
            if (!_heard.TryGetValue(station, out var at)) continue;
            if (now - at >= HeardWithin)
            {
                _heard.Remove(station);
                continue;
            }

            _order.Enqueue(station);
            return station;
        }

        return 0;
    }

    private sealed record Heard(SlotResult Result, SlotReceipt Proof, ReadOnlyMemory<byte> Frame);
}
