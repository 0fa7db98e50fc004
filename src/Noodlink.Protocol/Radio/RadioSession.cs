using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Radio;

// What is between this station and one other: which message goes when, and when an answer is due.
//
// The problem. Half of the frames are lost, in both directions. A receipt for each message costs as much air as the
// messages, and with half of the receipts lost each message is sent four times. The hub, one transmitter with a tenth of
// each hour for forty stations, runs out of air first.
//
// Idea: selective repeat over messages. The first sixteen that are not confirmed are the window. They go in one burst,
// each frame telling how long its sender goes on; when the burst ends the other side answers once, with one receipt that
// names everything it has from a number on. What the receipt covers and does not name is lost and goes again in the next
// burst, together with what moved up into the window. So each message is sent 1 / (1 - p) times, the least there is, and a
// receipt serves eight of them.
//
// When no answer comes, nobody knows whether the burst was lost or its receipt. Sending it all again would waste the
// half that arrived: a poll of 24 bytes asks what is there. For a single frame asking costs as much as sending, so that
// one is simply repeated.
//
// A noodmelding does not wait for any of this. Its core is the next frame on the air, also inside an open burst, and is
// answered at once; the burst ends there, and what it had sent is asked for later.
//
//      idle ──Next──► burst open ──last frame on air──► awaiting ──receipt──► idle, the next burst at once
//                      ▲   │ a core breaks in               │
//                      └───┘                                └─ nothing by then ─► poll, or the same again, ever slower
//
// The contract. No clock, no thread, no I/O, no queue: whoever owns the messages shows those that wait, best first, each
// time. Four kinds of methods:
//
//  - getters;
//  - inputs (past tense: Transmitted, Receipted, Heard, Received, Polled, Delivered, Answered): what the world did;
//  - commands (Taken): the channel took what Next proposed;
//  - polls (AnswerIsDue, Next, PollWakeUp): what is to be done. They change nothing that shows: ask as often as you like.
//
// After each input: first answer, if that is due (the other side listens for it now); then offer to the channel what Next
// says, and tell Taken if it is taken; then ask for the wake-up and come back no later than that. Time never decreases.
// Each Taken is followed by one Transmitted.

/// <summary>Selective repeat with one other station over the radio. Sans-IO; one thread at a time.</summary>
public sealed class RadioSession
{
    /// <summary>Messages that may be sent and not confirmed (issue 4 §1). A receipt of 28 bytes covers 33 serials, so
    /// that a whole window with as much again between its members fits in one.</summary>
    public const int WindowMessages = 16;

    /// <summary>Frames of one burst.</summary>
    public const int BurstFramesMax = 16;

    /// <summary>A burst is this long at most: others, noodmeldingen too, wait for it.</summary>
    public static readonly TimeSpan BurstMax = TimeSpan.FromSeconds(10);

    /// <summary>Polls at the pace of the answer, before they slow down: at 50 % loss both ways ten of them find out in
    /// 94 % of all cases.</summary>
    public const int QuickPolls = 10;

    /// <summary>After so many turns without an answer routine traffic goes on with single frames.</summary>
    private const int SilentTurns = 2;

    /// <summary>While nobody answers, more than a window is looked at, so that each noodmelding has its turn.</summary>
    private const int SilentMessages = 64;

    private const int PartsMax = 128;

    /// <summary>Beyond what was announced: a modem that was busy for a moment does not end a burst.</summary>
    private static readonly TimeSpan StallMax = TimeSpan.FromSeconds(3);

    private readonly Random _random;
    private readonly RadioAnswers _answers = new();
    private readonly RadioDoubt _doubt = new();

    private RadioPace _pace;
    private RadioSend? _inModem;
    private RadioRank? _open;
    private int _burstFrames;
    private TimeSpan _burstOnAir;
    private Instant _announced;
    private Instant _due;

    // The answer came before the modem told that the question had left. Some only reckon when that is, with a margin
    // (plain KISS: 0.35 s, longer than an answer takes at SF7). Until then more of the answer may come.
    private Instant? _early;
    private PollFrom? _asked;
    private bool _awaits;
    private bool _inSlots;
    private bool _isResumed;
    private int _unanswered;
    private int _polls;
    private Instant _restsUntil = Instant.Never;

    /// <param name="random">The only source of chance; a seed makes a run repeatable.</param>
    public RadioSession(RadioPace pace, Random random)
    {
        _pace = pace;
        _random = random;
    }

    /// <summary>The other side was heard on the radio since this process started. Until then nothing is asked, and
    /// bursts are for noodmeldingen only.</summary>
    public bool IsHeard { get; private set; }

    /// <summary>Turns and polls in a row that nobody answered.</summary>
    public int Unanswered => _unanswered;

    /// <summary>First contact is by single frames: when the LAN falls away under a whole region, bursts of all its stations
    /// would lie over each other.</summary>
    private int CoresMax => IsHeard ? BurstFramesMax : 1;

    private bool IsSilent => !IsHeard || _unanswered > SilentTurns;

    /// <summary>More frames of a burst are coming.</summary>
    public bool IsOpen => _open is not null;

    /// <summary>A frame of this session is in the modem.</summary>
    public bool IsSending => _inModem is not null;

    // ---- inputs ----

    /// <summary>The modem has other settings now.</summary>
    public void PaceChanged(RadioPace pace) => _pace = pace;

    /// <summary>Something genuine of the other side came in by radio.</summary>
    public void Heard() => IsHeard = true;

    /// <summary>What became of the frame that was taken.</summary>
    /// <param name="onAir">It left. Not that anybody heard it.</param>
    /// <param name="answerIn">It left in a turn that the hub gave, and the beacon that answers comes by then. Meanwhile
    /// others have their turns.</param>
    public void Transmitted(bool onAir, Instant now, TimeSpan? answerIn = null)
    {
        if (_inModem is not { } sent) return;
        _inModem = null;
        _inSlots = answerIn is not null;
        if (answerIn is { } wait && sent is RadioSend.Data { Part: var slotted })
        {
            slotted.Message.Rest(now + wait);
            _doubt.Remove(slotted);
            (_open, _burstFrames, _burstOnAir, _due) = (null, 0, TimeSpan.Zero, Instant.Zero);
            return;
        }

        if (sent is RadioSend.Data data)
        {
            if (!onAir) _doubt.Remove(data.Part);
            if (data.Following > TimeSpan.Zero)
            {
                _announced = now + data.Following + StallMax;
                return;
            }
        }

        Close(sent, now);
    }

    /// <summary>A receipt of the other side came in by radio.</summary>
    /// <param name="following">More receipts follow behind it for so long.</param>
    public void Receipted(DeviceReceipt receipt, TimeSpan following, Instant now)
    {
        Heard();
        if (receipt.OfSignal) return;
        var isEarly = _early is not null || RadioDoubt.IsAnswer(receipt, _inModem);
        var isMeant = _doubt.Confirm(receipt);
        if (!isEarly && (_open is not null || !_awaits || _inModem is not null)) return;

        var isAsked = _asked?.Epoch == receipt.Epoch;
        var from = isAsked ? Math.Min(_asked!.Value.First, receipt.Base) : receipt.Base;
        if (!isMeant && !isAsked && !_doubt.IsAbout(receipt.Epoch, from)) return;
        _doubt.Cover(receipt, from);
        if (isEarly) _early = following > TimeSpan.Zero ? now + following + _pace.AnswerWait : now;
        else if (following > TimeSpan.Zero) _due = Instant.Max(_due, now + following + _pace.AnswerWait);
        else EndTurn();
    }

    /// <summary>The other side has all of it, by whatever bearer it came.</summary>
    public void Delivered(RadioMessage message)
    {
        _doubt.Remove(message);
        if (_awaits && _doubt.Count == 0 && _unanswered == 1 && _asked is null && !_doubt.HasAnswer) EndTurn();
    }

    /// <summary>A part of a numbered message of the other side came in by radio and is on disk.</summary>
    /// <param name="sender">Its station number: a noodsteunpunt may hear several hubs.</param>
    /// <param name="following">As the link header told: the answer is due after that.</param>
    /// <param name="notBefore">A part that was here already is not answered before this.</param>
    public void Received(
        ushort sender, ushort epoch, uint serial, bool urgent, TimeSpan following, Instant notBefore, Instant now)
    {
        Heard();
        _answers.Received(new RadioQuestion(sender, epoch, serial, serial, IsPoll: false, urgent), following, notBefore, now);
    }

    /// <summary>The other side asks what is here.</summary>
    public void Polled(ushort sender, PollFrom from, Instant now)
    {
        Heard();
        _answers.Polled(new RadioQuestion(sender, from.Epoch, from.First, from.First, IsPoll: true, Urgent: false), now);
    }

    /// <summary>The answer has left, or began to.</summary>
    public void Answered() => _answers.Clear();

    // ---- commands ----

    /// <summary>The channel took it.</summary>
    public void Taken(RadioSend send, Instant now)
    {
        (_inModem, _early) = (send, null);
        if (send is RadioSend.Question question)
        {
            _asked = question.From;
            _polls++;
            return;
        }

        var part = ((RadioSend.Data)send).Part;
        if (_open != part.Rank) (_open, _burstFrames, _burstOnAir) = (part.Rank, 0, TimeSpan.Zero);
        _burstFrames++;
        _burstOnAir += part.OnAir + _pace.Gap;
        part.Message.Tried(RetrySchedule.Next(part.Message.Tries + 1, true, _pace.Receipt, _random), now);
        _doubt.Add(part);
    }

    // ---- polls ----

    /// <summary>What must be answered now: query the database and send receipts, then tell
    /// <see cref="Answered"/>.</summary>
    public IReadOnlyList<RadioQuestion> AnswerIsDue(Instant now) => _answers.Due <= now ? _answers.Questions : [];

    /// <summary>What to offer to the channel now.</summary>
    /// <param name="waiting">What may go by radio, in the strict order of leaving, cores of noodmeldingen before the
    /// rest of any. Only its beginning is looked at.</param>
    /// <returns>Null: nothing now.</returns>
    public RadioSend? Next(IEnumerable<RadioPart> waiting, Instant now)
    {
        if (_inModem is not null) return null;
        var window = Window(waiting, now);
        if (window.Count == 0) return null;
        Resume(window, now);
        if (_open is { } rank)
        {
            if (now <= _announced && Continue(window, rank) is { } next) return next;
            CloseEarly(now);
        }

        if (now < _due) return BreaksIn(window);
        if (_doubt.HasAnswer) EndTurn(); // the answer's last frame was lost
        return Begin(window);
    }

    /// <summary>When to ask again if nothing happens.</summary>
    public Instant PollWakeUp(Instant now) =>
        Instant.Min(
            _answers.Due, _inModem is not null ? Instant.Never : _due > now ? Instant.Min(_due, _restsUntil) : _restsUntil);

    // ---- the rules ----

    /// <summary>What an earlier process tried and nobody confirmed waits as it would have waited there.</summary>
    private void Resume(List<RadioPart> window, Instant now)
    {
        if (_isResumed) return;
        _isResumed = true;
        var lead = window[0];
        if (lead.Message.Tries == 0) return;
        _unanswered = lead.Message.Tries;
        _due = now + RetrySchedule.AfterRestart(lead.Message.Tries, IsLone(window, lead), _pace.Receipt, _random);
    }

    private List<RadioPart> Window(IEnumerable<RadioPart> waiting, Instant now)
    {
        var window = new List<RadioPart>();
        var messages = 0;
        var most = IsSilent ? SilentMessages : WindowMessages;
        _restsUntil = Instant.Never;
        foreach (var part in waiting)
        {
            if (part.Message.RestsUntil > now)
            {
                _restsUntil = Instant.Min(_restsUntil, part.Message.RestsUntil);
                continue;
            }

            if (!window.Exists(other => other.Message == part.Message) && ++messages > most) break;
            window.Add(part);
            if (window.Count == PartsMax) break;
        }

        return window;
    }

    /// <summary>The next frame of an open burst, or a core that cannot wait for its end.</summary>
    private RadioSend.Data? Continue(List<RadioPart> window, RadioRank rank)
    {
        var fresh = window.Where(part => !_doubt.Holds(part)).ToList();
        if (fresh.Count == 0) return null;
        if (fresh[0].Rank != rank && (fresh[0].IsCore || fresh[0].Message.Tries == 0))
            return Burst(window, fresh, fresh[0].Rank, CoresMax, TimeSpan.Zero);
        return Burst(window, fresh, rank, BurstFramesMax - _burstFrames, _burstOnAir);
    }

    /// <summary>A noodmelding that was never sent waits for nobody's silence.</summary>
    private RadioSend.Data? BreaksIn(List<RadioPart> window)
    {
        var fresh = window.Where(part => part.Message.Tries == 0 && !_doubt.Holds(part)).ToList();
        return fresh.Count == 0 || !fresh[0].IsCore ? null
            : Burst(window, fresh, fresh[0].Rank, CoresMax, TimeSpan.Zero);
    }

    private RadioSend? Begin(List<RadioPart> window)
    {
        var lead = window[0];
        var group = window.Where(part => part.Rank == lead.Rank).ToList();
        if (lead.IsCore)
        {
            var fresh = window.Where(part => !_doubt.Holds(part)).ToList();
            if (Burst(window, fresh, lead.Rank, CoresMax, TimeSpan.Zero) is { } next) return next;
            if (IsHeard && group.Count > 1 && _polls < QuickPolls) return Ask(lead.Rank, lead);
            // Who cannot be asked is told again: those that were told least come first.
            group = [.. group.OrderBy(part => part.Message.Tries)];
            var eager = group.Where(part => part.Message.Tries < RetrySchedule.QuickTries).ToList();
            return eager.Count > 0
                ? Burst(window, eager, lead.Rank, CoresMax, TimeSpan.Zero)
                : Burst(window, group, lead.Rank, 1, TimeSpan.Zero);
        }

        // Slow polls and single frames alternate: somebody may hear us who does not know polls.
        if (IsHeard && _doubt.Count > 1 && (_polls < QuickPolls || _unanswered % 2 == 0)) return Ask(rank: null, lead);
        var most = IsSilent ? 1 : BurstFramesMax;
        return most == 1
            ? Burst(window, [group.MinBy(part => part.Message.Tries)], lead.Rank, 1, TimeSpan.Zero)
            : Burst(window, window, lead.Rank, most, TimeSpan.Zero);
    }

    private RadioSend.Question? Ask(RadioRank? rank, RadioPart lead) =>
        _doubt.Question(rank) is { } question ? new RadioSend.Question(question, lead.Rank != RadioRank.Routine) : null;

    /// <summary>The first of these, and how long those behind it take.</summary>
    private RadioSend.Data? Burst(
        List<RadioPart> window, List<RadioPart> parts, RadioRank rank, int framesMax, TimeSpan onAir)
    {
        if (_inSlots) framesMax = Math.Min(framesMax, 1); // each has a turn of its own
        RadioPart? first = null;
        var following = TimeSpan.Zero;
        foreach (var part in parts)
        {
            if (part.Rank != rank && part.Message.Tries > 0) continue;
            if (part.Rank != rank || framesMax-- == 0) break; // nothing passes what never had its turn
            onAir += part.OnAir + _pace.Gap;
            if (first is not null && onAir > BurstMax) break;
            if (first is null) first = part;
            else following += part.OnAir + _pace.Gap;
        }

        return first is { } next
            ? new RadioSend.Data(next, next.Message.Tries + 1, following, IsLone(window, next)) : null;
    }

    private static bool IsLone(List<RadioPart> window, RadioPart part) => part.IsCore && !window.Exists(
        other => other.IsCore && other.Message != part.Message && other.Message.Tries < RetrySchedule.QuickTries);

    /// <summary>The last frame of the turn has left.</summary>
    private void Close(RadioSend last, Instant now)
    {
        var isBurst = _burstFrames > 1;
        (_open, _burstFrames, _burstOnAir) = (null, 0, TimeSpan.Zero);
        _awaits = true;
        _unanswered++;
        _due = now + last switch
        {
            RadioSend.Data { Part.IsCore: true } data when !isBurst && (data.IsLone || !IsHeard) =>
                RetrySchedule.Next(data.Attempt, singleAlarm: true, _pace.Receipt, _random),
            RadioSend.Data when isBurst && IsHeard => RetrySchedule.ForAnswer(_pace.AnswerWait, _random),
            RadioSend.Question when _polls <= QuickPolls => RetrySchedule.ForAnswer(_pace.AnswerWait, _random),
            RadioSend.Question => RetrySchedule.Next(_polls - QuickPolls, false, _pace.Receipt, _random),
            _ => RetrySchedule.Next(_unanswered, singleAlarm: false, _pace.Receipt, _random),
        };
        if (_early is not { } until) return;
        if (until > now) _due = until;
        else EndTurn();
        _early = null;
    }

    /// <summary>A burst that has nothing left to send, or was held up until nobody waits for the rest of it.</summary>
    private void CloseEarly(Instant now)
    {
        (_open, _burstFrames, _burstOnAir) = (null, 0, TimeSpan.Zero);
        _awaits = true;
        _unanswered++;
        // The answer comes when the burst would have ended.
        _due = Instant.Max(now, _announced) + RetrySchedule.ForAnswer(_pace.AnswerWait, _random);
    }

    /// <summary>There is nothing to wait for any more.</summary>
    private void EndTurn()
    {
        _doubt.EndAnswer();
        (_awaits, _asked, _unanswered, _polls) = (false, null, 0, 0);
        _due = Instant.Zero;
    }
}
