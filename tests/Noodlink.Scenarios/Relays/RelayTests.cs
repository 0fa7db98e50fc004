using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Relays;

// A dike lies between the last village and the gemeentehuis. The village in between hears both, knows the key of neither,
// and carries what it cannot read.

/// <summary>A noodsteunpunt that the coördinatiepunt does not hear, and a neighbour that does.</summary>
public sealed class RelayTests(ITestOutputHelper output)
{
    [Fact]
    public Task A_noodmelding_from_behind_the_dike_goes_through_the_neighbour_and_its_receipt_comes_back() =>
        Scene.PlayAsync(output, async scene =>
        {
            var air = await Air.StartAsync(scene, ports: 3, reach: "line");
            var region = Region.Create(scene, nodes: 2, air: air);
            foreach (var program in region.Nodes.Select(node => node.Program).Append(region.Hub.Program))
                program.Settings["Radio:SpreadingFactor"] = "7";
            foreach (var node in region.Nodes) node.Program.Settings["Mqtt:Enabled"] = "false";
            await Task.WhenAll(
                region.Nodes.Select(node => node.Program.StartAsync()).Append(region.Hub.Program.StartAsync()));
            var (neighbour, far) = (region.Nodes[0], region.Nodes[1]);
            await neighbour.BearerAsync("Radio", up: true, seconds: 15);
            await far.BearerAsync("Radio", up: true, seconds: 15);

            for (var round = 1; round <= 3; round++)
            {
                var id = await far.SendAsync(Letters.Alarm($"achter de dijk {round}"));
                var took = await Wait.UntilAsync(
                    $"{id} is delivered", 60, async () => (await far.MessageAsync(id)).Delivered() is not null);
                output.WriteLine($"{id}: confirmed after {took.TotalSeconds:0.0} s");
                Assert.NotNull(await region.Hub.FindAsync(id));
            }

            var radio = (await neighbour.StatusAsync())["radio"]!;
            output.WriteLine($"neighbour: {radio.ToJsonString()}");
            Assert.True((long)radio["relayed"]! >= 6, "three noodmeldingen and three receipts");
            Assert.Equal(0, (long)(await far.StatusAsync())["radio"]!["relayed"]!);

            // The neighbour's own go straight, and the far one has nothing to do with them.
            var own = await neighbour.SendAsync(Letters.Alarm("voor de dijk"));
            await Wait.UntilAsync(
                $"{own} is delivered", 30, async () => (await neighbour.MessageAsync(own)).Delivered() is not null);
            // Unless a receipt was lost in a collision: the far one does not hear the hub, and passes on what is repeated.
            Assert.InRange((long)(await far.StatusAsync())["radio"]!["relayed"]!, 0, 2);
        });
}
