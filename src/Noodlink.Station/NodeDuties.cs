using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Station;

/// <summary>A noodsteunpunt: sends noodmeldingen and follows honestly how far they are.</summary>
internal sealed class NodeDuties(MessageQueue queue, Roads roads, Courier courier) : Duties(queue, roads, courier)
{
    public override void Received(PeerRoad road, FrameHeader header, PartOutcome outcome, Batch batch)
    {
        var told = DateTimeOffset.FromUnixTimeSeconds(header.CreatedSeconds);
        switch (outcome.Body)
        {
            case ProgressReceipt receipt:
                HeardScreen(receipt.ScreenOpen);
                if (Queue.Progressed(receipt, outcome.N, told) is { } moved) batch.Changed.Add(moved.N);
                break;
            case RefusedReceipt receipt when Queue.Refused(receipt, told) is { } refused:
                batch.Changed.Add(refused.N);
                batch.AfterCommit.Add(() => Courier.Delivered(road, refused.N, complete: true, batch.Now));
                break;
            case ExerciseControl control when header.Status != MessageStatus.Test:
                // A technician's test is no exercise of people (domain.md §3e, E8).
                Point.Take(new ExerciseOrder(control.From, header.Serial, header.CreatedSeconds), control, batch);
                break;
            case Request request:
                batch.Changed.UnionWith(Queue.Asked(request, outcome.N));
                if (request.Question == Question.Offers) Release(road, batch);
                break;
        }
    }

    public override void Signalled(PeerRoad road, MessageBody body, BearerName bearer, Batch batch)
    {
        switch (body)
        {
            case Heartbeat heartbeat:
                ClockOffsetSeconds = heartbeat.UnixSeconds - batch.Wall.ToUnixTimeSeconds();
                HeardScreen(heartbeat.ScreenOpen);
                break;
            case Poll poll:
                foreach (var message in poll.Ranges.SelectMany(Queue.SendAgain))
                    batch.AfterCommit.Add(
                        () =>
                        {
                            road.Remove(message.N);
                            Courier.Add(message, batch.Now);
                        });
                break;
        }
    }

    public override AcceptOutcome Accept(Draft draft, Batch batch)
    {
        if (Again(draft) is { } first) return first;
        if (Inherit(draft, out var status, out var precedence) is { } unfit) return unfit;
        if (batch.WhyNotStored(Claims.Of(draft.Body.Kind, precedence, status)) is { } why)
            return new AcceptOutcome.NotStored(why);
        var waiting = Send(
            new NewMessage(
                Roads.All.First().Peer, draft.Body, status, precedence, draft.IdempotencyKey, draft.RequestHash), batch);
        if (draft.Body is Reply reply)
        {
            batch.Changed.UnionWith(Queue.Answered(reply));
            batch.Changed.UnionWith(Queue.BulletinsMeantBy(waiting.N));
        }

        return new AcceptOutcome.Stored(waiting.Number, MessageState.Queued, batch.Wall, Again: false);
    }

    /// <summary>Those that are here now; what is offered later waits for the next time that the hub asks.</summary>
    private void Release(PeerRoad road, Batch batch)
    {
        var offers = Queue.ReleaseOffers();
        batch.Changed.UnionWith(offers);
        batch.AfterCommit.Add(() => road.Release(offers));
    }

    public override void Mend(Batch batch)
    {
        base.Mend(batch);
        Point.Mend(batch);
    }

    public override StaffOutcome Record(string number, StaffAction action, Batch batch) =>
        new StaffOutcome.Conflict(Words.Desk_OnlyHub, null);

    public override StaffOutcome? NoteReadAloud(string number, ReadAloud note, Batch batch)
    {
        if (Queue.FindOwn(number) is not { } message) return new StaffOutcome.Unknown();
        if (note.IdempotencyKey is { } key && Queue.FindKey(key) is { } first)
            return first.Number == number && first.Hash.AsSpan().SequenceEqual(note.RequestHash ?? []) ? null
                : new StaffOutcome.Conflict(Words.Desk_KeyUsed, null);
        if (message.Kind != Kind.Alarm)
            return new StaffOutcome.Conflict(Words.Desk_OnlyAlarm, null);
        if (Queue.CountReadAloud(message.N) >= ReadAloud.NotesMax)
            return new StaffOutcome.Conflict(Say.It(Words.Desk_NotedOften, ReadAloud.NotesMax), null);
        if (batch.WhyNotStored(Claims.Of(message.Kind, message.Precedence, message.Status)) is { } why)
            return new StaffOutcome.NotStored(why);
        Queue.KeepReadAloud(message.N, note, batch.Wall, Roads.All.First().Peer.Id.ToString());
        if (note.IdempotencyKey is { } kept) Queue.KeepKey(kept, note.RequestHash, message.N);
        batch.Changed.Add(message.N);
        return null;
    }
}
