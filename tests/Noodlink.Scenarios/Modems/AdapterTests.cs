using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Modems;

// The device behind the link in /dev/serial/by-id goes, and comes back as another ttyUSB. Nobody touches the program.

/// <summary>A USB adapter that comes back under another name.</summary>
public sealed class AdapterTests(ITestOutputHelper output)
{
    private const int HubsRadio = 0, NodesRadio = 1;

    /// <summary>Five seconds until the modem works (modems.md §0), and what a noodmelding that was retried meanwhile
    /// waits for its next try at most, with the answer on air.</summary>
    private const double BackSeconds = 5, DeliveredSeconds = 15;

    [Fact]
    public Task A_noodmelding_that_waited_for_an_adapter_leaves_when_it_is_back_under_another_name() =>
        Scene.PlayAsync(output, async scene =>
        {
            var air = await Air.StartAsync(scene, ports: 2);
            var region = Region.Create(scene, air: air);
            var (hub, node) = (region.Hub, region.Node);
            node.Program.Settings["Mqtt:Enabled"] = "false";
            await Task.WhenAll(hub.Program.StartAsync(), node.Program.StartAsync());
            await node.BearerAsync("Radio", up: true, seconds: 20);
            await hub.BearerAsync("Radio", up: true, seconds: 20);

            var ids = new List<string>();
            foreach (var (radio, isUp) in new (int, Func<Task<bool>>)[]
                     {
                         (NodesRadio, () => node.IsUpAsync("Radio")), (HubsRadio, () => hub.IsUpAsync("Radio")),
                     })
            {
                var before = air.Device(radio);
                await air.SayAsync($"unplug {radio}");
                await Wait.UntilAsync($"radio {radio} is missed", 5, async () => !await isUp());
                ids.Add(await node.SendAsync(Letters.Alarm($"adapter {radio} weg")));
                await air.SayAsync($"move {radio}");
                var back = await Wait.UntilAsync($"radio {radio} works again", BackSeconds + 1, isUp);
                Assert.NotEqual(before, air.Device(radio));
                var took = await Wait.UntilAsync(
                    $"{ids[^1]} is delivered", DeliveredSeconds,
                    async () => (await node.MessageAsync(ids[^1])).Delivered() is not null);
                output.WriteLine(
                    $"{before} came back as {air.Device(radio)}: used after {back.TotalSeconds:0.0} s, "
                    + $"delivered {took.TotalSeconds:0.0} s later");
            }

            var feed = await hub.FeedAsync();
            Assert.Equal(ids, feed.Select(item => (string)item["id"]!));
            Assert.All(feed, item => Assert.True((bool)item["complete"]!));
            foreach (var id in ids) Assert.Equal("DeliveredDevice", await node.StateAsync(id));
        });
}
