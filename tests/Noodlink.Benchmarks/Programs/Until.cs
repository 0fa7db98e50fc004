using System.Diagnostics;

namespace Noodlink.Benchmarks.Programs;

/// <summary>Waits for a condition, with a limit.</summary>
internal static class Until
{
    /// <exception cref="TimeoutException">It did not become true.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition, string awaited, TimeSpan limit, TimeSpan every)
    {
        var started = Stopwatch.GetTimestamp();
        using var tick = new PeriodicTimer(every);
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > limit)
                throw new TimeoutException($"After {limit.TotalSeconds:0} s still not: {awaited}.");
            await tick.WaitForNextTickAsync();
        }
    }

    public static Task TrueAsync(Func<bool> condition, string awaited, TimeSpan limit, TimeSpan every) =>
        TrueAsync(() => Task.FromResult(condition()), awaited, limit, every);

    /// <summary>Lets a measured stretch of time go by.</summary>
    public static Task PassedAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System);
}
