namespace Noodlink.Protocol.LifeCycle;

// Problem: an exercise taken for real sends an ambulance to nobody; a real noodmelding taken for an exercise sends none.
// The hub says when an exercise begins and ends, but its words may be lost, late, repeated or out of order, the clocks of
// both sides may be wrong, and this program may be started again in the middle.
//
// Idea: the minutes of a start count from its reception, on a clock that cannot be set. Whatever this point no longer knows
// for certain (minutes over without a stop, a restart) is not guessed: it is in doubt, and a person is asked before
// anything is sent. An old order changes nothing, and what has ended begins again only by an order that is certainly newer.
// Two exercises may overlap: the later one is shown, and when it is stopped the earlier one, which nobody stopped, is in
// doubt. None of this touches a message: its status stands in the message itself, and ECHT can be chosen at any moment.
//
// References: domain.md §3e (E1-E4), architecture.md §4.12.

/// <summary>Follows the exercises of the hub at one point. Immutable: each order gives the clock that holds from then
/// on.</summary>
/// <remarks>Safe to share between threads. Moments are of this process.</remarks>
public sealed class ExerciseClock
{
    /// <summary>So long the word of a person holds that it is still an exercise; then the question comes again. A shift
    /// looks at the screen at least that often.</summary>
    public static readonly TimeSpan WordHolds = TimeSpan.FromMinutes(60);

    /// <summary>When it is no longer known whether it goes on; only with a current exercise.</summary>
    private readonly Instant _doubtAt;

    private ExerciseClock(ExerciseMemory memory, Instant doubtAt)
    {
        Memory = memory;
        _doubtAt = doubtAt;
    }

    /// <summary>Of a point that never heard of an exercise.</summary>
    public static ExerciseClock Idle { get; } = new(ExerciseMemory.None, Instant.Zero);

    /// <summary>To be kept for <see cref="Resume"/>.</summary>
    public ExerciseMemory Memory { get; }

    /// <summary>After a restart: an exercise that was going on is in doubt.</summary>
    public static ExerciseClock Resume(ExerciseMemory memory) => new(memory, Instant.Zero);

    /// <summary>How it is now.</summary>
    public ExerciseState At(Instant now) => Memory.Current is not var (id, name, _) ? ExerciseState.Off.Now
        : now < _doubtAt ? new ExerciseState.Running(id, name, _doubtAt - now) : new ExerciseState.InDoubt(id, name);

    /// <summary>The hub starts an exercise, or makes one last longer.</summary>
    /// <param name="lasts">From now on; as long as the message says, however late it came.</param>
    /// <returns>This very clock when the order is old: late, repeated, overtaken by a stop or by a newer start.</returns>
    public ExerciseClock Start(ExerciseOrder order, string id, string name, TimeSpan lasts, Instant now)
    {
        if (IsOld(order)) return this;
        foreach (var ended in Memory.Ended)
            if (ended.Id == id && !order.IsSurelyAfter(ended.Order)) return this;
        return new ExerciseClock(
            Memory with
            {
                Current = new BegunExercise(id, name, order), Newest = NewestWith(order), Others = OthersWithout(id),
            },
            now + lasts);
    }

    /// <summary>The hub stops an exercise. One that never began here is remembered: its start may still be under
    /// way.</summary>
    /// <returns>This very clock when the order is older than the start that it would end.</returns>
    public ExerciseClock Stop(ExerciseOrder order, string id)
    {
        foreach (var begun in Memory.Begun())
            if (begun.Id == id && order.IsNotAfter(begun.Order)) return this;
        var ended = Memory with { Newest = NewestWith(order), Ended = EndedWith(Memory.Ended, new EndedExercise(id, order)) };
        if (Memory.Current is null || Memory.Current.Value.Id != id)
            return new ExerciseClock(
                ended with { Others = Memory.Others.Where(other => other.Id != id).ToValueList() }, _doubtAt);
        // An earlier one that was never stopped may go on.
        var left = Memory.Others;
        return new ExerciseClock(
            ended with
            {
                Current = left.Count == 0 ? null : left[^1], Others = left.Take(Math.Max(0, left.Count - 1)).ToValueList(),
            },
            Instant.Zero);
    }

    /// <summary>A person answers the question <c>Echt of oefening?</c></summary>
    /// <returns>This very clock when nothing is in doubt: what the hub said stands.</returns>
    public ExerciseClock Answer(bool isExercise, Instant now)
    {
        if (At(now) is not ExerciseState.InDoubt) return this;
        if (isExercise) return new ExerciseClock(Memory, now + WordHolds);
        // It is real, so none of them goes on.
        var ended = Memory.Begun()
            .Aggregate(Memory.Ended, (known, begun) => EndedWith(known, new EndedExercise(begun.Id, begun.Order)));
        return new ExerciseClock(Memory with { Current = null, Ended = ended, Others = [] }, _doubtAt);
    }

    private bool IsOld(ExerciseOrder order) => Memory.Newest.Any(order.IsNotAfter);

    private ValueList<ExerciseOrder> NewestWith(ExerciseOrder order)
    {
        if (IsOld(order)) return Memory.Newest;
        return Memory.Newest.Where(other => other.Hub != order.Hub).TakeLast(ExerciseMemory.HubsMax - 1).Append(order)
            .ToValueList();
    }

    // What goes on beside the one that starts now, the latest begun last.
    private ValueList<BegunExercise> OthersWithout(string id) =>
        Memory.Begun().Where(begun => begun.Id != id).TakeLast(ExerciseMemory.OthersMax).ToValueList();

    private static ValueList<EndedExercise> EndedWith(ValueList<EndedExercise> before, EndedExercise ended)
    {
        // A stop that comes late says nothing that a later one did not.
        foreach (var known in before)
            if (known.Id == ended.Id && ended.Order.IsNotAfter(known.Order)) return before;
        return before.Where(known => known.Id != ended.Id || known.Order.Hub != ended.Order.Hub)
            .TakeLast(ExerciseMemory.EndedMax - 1).Append(ended).ToValueList();
    }
}
