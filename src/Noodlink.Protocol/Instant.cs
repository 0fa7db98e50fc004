namespace Noodlink.Protocol;

/// <summary>A moment on the monotonic clock of one process: it never jumps when the wall clock is set.</summary>
/// <remarks>
/// Only differences mean anything, and only inside one process: the origin is the start of the process. Everything that
/// decides (back-off, duty cycle, time-outs) counts in instants; wall time (<see cref="DateTimeOffset"/>) is for people.
/// The protocol core is given <c>now</c> as an argument and demands that it never decreases.
/// </remarks>
/// <param name="SinceStart">Time since the origin; never negative.</param>
public readonly record struct Instant(TimeSpan SinceStart) : IComparable<Instant>
{
    /// <summary>The origin: the start of the process.</summary>
    public static Instant Zero => default;

    /// <summary>A moment that never comes: the wake-up of something that waits for nothing.</summary>
    public static Instant Never => new(TimeSpan.MaxValue);

    public int CompareTo(Instant other) => SinceStart.CompareTo(other.SinceStart);

    /// <summary>The later moment; <see cref="Never"/> stays <see cref="Never"/>.</summary>
    public static Instant operator +(Instant moment, TimeSpan span) =>
        span > TimeSpan.MaxValue - moment.SinceStart ? Never : new(moment.SinceStart + span);

    public static TimeSpan operator -(Instant later, Instant earlier) => later.SinceStart - earlier.SinceStart;

    public static bool operator <(Instant left, Instant right) => left.SinceStart < right.SinceStart;

    public static bool operator >(Instant left, Instant right) => left.SinceStart > right.SinceStart;

    public static bool operator <=(Instant left, Instant right) => left.SinceStart <= right.SinceStart;

    public static bool operator >=(Instant left, Instant right) => left.SinceStart >= right.SinceStart;

    /// <summary>The earlier of two moments.</summary>
    public static Instant Min(Instant left, Instant right) => left < right ? left : right;

    /// <summary>The later of two moments.</summary>
    public static Instant Max(Instant left, Instant right) => left > right ? left : right;
}
