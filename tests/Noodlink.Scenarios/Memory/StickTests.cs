using System.Text.Json.Nodes;
using Noodlink.Cli.Check;
using Noodlink.Scenarios.Ground;
using Noodlink.Station.Queue;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Memory;

/// <summary>The stick with the real programs.</summary>
public sealed class StickTests(ITestOutputHelper output)
{
    [Fact]
    public Task A_stick_that_comes_after_hundreds_of_later_numbers_is_accepted_once() =>
        Scene.PlayAsync(output, async scene =>
        {
            const int Later = 300;
            var region = Region.Create(scene);
            await region.Node.Program.StartAsync();
            var late = await region.Node.SendAsync(Letters.Alarm("lag in de jas"));
            var file = await region.Node.Program.Browser.ExportAsync();
            // From now on the stick is its only copy.
            Assert.Equal(0, await region.Node.Program.TerminateAsync(10));
            Forget(region.Node);
            await region.StartAsync();
            await SendManyAsync(region.Node, Later);
            await Wait.UntilAsync(
                "the later ones are in the feed", 60, async () => (await region.Hub.FeedAsync()).Count == Later);

            Assert.Equal((1, 0, 0), Counts(await region.Hub.Program.Browser.ImportAsync(file)));
            Assert.Equal((0, 1, 0), Counts(await region.Hub.Program.Browser.ImportAsync(file)));
            await region.Hub.Program.KillAsync();
            await region.Hub.Program.StartAsync();
            Assert.Equal((0, 1, 0), Counts(await region.Hub.Program.Browser.ImportAsync(file)));

            var feed = await region.Hub.FeedAsync();
            Assert.Equal(Later + 1, feed.Count);
            Assert.Equal(late, (string?)feed[^1]["id"]);
            Assert.Equal("Courier", (string?)feed[^1]["receptions"]![0]!["bearer"]);
            await Wait.UntilAsync(
                "it is with the meldkamer", 20, () => SpoolVersion.ReadAll(region.Hub.Spool).Count == 1);
        });

    [Fact]
    public Task A_hub_that_is_killed_while_it_reads_a_stick_has_everything_once_when_it_is_read_again() =>
        Scene.PlayAsync(output, async scene =>
        {
            const int Many = 400;
            var region = Region.Create(scene);
            await region.Node.Program.StartAsync();
            await SendManyAsync(region.Node, Many);
            var file = await region.Node.Program.Browser.ExportAsync();
            // Only the stick: nothing comes over the LAN meanwhile.
            Assert.Equal(0, await region.Node.Program.TerminateAsync(10));
            await region.Hub.Program.StartAsync();
            var reading = region.Hub.Program.Browser.ImportAsync(file);
            await Wait.UntilAsync("it is reading", 20, async () => (await region.Hub.FeedAsync()).Count > 0);
            await region.Hub.Program.KillAsync();
            try
            {
                // All of it or no answer: what was answered is on disk.
                Assert.Equal((Many, 0, 0), Counts(await reading));
            }
            catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException or IOException)
            {
                output.WriteLine($"killed before the answer: {gone.Message}");
            }

            await region.Hub.Program.StartAsync();
            var before = (await region.Hub.FeedAsync()).Count;
            output.WriteLine($"{before} of {Many} were committed when it was killed");
            Assert.Equal((Many - before, before, 0), Counts(await region.Hub.Program.Browser.ImportAsync(file)));
            var feed = await region.Hub.FeedAsync();
            Assert.Equal(Many, feed.Count);
            Assert.Equal(Many, feed.Select(item => (string)item["id"]!).Distinct(StringComparer.Ordinal).Count());

            // The receipts go home the same way.
            var home = await region.Hub.Program.Browser.ExportAsync();
            region.Node.Program.Settings["Mqtt:Enabled"] = "false";
            await region.Node.Program.StartAsync();
            Assert.Equal(Many, (int)(await region.Node.Program.Browser.ImportAsync(home))["confirmed"]!);
            Assert.Equal(0, (int)(await region.Node.StatusAsync())["queue"]!["waiting"]!);
        });

    private static Task SendManyAsync(Noodsteunpunt node, int count) => Parallel.ForEachAsync(
        Enumerable.Range(1, count), new ParallelOptions { MaxDegreeOfParallelism = 16 },
        async (i, _) => await node.SendAsync(Letters.Report($"nummer {i}")));

    private static (int New, int Known, int Refused) Counts(JsonNode answer) =>
        ((int)answer["new"]!, (int)answer["known"]!, (int)answer["refused"]!);

    /// <summary>The noodsteunpunt believes that everything is there, and has lost the sealed parts: nothing goes again.</summary>
    private static void Forget(Noodsteunpunt node)
    {
        using var connection = Sqlite.OpenWriter(Path.Combine(node.Program.DataDirectory, MessageQueue.FileName));
        Sqlite.Execute(connection, "UPDATE message SET waiting = 0; DELETE FROM part");
    }
}
