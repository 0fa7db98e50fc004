namespace Noodlink.Scenarios.Ground;

/// <summary>Waits for a condition, with a limit.</summary>
internal static class Wait
{
    private static readonly TimeSpan Rhythm = TimeSpan.FromMilliseconds(40);

    /// <summary>Returns how long it took.</summary>
    /// <param name="awaited">What was waited for, said when it does not come; may end with what was seen instead.</param>
    public static Task<TimeSpan> UntilAsync(string awaited, double seconds, Func<bool> condition) =>
        UntilAsync(() => awaited, seconds, () => Task.FromResult(condition()));

    /// <inheritdoc cref="UntilAsync(string, double, Func{bool})"/>
    public static Task<TimeSpan> UntilAsync(string awaited, double seconds, Func<Task<bool>> condition) =>
        UntilAsync(() => awaited, seconds, condition);

    /// <inheritdoc cref="UntilAsync(string, double, Func{bool})"/>
    public static async Task<TimeSpan> UntilAsync(Func<string> awaited, double seconds, Func<Task<bool>> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var tick = new PeriodicTimer(Rhythm);
        while (!await condition())
        {
            var waited = TimeProvider.System.GetElapsedTime(started);
            Assert.True(waited.TotalSeconds < seconds, $"after {seconds} s still not: {awaited()}");
            await tick.WaitForNextTickAsync();
        }

        return TimeProvider.System.GetElapsedTime(started);
    }

    /// <summary>Lets time pass on purpose: a storm hits at random moments, a silence must last.</summary>
    public static Task PassAsync(double seconds) =>
        Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, CancellationToken.None);
}
