using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.LifeCycle;

/// <summary>Is an exercise going on at this point? A closed set.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public abstract record ExerciseState
{
    private ExerciseState() { }

    /// <summary>No exercise.</summary>
    public sealed record Off : ExerciseState
    {
        /// <summary>The one value.</summary>
        public static Off Now { get; } = new();
    }

    /// <summary>Every screen, print and sound says OEFENING.</summary>
    /// <param name="Id">As the hub calls it.</param>
    /// <param name="Name">As people call it.</param>
    /// <param name="Left">Until this point no longer knows by itself; more than zero.</param>
    public sealed record Running(string Id, string Name, TimeSpan Left) : ExerciseState;

    /// <summary>The exercise may be over and may go on: the program was started again, or its minutes are over and no stop
    /// came. Before anything is sent a person is asked: <c>Echt of oefening?</c></summary>
    public sealed record InDoubt(string Id, string Name) : ExerciseState;
}

/// <summary>Where an order to start or stop stands among those of its hub.</summary>
/// <param name="Hub">Who gave it; only orders of one hub can be compared.</param>
/// <param name="Serial">Of the message; a hub never gives one out twice, unless its disk was set back.</param>
/// <param name="CreatedSeconds">Unix seconds by the hub's clock, which may have been set.</param>
public readonly record struct ExerciseOrder(StationId Hub, uint Serial, uint CreatedSeconds)
{
    /// <summary>By number and by clock: given before the other, or the other itself. Where the two contradict each other
    /// (a hub on a restored disk, a clock that was set) an order is taken for what it is by its arrival: new.</summary>
    public bool IsNotAfter(ExerciseOrder other) =>
        Hub == other.Hub && Serial <= other.Serial && CreatedSeconds <= other.CreatedSeconds;

    /// <summary>By number and by clock: given after the other. Never true where the two contradict each other, nor between
    /// two hubs.</summary>
    public bool IsSurelyAfter(ExerciseOrder other) =>
        Hub == other.Hub && Serial > other.Serial && CreatedSeconds >= other.CreatedSeconds;
}

/// <summary>An exercise that was begun here.</summary>
/// <param name="Order">The order that began it, or made it last longer.</param>
public readonly record struct BegunExercise(string Id, string Name, ExerciseOrder Order);

/// <summary>An exercise that has ended.</summary>
/// <param name="Order">What ended it; a start must come after that.</param>
public readonly record struct EndedExercise(string Id, ExerciseOrder Order);

/// <summary>What must outlive the program. No moments: after a restart no clock says how long it was away.</summary>
/// <param name="Current">Null: no exercise.</param>
/// <param name="Newest">The newest order of each hub, at most <see cref="HubsMax"/>, the latest heard last.</param>
/// <param name="Ended">The latest that ended, at most <see cref="EndedMax"/>, the latest last.</param>
public sealed record ExerciseMemory(
    BegunExercise? Current, ValueList<ExerciseOrder> Newest, ValueList<EndedExercise> Ended)
{
    /// <summary>More hubs than ever speak to one point (a pilot has two).</summary>
    public const int HubsMax = 8;

    /// <summary>A month of exercises, one a day.</summary>
    public const int EndedMax = 32;

    /// <summary>More exercises than ever overlap.</summary>
    public const int OthersMax = 8;

    /// <summary>Begun before <see cref="Current"/> and never stopped, at most <see cref="OthersMax"/>, the latest begun
    /// last. Empty without a current one.</summary>
    public ValueList<BegunExercise> Others { get; init; } = [];

    /// <summary>Everything that was begun and not stopped, the current one last.</summary>
    public IEnumerable<BegunExercise> Begun() => Current is { } current ? Others.Append(current) : Others;

    /// <summary>Nothing was ever heard of an exercise.</summary>
    public static ExerciseMemory None { get; } = new(null, [], []);
}
