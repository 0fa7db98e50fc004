using System.Globalization;
using Noodlink.Scenarios.Ground;

namespace Noodlink.Scenarios.Links;

/// <summary>A noodsteunpunt behind a cable that can be spoiled, and what must be true of what it sends.</summary>
internal static class BadLine
{
    public static async Task<(Region Region, Relay Relay)> StartAsync(Scene scene)
    {
        var broker = new OpenBroker(scene);
        await broker.StartAsync();
        var region = Region.Create(scene, broker: broker);
        var relay = await Relay.StartAsync(scene, broker.Port);
        region.Node.Program.Settings["Mqtt:Port"] = relay.Port.ToString(CultureInfo.InvariantCulture);
        await region.StartAsync();
        return (region, relay);
    }

    public static async Task<List<string>> PostAsync(Noodsteunpunt node, int count)
    {
        var ids = new List<string>();
        for (var number = 1; number <= count; number++)
            ids.Add(await node.SendAsync(Letters.Alarm($"melding {number} over een slechte lijn", "No")));
        return ids;
    }

    public static Task<TimeSpan> DeliveredAsync(Noodsteunpunt node, IReadOnlyList<string> ids, double seconds)
    {
        var waiting = new List<string>(ids);
        return Wait.UntilAsync(
            () => $"delivered: {string.Join(", ", waiting)}", seconds, async () =>
            {
                while (waiting.Count > 0 && (await node.MessageAsync(waiting[0])).Delivered() is not null) waiting.RemoveAt(0);
                return waiting.Count == 0;
            });
    }

    public static async Task EachOnceAsync(Region region, IReadOnlyList<string> ids)
    {
        var feed = await region.Hub.FeedAsync();
        Assert.Equal(ids.Order(StringComparer.Ordinal), feed.Select(item => (string)item["id"]!).Order(StringComparer.Ordinal));
        Assert.All(feed, item => Assert.True((bool)item["complete"]!));
    }
}
