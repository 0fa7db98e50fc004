using System.Collections.Concurrent;
using System.Net;
using Noodlink.Scenarios.Ground;

namespace Noodlink.Scenarios.Soak;

/// <summary>Somebody at a noodsteunpunt who posts noodmeldingen and situatierapporten, and each again with its key until
/// it is accepted: what was accepted is then known exactly.</summary>
internal sealed class Volunteer(Noodsteunpunt node)
{
    private int _made;

    public Noodsteunpunt Node => node;

    /// <summary>The text of each accepted message, by its number.</summary>
    public ConcurrentDictionary<string, string> Accepted { get; } = new(StringComparer.Ordinal);

    /// <summary>The numbers of those that are noodmeldingen.</summary>
    public ConcurrentDictionary<string, bool> Alarms { get; } = new(StringComparer.Ordinal);

    /// <summary>Posts that were refused because the disk was full; each was posted again.</summary>
    public int Refused { get; private set; }

    public async Task WorkAsync(Random random, double perSecond, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var text = $"{node.Id} bericht {++_made} kenmerk {random.Next():X8}";
            var isAlarm = random.Next(3) > 0;
            string[] dangers = ["Yes", "No", "Unknown"];
            var id = await PostAsync(isAlarm ? Letters.Alarm(text, dangers[random.Next(3)]) : Letters.Report(text));
            Assert.True(
                Accepted.TryAdd(id, text), $"{id} was given twice: '{Accepted.GetValueOrDefault(id)}' and '{text}'");
            if (isAlarm) Alarms[id] = true;
            await Wait.PassAsync(2 * random.NextDouble() / perSecond);
        }
    }

    private async Task<string> PostAsync(string json)
    {
        var key = Guid.NewGuid().ToString();
        while (true)
        {
            try
            {
                var answer = await node.PostAsync(json, key);
                if (answer.Code == HttpStatusCode.Accepted) return answer.Id!;
                Assert.True(answer.Code is HttpStatusCode.InsufficientStorage, answer.ToString());
                Refused++;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // It was killed, or has not started yet.
            }

            await Wait.PassAsync(0.2);
        }
    }
}
