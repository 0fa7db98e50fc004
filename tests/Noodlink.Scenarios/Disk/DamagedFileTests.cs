using System.Net;
using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Disk;

/// <summary>Real programs, killed, whose files a bad disk got hold of before they start again.</summary>
public sealed class DamagedFileTests(ITestOutputHelper output)
{
    private const int PageBytes = 4096;
    private const double StartSeconds = 10;
    private const int Count = 12;

    [Theory]
    [InlineData("zeros")]
    [InlineData("half of it")]
    [InlineData("a bit in an index")]
    [InlineData("a bit in a text")]
    [InlineData("the log is gone")]
    [InlineData("noodlink.db")]
    [InlineData("noodlink.db-wal")]
    [InlineData("every other file")]
    public Task A_node_starts_within_ten_seconds_says_what_is_missing_and_takes_noodmeldingen(string damage) =>
        Scene.PlayAsync(output, async scene =>
        {
            var node = Region.Create(scene).Node;
            await node.Program.StartAsync();
            var ids = await FillAsync(node, folded: damage is not ("the log is gone" or "noodlink.db-wal"));
            await node.Program.KillAsync();
            Harm(node.Program.DataDirectory, damage);
            await StartsInTimeAsync(node.Program);

            var answer = await node.PostAsync(Letters.Alarm("meteen daarna"));
            Assert.True(answer.Code == HttpStatusCode.Accepted, answer.ToString());
            Assert.DoesNotContain(answer.Id!, ids);
            var detail = (string)(await node.StatusAsync())["storage"]!["detail"]!;
            output.WriteLine(detail);
            Assert.Equal(damage != "every other file", detail.Length > 0);
            if (detail.Length > 0) Assert.NotEmpty(Directory.GetFileSystemEntries(node.Program.DataDirectory, "noodlink.db.kapot-*"));

            var items = (await node.Program.Browser.GetAsync("/api/messages?limit=500"))["items"]!.AsArray();
            var whole = items.Where(item => item!["content"] is not null).Select(item => (string)item!["id"]!).ToHashSet(StringComparer.Ordinal);
            foreach (var id in ids.Where(id => !whole.Contains(id))) Assert.True(IsTold(id, detail), $"{id} is missing: {detail}");
            if (damage is "a bit in an index" or "every other file") Assert.Superset(ids.ToHashSet(StringComparer.Ordinal), whole);
            if (damage is "a bit in a text") Assert.Equal(Count, whole.Count);
            Assert.Contains(detail.Length > 0 ? "beschadigd" : "Noodmelding", await node.Program.Browser.PageAsync("/"), StringComparison.OrdinalIgnoreCase);
        });

    [Fact]
    public Task A_hub_gets_back_from_its_stations_whatever_its_disk_lost_and_forwards_nothing_twice() =>
        Scene.PlayAsync(output, async scene =>
        {
            var region = Region.Create(scene);
            await region.StartAsync();
            var ids = await FillAsync(region.Node, folded: false);
            foreach (var id in ids)
                await Wait.UntilAsync($"{id} is at the meldkamer", 30, () => File.Exists(Path.Combine(region.Hub.Spool, $"{id}.cap.xml")));
            foreach (var id in ids)
                await Wait.UntilAsync($"{id} is delivered", 30, async () => (await region.Node.MessageAsync(id)).Delivered() is not null);
            var spool = Spool(region);

            foreach (var damage in (string[])["a bit in a text", "the log is gone", "half of it", "a bit in an index", "zeros", "noodlink.db"])
            {
                await region.Hub.Program.KillAsync();
                Harm(region.Hub.Program.DataDirectory, damage);
                await StartsInTimeAsync(region.Hub.Program);
                await Wait.UntilAsync(
                    $"after {damage} every noodmelding is there, with its words", 60, async () =>
                        (await region.Hub.FeedAsync()).Count(item => item["content"] is not null) == ids.Count);
                Assert.Equal(
                    ids, (await region.Hub.FeedAsync()).Select(item => (string)item["id"]!).Order(StringComparer.Ordinal));
                output.WriteLine($"{damage}: {(string?)(await region.Hub.StatusAsync())["storage"]!["detail"]}");
            }

            ids.Add(await region.Node.SendAsync(Letters.Alarm("en verder")));
            await Wait.UntilAsync("the next one too", 30, () => File.Exists(Path.Combine(region.Hub.Spool, $"{ids[^1]}.cap.xml")));
            Assert.Equal(spool, Spool(region).Where(file => !file.Contains(ids[^1], StringComparison.Ordinal)));
        });

    private static async Task<List<string>> FillAsync(Noodsteunpunt node, bool folded)
    {
        var ids = new List<string>();
        for (var i = 1; i <= Count; i++) ids.Add(await node.SendAsync(Letters.Alarm($"melding {i} van het dorpshuis")));
        if (!folded) return ids;
        // A restart folds the log into the file.
        Assert.Equal(0, await node.Program.TerminateAsync(10));
        await node.Program.StartAsync();
        return ids;
    }

    private static async Task StartsInTimeAsync(StationProgram program)
    {
        await program.LaunchAsync();
        await Wait.UntilAsync("it is ready", StartSeconds, program.Browser.IsReadyAsync);
    }

    private static void Harm(string directory, string damage)
    {
        var path = Path.Combine(directory, "noodlink.db");
        switch (damage)
        {
            case "zeros":
                File.WriteAllBytes(path, new byte[new FileInfo(path).Length]);
                break;
            case "half of it":
                File.WriteAllBytes(path, File.ReadAllBytes(path)[..(int)(new FileInfo(path).Length / 2)]);
                break;
            case "a bit in an index":
                Flip(path, bytes => IndexEntry(bytes));
                break;
            case "a bit in a text":
                Flip(TextIn(File.ReadAllBytes(path)) > 0 ? path : path + "-wal", TextIn);
                break;
            case "the log is gone":
                File.Delete(path + "-wal");
                break;
            case "every other file":
                foreach (var name in (string[])["noodlink.db-shm", "serial", "committed", "in-use", "airtime.ledger"])
                    Replace(Path.Combine(directory, name));
                break;
            default:
                Replace(Path.Combine(directory, damage));
                break;
        }
    }

    private static void Replace(string path)
    {
        File.Delete(path);
        Directory.CreateDirectory(Path.Combine(path, "lost+found"));
    }

    private static void Flip(string path, Func<byte[], int> where)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[where(bytes)] ^= 0x01;
        File.WriteAllBytes(path, bytes);
    }

    private static int TextIn(byte[] bytes) => bytes.AsSpan().LastIndexOf("van het dorpshuis"u8);

    /// <summary>The last byte of the first leaf of an index that holds a number of ours: a row's place in its table.</summary>
    private static int IndexEntry(byte[] bytes)
    {
        for (var page = PageBytes; page + PageBytes <= bytes.Length; page += PageBytes)
            if (bytes[page] == 0x0A && bytes.AsSpan(page, PageBytes).IndexOf("GR-WK1-0001"u8) is > 0 and var at)
                return page + at + 10;
        Assert.Fail("there is no index of numbers");
        return 0;
    }

    private static bool IsTold(string id, string detail) => detail.Contains(id, StringComparison.Ordinal) ||
        System.Text.RegularExpressions.Regex.Matches(
                detail, @"GR-WK1-(?<first>\d{4}) tot en met (?<last>\d{4})", System.Text.RegularExpressions.RegexOptions.ExplicitCapture,
                TimeSpan.FromSeconds(1))
            .Any(range => string.CompareOrdinal(range.Groups["first"].Value, id[^4..]) <= 0 &&
                string.CompareOrdinal(range.Groups["last"].Value, id[^4..]) >= 0);

    private static List<string> Spool(Region region) =>
    [
        .. Directory.GetFiles(region.Hub.Spool).Order(StringComparer.Ordinal).Select(
            file => $"{file} {File.GetLastWriteTimeUtc(file):O} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}"),
    ];
}
