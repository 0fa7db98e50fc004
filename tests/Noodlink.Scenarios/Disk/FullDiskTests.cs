using System.Net;
using System.Text.Json.Nodes;
using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Disk;

/// <summary>A disk that is full, and has room again.</summary>
public sealed class FullDiskTests(ITestOutputHelper output)
{
    [RootFact]
    public Task A_full_disk_at_a_node_refuses_in_Dutch_loses_nothing_and_goes_on_when_there_is_room() =>
        Scene.PlayAsync(output, async scene =>
        {
            var region = Region.Create(scene);
            var node = region.Node;
            var disk = new SmallDisk(node.Program);
            await node.Program.StartAsync();
            var ids = new List<string> { await node.SendAsync(Letters.Alarm("toen er nog plaats was")) };

            disk.Fill();
            var refused = await UntilRefusedAsync(node, ids);
            var reason = (string?)refused.Body!["detail"];
            output.WriteLine($"{ids.Count} accepted, then: {reason}");
            Assert.Contains("De schijf van deze computer", reason, StringComparison.Ordinal);
            Assert.Contains("Dit is niet opgeslagen. Pak de portofoon.", reason, StringComparison.Ordinal);
            await Wait.UntilAsync("it says that it is not ready", 5, async () => !await node.Program.Browser.IsReadyAsync());
            Assert.False((bool)(await node.StatusAsync())["storage"]!["healthy"]!);
            // What was accepted leaves on a full disk too; that it did is written down later.
            await region.Hub.Program.StartAsync();
            await Wait.UntilAsync(
                "everything accepted is at the hub", 30, async () => (await region.Hub.FeedAsync()).Count >= ids.Count);

            disk.Clear();
            await Wait.UntilAsync("it is ready again by itself", 5, node.Program.Browser.IsReadyAsync);
            ids.Add(await node.SendAsync(Letters.Alarm("nu er weer plaats is")));
            await ArrivedAsync(region, ids, seconds: 60);
        });

    [RootFact]
    public Task A_full_disk_at_the_hub_acknowledges_nothing_and_everything_arrives_when_there_is_room() =>
        Scene.PlayAsync(output, async scene =>
        {
            var broker = new OpenBroker(scene);
            await broker.StartAsync();
            var region = Region.Create(scene, broker: broker);
            var disk = new SmallDisk(region.Hub.Program);
            await region.StartAsync();
            var ids = new List<string> { await region.Node.SendAsync(Letters.Alarm("toen er nog plaats was")) };
            await ArrivedAsync(region, ids, seconds: 15);

            disk.Fill();
            // What first finds no room may be a note of its own: a message must have been turned away as well.
            await Wait.UntilAsync("the hub says that its disk is full and turns a message away", 30, async () =>
            {
                ids.Add(await region.Node.SendAsync(Letters.Alarm($"melding {ids.Count}")));
                var status = await region.Hub.StatusAsync();
                return !(bool)status["storage"]!["healthy"]! && (int?)status["refused"]!["byReason"]!["storageFailed"] > 0;
            });
            // First what the node believes, then what the hub has: a smaller one may still fit in between.
            var receipted = new List<string>();
            foreach (var id in ids)
                if ((await region.Node.MessageAsync(id)).Delivered() is not null) receipted.Add(id);
            var there = (await region.Hub.FeedAsync()).Select(item => (string)item["id"]!).ToHashSet(StringComparer.Ordinal);
            Assert.All(receipted, id => Assert.Contains(id, there));
            output.WriteLine($"{there.Count} of {ids.Count} were stored before the disk was full");

            disk.Clear();
            await ArrivedAsync(region, ids, seconds: 60);
            await Wait.UntilAsync(
                "the meldkamer has each, as a whole", 20,
                () => ids.All(id => File.Exists(disk.Inside($"meldkamer/{id}.cap.xml"))));
        });

    [RootFact]
    public Task Node_and_hub_that_start_on_a_full_disk_take_a_noodmelding_to_the_meldkamer_and_refuse_the_rest() =>
        Scene.PlayAsync(output, async scene =>
        {
            var region = Region.Create(scene);
            using var nodeDisk = new LastingDisk(region.Node.Program);
            using var hubDisk = new LastingDisk(region.Hub.Program);
            await region.StartAsync();
            var ids = new List<string> { await region.Node.SendAsync(Letters.Alarm("toen er nog plaats was")) };
            await ArrivedAsync(region, ids, seconds: 15);
            await Task.WhenAll(region.Node.Program.KillAsync(), region.Hub.Program.KillAsync());
            nodeDisk.Fill();
            hubDisk.Fill();

            await region.StartAsync();
            ids.Add(await region.Node.SendAsync(Letters.Alarm("op een volle schijf")));
            await ArrivedAsync(region, ids, seconds: 30);
            await Wait.UntilAsync(
                "the meldkamer has it", 30, () => File.Exists(Path.Combine(region.Hub.Spool, $"{ids[^1]}.cap.xml")));
            foreach (var status in (JsonNode[])[await region.Node.StatusAsync(), await region.Hub.StatusAsync()])
            {
                Assert.True((bool)status["storage"]!["healthy"]!);
                Assert.Contains("Alleen noodmeldingen", (string?)status["storage"]!["detail"], StringComparison.Ordinal);
            }

            var refused = await region.Node.PostAsync(Letters.Report());
            Assert.Equal(HttpStatusCode.InsufficientStorage, refused.Code);
            Assert.Contains("Alleen noodmeldingen", (string?)refused.Body!["detail"], StringComparison.Ordinal);
            Assert.Contains(
                "Alleen noodmeldingen", await region.Node.Program.Browser.PageAsync("/"), StringComparison.Ordinal);

            nodeDisk.Clear();
            hubDisk.Clear();
            await Wait.UntilAsync("routine traffic is taken again", 30, async () =>
                (await region.Node.PostAsync(Letters.Report())).Code == HttpStatusCode.Accepted);
            await Wait.UntilAsync(
                "and all is well at both", 30, async () => (string?)(await region.Node.StatusAsync())["storage"]!["detail"] == ""
                    && (string?)(await region.Hub.StatusAsync())["storage"]!["detail"] == "");
        });

    /// <summary>Posts until there is no room; what was accepted until then is kept in the list.</summary>
    private static async Task<Answer> UntilRefusedAsync(Noodsteunpunt node, List<string> ids)
    {
        for (var post = 1; post <= 3000; post++)
        {
            var answer = await node.PostAsync(Letters.Alarm($"melding {post}"));
            if (answer.Code == HttpStatusCode.InsufficientStorage) return answer;
            Assert.Equal(HttpStatusCode.Accepted, answer.Code);
            ids.Add(answer.Id!);
        }

        Assert.Fail("the full disk took 3000 noodmeldingen");
        return null;
    }

    private static async Task ArrivedAsync(Region region, List<string> ids, double seconds)
    {
        foreach (var id in ids)
        {
            await Wait.UntilAsync(
                $"{id} is delivered", seconds, async () => (await region.Node.MessageAsync(id)).Delivered() is not null);
        }

        Assert.Equal(
            ids.Order(StringComparer.Ordinal),
            (await region.Hub.FeedAsync()).Select(item => (string)item["id"]!).Order(StringComparer.Ordinal));
    }
}
