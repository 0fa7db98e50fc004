using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Links;

// A LAN fails in three ways: the broker is gone, the broker is there and nobody listens at the other end, or nothing
// arrives any more while nobody is told. Moments are taken from the stations' own records, which say them to the
// millisecond; polling a status would add up to a second.

/// <summary>The LAN goes, and comes back.</summary>
public sealed class LinkTests(ITestOutputHelper output)
{
    private static readonly TimeSpan AfterTheLink = TimeSpan.FromSeconds(2);

    [Fact]
    public Task A_broker_that_comes_back_brings_everything_within_two_seconds_without_new_traffic() =>
        Scene.PlayAsync(output, async scene =>
        {
            var broker = new OpenBroker(scene);
            await broker.StartAsync();
            var region = Region.Create(scene, broker: broker);
            await region.StartAsync();
            await broker.KillAsync();
            await region.Node.BearerAsync("Mqtt", up: false, seconds: 15);
            var ids = await PostAsync(region.Node, 12);
            Assert.Equal("Queued", await region.Node.StateAsync(ids[0]));
            // Long enough for both to try in vain, at the longest delays between attempts.
            await Wait.PassAsync(8);
            await broker.StartAsync();
            await EverythingArrivesAsync(region, ids);
        });

    [Fact]
    public Task A_hub_that_does_not_listen_to_the_broker_hears_danger_to_life_by_radio_and_the_rest_when_it_is_back() =>
        Scene.PlayAsync(output, async scene =>
        {
            var broker = new OpenBroker(scene);
            await broker.StartAsync();
            var air = await Air.StartAsync(scene);
            var region = Region.Create(scene, broker: broker, air: air);
            var relay = await Relay.StartAsync(scene, broker.Port);
            Use(relay, region.Hub.Program);
            await region.StartAsync();
            await relay.CutAsync();
            await region.Node.BearerAsync("Radio", up: true, seconds: 15);

            var flash = await region.Node.SendAsync(Letters.Alarm("mijn buurman ademt niet"));
            await HeardByRadioAsync(region, flash, seconds: 5);

            var ids = await PostAsync(region.Node, 12);
            await relay.ResumeAsync();
            await EverythingArrivesAsync(region, [flash, .. ids]);
        });

    [Fact]
    public Task A_LAN_that_hangs_is_noticed_and_danger_to_life_does_not_wait_for_that() =>
        Scene.PlayAsync(output, async scene =>
        {
            var broker = new OpenBroker(scene);
            await broker.StartAsync();
            var air = await Air.StartAsync(scene);
            var region = Region.Create(scene, broker: broker, air: air);
            var relay = await Relay.StartAsync(scene, broker.Port);
            Use(relay, region.Node.Program);
            await region.StartAsync();
            await region.Node.BearerAsync("Radio", up: true, seconds: 15);

            await relay.HangAsync();
            var hung = TimeProvider.System.GetUtcNow();
            var flash = await region.Node.SendAsync(Letters.Alarm("mijn buurman ademt niet"));
            // 3 s of patience with the LAN (Route.PatienceFlash), 0.5 s on air, and what two busy cores cost.
            await HeardByRadioAsync(region, flash, seconds: 3 + 0.5 + 1.5);
            await region.Node.BearerAsync("Mqtt", up: false, seconds: 20);
            var noticed = (await region.Node.StatusAsync()).Since("Mqtt") - hung;
            output.WriteLine($"noticed after {noticed.TotalSeconds:0.0} s");
            Assert.InRange(noticed.TotalSeconds, 0, 15);

            var ids = await PostAsync(region.Node, 6);
            await relay.ResumeAsync();
            await EverythingArrivesAsync(region, [flash, .. ids]);
        });

    private static void Use(Relay relay, StationProgram program) =>
        program.Settings["Mqtt:Port"] = relay.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<List<string>> PostAsync(Noodsteunpunt node, int count)
    {
        var ids = new List<string>();
        for (var number = 1; number <= count; number++)
            ids.Add(await node.SendAsync(Letters.Alarm($"melding {number} tijdens de storing", "No")));
        return ids;
    }

    private async Task HeardByRadioAsync(Region region, string id, double seconds)
    {
        await Wait.UntilAsync(
            $"{id} is at the hub by radio", 20,
            async () => await region.Hub.FindAsync(id) is { } item && item.ReceivedBy("Radio").Count > 0);
        var posted = (await region.Node.MessageAsync(id)).At("storedAt");
        var took = (await region.Hub.FindAsync(id))!.ReceivedBy("Radio")[0] - posted;
        output.WriteLine($"{id} was at the hub by radio after {took.TotalSeconds:0.00} s");
        Assert.InRange(took.TotalSeconds, 0, seconds);
    }

    /// <summary>Each once, the last at most two seconds after both ends had the LAN.</summary>
    private async Task EverythingArrivesAsync(Region region, IReadOnlyList<string> ids)
    {
        foreach (var id in ids)
        {
            await Wait.UntilAsync(
                $"{id} is delivered", 30, async () => (await region.Node.MessageAsync(id)).Delivered() is not null);
        }

        await region.Node.BearerAsync("Mqtt", up: true, seconds: 5);
        await region.Hub.BearerAsync("Mqtt", up: true, seconds: 5);
        var node = (await region.Node.StatusAsync()).Since("Mqtt");
        var hub = (await region.Hub.StatusAsync()).Since("Mqtt");
        var link = node > hub ? node : hub;
        var last = DateTimeOffset.MinValue;
        foreach (var id in ids)
        {
            var (bearer, at) = (await region.Node.MessageAsync(id)).Delivered()!.Value;
            if (bearer == "Mqtt" && at > last) last = at;
        }

        output.WriteLine($"the last of {ids.Count} was delivered {(last - link).TotalSeconds:0.00} s after the link");
        Assert.True(last - link < AfterTheLink, $"the link stood at {link:O}, the last was delivered at {last:O}");
        var feed = await region.Hub.FeedAsync();
        Assert.Equal(ids.Order(StringComparer.Ordinal), feed.Select(item => (string)item["id"]!).Order(StringComparer.Ordinal));
        Assert.All(feed, item => Assert.True((bool)item["complete"]!));
    }
}
