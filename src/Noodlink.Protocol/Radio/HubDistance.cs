using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Radio;

// How far the hub is from this station, in hops.
//
// For its own frames: answers that come through relays need longer, and a station that repeats meanwhile speaks through
// them and does not hear them. So it listens longer by what the hops take, as soon as it knows of them: from the hop of
// the receipts that it gets, and from hearing its own frame again, passed on by somebody.
//
// For frames of others: who hears the hub itself is the better relay, and goes first.

/// <summary>What this station knows about its way to the hub. Pure; one thread at a time.</summary>
/// <param name="timing">Of the modem.</param>
/// <param name="coreAirtime">Time on air of a noodmelding's core.</param>
public sealed class HubDistance(RadioTiming timing, TimeSpan coreAirtime)
{
    private RadioTiming _timing = timing;
    private TimeSpan _coreAirtime = coreAirtime;
    /// <summary>What a relay's machine, serial line and modem take, both ways together: half of what is reckoned for
    /// two machines (<see cref="RadioTiming.LatencyMargin"/>).</summary>
    private static readonly TimeSpan Machine = TimeSpan.FromMilliseconds(200);

    /// <summary>Who reaches whom is known for so long.</summary>
    internal static readonly TimeSpan KnownFor = TimeSpan.FromHours(6);

    private (int Hops, Instant At)? _own;
    private Instant? _hubAt;

    /// <summary>0: it answers us itself. 1-3: through so many relays, the fewest in ten minutes. Null: no answer in
    /// that time.</summary>
    public int? Hops(Instant now) => Fresh(_own, now);

    /// <summary>The hub itself was heard in the last hours, whomever it spoke to. Masts stay where they are; who is
    /// wrong about it only goes too early.</summary>
    public bool HearsHub(Instant now) => _hubAt is { } at && now - at < KnownFor;

    /// <summary>How much later an answer may come than from a hub that we hear ourselves.</summary>
    public TimeSpan ExtraListen(Instant now) => Hops(now) is { } hops ? hops * (UpHop + DownHop) : TimeSpan.Zero;

    /// <summary>The modem has other settings now.</summary>
    public void TimingChanged(RadioTiming timing, TimeSpan coreAirtime) =>
        (_timing, _coreAirtime) = (timing, coreAirtime);

    /// <summary>A frame was heard, from anyone, for anyone; any bytes.</summary>
    /// <param name="frame">Sealed, without its link header.</param>
    /// <param name="self">Number of this noodsteunpunt.</param>
    /// <returns>Null, or how long to listen on, from now: our own frame is under way by a relay.</returns>
    public TimeSpan? Heard(LinkHeader link, ReadOnlySpan<byte> frame, ushort self, Instant now)
    {
        if (!FrameHeader.TryRead(frame, out var header)) return null;
        var isOurs = header.Station == self;
        if (header.Direction == Direction.Down)
            HubHeard(link.Hop, isOurs && header is { Series: Series.Signal, Kind: Kind.Receipt }, now);
        return isOurs && header.Direction == Direction.Up && link.Hop > 0 ? CopyHeard(link.Hop, now) : null;
    }

    /// <summary>A frame of a hub was heard.</summary>
    /// <param name="isAnswerToUs">A receipt under our number.</param>
    public void HubHeard(int hop, bool isAnswerToUs, Instant now)
    {
        if (hop == 0) _hubAt = now;
        if (!isAnswerToUs) return;
        if (Fresh(_own, now) is { } known && known < hop) return;
        _own = (hop, now);
    }

    /// <summary>Our own frame was heard again, passed on by a relay.</summary>
    /// <returns>From now, how long the answer may take; null: the hub answers us without it.</returns>
    public TimeSpan? CopyHeard(int hop, Instant now)
    {
        if (Hops(now) == 0) return null;
        var hops = Math.Max(1, Hops(now) ?? 0);
        return Math.Max(0, hops - hop) * UpHop + AtHub + hops * DownHop;
    }

    /// <summary>From the end of a frame to the end of its receipt, at the hub.</summary>
    internal TimeSpan AtHub =>
        _timing.TurnAround + _timing.TurnAroundSpread + _timing.ReceiptAirtime + _timing.LatencyMargin + Machine;

    /// <summary>The longest from the end of one quick try of a noodmelding to the end of the next.</summary>
    internal TimeSpan QuickRound =>
        _coreAirtime + _timing.ReceiptAirtime + RetrySchedule.QuickMargin + RetrySchedule.QuickSpread + Machine / 2;

    /// <summary>From the end of a frame: by then nearly every receipt is over (nine in ten within 0.35 s and their
    /// airtime, see <see cref="RadioTiming.LatencyMargin"/>), and its station still listens.</summary>
    internal TimeSpan AnswerBegun => _timing.ReceiptAirtime + _timing.LatencyMargin / 2;

    /// <summary>A copy upward by a relay that knows that it is needed.</summary>
    internal TimeSpan UpHop => 3 * _coreAirtime + Machine;

    /// <summary>A copy of a receipt downward.</summary>
    internal TimeSpan DownHop => 3 * _timing.ReceiptAirtime + Machine;

    private static int? Fresh((int Hops, Instant At)? what, Instant now) =>
        what is { } known && now - known.At < RelayMemory.Kept ? known.Hops : null;
}
