using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Links;

public sealed class LostTests(ITestOutputHelper output)
{
    [Fact]
    public Task What_the_broker_took_and_the_hub_never_got_comes_again_as_soon_as_the_hub_is_back() =>
        Scene.PlayAsync(output, async scene =>
        {
            var broker = new OpenBroker(scene);
            await broker.StartAsync();
            var region = Region.Create(scene, broker: broker);
            await region.StartAsync();
            await HubHasLanAsync(region);

            // Stopped, its connection stands and the broker says yes to everything; then it is gone.
            region.Hub.Program.Send(Signals.Stop);
            var ids = new List<string>();
            for (var number = 1; number <= 5; number++)
                ids.Add(await region.Node.SendAsync(Letters.Alarm($"nog niet gehoord {number}")));
            await Wait.UntilAsync(
                "the broker has taken them all", 10,
                async () => (string?)(await region.Node.MessageAsync(ids[^1]))["bearer"] == "Mqtt");
            await region.Hub.Program.KillAsync();

            await region.Hub.Program.StartAsync();
            await HubHasLanAsync(region);
            foreach (var id in ids)
                await Wait.UntilAsync(
                    $"{id} is delivered", 20, async () => (await region.Node.MessageAsync(id)).Delivered() is not null);

            var link = (await region.Hub.StatusAsync()).Since("Mqtt");
            foreach (var id in ids)
            {
                var took = (await region.Node.MessageAsync(id)).Delivered()!.Value.At - link;
                Assert.True(took.TotalSeconds < 2, $"{id} was delivered {took.TotalSeconds:0.00} s after the link");
            }
        });

    private static Task HubHasLanAsync(Region region) => Wait.UntilAsync(
        "the hub has its LAN", 20, async () => (bool)(await region.Hub.StatusAsync())["bearers"]![0]!["up"]!);
}
