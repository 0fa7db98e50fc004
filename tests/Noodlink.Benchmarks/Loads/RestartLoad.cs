using System.Diagnostics;
using Noodlink.Benchmarks.Measures;
using Noodlink.Benchmarks.Programs;

namespace Noodlink.Benchmarks.Loads;

/// <summary>The hub comes back after a power cut: process start to the first answer of the feed, with the journal in
/// the page cache and, where this may be done (root), with an empty one. Baseline: the same start with an
/// empty journal.</summary>
internal static class RestartLoad
{
    private const int Rows = 100_000, Rounds = 5;

    public static async Task<IReadOnlyList<Figure>> RunAsync(Ground ground)
    {
        var (empty, _) = await StartsAsync(ground, rows: 0, cold: false);
        var (warm, bytes) = await StartsAsync(ground, Rows, cold: false);
        List<Figure> figures =
        [
            Figure.Seen("start to feed, empty journal", empty.Median, "s"),
            Figure.Seen("size of the database with 100,000 rows", bytes / 1e6, "MB"),
            Figure.AtMost("start to feed, 100,000 rows", warm.Median, "s", 3),
        ];
        if (Environment.IsPrivilegedProcess)
        {
            var (cold, _) = await StartsAsync(ground, Rows, cold: true);
            figures.Add(Figure.AtMost("start to feed, 100,000 rows, page cache dropped", cold.Median, "s", 3));
        }

        return figures;
    }

    private static async Task<(Sample Seconds, long Bytes)> StartsAsync(Ground ground, int rows, bool cold)
    {
        await using var own = new Ground(ground.Progress);
        var region = new Region(own);
        var spool = Path.Combine(region.HubData, "meldkamer");
        if (rows > 0) HubJournal.Fill(region.HubData, rows, $"spool:{spool}");
        var seconds = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            if (cold) await DropPageCacheAsync();
            var hub = await region.StartHubAsync();
            await hub.AnswersAsync("/api/feed?limit=100", TimeSpan.FromSeconds(60));
            seconds[round] = Stopwatch.GetElapsedTime(hub.Started).TotalSeconds;
            var items = (await hub.GetAsync("/api/feed?limit=100")).GetProperty("items").GetArrayLength();
            if (items != Math.Min(rows, 100)) throw new InvalidOperationException($"The feed has {items} items.");
            await hub.DisposeAsync();
        }

        if (Directory.Exists(spool) && Directory.EnumerateFiles(spool).Any())
            throw new InvalidOperationException("Something was forwarded twice.");
        return (new Sample(seconds), new FileInfo(Path.Combine(region.HubData, "noodlink.db")).Length);
    }

    // What is dirty is written first: only clean pages are dropped.
    private static async Task DropPageCacheAsync()
    {
        using var sync = Process.Start("sync");
        await sync.WaitForExitAsync();
        await File.WriteAllTextAsync("/proc/sys/vm/drop_caches", "1");
    }
}
