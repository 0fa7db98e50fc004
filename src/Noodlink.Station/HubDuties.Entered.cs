using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Station;

// What staff type in for a noodsteunpunt (interfaces.md §4, by voice or paper). Nothing is merged by guess: only a number
// makes two accounts one message, and people may part them again.
internal sealed partial class HubDuties
{
    public override void Copied(PartOutcome outcome, Batch batch)
    {
        if (Queue.FindHandled(outcome.N) is not { } message) return;
        if (outcome.Joined) TellAll(message, batch);
        if (outcome.Body is not null) Compare(message, Queue.AccountFacts(outcome.N, 0, out var complete), complete);
    }

    private AcceptOutcome Enter(Draft draft, HandEntry entry, Alarm alarm, Batch batch)
    {
        var station = entry.OnBehalfOf == who.Id ? who.Number : Roads.Find(entry.OnBehalfOf)?.Peer.Number;
        if (station is not { } number)
            return new AcceptOutcome.Unfit("onBehalfOf", Say.It(Words.Desk_NotListed, entry.OnBehalfOf));
        if (Inherit(draft, out var status, out var precedence) is { } unfit) return unfit;
        var words = new NewEntry(number, entry, alarm, status, precedence, batch.Wall);
        NumberHolder? holder = null;
        string? sameAs = null;
        if (entry.Number is { } said && WhyNot(said, words, out holder, out sameAs) is { } wrong)
            return new AcceptOutcome.Unfit("number", wrong);
        if (holder is not null && holder.Status != status)
            return new AcceptOutcome.Unfit(
                "status", Say.It(Words.Desk_StatusChoose, holder.Number, Spoken(holder.Status), Spoken(status)));
        if (batch.WhyNotStored(Claims.Of(Kind.Alarm, precedence, status)) is { } why)
            return new AcceptOutcome.NotStored(why);
        var message = holder is null ? EnterNew(words, sameAs, batch) : EnterAgain(holder, words, batch);
        if (message is null)
            return new AcceptOutcome.Unfit("number", Say.It(Words.Entered_Often, holder!.Number, MessageQueue.AccountsMax));
        if (draft.IdempotencyKey is { } key) Queue.KeepKey(key, draft.RequestHash, message.N);
        return new AcceptOutcome.Stored(
            message.Number, holder is null or { IsRefused: true } ? MessageState.DeliveredDevice : holder.State,
            holder?.Stored ?? batch.Wall, Again: false);
    }

    /// <summary>Which message a number means that was read aloud. In words: why it cannot be taken; null: it can.</summary>
    /// <param name="holder">The message that has it; null: none yet.</param>
    /// <param name="sameAs">Another message with this number, of another life than the one that was said.</param>
    private string? WhyNot(MessageNumber said, NewEntry words, out NumberHolder? holder, out string? sameAs)
    {
        (holder, sameAs) = (null, null);
        var ours = said.Station == who.Id;
        if (!ours && said.Station != words.Entry.OnBehalfOf)
            return Say.It(Words.Entered_NotOf, said, words.Entry.OnBehalfOf);
        var all = Queue.HoldersOf(ours ? who.Number : words.Station, said.Serial);
        var meant = said.Epoch is not { } epoch ? all : all.Where(one => one.Epoch == epoch).ToList() is { Count: > 0 } exact
            ? exact : all.Where(one => one is { Epoch: 0, IsAlone: true }).ToList();
        if (meant.Count > 1)
            return Say.It(
                Words.Entered_Several, said, meant.Count, string.Join(", ", meant.Select(one => one.Exact)));
        if (meant is [var only])
        {
            holder = only;
            if (only.Kind != Kind.Alarm)
                return Say.It(Words.Entered_NoAlarm, only.Number, MessageLabels.Of(only.Kind).ToLowerInvariant());
            if (only.Peer != words.Station)
                return Say.It(Words.Entered_OfOther, only.Number);
            return only is { HasContent: false, IsRefused: false }
                ? Say.It(Words.Entered_LongClosed, only.Number) : null;
        }

        if (ours) return Say.It(Words.Entered_NotHere, said);
        sameAs = all.FirstOrDefault()?.Number;
        return Queue.KindOf($"{said}") is null ? null
            : Say.It(Words.Entered_OfEarlier, said);
    }

    private HandledMessage EnterNew(NewEntry words, string? sameAs, Batch batch)
    {
        var message = Queue.Enter(words, sameAs);
        batch.Changed.Add(message.N);
        AlarmCame(message, readable: true, complete: true, batch);
        return message;
    }

    /// <summary>Null: there are too many accounts of it.</summary>
    private HandledMessage? EnterAgain(NumberHolder holder, NewEntry words, Batch batch)
    {
        batch.Changed.Add(holder.N);
        if (holder.IsRefused) Queue.Revive(holder, words);
        else if (!Queue.AddAccount(holder.N, words)) return null;
        Queue.Raise(holder.N, words.Precedence);
        var message = Queue.FindHandled(holder.N)!;
        if (holder.IsRefused) AlarmCame(message, readable: true, complete: true, batch);
        else Compare(message, words.Body.Facts, complete: true);
        return message;
    }

    /// <summary>Where a later account says something worse or names another place, the message asks for a person again.</summary>
    private void Compare(HandledMessage message, AlarmFacts? later, bool complete)
    {
        if (later is null || Queue.AccountFacts(message.N, ordinal: null, out var firstComplete) is not { } first) return;
        // A core carries place and text cut off: they are compared once the rest is here.
        if (!complete || !firstComplete)
            (first, later) = (first with { Location = null, Text = null }, later with { Location = null, Text = null });
        if (AlarmDifferences.IsGrave(first, later)) Queue.Differ(message.N, gravely: true);
    }

    /// <summary>All of it is here now: what was read aloud before that can be compared to the end.</summary>
    private void CompareAll(HandledMessage message)
    {
        for (var ordinal = 1; ordinal <= Queue.LastAccount(message.N); ordinal++)
            Compare(message, Queue.AccountFacts(message.N, ordinal, out var complete), complete);
    }

    /// <summary>The noodsteunpunt is back: it learns how far its noodmelding is that was read aloud meanwhile. One receipt
    /// says all that holds; the states before it follow from that.</summary>
    private void TellAll(HandledMessage message, Batch batch)
    {
        var events = Queue.Events(message.N);
        var life = HubLifeCycle.After(events);
        if (events.Count == 0 || Roads.Find(message.Sender) is not { } road) return;
        if (life is { State: MessageState.DeliveredDevice, JustUndone: false }) return;
        var last = events.FindLast(
            e => e.Type is not (StaffEventType.Claimed or StaffEventType.Unclaimed or StaffEventType.Compared)) ?? events[^1];
        Send(
            new NewMessage(
                road.Peer,
                new ProgressReceipt(
                    message.Epoch, message.Serial, events[^1].Number, life.State, life.JustUndone, life.Withdrawn,
                    Courier.ScreenOpen(), last.Channel, last.Minutes, life.MeldkamerNumber,
                    last.Note ?? Say.It(Words.Entered_At, DutchTime.Time(last.At))),
                message.Status, message.Precedence), batch);
    }

    /// <summary>Two accounts under one number are about two events: the later one goes on by itself, as if it came in now.</summary>
    private StaffOutcome.Conflict? Separate(HandledMessage message, StaffAction action, Batch batch)
    {
        var last = Queue.NextEvent(message.N);
        var known = Queue.Events(message.N).Count > 0;
        HandledMessage other;
        if (Queue.SeparateCopy(message, batch.Wall) is { } copy)
        {
            other = copy;
            batch.Changed.Add(other.N);
            AlarmCame(other, readable: true, Queue.IsComplete(other.N), batch);
            // Its maker was told how far the other one is, under this number.
            Queue.Record(
                other, action with { Note = Say.It(Words.Entered_EarlierAt, message.Number) }, HubLifeCycle.Received, last, batch.Wall);
            if (known && Roads.Find(other.Sender) is { } road) Unsay(road, other, last, batch);
        }
        else if (Queue.TakeOutEntry(message, batch.Wall) is { } words)
        {
            other = EnterNew(words, sameAs: null, batch);
            Note(other, action with { Note = Say.It(Words.Entered_EarlierAt, message.Number) }, batch);
        }
        else
        {
            return new StaffOutcome.Conflict(Words.Entered_OnlyOne, null);
        }

        Queue.Differ(message.N, gravely: false);
        Note(Queue.FindHandled(message.N)!, action with { Note = Say.It(Words.Entered_OtherIs, other.Number) }, batch);
        return null;
    }

    private void Unsay(PeerRoad road, HandledMessage other, ushort number, Batch batch) => Send(
        new NewMessage(
            road.Peer,
            new ProgressReceipt(
                other.Epoch, other.Serial, number, MessageState.DeliveredDevice, Undone: true, Withdrawn: false,
                Courier.ScreenOpen(), null, null, null, Words.Entered_TakenForOther),
            other.Status, other.Precedence), batch);
}
