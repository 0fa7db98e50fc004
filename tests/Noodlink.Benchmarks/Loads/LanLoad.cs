using Noodlink.Benchmarks.Measures;
using Noodlink.Benchmarks.Programs;
using Noodlink.Station.Queue;

namespace Noodlink.Benchmarks.Loads;

// The LAN was gone and comes back: how fast does the backlog cross it. The node takes its messages while there is no
// hub and no broker; then the hub starts, and with it the broker. Time is counted by the rows themselves, from the
// first offer to the last complete receipt on the node's disk, so that measuring costs the programs nothing. Afterwards
// the hub's journal is counted: each message once. Every round has a new node, a new hub and new files.

/// <summary>Node, Mosquitto, hub, receipt.</summary>
internal static class LanLoad
{
    private const int Reports = 20_000, Alarms = 5_000, Rounds = 3, PostingClients = 16;
    private const double WantedPerSecond = 2_000;

    public static async Task<IReadOnlyList<Figure>> ReportsAsync(Ground ground)
    {
        var crossings = new List<Crossing>();
        for (var round = 0; round < Rounds; round++)
        {
            await using var own = new Ground(ground.Progress);
            crossings.Add((await CrossAsync(own, Posts.Report, Reports)).Crossing);
            ground.Say($"{crossings[^1].PerSecond:0} msg/s");
        }

        return
        [
            Figure.AtLeast(
                "situation reports receipted, whole backlog", Median(crossings, c => c.PerSecond), "msg/s",
                WantedPerSecond),
            Figure.Seen("  slowest tenth of the backlog", Median(crossings, c => c.SlowestPerSecond), "msg/s"),
            .. Costs(crossings),
        ];
    }

    public static async Task<IReadOnlyList<Figure>> AlarmsAsync(Ground ground)
    {
        var crossings = new List<Crossing>();
        var written = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            await using var own = new Ground(ground.Progress);
            var (crossing, region) = await CrossAsync(own, Posts.Alarm, Alarms);
            crossings.Add(crossing);
            written.Add(await SpoolPerSecondAsync(Path.Combine(region.HubData, "meldkamer")));
            ground.Say($"{crossing.PerSecond:0} msg/s, {written[^1]:0} files/s");
        }

        return
        [
            Figure.Seen(
                "noodmeldingen receipted, their files written beside it", Median(crossings, c => c.PerSecond), "msg/s"),
            .. Costs(crossings),
            Figure.Seen("noodmeldingen written for the meldkamer", new Sample(written).Median, "msg/s"),
        ];
    }

    private static async Task<(Crossing Crossing, Region Region)> CrossAsync(Ground ground, byte[] message, int count)
    {
        var region = new Region(ground);
        var node = await region.StartNodeAsync();
        await node.ReadyAsync();
        await Posts.SendAsync(node, message, count, PostingClients);
        var nodeBefore = node.ProcessorSeconds();
        var hub = await region.StartHubAsync();
        await Until.TrueAsync(
            () => Rows(region.NodeData, "SELECT count(*) FROM message WHERE waiting = 1") == 0,
            "the node's queue is empty", TimeSpan.FromMinutes(3), TimeSpan.FromMilliseconds(200));
        var journal = Rows(region.HubData, "SELECT count(*) FROM message WHERE own = 0");
        if (journal != count) throw new InvalidOperationException($"The hub has {journal} messages, not {count}.");
        var first = Rows(region.NodeData, "SELECT min(first_sent) FROM message");
        return (
            new Crossing(
                first, Receipts(region.NodeData), node.ProcessorSeconds() - nodeBefore, hub.ProcessorSeconds()),
            region);
    }

    private static async Task<double> SpoolPerSecondAsync(string spool)
    {
        await Until.TrueAsync(
            () => Directory.EnumerateFiles(spool, "*.cap.xml").Count() >= Alarms, "every noodmelding is in the spool",
            TimeSpan.FromMinutes(3), TimeSpan.FromMilliseconds(200));
        var files = new DirectoryInfo(spool).EnumerateFiles("*.cap.xml").Select(file => file.LastWriteTimeUtc).ToList();
        return files.Count / (files.Max() - files.Min()).TotalSeconds;
    }

    private static long Rows(string data, string sql)
    {
        using var reader = Sqlite.OpenReader(Path.Combine(data, MessageQueue.FileName));
        return Convert.ToInt64(Sqlite.Scalar(reader, sql));
    }

    private static List<long> Receipts(string data)
    {
        using var reader = Sqlite.OpenReader(Path.Combine(data, MessageQueue.FileName));
        using var receipts = new Statement(
            reader, "SELECT min(at) FROM reception WHERE complete = 1 GROUP BY n ORDER BY 1");
        return receipts.All(row => row.GetInt64(0));
    }

    private static double Median(List<Crossing> crossings, Func<Crossing, double> of) =>
        new Sample(crossings.Select(of)).Median;

    private static IEnumerable<Figure> Costs(List<Crossing> crossings) =>
    [
        Figure.Seen(
            "  processor time of the node, per message",
            Median(crossings, c => c.NodeSeconds * 1e6 / c.Receipts.Count), "us"),
        Figure.Seen(
            "  of the hub, its start included, per message",
            Median(crossings, c => c.HubSeconds * 1e6 / c.Receipts.Count), "us"),
    ];

    /// <param name="First">Unix milliseconds of the first offer.</param>
    /// <param name="Receipts">Unix milliseconds of each receipt, in order.</param>
    private sealed record Crossing(long First, List<long> Receipts, double NodeSeconds, double HubSeconds)
    {
        public double PerSecond => Receipts.Count * 1000.0 / (Receipts[^1] - First);

        public double SlowestPerSecond
        {
            get
            {
                var stretch = Receipts.Count / 10;
                return Enumerable.Range(0, Receipts.Count - stretch)
                    .Min(from => stretch * 1000.0 / Math.Max(1, Receipts[from + stretch] - Receipts[from]));
            }
        }
    }
}
