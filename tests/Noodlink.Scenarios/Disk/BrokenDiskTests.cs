using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Disk;

/// <summary>A disk that fails under real programs: with an error, or by taking no writes at all.</summary>
public sealed class BrokenDiskTests(ITestOutputHelper output)
{
    [BrokenDiskFact]
    public Task A_flush_that_fails_once_moves_the_queue_to_another_file_and_the_noodmelding_is_stored_there() =>
        OnceAsync(BrokenDisk.Flushes);

    [BrokenDiskFact]
    public Task A_write_that_fails_once_moves_the_queue_to_another_file_and_the_noodmelding_is_stored_there() =>
        OnceAsync("pwrite64");

    [BrokenDiskFact]
    public Task A_disk_that_fails_at_every_flush_stores_nothing_says_so_and_is_back_by_itself() =>
        Scene.PlayAsync(output, async scene =>
        {
            var node = Region.Create(scene).Node;
            await node.Program.StartAsync();
            var ids = new List<string> { await node.SendAsync(Letters.Alarm("toen de schijf nog werkte")) };
            var broken = await BrokenDisk.UnderAsync(scene, node.Program.Pid, BrokenDisk.Flushes);
            var refused = await node.PostAsync(Letters.Alarm("komt niet op de schijf"));
            AssertRefused(refused);
            await Wait.UntilAsync("it says that it is not ready", 5, async () => !await node.Program.Browser.IsReadyAsync());
            Assert.Equal(ids, await IdsAsync(node));
            AssertRefused(await node.PostAsync(Letters.Alarm("ook niet")));

            await broken.DisposeAsync();
            await Wait.UntilAsync("it is ready again by itself", 30, node.Program.Browser.IsReadyAsync);
            ids.Add(await node.SendAsync(Letters.Alarm("nu hij weer werkt")));
            Assert.Equal(ids.Order(StringComparer.Ordinal), await IdsAsync(node));

            // What was refused was not acknowledged, and does not turn up later.
            await node.Program.KillAsync();
            await node.Program.StartAsync();
            Assert.Equal(ids.Order(StringComparer.Ordinal), await IdsAsync(node));
        });

    [BrokenDiskFact]
    public Task A_program_that_ends_while_its_disk_fails_does_not_trust_the_file_when_it_starts_again() =>
        Scene.PlayAsync(output, async scene =>
        {
            var node = Region.Create(scene).Node;
            await node.Program.StartAsync();
            var id = await node.SendAsync(Letters.Alarm("toen de schijf nog werkte"));
            var broken = await BrokenDisk.UnderAsync(scene, node.Program.Pid, BrokenDisk.Flushes);
            AssertRefused(await node.PostAsync(Letters.Alarm("komt niet op de schijf")));
            await node.Program.KillAsync();
            await broken.DisposeAsync();

            await node.Program.StartAsync();
            Assert.Equal([id], await IdsAsync(node));
            Assert.NotEmpty(Aside(node.Program));
        });

    [BrokenDiskFact]
    public Task A_hub_whose_disk_fails_receipts_nothing_and_has_each_noodmelding_once_when_it_works_again() =>
        Scene.PlayAsync(output, async scene =>
        {
            var region = Region.Create(scene);
            await region.StartAsync();
            var ids = new List<string> { await region.Node.SendAsync(Letters.Alarm("toen de schijf nog werkte")) };
            await DeliveredAsync(region, ids[0]);
            var spool = await SpoolAsync(region, ids[0]);

            var broken = await BrokenDisk.UnderAsync(scene, region.Hub.Program.Pid, BrokenDisk.Flushes);
            for (var i = 0; i < 5; i++) ids.Add(await region.Node.SendAsync(Letters.Alarm($"tijdens de storing {i}")));
            await Wait.UntilAsync("the hub says that it is not ready", 10, async () => !await region.Hub.Program.Browser.IsReadyAsync());
            foreach (var id in ids.Skip(1)) Assert.Null((await region.Node.MessageAsync(id)).Delivered());

            await broken.DisposeAsync();
            foreach (var id in ids) await DeliveredAsync(region, id);
            Assert.Equal(ids, (await region.Hub.FeedAsync()).Select(item => (string)item["id"]!).Order(StringComparer.Ordinal));
            Assert.Equal(spool, await SpoolAsync(region, ids[0]));
        });

    [RootFact]
    public Task On_a_disk_that_cannot_be_written_it_starts_shows_what_is_there_and_stores_when_it_can() =>
        Scene.PlayAsync(output, async scene =>
        {
            var region = Region.Create(scene);
            await region.StartAsync();
            var ids = new List<string>();
            for (var i = 0; i < 3; i++) ids.Add(await region.Node.SendAsync(Letters.Alarm($"melding {i}")));
            foreach (var id in ids) await DeliveredAsync(region, id);
            foreach (var program in (StationProgram[])[region.Node.Program, region.Hub.Program])
            {
                await program.KillAsync();
                const string mount = "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" && exec \"$@\"";
                program.Wrapper = ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", mount, program.DataDirectory];
                await program.LaunchAsync();
                await Wait.UntilAsync("it listens", 10, () => AnswersAsync(program));
                Assert.False(await program.Browser.IsReadyAsync());
            }

            Assert.Equal(ids, await IdsAsync(region.Node));
            Assert.Equal(ids, (await region.Hub.FeedAsync()).Select(item => (string)item["id"]!));
            AssertRefused(await region.Node.PostAsync(Letters.Alarm("kan niet op de schijf")));
            Assert.Contains("niet opgeslagen", await DetailAsync(region.Hub.Program), StringComparison.Ordinal);

            foreach (var program in (StationProgram[])[region.Node.Program, region.Hub.Program])
            {
                var writable = await scene.StartAsync(
                    "remount.log", "/usr/bin/nsenter",
                    [
                        "-t", program.Pid.ToString(CultureInfo.InvariantCulture), "-m", "/bin/mount", "-o", "remount,bind,rw",
                        program.DataDirectory,
                    ]);
                Assert.Equal(0, await writable.EndAsync());
                await Wait.UntilAsync("it is ready again by itself", 15, program.Browser.IsReadyAsync);
            }

            ids.Add(await region.Node.SendAsync(Letters.Alarm("nu kan het weer")));
            Assert.Equal("GR-WK1-0004", ids[^1]);
            await DeliveredAsync(region, ids[^1]);
        });

    private Task OnceAsync(string calls) => Scene.PlayAsync(output, async scene =>
    {
        var node = Region.Create(scene).Node;
        await node.Program.StartAsync();
        var ids = new List<string>();
        for (var i = 0; i < 3; i++) ids.Add(await node.SendAsync(Letters.Alarm($"melding {i}")));
        var log = Path.Combine(node.Program.DataDirectory, "noodlink.db-wal");
        await using (await BrokenDisk.UnderAsync(scene, node.Program.Pid, calls, log, once: true))
        {
            var answer = await node.PostAsync(Letters.Alarm("de schijf weigert een keer"));
            Assert.True(answer.Code == HttpStatusCode.Accepted, answer.ToString());
            ids.Add(answer.Id!);
        }

        Assert.NotEmpty(Aside(node.Program));
        await Wait.UntilAsync(
            "the status names the old file", 5,
            async () => (await DetailAsync(node.Program)).Contains("noodlink.db.kapot-", StringComparison.Ordinal));
        ids.Add(await node.SendAsync(Letters.Alarm("en verder")));
        Assert.Equal(["GR-WK1-0001", "GR-WK1-0002", "GR-WK1-0003", "GR-WK1-0004", "GR-WK1-0005"], ids);
        await node.Program.KillAsync();
        await node.Program.StartAsync();
        Assert.Equal(ids, await IdsAsync(node));
    });

    private static void AssertRefused(Answer answer)
    {
        Assert.True(answer.Code == HttpStatusCode.InsufficientStorage, answer.ToString());
        Assert.Contains("Dit is niet opgeslagen. Pak de portofoon.", (string?)answer.Body!["detail"], StringComparison.Ordinal);
    }

    private static string[] Aside(StationProgram program) => Directory.GetFiles(program.DataDirectory, "noodlink.db.kapot-*");

    private static async Task<string> DetailAsync(StationProgram program) =>
        (string)(await program.Browser.GetAsync("/api/status"))["storage"]!["detail"]!;

    private static async Task<List<string>> IdsAsync(Noodsteunpunt node) =>
    [
        .. (await node.Program.Browser.GetAsync("/api/messages?limit=500"))["items"]!.AsArray()
            .Select(item => (string)item!["id"]!).Order(StringComparer.Ordinal),
    ];

    private static Task DeliveredAsync(Region region, string id) => Wait.UntilAsync(
        $"{id} is delivered", 60, async () => (await region.Node.MessageAsync(id)).Delivered() is not null);

    private static async Task<string> SpoolAsync(Region region, string id)
    {
        var file = Path.Combine(region.Hub.Spool, $"{id}.cap.xml");
        await Wait.UntilAsync($"{file} stands", 20, () => File.Exists(file));
        return string.Join('\n', Directory.GetFiles(region.Hub.Spool, $"{id}.*").Order(StringComparer.Ordinal)
            .Select(each => $"{each} {File.GetLastWriteTimeUtc(each):O} {new FileInfo(each).Length}"));
    }

    private static async Task<bool> AnswersAsync(StationProgram program)
    {
        try
        {
            return await program.Browser.GetAsync("/api/status") is JsonObject;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
