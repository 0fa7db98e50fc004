using System.Globalization;
using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Disk;

/// <summary>The page "A coördinatiepunt on another machine" of deploy/README.md, step by step, with the real
/// programs.</summary>
public sealed class MovedHubTests(ITestOutputHelper output)
{
    [Fact]
    public Task A_hub_moved_from_a_backup_has_everything_once_and_leaves_the_meldkamer_what_it_had() =>
        Scene.PlayAsync(output, async scene =>
        {
            var broker = new OpenBroker(scene);
            await broker.StartAsync();
            var region = Region.Create(scene, nodes: 2, broker: broker);
            await region.StartAsync();
            var ids = new List<string>();
            for (var i = 0; i < 6; i++) ids.Add(await region.Nodes[i % 2].SendAsync(Letters.Alarm($"voor de back-up {i}")));
            await DeliveredAsync(region, ids);

            var backup = Path.Combine(scene.Directory, "hub.backup");
            Assert.Equal(0, await NoodlinkAsync(scene, "backup", "--data", region.Hub.Program.DataDirectory, "--to", backup));
            for (var i = 0; i < 6; i++) ids.Add(await region.Nodes[i % 2].SendAsync(Letters.Alarm($"na de back-up {i}")));
            await DeliveredAsync(region, ids);
            await SpooledAsync(region.Hub.Spool, ids);
            var before = SpoolOf(region.Hub.Spool);
            await region.Hub.Program.KillAsync();

            // Another machine: its own folder and port; the folder for the meldkamer was brought along.
            var hub = new Coordinatiepunt(scene, "moved", region.Hub.BrokerPort);
            foreach (var (key, value) in region.Hub.Program.Settings)
                if (key is not ("Urls" or "Station:DataDirectory")) hub.Program.Settings[key] = value;
            hub.Program.Settings["Meldkamer:Forwarders:0"] = $"spool:{region.Hub.Spool}";
            var data = hub.Program.DataDirectory;
            Assert.Equal(0, await NoodlinkAsync(scene, "restore", "--from", backup, "--data", data));
            Assert.NotEqual(0, await NoodlinkAsync(scene, "restore", "--from", backup, "--data", data));
            await hub.Program.StartAsync();
            // Also the list of stations was in it.
            Assert.True(File.Exists(Path.Combine(data, "stations.last-good.json")));

            await Wait.UntilAsync("everything is back, once", 60, async () =>
                (await hub.FeedAsync()).Select(item => (string)item["id"]!).Order(StringComparer.Ordinal)
                .SequenceEqual(ids.Order(StringComparer.Ordinal)));
            ids.Add(await region.Node.SendAsync(Letters.Alarm("op de andere machine")));
            await DeliveredAsync(region, ids);
            await SpooledAsync(region.Hub.Spool, ids);
            var after = SpoolOf(region.Hub.Spool);
            foreach (var (name, content) in before) Assert.Equal(content, after[name]);
            Assert.Equal(
                ids.Select(id => $"{id}.cap.xml").Order(StringComparer.Ordinal),
                after.Keys.Where(name => name.EndsWith(".cap.xml", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        });

    private static async Task DeliveredAsync(Region region, List<string> ids)
    {
        foreach (var id in ids)
        {
            var node = region.Nodes.Single(each => id.StartsWith(each.Id.ToString(), StringComparison.Ordinal));
            await Wait.UntilAsync(
                $"{id} is delivered", 60, async () => (await node.MessageAsync(id)).Delivered() is not null);
        }
    }

    private static Task SpooledAsync(string spool, List<string> ids) => Wait.UntilAsync(
        "the meldkamer has each", 30, () => ids.All(id => File.Exists(Path.Combine(spool, $"{id}.cap.xml"))));

    private static Dictionary<string, string> SpoolOf(string spool) => Directory.GetFiles(spool).ToDictionary(
        path => Path.GetFileName(path),
        path => string.Create(CultureInfo.InvariantCulture, $"{File.GetLastWriteTimeUtc(path):O} {File.ReadAllText(path)}"),
        StringComparer.Ordinal);

    private static async Task<int> NoodlinkAsync(Scene scene, params string[] arguments)
    {
        var program = await scene.StartAsync("noodlink.log", Repository.CommandLine, arguments);
        return await program.EndAsync(30);
    }
}
