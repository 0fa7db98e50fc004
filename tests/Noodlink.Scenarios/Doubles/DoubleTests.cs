using Noodlink.Cli.Check;
using Noodlink.Scenarios.Ground;
using Noodlink.Station.Modems;
using Noodlink.Station.Queue;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Doubles;

// The same noodmelding may come twice over different bearers, in any order and in other pieces: the core by radio and
// the whole by LAN. For the meldkamer it is one noodmelding with one text, and at most one update.

/// <summary>Two bearers, one noodmelding.</summary>
public sealed class DoubleTests(ITestOutputHelper output)
{
    private const string Text = "Mevrouw ligt boven aan de beademing, accu nog 40 minuten, trap is smal, hond zit vast in de keuken";

    [Fact]
    public Task The_core_by_radio_and_then_the_whole_by_LAN_are_one_noodmelding_and_one_update() =>
        Scene.PlayAsync(output, async scene =>
        {
            var broker = new OpenBroker(scene);
            var air = await Air.StartAsync(scene);
            var region = Region.Create(scene, broker: broker, air: air);
            await Task.WhenAll(region.Hub.Program.StartAsync(), region.Node.Program.StartAsync());
            await region.Node.BearerAsync("Radio", up: true, seconds: 15);
            var id = await region.Node.SendAsync(Letters.Alarm(Text));
            await Wait.UntilAsync("the core is at the hub", 15, async () => await region.Hub.FindAsync(id) is not null);
            // The rest must not come by radio: the LAN is to bring the whole.
            await air.SayAsync("loss 1");
            await Wait.UntilAsync("the core is with the meldkamer", 10, () => Versions(region).Count == 1);
            var core = Assert.Single(Versions(region));
            Assert.Equal((id, false), (core.Identifier, core.Complete));

            await broker.StartAsync();
            await Wait.UntilAsync(
                "the whole came by LAN", 20, async () => (await region.Node.MessageAsync(id)).Delivered()?.Bearer == "Mqtt");
            await air.SayAsync("loss 0");
            await NothingElseComesAsync(region, id);
            var versions = Versions(region).Where(version => version.Message == id).OrderBy(version => version.Version).ToList();
            Assert.Equal([id, $"{id}.2"], versions.Select(version => version.Identifier));
            Assert.All(versions, version => Assert.True(version.IsWhole, $"{version.Identifier} is not whole"));
            Assert.Equal((true, Text), (versions[1].Complete, (string?)versions[1].Content["text"]));
            await OneTextAsync(region, id);
        });

    [Fact]
    public Task The_whole_by_LAN_and_then_the_core_by_radio_are_one_noodmelding_and_no_update() =>
        Scene.PlayAsync(output, async scene =>
        {
            var broker = new OpenBroker(scene);
            await broker.StartAsync();
            var air = await Air.StartAsync(scene, ports: 3);
            var region = Region.Create(scene, broker: broker, air: air);
            region.Node.Program.Settings["Radio:Modem"] = "none"; // what is on air, the tap says
            await region.StartAsync();
            var id = await region.Node.SendAsync(Letters.Alarm(Text));
            await Wait.UntilAsync(
                "the whole came by LAN", 10, async () => (await region.Node.MessageAsync(id)).Delivered()?.Bearer == "Mqtt");
            await Wait.UntilAsync("the whole is with the meldkamer", 10, () => Versions(region).Count == 1);

            // The radio brings what it had started on, later than the LAN: the very bytes that the node sealed.
            await using var tap = await Tap.OnAirAsync(scene, air.Modem(2), new RadioSettings());
            await tap.SayAsync(region.Node.Id, up: true, SealedCore(region.Node));
            await Wait.UntilAsync(
                "the hub heard the core too", 15,
                async () => (await region.Hub.FindAsync(id))!.ReceivedBy("Radio").Count == 1);
            await NothingElseComesAsync(region, id);
            var version = Assert.Single(Versions(region), version => version.Message == id);
            Assert.Equal((id, true, Text), (version.Identifier, version.Complete, (string?)version.Content["text"]));
            await OneTextAsync(region, id);
        });

    private static IReadOnlyList<SpoolVersion> Versions(Region region) => SpoolVersion.ReadAll(region.Hub.Spool);

    /// <summary>Versions are written in order, so when a later noodmelding is there nothing of the earlier is under way.</summary>
    private static async Task NothingElseComesAsync(Region region, string id)
    {
        var later = await region.Node.SendAsync(Letters.Alarm("een andere melding", "No"));
        Assert.NotEqual(id, later);
        await Wait.UntilAsync(
            "a later noodmelding is with the meldkamer", 20, () => Versions(region).Any(version => version.Message == later));
    }

    private static async Task OneTextAsync(Region region, string id)
    {
        var feed = await region.Hub.FeedAsync();
        Assert.Equal(2, feed.Count);
        var item = Assert.Single(feed, item => (string?)item["id"] == id);
        Assert.Equal(Text, (string?)item["content"]!["text"]);
        Assert.True((bool)item["complete"]!);
        Assert.Null((string?)item["sameNumberAs"]);
        Assert.Equal("DeliveredDevice", await region.Node.StateAsync(id));
    }

    private static byte[] SealedCore(Noodsteunpunt node)
    {
        using var reader = Sqlite.OpenReader(Path.Combine(node.Program.DataDirectory, MessageQueue.FileName));
        return Assert.IsType<byte[]>(Sqlite.Scalar(reader, "SELECT sealed FROM part WHERE part = 1"));
    }
}
