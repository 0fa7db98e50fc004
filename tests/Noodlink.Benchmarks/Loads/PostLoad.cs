using System.Diagnostics;
using Noodlink.Benchmarks.Measures;
using Noodlink.Benchmarks.Programs;

namespace Noodlink.Benchmarks.Loads;

/// <summary>A volunteer presses send: how long until the number stands on the screen. First with no LAN, so that
/// nothing but the disk is in the way; then with the LAN up, while the node also sends and takes receipts.</summary>
internal static class PostLoad
{
    private const int Rounds = 5, PerRound = 400, WarmUp = 300;

    public static async Task<IReadOnlyList<Figure>> RunAsync(Ground ground)
    {
        var region = new Region(ground);
        using var bare = new BareCommits(ground.NewDirectory("bare"), AcceptLoad.StoredBytes(ground, Samples.Alarm));
        var node = await region.StartNodeAsync();
        await node.ReadyAsync();
        var (alone, commits) = await MeasureAsync(node, bare);
        await region.StartHubAsync();
        await LanUpAsync(node);
        var (sending, _) = await MeasureAsync(node, bare);
        return
        [
            Figure.Seen("bare commit p50", commits.Median, "ms"),
            Figure.Seen("bare commit p99", commits.At(0.99), "ms"),
            Figure.Seen("POST to 202 p50, LAN off", alone.Median, "ms"),
            Figure.AtMost("POST to 202 p99, LAN off", alone.At(0.99), "ms", 20),
            Figure.Seen("POST to 202 p50, LAN on and receipts coming", sending.Median, "ms"),
            Figure.AtMost("POST to 202 p99, LAN on and receipts coming", sending.At(0.99), "ms", 20),
        ];
    }

    private static async Task<(Sample Posts, Sample Commits)> MeasureAsync(StationProgram node, BareCommits bare)
    {
        await Posts.SendAsync(node, Posts.Alarm, WarmUp, clients: 1);
        bare.Run(WarmUp);
        var posts = new List<double>();
        var commits = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            commits.AddRange(bare.Run(PerRound));
            for (var i = 0; i < PerRound; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await Posts.SendAsync(node, Posts.Alarm);
                posts.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        return (new Sample(posts), new Sample(commits));
    }

    private static Task LanUpAsync(StationProgram node) => Until.TrueAsync(
        async () => (await node.GetAsync("/api/status")).GetProperty("queue").GetProperty("waiting").GetInt32() == 0,
        "the backlog is at the hub", TimeSpan.FromSeconds(120), TimeSpan.FromMilliseconds(250));
}
