using System.Collections.Immutable;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.LifeCycle;

// Problem: four different "received" must never share one tick, a state must never be shown further along than it is, and
// what people record under stress is sometimes wrong and must be taken back visibly.
//
// Idea: the hub keeps what happened (StaffEvents) and never edits it. The state is what is left when the events are
// played in order; an Undone event takes the latest state-changing event of staff out of the play. Whether a new event is
// allowed depends on that state alone, so a rule can be read here and nowhere else.
//
// References: domain.md §3b (states, who sets them), interfaces.md §4 (which event when) and §5 (labels).

/// <summary>How far one noodmelding is at the hub: the outcome of its events. Immutable; safe to share.</summary>
public sealed record HubLifeCycle
{
    private static readonly MessageState[] Road =
    [
        MessageState.DeliveredDevice, MessageState.SeenByHuman, MessageState.Forwarded, MessageState.AcceptedControlRoom,
        MessageState.EnRoute, MessageState.OnScene,
    ];

    /// <summary>A noodmelding that has just come in.</summary>
    public static HubLifeCycle Received { get; } = new();

    /// <summary>How far it is, the open question aside.</summary>
    public MessageState Progress { get; private init; } = MessageState.DeliveredDevice;

    /// <summary>A question is open and nothing happened since.</summary>
    public bool Asking => !Open.IsEmpty;

    /// <summary>The role that handles it.</summary>
    public string? ClaimedBy { get; private init; }

    /// <summary>Forwarders may have it (only asked under AfterReview).</summary>
    public bool Released { get; private init; }

    /// <summary>The station withdrew it after the meldkamer knew: somebody has to call them.</summary>
    public bool Withdrawn { get; private init; }

    /// <summary>The questions since the last step that nobody answered, oldest first; null: one in words.</summary>
    private ImmutableList<Question?> Open { get; init; } = [];

    /// <summary>The latest event took something back.</summary>
    public bool JustUndone { get; private init; }

    /// <summary>The meldkamer's own number, as told.</summary>
    public string? MeldkamerNumber { get; private init; }

    /// <summary>What can be taken back: the life cycle before each step, and before each question that is open. The rest of
    /// the stack is the top's own.</summary>
    private ImmutableStack<HubLifeCycle> Before { get; init; } = [];

    /// <summary>What people see.</summary>
    public MessageState State => Asking ? MessageState.QueryOpen : Progress;

    /// <summary>The outcome of all events, oldest first.</summary>
    public static HubLifeCycle After(IEnumerable<StaffEvent> events) => events.Aggregate(Received, (now, e) => now.Then(e));

    /// <summary>May this be recorded now? Null: yes. Otherwise the reason.</summary>
    /// <param name="status">An exercise is never accepted by a meldkamer that does not take part.</param>
    /// <param name="takesPartInExercises"><c>Meldkamer:TakesPartInExercises</c>.</param>
    /// <param name="afterReview"><c>Meldkamer:Release</c> is AfterReview.</param>
    public StaffRefusal? WhyNot(StaffAction action, MessageStatus status, bool takesPartInExercises, bool afterReview)
    {
        var ended = MessageStates.IsEnded(Progress);
        return action.Type switch
        {
            StaffEventType.Seen or StaffEventType.Compared or StaffEventType.Separated => null,
            StaffEventType.Claimed when ClaimedBy is { } other && other != action.By && !action.TakeOver =>
                StaffRefusal.ClaimedByOther,
            StaffEventType.Claimed or StaffEventType.Query or StaffEventType.Forwarded or StaffEventType.NotForwarded
                when ended => StaffRefusal.Ended,
            StaffEventType.Claimed or StaffEventType.Query or StaffEventType.Forwarded => null,
            StaffEventType.Unclaimed => ClaimedBy is null ? StaffRefusal.NotClaimed : null,
            StaffEventType.Released when !afterReview => StaffRefusal.ReleasedByItself,
            StaffEventType.Released => Released ? StaffRefusal.AlreadyReleased : null,
            StaffEventType.Accepted or StaffEventType.AcceptedDelayed => WhyNotAccepted(status, takesPartInExercises),
            StaffEventType.EnRoute => WhyNotHelp(MessageState.EnRoute),
            StaffEventType.OnScene => WhyNotHelp(MessageState.OnScene),
            StaffEventType.NotForwarded => MessageStates.IsMeldkamer(Progress)
                ? StaffRefusal.MeldkamerKnows : null,
            StaffEventType.Closed => WhyNotClosed(),
            StaffEventType.Undone => Before.IsEmpty || Progress == MessageState.Cancelled
                ? StaffRefusal.NothingToUndo : null,
            _ => StaffRefusal.OnlyStation,
        };
    }

    /// <summary>The state that an event of staff leads to, with the states that it skips; empty when nothing changes.</summary>
    public IReadOnlyList<MessageState> Implied(StaffEventType type) =>
        type == StaffEventType.Query ? Between(Progress, MessageState.QueryOpen)
        : Target(type) is { } target ? Between(Progress, target) : [];

    /// <summary>The states on the road that are passed between two states; empty when the way does not go forward.</summary>
    public static IReadOnlyList<MessageState> Between(MessageState from, MessageState to)
    {
        if (MessageStates.IsEnded(from)) return [];
        // A question and "niet doorgegeven" stand beside the road, behind "gelezen".
        var first = MessageStates.IsUnderway(from) ? -1 : Place(from) is >= 0 and var here ? here : Place(MessageState.SeenByHuman);
        var last = to is MessageState.QueryOpen or MessageState.NotForwarded ? Place(MessageState.Forwarded) : Place(to);
        return [.. Road.Where((_, place) => place > first && place < last)];
    }

    /// <summary>The life cycle after one more event. An event that is not allowed here (an old file) changes nothing.</summary>
    public HubLifeCycle Then(StaffEvent e)
    {
        var now = this with { JustUndone = false };
        return e.Type switch
        {
            StaffEventType.Claimed => now.Seen() with { ClaimedBy = e.By },
            StaffEventType.Unclaimed => now with { ClaimedBy = null },
            StaffEventType.Released => now with { Released = true },
            StaffEventType.Compared or StaffEventType.Separated => this,
            StaffEventType.Seen => now.Seen(),
            StaffEventType.Query => now.Seen() with { Open = Open.Add(e.Question), Before = Before.Push(this) },
            StaffEventType.Answered => now.Answered(e.Question),
            StaffEventType.Withdrawn => MessageStates.IsMeldkamer(Progress) || Progress == MessageState.Closed
                ? now with { Withdrawn = true }
                : now with { Progress = MessageState.Cancelled, Open = [] },
            StaffEventType.Undone => Before.IsEmpty ? now : Back(),
            _ => now.Moved(e),
        };
    }

    private HubLifeCycle Moved(StaffEvent e)
    {
        if (Target(e.Type) is not { } target) return this;
        var stays = e.Type == StaffEventType.Forwarded && MessageStates.IsAccepted(Progress);
        return this with
        {
            Progress = stays ? Progress : target,
            Open = [],
            MeldkamerNumber = e.MeldkamerNumber ?? MeldkamerNumber,
            Before = Before.Push(this),
        };
    }

    private HubLifeCycle Back()
    {
        var earlier = Before.Peek() with
        {
            ClaimedBy = ClaimedBy, Released = Released, Withdrawn = Withdrawn, JustUndone = true,
        };
        if (Asking) earlier = earlier with { Open = Open.RemoveAt(Open.Count - 1) }; // what is taken back is a question
        // Withdrawn in the meantime, and the meldkamer turns out not to know: then it is simply withdrawn.
        return Withdrawn && !MessageStates.IsMeldkamer(earlier.Progress) && earlier.Progress != MessageState.Closed
            ? earlier with { Progress = MessageState.Cancelled, Open = [], Withdrawn = false }
            : earlier;
    }

    /// <summary>An answer ends its question for good: it can no longer be taken back, also not when it was asked before
    /// what is taken back later. The other questions stay open.</summary>
    /// <param name="question">Null: in words, or it is not told which. Where no question in words is open it answers
    /// all.</param>
    private HubLifeCycle Answered(Question? question)
    {
        if (Open.Contains(question) || (question is null && Asking))
        {
            var left = Open.Contains(question) ? Open.Remove(question) : [];
            var before = Before;
            for (var ended = Open.Count - left.Count; ended > 0 && !before.IsEmpty; ended--) before = before.Pop();
            return this with { Open = left, Before = before };
        }

        if (Before.IsEmpty) return this;
        var earlier = Before.Peek().Answered(question);
        return this with { Before = earlier.Before.Push(earlier) };
    }

    private HubLifeCycle Seen() =>
        Progress == MessageState.DeliveredDevice ? this with { Progress = MessageState.SeenByHuman } : this;

    private StaffRefusal? WhyNotAccepted(MessageStatus status, bool takesPartInExercises)
    {
        if (status != MessageStatus.Actual && !takesPartInExercises)
            return StaffRefusal.TakesNoPart;
        if (Progress is MessageState.EnRoute or MessageState.OnScene) return StaffRefusal.HelpUnderway;
        return MessageStates.IsMeldkamer(Progress) ? null : StaffRefusal.NotForwardedYet;
    }

    private StaffRefusal? WhyNotHelp(MessageState target)
    {
        if (!MessageStates.IsAccepted(Progress)) return StaffRefusal.NotAcceptedYet;
        return Place(Progress) >= Place(target) ? StaffRefusal.AlreadySoFar : null;
    }

    private StaffRefusal? WhyNotClosed() =>
        MessageStates.IsAccepted(Progress) || Progress is MessageState.NotForwarded or MessageState.Cancelled
            ? null : StaffRefusal.TooEarlyToClose;

    private static int Place(MessageState state) =>
        Array.IndexOf(Road, state == MessageState.AcceptedDelayed ? MessageState.AcceptedControlRoom : state);

    private static MessageState? Target(StaffEventType type) => type switch
    {
        StaffEventType.Seen or StaffEventType.Claimed or StaffEventType.Query => MessageState.SeenByHuman,
        StaffEventType.Forwarded => MessageState.Forwarded,
        StaffEventType.Accepted => MessageState.AcceptedControlRoom,
        StaffEventType.AcceptedDelayed => MessageState.AcceptedDelayed,
        StaffEventType.EnRoute => MessageState.EnRoute,
        StaffEventType.OnScene => MessageState.OnScene,
        StaffEventType.NotForwarded => MessageState.NotForwarded,
        StaffEventType.Closed => MessageState.Closed,
        _ => null,
    };
}
