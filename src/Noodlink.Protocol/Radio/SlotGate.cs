using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Radio;

// When this station may send, once a hub has divided the time.
//
// The channel (RadioChannel) knows how to be polite on an air that nobody rules. While a beacon is fresh it asks here
// as well: may this frame go now, and if not, when? So everything else of the radio stays what it is: who owns the
// messages still picks the best one at the last moment, and the budget is still asked first.
//
//  - In its own turn a station sends one frame after another, each at the start of a slot, and listens for no receipt:
//    the answer stands in the next beacon.
//  - Danger to life may also take an open slot, whichever is sooner. The first time it takes the next one: two that
//    come within the same 5.6 s collide, whatever they draw. Those who collided part ways by drawing among the next 2,
//    4, 8.
//  - Nobody sends outside the plan; when a beacon is missed, a station is silent for that round but for danger to life,
//    whose open slots are where they were. After two rounds without a beacon there is no plan any more: contention, as
//    before, but for an hour nobody speaks when a beacon would come.
//
// A frame starts at most half a guard late, or it waits for the next slot.

/// <summary>Asks of the plan when a frame may go. Sans-IO; one thread at a time; time never decreases.</summary>
/// <param name="self">Number of this noodsteunpunt; 0: this is the hub.</param>
/// <param name="random">Parts those who collided in an open slot.</param>
public sealed class SlotGate(ushort self, Random random)
{
    /// <summary>Rounds without a beacon after which there is no plan any more.</summary>
    public const int RoundsKept = 2;

    /// <summary>Among so many open slots at most a repetition is spread: 45 s at SF10.</summary>
    private const int OpenSpreadMax = 8;

    /// <summary>So long the moments of beacons are kept free after the last one. Two crystals part by 0.36 s in that
    /// time.</summary>
    private static readonly TimeSpan BeaconsAwaited = TimeSpan.FromHours(1);

    private static readonly TimeSpan BeaconMargin = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan LateMax = SlotPlan.Guard / 2;
    private static readonly TimeSpan Tail = SlotPlan.Guard / 4;

    private readonly List<SlotFrame> _sent = [];
    private SlotPlan? _plan;
    private Instant _origin;
    private Instant _freshUntil;
    private Instant _openFrom;
    private int _openTries;

    /// <summary>The plan of the last beacon, fresh or not.</summary>
    public SlotPlan? Plan => _plan;

    /// <summary>What this station sent in its turns since the last beacon: the next one answers for it.</summary>
    public IReadOnlyList<SlotFrame> Sent => _sent;

    /// <summary>A beacon that opened and is newer than the last; at the hub: its own.</summary>
    /// <param name="end">When its last symbol was on the air.</param>
    public void Begin(SlotPlan plan, Instant end)
    {
        _plan = plan;
        _origin = end;
        _freshUntil = end + RoundsKept * plan.Period + SlotPlan.Lead;
        _sent.Clear();
    }

    /// <summary>There is no plan any more.</summary>
    public void End()
    {
        _freshUntil = default;
        _sent.Clear();
    }

    /// <summary>A plan holds.</summary>
    public bool Holds(Instant now) => _plan is not null && now < _freshUntil;

    /// <summary>This is the hub and keeps to its own plan: it need not wait for others to be ready.</summary>
    public bool IsPunctual(Instant now) => self == 0 && Holds(now);

    /// <summary>When the answer is due to a frame that was sent in a turn; before that it need not go again.</summary>
    /// <returns>Null: no beacon answers for it, or that moment is over.</returns>
    public Instant? AnswerDue(ReadOnlyMemory<byte> frame, Instant now)
    {
        if (!Holds(now) || NextBeacon + SlotPlan.Lead <= now) return null;
        return _sent.Exists(sent => sent.Frame.Span.SequenceEqual(frame.Span)) ? NextBeacon + SlotPlan.Lead : null;
    }

    /// <summary>When this frame may start: at once when no plan holds, but not over a beacon that may come.</summary>
    /// <returns>Never before <paramref name="now"/>.</returns>
    public Instant EarliestFor(RadioOffer offer, Instant now)
    {
        if (!Holds(now)) return AwayFromBeacon(offer.OnAir, now);
        if (AnswerDue(offer.Frame, now) is { } answered) return answered;
        _ = FrameHeader.TryRead(offer.Frame.Span, out var header);
        if (header.Kind == Kind.Beacon) return Instant.Max(now, _origin + (_plan!.Period - offer.OnAir));

        var first = Math.Max(0, _plan!.SlotAt(now - _origin));
        var isAlert = header is { Series: Series.Numbered, Precedence: Precedence.Flash } && self != 0;
        for (var slot = first; slot < _plan.Slots; slot++)
            if (StartIn(slot, offer, isAlert, now) is { } start) return start;

        // The next beacon tells more, and the caller asks again. Until then only an open slot is certain.
        if (!isAlert) return _freshUntil;
        var next = NextBeacon;
        for (var slot = Math.Max(0, _plan.SlotAt(now - next)); now >= next && slot < _plan.Slots; slot++)
            if (_plan.UseOf(slot).Purpose == SlotPurpose.Open && StartAt(next, slot, 1, offer.OnAir, now) is { } start)
                return start;
        return now < next ? next + _plan.StartOf(SlotPlan.SlotsPerBlock - 2) : _freshUntil;
    }

    /// <summary>Contention of forty stations that all have much to say leaves no second of silence, and a beacon takes
    /// more than one: without this, slots that were lost once would never come back.</summary>
    private Instant AwayFromBeacon(TimeSpan onAir, Instant now)
    {
        if (_plan is null || self == 0 || now - _origin > BeaconsAwaited) return now;
        var rounds = Math.Max(1, (int)Math.Ceiling((now - _origin - BeaconMargin) / _plan.Period));
        var end = _origin + rounds * _plan.Period + BeaconMargin;
        var silence = _plan.BeaconMax + 2 * BeaconMargin;
        return end - now < silence + onAir ? end : now;
    }

    /// <summary>A frame that was granted goes to the modem now.</summary>
    /// <returns>True: it needs no receipt of its own, the next beacon answers.</returns>
    public bool Leaves(RadioOffer offer, Instant now)
    {
        if (!Holds(now) || self == 0 || offer.Hop > 0 || now >= NextBeacon) return false;
        // A frame of a burst expects no receipt of its own, and is answered by the beacon all the same.
        if (!FrameHeader.TryRead(offer.Frame.Span, out var header) || header.Series != Series.Numbered) return false;
        var slot = _plan!.NearestTo(now - _origin);
        if (slot < 0 || slot >= _plan.Slots) return false;
        var use = _plan.UseOf(slot);
        if (use.Purpose == SlotPurpose.Open) DrawOpen(now);
        if (use.Purpose != SlotPurpose.Turn || use.Station != self) return false;
        _sent.Add(new SlotFrame(use.Answer, offer.Frame));
        return true;
    }

    /// <summary>It did not get on the air: no beacon answers for it.</summary>
    public void TookBack(RadioOffer offer) => _sent.RemoveAll(sent => sent.Frame.Equals(offer.Frame));

    /// <summary>A receipt came: who collided in an open slot has got through.</summary>
    public void Answered()
    {
        _openTries = 0;
        _openFrom = default;
    }

    /// <summary>Hub: the turn in which a frame was heard that began at this moment.</summary>
    /// <returns>Null: in no turn of this station; it wants a receipt of its own.</returns>
    public int? AnswerFor(ushort station, Instant began)
    {
        if (!Holds(began) || began < _origin) return null;
        var slot = _plan!.NearestTo(began - _origin);
        if (slot < 0 || slot >= _plan.Slots) return null;
        var use = _plan.UseOf(slot);
        return use.Purpose == SlotPurpose.Turn && use.Station == station ? use.Answer : null;
    }

    /// <summary>When the end of the next beacon is due.</summary>
    public Instant NextBeacon => _origin + _plan!.Period;

    /// <summary>The start in this slot of the round, if the frame may go there.</summary>
    private Instant? StartIn(int slot, RadioOffer offer, bool isAlert, Instant now)
    {
        var use = _plan!.UseOf(slot);
        var answers = offer.Traffic == RadioTraffic.Answer;
        var isOurs = use.Purpose switch
        {
            SlotPurpose.Turn => self != 0 && use.Station == self,
            SlotPurpose.Hub => self == 0 || answers,
            SlotPurpose.Answer => self == 0 && answers,
            _ => isAlert && _origin + _plan.StartOf(slot) >= _openFrom,
        };
        if (!isOurs) return null;

        // Who answers in the hub's turn does so at once: the hub listens, and starts nothing meanwhile.
        if (use.Purpose == SlotPurpose.Hub && self != 0)
            return Ends(_origin, slot, use.SlotsLeft, offer.OnAir, now) ? now : null;
        return StartAt(_origin, slot, use.SlotsLeft, offer.OnAir, now);
    }

    private Instant? StartAt(Instant origin, int slot, int slotsLeft, TimeSpan onAir, Instant now)
    {
        var begin = origin + _plan!.StartOf(slot);
        if (now > begin + LateMax) return null;
        var start = Instant.Max(begin, now);
        return Ends(origin, slot, slotsLeft, onAir, start) ? start : null;
    }

    private bool Ends(Instant origin, int slot, int slotsLeft, TimeSpan onAir, Instant start) =>
        start >= origin + _plan!.StartOf(slot) && start + onAir + Tail <= origin + _plan.StartOf(slot + slotsLeft);

    /// <summary>The next time in one of the next 2, 4, 8 open slots, if no receipt comes before.</summary>
    private void DrawOpen(Instant now)
    {
        _openTries = Math.Min(_openTries + 1, 3);
        var skip = random.Next(Math.Min(1 << _openTries, OpenSpreadMax));
        _openFrom = now + SlotPlan.SlotsPerBlock * (skip + 0.5) * _plan!.Slot;
    }
}

/// <summary>A frame that was sent in a turn.</summary>
/// <param name="Answer">Its place among the answers of the next beacon.</param>
/// <param name="Frame">Sealed, without the link header.</param>
public readonly record struct SlotFrame(int Answer, ReadOnlyMemory<byte> Frame);
