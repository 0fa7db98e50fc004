using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Radio;

// How a round is divided.
//
// Problem. Whoever sends when it likes collides: with 40 points and ten messages an hour each, one first try in five is
// lost at SF10, and from some 140 noodmeldingen an hour together more than one in twenty. So the hub says whose turn it
// is. But a person in danger must not wait for a turn, and a situatierapport does not fit where a noodmelding does.
//
//   beacon │lead│ turn A    │ turn B    │open│answer│ turn C    │ turn D    │open│answer│ …        │ beacon
//   1.1 s  │0.3 │ 3 slots   │ 3 slots   │    │      │           │           │    │      │
//                └──────────── block: 8 slots ─────┘                (SF10/125 kHz: slot 0.70 s, block 5.6 s)
//
//  - A slot holds the core of a noodmelding (51 bytes sealed, two in front) and a guard.
//  - A turn is three slots of one station: three cores, or one frame of any length (200 bytes: 1.85 of 2.10 s).
//  - After each two turns comes an open slot: for danger to life of anyone, at once. The slot behind it is the hub's,
//    to answer it under the station's own key; in turns the answers wait for the next beacon, two bytes each.
//  - A turn with number 0 is the hub's own: for what it has to say, and for the station's receipt of that.
//
// Everything counts from the end of the beacon, which all hear at the same moment (light needs 0.1 ms for 30 km).
//
// Length of a round. Five blocks, ten turns, 30 s at SF10. radio.md §13 reckons with 60 s; half of that halves the wait
// for a turn and for an answer, and costs the hub 1 % more of the hour: a beacon with all its answers is 117 bytes,
// 1.15 s, 3.9 %. One beacon carries all answers of its round (at most 18 turns would fit, 54 slots), so there is never
// a second one.
//
// The guard. Three things move a frame away from where it should be: the crystals of two computers (100 ppm each, bad
// ones; until the round after a beacon that was missed, 60 s: 12 ms), the time the beacon takes from a modem to its
// computer, and the frame from computer to modem (5-35 ms each over a serial line at 115,200 baud; a timer of the
// system adds a few). Together up to 82 ms late and never early, of which half a guard is what a frame may start late.

/// <summary>The division of one round, as its beacon tells it. Immutable; safe from any thread.</summary>
public sealed class SlotPlan
{
    /// <summary>Turns of one block.</summary>
    public const int TurnsPerBlock = 2;

    /// <summary>Two turns, the open slot and the answer to it.</summary>
    public const int SlotsPerBlock = TurnsPerBlock * Beacon.SlotsPerTurn + 2;

    /// <summary>Turns of a round as the hub makes it: five blocks; why: see above.</summary>
    public const int TurnsPerRound = 10;

    /// <summary>The longest frame that one slot holds: a core of 51 bytes and a link header of two.</summary>
    public const int SlotFrameBytes = 53;

    /// <summary>The longest beacon of the hub with its link header: ten turns, and an answer to each of thirty
    /// slots.</summary>
    public const int BeaconFrameBytes = 117 + LinkHeader.BytesMin;

    /// <summary>What a slot is longer than the frame it is for.</summary>
    public static readonly TimeSpan Guard = TimeSpan.FromMilliseconds(80);

    /// <summary>From the end of the beacon to the first slot: it has to come out of the modem and be opened.</summary>
    public static readonly TimeSpan Lead = TimeSpan.FromMilliseconds(300);

    private const int OpenInBlock = SlotsPerBlock - 2;
    private const int HundredthTicks = (int)(TimeSpan.TicksPerSecond / 100);

    private readonly ValueList<ushort> _turns;

    /// <param name="beacon">Decoded, so within its ranges.</param>
    public SlotPlan(Beacon beacon)
    {
        _turns = beacon.Turns;
        Round = beacon.Round;
        Period = TimeSpan.FromTicks((long)beacon.RoundHundredths * HundredthTicks);
        Slot = TimeSpan.FromTicks((long)beacon.SlotHundredths * HundredthTicks);
    }

    /// <summary>Of the beacon.</summary>
    public ushort Round { get; }

    /// <summary>Length of a slot, guard included.</summary>
    public TimeSpan Slot { get; }

    /// <summary>Slots of the round.</summary>
    public int Slots => _turns.Count / TurnsPerBlock * SlotsPerBlock;

    /// <summary>From the end of this beacon to the end of the next, whatever each of them holds.</summary>
    public TimeSpan Period { get; }

    /// <summary>Room for the longest beacon, at the end of the round.</summary>
    public TimeSpan BeaconMax => Period - Lead - Slots * Slot;

    /// <summary>Length of a round in hundredths of a second.</summary>
    /// <param name="slotHundredths">From <see cref="HundredthsFor"/>.</param>
    /// <param name="beaconOnAir">Time on air of the longest beacon.</param>
    public static ushort PeriodFor(ushort slotHundredths, TimeSpan beaconOnAir)
    {
        var slots = TurnsPerRound / TurnsPerBlock * SlotsPerBlock * slotHundredths;
        return (ushort)Math.Min(ushort.MaxValue, slots + DivideUp(Lead + beaconOnAir));
    }

    /// <summary>The length of a slot, in hundredths of a second: a core fits in one and the longest frame in a turn.
    /// Only with a strong coding rate (SF11, 4/7) is it the second that counts.</summary>
    /// <param name="coreOnAir">Time on air of <see cref="SlotFrameBytes"/> bytes.</param>
    /// <param name="longOnAir">Time on air of the longest frame.</param>
    public static ushort HundredthsFor(TimeSpan coreOnAir, TimeSpan longOnAir)
    {
        var inTurn = DivideUp((longOnAir + Guard) / Beacon.SlotsPerTurn);
        return (ushort)Math.Min(ushort.MaxValue, Math.Max(DivideUp(coreOnAir + Guard), inTurn));
    }

    /// <summary>From the end of the beacon.</summary>
    public TimeSpan StartOf(int slot) => Lead + slot * Slot;

    /// <summary>The slot whose start is nearest to this moment after the end of the beacon: where a frame belongs that
    /// began then, by a clock that is up to half a slot off.</summary>
    public int NearestTo(TimeSpan sinceBeacon) => (int)Math.Floor((sinceBeacon - Lead) / Slot + 0.5);

    /// <summary>The slot that is on at this moment after the end of the beacon; below 0 or from <see cref="Slots"/> on:
    /// outside the round.</summary>
    public int SlotAt(TimeSpan sinceBeacon) => (int)Math.Floor((sinceBeacon - Lead) / Slot);

    /// <summary>What a slot is for, and whose it is.</summary>
    public SlotUse UseOf(int slot) => (slot % SlotsPerBlock) switch
    {
        OpenInBlock => new SlotUse(SlotPurpose.Open, Station: 0, SlotsLeft: 1, Answer: -1),
        OpenInBlock + 1 => new SlotUse(SlotPurpose.Answer, Station: 0, SlotsLeft: 1, Answer: -1),
        var inBlock => UseOfTurn(slot / SlotsPerBlock * TurnsPerBlock + inBlock / Beacon.SlotsPerTurn, inBlock),
    };

    private static int DivideUp(TimeSpan length) => (int)((length.Ticks + HundredthTicks - 1) / HundredthTicks);

    private SlotUse UseOfTurn(int turn, int inBlock)
    {
        var inTurn = inBlock % Beacon.SlotsPerTurn;
        return new SlotUse(
            _turns[turn] == 0 ? SlotPurpose.Hub : SlotPurpose.Turn, _turns[turn], Beacon.SlotsPerTurn - inTurn,
            turn * Beacon.SlotsPerTurn + inTurn);
    }
}

/// <summary>What one slot is for.</summary>
/// <param name="Station">Of a <see cref="SlotPurpose.Turn"/>; else 0.</param>
/// <param name="SlotsLeft">This one and those behind it that belong to the same.</param>
/// <param name="Answer">Its place among the answers of the next beacon; -1: it has none.</param>
public readonly record struct SlotUse(SlotPurpose Purpose, ushort Station, int SlotsLeft, int Answer);

/// <summary>Who may send in a slot.</summary>
public enum SlotPurpose
{
    /// <summary>One noodsteunpunt.</summary>
    Turn,

    /// <summary>The hub, and who answers it.</summary>
    Hub,

    /// <summary>Anyone with danger to life.</summary>
    Open,

    /// <summary>The hub, to answer what came in the open slot.</summary>
    Answer,
}
