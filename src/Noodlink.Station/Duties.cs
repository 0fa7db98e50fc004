using Noodlink.Protocol;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Station;

/// <summary>What a message means to this kind of station: a noodsteunpunt follows its noodmeldingen, a coördinatiepunt
/// handles them. Everything happens inside the batch's transaction.</summary>
/// <remarks>Owned by the station's loop.</remarks>
internal abstract class Duties(MessageQueue queue, Roads roads, Courier courier)
{
    protected MessageQueue Queue { get; } = queue;

    protected Roads Roads { get; } = roads;

    /// <summary>What this point knows of itself.</summary>
    public PointFacts Point { get; } = new(queue);

    protected Courier Courier { get; } = courier;

    /// <summary>Node: the hub told whether a screen is open there.</summary>
    public bool? ScreenOpenAtHub { get; private set; }

    /// <summary>The clock at the other end minus ours; at a node the hub's.</summary>
    public long? ClockOffsetSeconds { get; protected set; }

    public void HeardScreen(bool open) => ScreenOpenAtHub = open;

    /// <summary>A message came to be read: its core or all of it.</summary>
    public abstract void Received(PeerRoad road, FrameHeader header, PartOutcome outcome, Batch batch);

    /// <summary>Hub: a part came of the electronic copy of a noodmelding that was typed in before.</summary>
    public virtual void Copied(PartOutcome outcome, Batch batch) { }

    /// <summary>A heartbeat or a poll.</summary>
    public abstract void Signalled(PeerRoad road, MessageBody body, BearerName bearer, Batch batch);

    /// <summary>A program handed in a message.</summary>
    public abstract AcceptOutcome Accept(Draft draft, Batch batch);

    /// <summary>Staff did something.</summary>
    public abstract StaffOutcome? Record(string number, StaffAction action, Batch batch);

    /// <summary>Node: the operator read a noodmelding aloud. Null: noted.</summary>
    public virtual StaffOutcome? NoteReadAloud(string number, ReadAloud note, Batch batch) =>
        new StaffOutcome.Conflict(Words.Desk_OnlyStation, null);

    /// <summary>Hub: a person wants to hand over again what a forwarder stopped with. Null: that will happen.</summary>
    public virtual StaffOutcome? ForwardAgain(string number, string by, Batch batch) => new StaffOutcome.Unknown();

    /// <summary>Hub: a genuine message cannot be read; its sender must know.</summary>
    public virtual void Refused(PeerRoad road, FrameHeader header, RefusalReason reason, Batch batch) { }

    /// <summary>After a salvage: what follows from the words of messages is made again where it was lost.</summary>
    public virtual void Mend(Batch batch) => Queue.MendReferences();

    /// <summary>Once a second.</summary>
    public virtual void Tick(Batch batch) { }

    /// <summary>Makes a message of ours and sends it after the commit.</summary>
    protected WaitingMessage Send(NewMessage message, Batch batch)
    {
        var waiting = Queue.Accept(message, batch.Wall);
        batch.Changed.Add(waiting.N);
        if (message.Key is { } key && DraftText.IdOf(key) is { } draft) batch.Drafts.Add(draft);
        batch.AfterCommit.Add(() => Courier.Add(waiting, batch.Now));
        return waiting;
    }

    /// <summary>The answer for a key that was used before, or null.</summary>
    protected AcceptOutcome? Again(Draft draft)
    {
        if (draft.IdempotencyKey is not { } key) return null;
        if (Queue.FindKey(key) is not { } first)
            return Queue.FindSent(key) is var (number, state, stored)
                ? new AcceptOutcome.Stored(number, state, stored, Again: true) : null;
        return first.Hash.AsSpan().SequenceEqual(draft.RequestHash ?? [])
            ? new AcceptOutcome.Stored(first.Number, first.State, first.Stored, Again: true)
            : new AcceptOutcome.KeyConflict(first.Number);
    }

    /// <summary>Status and precedence of a message follow what it refers to; the status wall stands between them
    /// (architecture §4.12).</summary>
    protected AcceptOutcome.Unfit? Inherit(Draft draft, out MessageStatus status, out Precedence precedence)
    {
        var meant = MessageQueue.ReferencesOf(draft.Body)
            .Select(number => Queue.KindOf(number.ToString())).OfType<MeantMessage>().ToList();
        status = draft.Status ?? meant.FirstOrDefault()?.Status ?? MessageStatus.Actual;
        precedence = Precedences.Of(draft.Body, meant.Count == 0 ? null : meant.Min(message => message.Precedence));
        var wall = status;
        return meant.Find(message => message.Status != wall) is { } other
            ? new AcceptOutcome.Unfit(
                draft.Status is null ? "references" : "status",
                Say.It(Words.Desk_Status, other.Number, Spoken(other.Status), Spoken(wall)))
            : null;
    }

    protected static string Spoken(MessageStatus status) => status switch
    {
        MessageStatus.Actual => Words.Desk_Actual,
        MessageStatus.Exercise => Words.Desk_Exercise,
        _ => Words.Desk_Test,
    };
}
