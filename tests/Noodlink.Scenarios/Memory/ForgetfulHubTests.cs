using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Memory;

/// <summary>A hub whose data is set back by fifty messages after their receipts went out.</summary>
public sealed class ForgetfulHubTests(ITestOutputHelper output)
{
    private const int Kept = 4;
    private const int Lost = 50;

    [Fact]
    public Task Fifty_lost_messages_of_two_stations_come_back_by_themselves_and_the_spool_stands_still() =>
        Scene.PlayAsync(output, async scene =>
        {
            var region = Region.Create(scene, nodes: 2);
            foreach (var node in region.Nodes) node.Program.Settings["Timers:HeartbeatSeconds"] = "5";
            await region.StartAsync();
            var kept = await SendAsync(region, "eerder", Kept);
            await ActAsync(region, kept[0], """{"type":"Seen","by":"loggist"}""");
            await StateAsync(region, kept[0], "SeenByHuman");
            Assert.Equal(0, await region.Hub.Program.TerminateAsync(10));
            var yesterday = Image.Take(scene, region.Hub.Program, "yesterday");

            await region.Hub.Program.StartAsync();
            var lost = await SendAsync(region, "later", Lost);
            // What people do is lost with it: of one that the image still has, and of one that it has not.
            foreach (var id in (string[])[kept[0], lost[0]])
            {
                await ActAsync(region, id, """{"type":"Forwarded","by":"loggist","channel":"C2000"}""");
                await ActAsync(region, id, """{"type":"Accepted","by":"loggist"}""");
                await StateAsync(region, id, "AcceptedControlRoom");
            }

            Assert.Equal(0, await region.Hub.Program.TerminateAsync(10));
            var spool = Spool(region);
            Assert.Equal((Kept + Lost) * 3, spool.Count);
            yesterday.PutBack(region.Hub.Program, butNot: "meldkamer");
            await region.Hub.Program.StartAsync();
            await AllComeBackAsync(region, lost);
            Assert.Equal(spool, Spool(region));
            await PeopleDoItAgainAsync(region, kept[0], lost[0]);
        });

    private static async Task AllComeBackAsync(Region region, List<string> lost)
    {
        await Wait.UntilAsync(
            "all are back", 60, async () => (await region.Hub.FeedAsync()).Count == Kept + Lost);
        var feed = (await region.Hub.FeedAsync()).Select(item => (string)item["id"]!).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(lost.ToHashSet(StringComparer.Ordinal), feed);
        foreach (var node in region.Nodes)
        {
            Assert.Contains($"{node.Id}-{(Kept + Lost) / 2:0000}", feed);
            await Wait.UntilAsync(
                $"{node.Id} has its receipts again", 30,
                async () => (int)(await node.StatusAsync())["queue"]!["waiting"]! == 0);
        }

        await Wait.UntilAsync(
            "the forwarder has been through them", 30,
            async () => (await region.Hub.FeedAsync()).All(item => item["forwarding"]!.AsArray().Count > 0));
    }

    /// <summary>What people did stands at the noodsteunpunt, until people at the hub do something else.</summary>
    private static async Task PeopleDoItAgainAsync(Region region, string kept, string lost)
    {
        foreach (var id in (string[])[kept, lost])
        {
            Assert.Equal("AcceptedControlRoom", await region.Node.StateAsync(id));
            if (id == lost) await ActAsync(region, id, """{"type":"Seen","by":"loggist"}""");
            await ActAsync(region, id, """{"type":"NotForwarded","by":"loggist","note":"dubbel"}""");
            await StateAsync(region, id, "NotForwarded");
        }
    }

    /// <summary>Noodmeldingen of all stations in turn, until their receipts are there and the meldkamer has them.</summary>
    private static async Task<List<string>> SendAsync(Region region, string text, int count)
    {
        var ids = new List<string>();
        for (var i = 0; i < count; i++)
            ids.Add(await region.Nodes[i % region.Nodes.Count].SendAsync(Letters.Alarm($"{text} {i}", "No")));
        foreach (var node in region.Nodes)
            await Wait.UntilAsync(
                $"{node.Id} has its receipts", 30, async () => (int)(await node.StatusAsync())["queue"]!["waiting"]! == 0);
        await Wait.UntilAsync(
            "they are with the meldkamer", 30,
            () => ids.TrueForAll(id => File.Exists(Path.Combine(region.Hub.Spool, $"{id}.cap.xml"))));
        return ids;
    }

    private static async Task ActAsync(Region region, string id, string action)
    {
        var answer = await region.Hub.Program.Browser.PostAsync($"/api/messages/{id}/events", action);
        Assert.True(answer.Code == HttpStatusCode.OK, $"{id} {action}: {answer}");
    }

    private static Task<TimeSpan> StateAsync(Region region, string id, string state) =>
        Wait.UntilAsync($"{id} is {state}", 30, async () => await region.Node.StateAsync(id) == state);

    /// <summary>Every file with its time and its bytes.</summary>
    private static List<string> Spool(Region region) =>
    [
        .. new DirectoryInfo(region.Hub.Spool).EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => string.Create(
                CultureInfo.InvariantCulture, $"{file.Name} {file.LastWriteTimeUtc:O} {Hash(file.FullName)}")),
    ];

    private static string Hash(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
}
