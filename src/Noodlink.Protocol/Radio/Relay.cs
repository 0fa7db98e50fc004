using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Radio;

// Passing on what another noodsteunpunt sends, when the hub does not hear it.
//
//     X )))  A )))  B )))  hub        hop 0, 1, 2: X's own frame, A's copy of it, B's copy of that
//     X (((  A (((  B (((  hub        hop 2, 1, 0: the receipt comes back the same way
//
// The problem is not to pass frames on, it is to leave it. On one channel a copy that nobody needed costs as much as a
// noodmelding, and where twenty stations hear each other there are twenty who could make it. So:
//
//  - Only what is repeated. A station that has its receipt is silent, so a second try is the proof that the first was
//    not answered, also for a relay that does not hear the hub. Who hears an answer leaves it; a station that is known
//    to reach the hub by itself gets a few tries more.
//  - One of those who could. A wait without memory, or a chance that adds up to one (RelayBackOff, Draw); who hears
//    another's copy leaves it at that. Those who hear the hub begin; who copied in vain steps back.
//  - Each transmission once. A relay knows what it passed on (RelayMemory), by the hash of the sealed bytes and the
//    attempt. It cannot open what it carries, and does not look at more than the readable header. Only a relay that is
//    alone repeats a copy, for a station that itself repeats but once a minute.
//  - Three hops. Who does not hear a station itself, but a copy, passes that on one hop higher if it stays unanswered.
//  - Not faster than it helps. X repeats a noodmelding every second; the copies of one frame need longer. Who has
//    copied these bytes leaves them until an answer could have come back.
//  - At once where the way is known: by who carried the last answered frame of a station that never was answered
//    directly.
//
// Down. The hub's receipts have no answer of their own to wait for. They are passed on by a station that is "via" for
// X: that has passed on something for X in the last ten minutes. If X repeats what was answered, it did not hear the
// answer: the relay says it again, and the hub need not. A numbered message to X which X does not answer is treated
// like one of X, the other way round.
//
// What relays do not do: they keep nothing on disk and never touch the airtime that is reserved for noodmeldingen. A
// copy that found no air in time is let go; X has the message, and says it again.
//
// Tried in virtual time (RelayMeshTests, medians): through one relay 6 s the first time and 1.5 s after that, through
// three 18 s; among twenty stations that all reach the hub nothing is relayed without loss, and at 30 and 50 % loss 0.2
// and 1.0 copies a noodmelding, none later than without relays; one in twenty that hears the hub carries the others in
// 9 s.
//
// The contract is that of RadioChannel: no clock, thread or I/O. Inputs: Heard, Transmitted. Commands: Taken. Polls:
// TryPoll (which copy is due), PollWakeUp. TryPoll changes nothing that matters: a copy stays until it is Taken,
// cancelled by what is heard, or too old.

/// <summary>Decides which frames of others this station passes on. Sans-IO; one thread at a time.</summary>
public sealed class Relay
{
    /// <summary>Copies that wait at once: a whole burst of one station, and as much again.</summary>
    public const int Most = 32;

    /// <summary>Copies of one transmission by stations that hear its sender itself.</summary>
    private const int CopiesMost = 3;

    private const int RivalsMost = 8;

    /// <summary>Own copies of one transmission by a relay that is nearly alone.</summary>
    private const int AloneCopies = 3;

    private const int AloneGroup = 2;

    /// <summary>A relay in a line hears the one before it and the one behind it.</summary>
    private const int FewGroup = 3;

    /// <summary>Who heard a station itself so long ago still does: a few of its quick tries.</summary>
    private static readonly TimeSpan ItselfFor = TimeSpan.FromSeconds(6);

    /// <summary>Two of its slow tries.</summary>
    private static readonly TimeSpan ItselfSlowFor = 2 * RetrySchedule.SlowMax;

    /// <summary>A copy that found no air is let go after this; its station has repeated the frame by then.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>A receipt that its station did not hear is repeated so often at most, and so long.</summary>
    private const int RepeatsMost = 3;

    private static readonly TimeSpan RepeatFor = TimeSpan.FromSeconds(30);

    /// <summary>A receipt: nobody listens for it longer.</summary>
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(4);

    private readonly ushort _self;
    private readonly Func<int, TimeSpan> _timeOnAir;
    private readonly Random _random;
    private readonly HubDistance _distance;
    private readonly RelayMemory _memory = new();
    private readonly RelayStations _stations;
    private readonly RelayTurn _turn;
    private readonly Dictionary<ulong, Instant> _notBefore = [];
    private readonly Dictionary<ulong, Instant> _copiedAt = [];
    private readonly List<RelayedFrame> _waiting = [];
    private readonly long[] _counts = new long[Enum.GetValues<RelayReason>().Length];
    private RelayedFrame? _inModem;
    private long _ticket;

    /// <param name="self">Number of this noodsteunpunt: its own frames are none of the relay's business.</param>
    /// <param name="timeOnAir">Time on air of a frame with its link header, by its bytes.</param>
    /// <param name="distance">Of this station; told here of all that is heard.</param>
    /// <param name="random">The only source of chance.</param>
    public Relay(ushort self, Func<int, TimeSpan> timeOnAir, HubDistance distance, Random random, Instant now)
    {
        (_self, _timeOnAir, _distance, _random) = (self, timeOnAir, distance, random);
        _stations = new RelayStations(now);
        _turn = new RelayTurn(_stations, distance, timeOnAir, random);
    }

    /// <summary>What became of the frames of others, since the start.</summary>
    public long Count(RelayReason reason) => _counts[(int)reason];

    /// <summary>Copies that wait.</summary>
    public int WaitingCount => _waiting.Count;

    // ---- inputs ----

    /// <summary>A frame was heard, from anyone, for anyone; any bytes.</summary>
    /// <param name="frame">Sealed, without its link header.</param>
    /// <param name="snrDb">Where the modem tells.</param>
    /// <returns>Null, or how long this station should listen on, from now: its own frame is under way by a
    /// relay.</returns>
    public TimeSpan? Heard(LinkHeader link, ReadOnlyMemory<byte> frame, double? snrDb, Instant now)
    {
        Forget(now);
        var longer = _distance.Heard(link, frame.Span, _self, now);
        if (!FrameHeader.TryRead(frame.Span, out var header) || header.Station == _self) return longer;
        if (header.Station == ushort.MaxValue) return null; // for everybody, from the hub itself

        var isReceipt = header is { Series: Series.Signal, Kind: Kind.Receipt };
        var station = _stations.Of(header.Station, now);
        if (header.Direction == Direction.Down)
        {
            if (isReceipt) station.Answered(link.Hop, AnswerWithin(header.Station, station, now), now);
            Cancel(one => one.Is(header.Station, Direction.Up), RelayReason.Answered);
        }
        else if (isReceipt)
        {
            Cancel(one => one.Is(header.Station, Direction.Down) && !one.IsSignal, RelayReason.Answered);
        }

        Weigh(new RelayedFrame(link, header, frame, RelayMemory.HashOf(frame.Span)), station, snrDb, now);
        return null;
    }

    /// <summary>What became of a copy that was taken.</summary>
    public void Transmitted(long ticket, bool onAir, Instant now)
    {
        if (_inModem is not { } copy || copy.Ticket != ticket) return;
        _inModem = null;
        if (!onAir)
        {
            if (_memory.Find(copy.Hash, copy.Link.Attempt) is { } sighting) sighting.IsRelayed = false;
            return;
        }

        var station = _stations.Of(copy.Header.Station, now);
        station.ViaUntil = now + RelayMemory.Kept;
        station.IsCopied = true;
        if (copy.Header.Direction == Direction.Up)
        {
            (station.CopyAt, station.CopyHop, station.IsCarriedOn) = (now, copy.Hop, false);
            if (++station.Vain >= RelayTurn.DirectTries) station.IsConfirmed = false;
            if (!copy.IsSignal && !copy.IsQuick && copy.Copies < AloneCopies) Again(copy, station, now);
        }

        if (copy.IsAnswer)
        {
            var isAgain = station.Answer is { } last && last.Frame.Equals(copy.Frame);
            station.Answer = (copy.Link, copy.Frame, now, isAgain ? station.Answer!.Value.Repeats + 1 : 0);
        }

        if (!copy.IsSignal)
        {
            _copiedAt[copy.Hash] = now;
            LeaveAlone(copy.Hash, now + AnswerTime(station, now));
        }

        Add(RelayReason.Relayed);
    }

    // ---- commands ----

    /// <summary>The copy goes to the modem; <see cref="Transmitted"/> follows.</summary>
    public void Taken(RelayCopy copy, Instant now)
    {
        var at = _waiting.FindIndex(one => one.Ticket == copy.Ticket);
        if (at < 0) return;
        _inModem = _waiting[at];
        _waiting.RemoveAt(at);
        _memory.Note(_inModem.Hash, _inModem.Link.Attempt, _inModem.Hop, now);
        _memory.Find(_inModem.Hash, _inModem.Link.Attempt)!.IsRelayed = true;
    }

    // ---- polls ----

    /// <summary>The copy that should go on the air now: noodmeldingen first, then whatever has waited
    /// longest.</summary>
    public bool TryPoll(Instant now, out RelayCopy? copy)
    {
        copy = null;
        Cancel(one => now - one.Due > (one.IsAnswer ? AnswerPatience : Patience), RelayReason.TooMany);
        if (_inModem is not null) return false;
        var due = _waiting.Where(one => one.Due <= now)
            .OrderByDescending(one => one.IsAlarm).ThenBy(one => one.Due).ThenBy(one => one.Ticket).ToList();
        if (due.Count == 0) return false;

        var first = due[0];
        var behind = due.Skip(1).Where(one => one.Is(first.Header.Station, first.Header.Direction))
            .TakeWhile(one => one.IsAlarm == first.IsAlarm)
            .Aggregate(TimeSpan.Zero, (sum, one) => sum + _timeOnAir(one.Frame.Length + LinkHeader.BytesMax) + Gap);
        var link = new LinkHeader(first.Hop, first.Link.Attempt, behind);
        copy = new RelayCopy(
            first.Ticket, first.Frame, link, first.Header.Station, first.IsAlarm, first.IsAnswer,
            IsAnswered: first.Header.Direction == Direction.Up && !first.IsSignal && behind == TimeSpan.Zero);
        return true;
    }

    /// <summary>When <see cref="TryPoll"/> will have something; <see cref="Instant.Never"/>: not before an
    /// input.</summary>
    public Instant PollWakeUp() => _inModem is null
        ? _waiting.Aggregate(Instant.Never, (earliest, one) => Instant.Min(earliest, one.Due))
        : Instant.Never;

    // ---- the rules ----

    /// <summary>Between two copies of one burst: both serial lines and the ledger.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(150);

    private void Weigh(RelayedFrame one, RelayedStation station, double? snrDb, Instant now)
    {
        var (hash, attempt, hop) = (one.Hash, one.Link.Attempt, one.Link.Hop);
        var seen = _memory.Find(hash, attempt);
        var (seenHop, isRelayed) = (seen?.Hop, seen?.IsRelayed ?? false);
        var hearsItself = seenHop == 0 || (one.Header.Direction == Direction.Up && station.OwnHeardAt is { } own
            && now - own < (one.IsQuick ? ItselfFor : ItselfSlowFor));
        _memory.Note(hash, attempt, hop, now);
        if (one.Header.Direction == Direction.Up) NoteSending(station, one, isNew: seen is null, now);
        if (isRelayed)
        {
            if (hop > station.CopyHop && one.Header.Direction == Direction.Up)
            {
                station.IsCarriedOn = true;
                _waiting.RemoveAll(other => other.Hash == hash && other.Copies > 1);
            }
            else if (hop > 0 && seenHop == hop) station.Rivals = Math.Min(station.Rivals + 1, RivalsMost);
            Add(RelayReason.Repeated);
            return;
        }

        if (AnswerAgain(one, station, now)) return;
        var waiting = _waiting.Find(other => other.Hash == hash);
        if (waiting is not null && waiting.Link.Attempt == attempt && hop < waiting.Hop) Add(RelayReason.Repeated);
        else if (hop > 0 && IsCopyOfOther(one, waiting, station, hearsItself, now)) Add(RelayReason.OtherWasFirst);
        else if (waiting is null && seenHop >= hop) Add(RelayReason.Repeated);
        else if (hop >= LinkHeader.HopMax) Add(RelayReason.HopLimit);
        else if (one.IsSignal && !IsCarried(one, station, seenHop, now)) Add(RelayReason.NotVia);
        else if (Lot(one, station, snrDb, now) is { } due) Schedule(one, waiting, due);
        else Add(RelayReason.LeftToOthers);
    }

    private void NoteSending(RelayedStation station, RelayedFrame one, bool isNew, Instant now)
    {
        if (one.Link.Hop == 0) station.OwnHeardAt = now;
        if (one.Link.Hop == 0 && isNew) station.IsCopied = false;
        if (one.Link.Hop > 0) station.IsCopied = true;
        if (!isNew || (one.IsSignal && one.Header.Kind != Kind.Poll)) return;
        if (station.IsWaiting) station.Unanswered++;
        station.IsWaiting = true;
        if (one.Link.Hop > 0 && !one.IsSignal) LeaveAlone(one.Hash, now + _distance.AtHub);
    }

    /// <summary>Another relay has passed on what we could have. Who hears its station itself leaves it at that; while
    /// the station is slow, a second and a third may try, after the answer to the first had its time.</summary>
    private bool IsCopyOfOther(
        RelayedFrame heard, RelayedFrame? waiting, RelayedStation station, bool hearsItself, Instant now)
    {
        var isOurs = waiting is not null && heard.Link.Hop >= waiting.Hop;
        if (!isOurs && !hearsItself) return false;
        if (isOurs && heard.Header.Direction == Direction.Up)
            (station.ViaUntil, station.IsConfirmed) = (null, false); // that one carries it now
        if (waiting is null) return true;
        if (hearsItself && !heard.IsQuick && ++waiting.CopiesHeard < CopiesMost)
            waiting.Due = Instant.Max(waiting.Due, now + _distance.AtHub);
        else
            _waiting.Remove(waiting);
        return true;
    }

    /// <summary>Signals are not repeated, so nothing shows that they are needed: what we carry for a station we carry
    /// whole. A station that asks and asks whether its frames came is not heard.</summary>
    private static bool IsCarried(RelayedFrame one, RelayedStation station, int? seenHop, Instant now) =>
        seenHop is null && (station.IsVia(now) || (one.Header is { Kind: Kind.Poll, Direction: Direction.Up }
            && station.Unanswered >= RelayTurn.DirectTries));

    /// <summary>When our copy should go; null: not ours to send.</summary>
    private Instant? Lot(RelayedFrame one, RelayedStation station, double? snrDb, Instant now)
    {
        if (now < station.LotUntil) return station.Lot; // a burst is carried whole or not at all
        var wait = _turn.Draw(one, station, Hold(one.Hash, now), snrDb, now);
        station.Lot = wait is { } span ? now + one.Link.Following + span : null;
        station.LotUntil = one.Link.More ? now + one.Link.Following + LinkHeader.Step : now;
        return station.Lot;
    }

    private void Schedule(RelayedFrame one, RelayedFrame? waiting, Instant due)
    {
        if (waiting is not null) _waiting.Remove(waiting);
        one.Due = waiting is null ? due : Instant.Min(waiting.Due, due);
        one.Ticket = ++_ticket;
        MakeRoom();
        _waiting.Add(one);
    }

    /// <summary>A station that repeats what was answered did not hear the answer. It listens now, and we have
    /// it.</summary>
    private bool AnswerAgain(RelayedFrame one, RelayedStation station, Instant now)
    {
        if (one.IsSignal || one.Header.Direction == Direction.Down) return false;
        if (!_copiedAt.TryGetValue(one.Hash, out var copied)) return false;
        if (station.Answer is not { } answer || answer.At < copied) return false;
        if (answer.Repeats >= RepeatsMost || now - answer.At > RepeatFor) return false;
        if (!FrameHeader.TryRead(answer.Frame.Span, out var header)) return false;

        var again = new RelayedFrame(answer.Link, header, answer.Frame, RelayMemory.HashOf(answer.Frame.Span));
        if (_waiting.Exists(other => other.Hash == again.Hash)) return true;
        again.Due = now + one.Link.Following
            + RelayBackOff.Draw((1 + station.Rivals) * _timeOnAir(answer.Frame.Length) / 2, _random);
        again.Ticket = ++_ticket;
        MakeRoom();
        _waiting.Add(again);
        return true;
    }

    private TimeSpan Hold(ulong hash, Instant now) =>
        _notBefore.TryGetValue(hash, out var moment) && moment > now ? moment - now : TimeSpan.Zero;

    private void LeaveAlone(ulong hash, Instant until)
    {
        if (!_notBefore.TryGetValue(hash, out var known) || known < until) _notBefore[hash] = until;
    }

    /// <summary>An answer that comes so soon after our copy came by it. Where few others can have carried it, it may
    /// have come a long way.</summary>
    private TimeSpan AnswerWithin(ushort number, RelayedStation station, Instant now) =>
        _stations.Many(number, now) <= FewGroup ? 2 * AnswerTime(station, now) : 2 * _distance.AnswerBegun;

    /// <summary>How long a copy's answer may take: so long the same bytes are left alone.</summary>
    private TimeSpan AnswerTime(RelayedStation station, Instant now)
    {
        if (_distance.HearsHub(now)) return _distance.AtHub;
        var hops = _distance.Hops(now) ?? LinkHeader.HopMax - 1;
        var up = station.IsBehind(now) ? _distance.UpHop : _distance.UpHop + _distance.AtHub;
        return _distance.AtHub + hops * (up + _distance.DownHop);
    }

    private void MakeRoom()
    {
        if (_waiting.Count < Most) return;
        var oldest = _waiting.Where(one => !one.IsAlarm).DefaultIfEmpty(_waiting[0]).First();
        _waiting.Remove(oldest);
        Add(RelayReason.TooMany);
    }

    private void Cancel(Predicate<RelayedFrame> which, RelayReason reason)
    {
        var gone = _waiting.RemoveAll(which);
        for (var one = 0; one < gone; one++) Add(reason);
    }

    private void Forget(Instant now)
    {
        _memory.Forget(now);
        Forget(_notBefore, until => until <= now);
        Forget(_copiedAt, at => now - at >= RelayMemory.Kept);
    }

    /// <summary>Who repeats once a minute should not lose a minute at each hop. Where nobody else can carry it, a copy
    /// that is neither passed on nor answered goes again.</summary>
    private void Again(RelayedFrame copy, RelayedStation station, Instant now)
    {
        if (_stations.Many(copy.Header.Station, now) > AloneGroup) return;
        var spread = RelayBackOff.Draw(_timeOnAir(copy.Frame.Length), _random);
        MakeRoom();
        _waiting.Add(copy with
        {
            Ticket = ++_ticket, Due = now + _distance.AtHub + _distance.UpHop + spread, Copies = copy.Copies + 1,
        });
    }

    private static void Forget(Dictionary<ulong, Instant> known, Predicate<Instant> isOver)
    {
        if (known.Count < 2 * Most) return;
        foreach (var (hash, _) in known.Where(one => isOver(one.Value)).ToList()) known.Remove(hash);
        if (known.Count >= RelayMemory.Most) known.Clear();
    }

    private void Add(RelayReason reason) => _counts[(int)reason] = unchecked(_counts[(int)reason] + 1);
}
