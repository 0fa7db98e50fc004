using System.Net;

namespace Noodlink.Apps.Tests.AccessRules;

/// <summary>A person who tries a PIN again until the wait after a wrong one is over.</summary>
internal static class PinWait
{
    /// <summary>The first answer that is not "wait"; after a minute, that one.</summary>
    public static async Task<HttpResponseMessage> OverAsync(Func<Task<HttpResponseMessage>> attempt)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            var answer = await attempt();
            if (answer.StatusCode != HttpStatusCode.TooManyRequests
                || TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromMinutes(1)) return answer;
            answer.Dispose();
            await tick.WaitForNextTickAsync();
        }
    }
}
