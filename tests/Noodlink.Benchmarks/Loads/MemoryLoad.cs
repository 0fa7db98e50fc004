using Noodlink.Benchmarks.Measures;
using Noodlink.Benchmarks.Programs;

namespace Noodlink.Benchmarks.Loads;

/// <summary>The hub after much work: its resident memory at each quarter of 100,000 messages over the LAN, one in a
/// hundred a noodmelding, with a screen open on the board. Flat: the last figure is at most a tenth over the first.
/// </summary>
internal static class MemoryLoad
{
    private const int All = 100_000, Quarters = 4, Clients = 16, AlarmsPerQuarter = 250;
    private const double LimitMegabytes = 160, FlatShare = 1.1;

    public static async Task<IReadOnlyList<Figure>> RunAsync(Ground ground)
    {
        var region = new Region(ground);
        var hub = await region.StartHubAsync();
        await hub.ReadyAsync();
        var start = hub.ResidentMegabytes();
        var node = await region.StartNodeAsync();
        await node.ReadyAsync();
        using var screen = await hub.Http.GetStreamAsync("/api/events?screen=1");
        using var reading = new CancellationTokenSource();
        var reader = DrainAsync(screen, reading.Token);

        var seen = new double[Quarters];
        for (var quarter = 0; quarter < Quarters; quarter++)
        {
            await Posts.SendAsync(node, Posts.Report, All / Quarters - AlarmsPerQuarter, Clients);
            await Posts.SendAsync(node, Posts.Alarm, AlarmsPerQuarter, Clients);
            await EmptyAsync(node);
            seen[quarter] = hub.ResidentMegabytes();
            ground.Say(
                $"{(quarter + 1) * All / Quarters}: hub {seen[quarter]:0} MB, node {node.ResidentMegabytes():0} MB");
        }

        await reading.CancelAsync();
        await reader;
        return
        [
            Figure.Seen("hub at its start", start, "MB"),
            .. seen.SkipLast(1).Select(
                (megabytes, at) => Figure.Seen($"hub after {(at + 1) * All / Quarters:N0} messages", megabytes, "MB")),
            Figure.AtMost($"hub after {All:N0} messages", seen[^1], "MB", LimitMegabytes),
            Figure.AtMost("  flat: the last over the first", seen[^1] / seen[0], "x", FlatShare),
            Figure.Seen("node after 100,000 messages", node.ResidentMegabytes(), "MB"),
        ];
    }

    private static Task EmptyAsync(StationProgram node) => Until.TrueAsync(
        async () => (await node.GetAsync("/api/status")).GetProperty("queue").GetProperty("waiting").GetInt32() == 0,
        "the node's queue is empty", TimeSpan.FromMinutes(3), TimeSpan.FromMilliseconds(500));

    private static async Task DrainAsync(Stream screen, CancellationToken stop)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await screen.ReadAsync(buffer, stop) > 0)
            {
                // A browser reads and draws; here reading is enough.
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The measurement is over, or the hub closed a screen that fell behind: a browser would come back.
        }
    }
}
