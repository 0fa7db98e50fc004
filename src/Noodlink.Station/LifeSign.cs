namespace Noodlink.Station;

// A watchdog that is fed by a timer of its own proves only that the timer runs. Here whoever watches asks, and each loop
// answers in its own next turn, with the thread that does its work; a loop that sleeps until something happens is woken
// for it. A loop that hangs does not answer, whatever the others do.

/// <summary>One loop's sign of life: asked for by the watch, given by the loop in each of its turns.</summary>
/// <remarks>All members may be called from any thread; <see cref="Turn"/> and <see cref="Rest"/> by the loop itself. A
/// turn costs two writes to memory.</remarks>
public sealed class LifeSign
{
    private readonly TimeProvider _time;
    private readonly Action? _wake;
    private long _askedAt;
    private long _restsUntil;

    /// <param name="name">For the technician: <c>station</c>, <c>mqtt</c>, <c>modem</c>.</param>
    /// <param name="time">Its monotonic timestamps count.</param>
    /// <param name="wake">Ends the loop's wait, where that has no end of its own; must not block or throw.</param>
    public LifeSign(string name, TimeProvider time, Action? wake = null)
    {
        Name = name;
        _time = time;
        _wake = wake;
    }

    /// <summary>Which loop.</summary>
    public string Name { get; }

    /// <summary>For how long the oldest question has had no answer; zero: it is answered, or the loop rests.</summary>
    public TimeSpan Silence
    {
        get
        {
            var asked = Volatile.Read(ref _askedAt);
            if (asked == 0) return TimeSpan.Zero;
            // Not seen while it rested, but neither expected.
            var from = Math.Max(asked, Volatile.Read(ref _restsUntil));
            var now = _time.GetTimestamp();
            return now <= from ? TimeSpan.Zero : _time.GetElapsedTime(from, now);
        }
    }

    /// <summary>Asked, and not answered yet. Unlike <see cref="Silence"/> it does not need a clock that moves.</summary>
    internal bool IsAsked => Volatile.Read(ref _askedAt) != 0;

    /// <summary>The loop turns.</summary>
    public void Turn()
    {
        Volatile.Write(ref _restsUntil, 0);
        Volatile.Write(ref _askedAt, 0);
    }

    /// <summary>The loop is about to wait for something outside that may take this long, and is not hung while it does.
    /// The next <see cref="Turn"/> ends it.</summary>
    public void Rest(TimeSpan atMost) => Volatile.Write(
        ref _restsUntil, _time.GetTimestamp() + (long)(atMost.TotalSeconds * _time.TimestampFrequency));

    /// <summary>Asks for a sign, unless one is asked for already, and wakes the loop.</summary>
    public void Ask()
    {
        // A machine that has just booted may stand at zero, which means "not asked".
        _ = Interlocked.CompareExchange(ref _askedAt, Math.Max(1, _time.GetTimestamp()), 0);
        _wake?.Invoke();
    }
}
