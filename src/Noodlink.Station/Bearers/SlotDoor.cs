using Noodlink.Protocol;
using Noodlink.Protocol.Radio;

namespace Noodlink.Station.Bearers;

/// <summary>The radio's side of a divided time: its gate, under its lock, on its clock. The station reads and makes
/// beacons through it and never learns what time it is there.</summary>
/// <remarks>Any thread.</remarks>
public sealed class SlotDoor
{
    private readonly Lock _lock;
    private readonly SlotGate _gate;
    private readonly Func<Instant> _now;
    private readonly Func<int, TimeSpan> _timeOnAir;
    private readonly Action _wake;
    private (long Ticket, SlotPlan Plan)? _leading;

    /// <param name="door">Guards the gate, and all else of its bearer.</param>
    /// <param name="now">The bearer's clock.</param>
    /// <param name="timeOnAir">Of a frame of so many bytes, link header included.</param>
    /// <param name="wake">Something may go sooner or later than was thought.</param>
    public SlotDoor(Lock door, SlotGate gate, Func<Instant> now, Func<int, TimeSpan> timeOnAir, Action wake)
    {
        _lock = door;
        _gate = gate;
        _now = now;
        _timeOnAir = timeOnAir;
        _wake = wake;
    }

    /// <summary>Hub: length of a slot with this modem, and of a round, in hundredths of a second.</summary>
    public (ushort Slot, ushort Round) Lengths()
    {
        var slot = SlotPlan.HundredthsFor(
            _timeOnAir(SlotPlan.SlotFrameBytes), _timeOnAir(RadioTiming.LongFrameBytes));
        return (slot, SlotPlan.PeriodFor(slot, _timeOnAir(SlotPlan.BeaconFrameBytes)));
    }

    /// <summary>A plan holds: the hub's own, or one that was heard.</summary>
    public bool Holds
    {
        get { lock (_lock) return _gate.Holds(_now()); }
    }

    /// <summary>Hub: how long until a beacon is to be made. Zero: now. Null: one is on its way.</summary>
    public TimeSpan? UntilBeacon()
    {
        lock (_lock)
        {
            if (_leading is not null) return null;
            var now = _now();
            if (!_gate.Holds(now)) return TimeSpan.Zero;
            // All slots are over by then, and what came in the last one has had 0.7 s to be kept.
            var due = new Instant(_gate.NextBeacon.SinceStart - _gate.Plan!.BeaconMax);
            return due > now ? due - now : TimeSpan.Zero;
        }
    }

    /// <summary>Hub: a beacon was offered and taken; its plan holds from the moment that it has left.</summary>
    public void Lead(long ticket, SlotPlan plan)
    {
        lock (_lock) _leading = (ticket, plan);
    }

    /// <summary>What became of an offer.</summary>
    internal void Finished(long ticket, bool onAir)
    {
        lock (_lock)
        {
            if (_leading is not var (leading, plan) || leading != ticket) return;
            _leading = null;
            if (onAir) _gate.Begin(plan, _now());
        }
    }

    /// <summary>Node: a genuine beacon.</summary>
    /// <param name="heardAt">As <see cref="BearerInput.Received.HeardAt"/> told.</param>
    /// <returns>What this station sent in the turns of the round before, to which the beacon answers.</returns>
    public IReadOnlyList<SlotFrame> Follow(SlotPlan plan, Instant heardAt)
    {
        IReadOnlyList<SlotFrame> sent;
        lock (_lock)
        {
            var isNext = _gate.Plan is { } last && plan.Round == unchecked((ushort)(last.Round + 1));
            sent = isNext ? [.. _gate.Sent] : [];
            _gate.Begin(plan, heardAt);
        }

        _wake();
        return sent;
    }

    /// <summary>Hub: the slot of a turn in which this frame came; null: it wants a receipt of its own.</summary>
    internal int? AnswerFor(ushort station, TimeSpan length)
    {
        lock (_lock)
        {
            var now = _now().SinceStart;
            return length < now ? _gate.AnswerFor(station, new Instant(now - length)) : null;
        }
    }

    /// <summary>A receipt came for something that was sent.</summary>
    internal void Answered()
    {
        lock (_lock) _gate.Answered();
    }
}
