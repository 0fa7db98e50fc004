namespace Noodlink.Station.Tests;

// Real threads on real lines, with times of a second: on a machine that is busy with something else a thread comes a
// second late now and then, and then a modem "did not answer in time", though nothing is wrong with it or with its
// driver. So their clock goes only as fast as this process gets its turns: it is moved by a thread that asks for a turn
// every few milliseconds, and by 10 ms at most for each turn that it gets, after the thread pool had one too. On a calm
// machine that is real time. Whoever is kept waiting by the machine, as that thread is, loses no time.
//
// It holds for all that must agree on what is late: drivers, modems, air, and the patience of the test.

/// <summary>A clock that stands still while the machine keeps this process waiting.</summary>
internal sealed class PacedTime : TimeProvider
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2), StepMax = TimeSpan.FromMilliseconds(10);

    private static readonly Lazy<PacedTime> OfThisProcess = new(() => new PacedTime());

    private readonly FakeTime _inner = new();

    private PacedTime() => new Thread(Pace) { IsBackground = true, Name = "paced time" }.Start();

    public static PacedTime Shared => OfThisProcess.Value;

    public override long TimestampFrequency => _inner.TimestampFrequency;

    public override long GetTimestamp() => _inner.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _inner.GetUtcNow();

    /// <summary>Rings on the thread pool, as the system's timers do.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _inner.CreateTimer(
            _ => ThreadPool.UnsafeQueueUserWorkItem(callback.Invoke, state, preferLocal: false), null, dueTime, period);

    private void Pace()
    {
        using var never = new ManualResetEvent(initialState: false);
        using var poolTurned = new AutoResetEvent(initialState: false);
        var last = System.GetTimestamp();
        while (true)
        {
            _ = never.WaitOne(Tick);
            _ = ThreadPool.UnsafeQueueUserWorkItem(_ => poolTurned.Set(), state: null);
            _ = poolTurned.WaitOne();
            var now = System.GetTimestamp();
            var passed = System.GetElapsedTime(last, now);
            last = now;
            _inner.Advance(passed < StepMax ? passed : StepMax);
        }
    }
}
