namespace Noodlink.Station.Tests;

/// <summary>A clock that a test moves by hand. Timers ring inside <see cref="Advance"/>, in order, on its
/// thread.</summary>
internal sealed class FakeTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private long _ticks = TimeSpan.FromHours(1).Ticks;

    /// <summary>May be set back and forth: only people look at it.</summary>
    public DateTimeOffset WallClock { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => WallClock;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        lock (_gate) _timers.Add(timer);
        _ = timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Until the next timer rings, at most <paramref name="atMost"/>.</summary>
    public TimeSpan UntilNext(TimeSpan atMost)
    {
        lock (_gate)
        {
            var next = _timers.Count == 0 ? long.MaxValue : _timers.Min(timer => timer.Due);
            var end = GetTimestamp() + atMost.Ticks;
            return TimeSpan.FromTicks(Math.Clamp(next, GetTimestamp(), end) - GetTimestamp());
        }
    }

    public void Advance(TimeSpan span)
    {
        var end = GetTimestamp() + span.Ticks;
        while (true)
        {
            Timer? next;
            lock (_gate)
            {
                next = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
                if (next is null) break;
                _ = Interlocked.Exchange(ref _ticks, Math.Max(GetTimestamp(), next.Due));

                // In one step with choosing it: another thread may set it anew at any moment, and that must stand.
                next.Rearm();
            }

            next.Ring();
        }

        _ = Interlocked.Exchange(ref _ticks, end);
        WallClock += span;
    }

    private sealed class Timer(FakeTime time, Action ring) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public long Due { get; private set; } = long.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                Due = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : time.GetTimestamp() + dueTime.Ticks;
                _period = period;
            }

            return true;
        }

        public void Rearm() => _ = Change(_period, _period);

        public void Ring() => ring();

        public void Dispose()
        {
            lock (time._gate) _ = time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
