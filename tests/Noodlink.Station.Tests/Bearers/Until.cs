namespace Noodlink.Station.Tests.Bearers;

/// <summary>Waits for a condition, with a limit.</summary>
internal static class Until
{
    public static async Task True(Func<bool> condition, Func<string> awaited, double seconds = 20)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition())
        {
            Assert.True(
                TimeProvider.System.GetElapsedTime(started).TotalSeconds < seconds,
                $"after {seconds} s still not: {awaited()}");
            await tick.WaitForNextTickAsync();
        }
    }
}
