namespace Noodlink.Station.Tests;

/// <summary>The clock of the tests, where real threads use it.</summary>
public sealed class FakeTimeTests
{
    // A driver sets its timer anew in each turn, on its own thread: whoever moved the clock forgot that setting when the
    // timer had just come due, and the driver slept for ever.
    [Fact]
    public void A_timer_that_another_thread_sets_anew_while_it_rings_is_not_forgotten()
    {
        const int rounds = 300, farTicks = 500;
        var time = new FakeTime();
        long rangAt = 0;
        var isOver = false;
        using var timer = time.CreateTimer(
            _ => Interlocked.Exchange(ref rangAt, time.GetTimestamp()), null, Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        var moving = new Thread(() =>
        {
            while (!Volatile.Read(ref isOver)) time.Advance(TimeSpan.FromTicks(1));
        });
        moving.Start();
        var lost = 0;
        for (var round = 0; round < rounds; round++)
        {
            timer.Change(TimeSpan.FromTicks(1), Timeout.InfiniteTimeSpan);
            var before = time.GetTimestamp();
            timer.Change(TimeSpan.FromTicks(farTicks), Timeout.InfiniteTimeSpan);
            var after = time.GetTimestamp();
            var wait = new SpinWait();
            while (!HasRung() && time.GetTimestamp() < after + 10 * farTicks) wait.SpinOnce(sleep1Threshold: -1);
            if (!HasRung()) lost++;

            bool HasRung() => Interlocked.Read(ref rangAt) >= before + farTicks;
        }

        Volatile.Write(ref isOver, true);
        moving.Join();
        Assert.Equal(0, lost);
    }
}
