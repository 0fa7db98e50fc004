using Noodlink.Scenarios.Ground;
using Noodlink.Station.Stations;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Links;

/// <summary>A broker that dies, has no disk, or wants another password.</summary>
public sealed class SickBrokerTests(ITestOutputHelper output)
{
    [Fact]
    public Task A_managed_broker_that_is_killed_again_and_again_costs_no_noodmelding() =>
        Scene.PlayAsync(output, async scene =>
        {
            var region = Region.Create(scene);
            await region.StartAsync();
            var ids = new List<string>();
            for (var kill = 1; kill <= 5; kill++)
            {
                IReadOnlyList<int> brokers = [];
                await Wait.UntilAsync("a broker", 20, () => (brokers = region.Hub.Brokers()).Count > 0);
                ids.Add(await region.Node.SendAsync(Letters.Alarm($"voor het einde {kill}")));
                foreach (var pid in brokers) Signals.Send(pid, Signals.Kill);
                ids.Add(await region.Node.SendAsync(Letters.Alarm($"na het einde {kill}", "No")));
                await Wait.UntilAsync("it is gone", 10, () => !region.Hub.Brokers().Intersect(brokers).Any());
            }

            foreach (var id in ids) await DeliveredAsync(region, id, 40);
            Assert.Equal(ids.Order(StringComparer.Ordinal), await FeedAsync(region));
            Assert.Single(region.Hub.Brokers());
        });

    [Fact]
    public Task A_password_that_changed_sends_it_by_radio_and_a_file_that_is_right_again_helps_without_a_restart() =>
        Scene.PlayAsync(output, async scene =>
        {
            var air = await Air.StartAsync(scene);
            var region = Region.Create(scene, air: air);
            await region.StartAsync();
            await region.Node.BearerAsync("Radio", up: true, seconds: 15);
            var list = region.Hub.Program.Settings["Hub:StationsFile"];
            var before = Prints(region);
            SecretFile.Replace(list, Changed(region, "een-ander-wachtwoord").ToJson());
            await Wait.UntilAsync("the broker's files have the new password", 20, () => Prints(region) != before);
            // Mosquitto keeps who is in; the password counts at the next connection.
            foreach (var pid in region.Hub.Brokers()) Signals.Send(pid, Signals.Kill);
            await Wait.UntilAsync(
                "the node says that it is refused", 40,
                async () => $"{await region.Node.StatusAsync()}".Contains("uthori", StringComparison.Ordinal));

            var flash = await region.Node.SendAsync(Letters.Alarm("mijn buurman ademt niet"));
            await Wait.UntilAsync(
                $"{flash} is delivered, by radio", 30,
                async () => (await region.Node.MessageAsync(flash)).Delivered()?.Bearer == "Radio");

            SecretFile.Replace(
                region.Node.Program.Settings["Mqtt:PasswordFile"], "een-ander-wachtwoord"u8.ToArray());
            await region.Node.BearerAsync("Mqtt", up: true, seconds: 30);
            var later = await region.Node.SendAsync(Letters.Alarm("weer over het netwerk", "No"));
            await DeliveredAsync(region, later, 20);
            Assert.Equal([flash, later], await FeedAsync(region));
        });

    [RootFact]
    public Task A_broker_whose_disk_is_full_still_carries() =>
        Scene.PlayAsync(output, async scene =>
        {
            var broker = new OpenBroker(scene) { HasFullDisk = true };
            await broker.StartAsync();
            var region = Region.Create(scene, broker: broker);
            await region.StartAsync();
            var ids = new List<string>();
            for (var number = 1; number <= 8; number++)
                ids.Add(await region.Node.SendAsync(Letters.Alarm($"schijf vol {number}")));

            foreach (var id in ids) await DeliveredAsync(region, id, 30);
            Assert.Equal(ids, await FeedAsync(region));
        });

    private static StationList Changed(Region region, string password) => StationList.Empty.With(
        new StationEntry(
            region.Node.Number, region.Node.Id, "Dorpshuis 1", "Westerkwartier", null, region.Node.Key, password, null, null));

    /// <summary>All that the hub wrote for its broker.</summary>
    private static string Prints(Region region) => string.Concat(
        Directory.EnumerateFiles(Path.GetDirectoryName(region.Hub.BrokerConfiguration)!).Order(StringComparer.Ordinal)
            .Where(file => !file.EndsWith(".pid", StringComparison.Ordinal)).Select(File.ReadAllText));

    private static Task DeliveredAsync(Region region, string id, double seconds) => Wait.UntilAsync(
        $"{id} is delivered", seconds, async () => (await region.Node.MessageAsync(id)).Delivered() is not null);

    private static async Task<IEnumerable<string>> FeedAsync(Region region) =>
        (await region.Hub.FeedAsync()).Select(item => (string)item["id"]!).Order(StringComparer.Ordinal);
}
