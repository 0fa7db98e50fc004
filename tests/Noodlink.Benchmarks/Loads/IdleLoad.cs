using Noodlink.Benchmarks.Measures;
using Noodlink.Benchmarks.Programs;

namespace Noodlink.Benchmarks.Loads;

/// <summary>A quiet night at a noodsteunpunt on batteries: LAN up, modem open, nothing to do. First nobody looks; then
/// a screen has been used and stays open on the start page.</summary>
internal static class IdleLoad
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10), Watch = TimeSpan.FromSeconds(30);

    public static async Task<IReadOnlyList<Figure>> RunAsync(Ground ground)
    {
        var air = ground.NewDirectory("air");
        await ground.StartAsync("noodlink", 1, "air", "--ports", "1", "--modem", "kiss", "--dir", air);
        await Until.TrueAsync(
            () => File.Exists(Path.Combine(air, "radio0")), "the modem is there", TimeSpan.FromSeconds(20),
            TimeSpan.FromMilliseconds(20));
        var region = new Region(ground);
        await region.StartHubAsync();
        var node = await region.StartNodeAsync($"--Radio:Modem=kiss:{Path.Combine(air, "radio0")}");
        await node.ReadyAsync();
        await BearersUpAsync(node);
        var (quietShare, quietMegabytes) = await WatchAsync(node);

        foreach (var page in (string[])["/", "/noodmelding", "/api/status", "/api/messages"])
            (await node.Http.GetAsync(page)).EnsureSuccessStatusCode().Dispose();
        using var stream = await node.Http.GetStreamAsync("/api/events?screen=1");
        var (screenShare, screenMegabytes) = await WatchAsync(node);
        return
        [
            Figure.AtMost("processor of the idle node, modem open, no screen", quietShare, "% of one core", 1),
            Figure.AtMost("processor of the idle node, modem open, one screen", screenShare, "% of one core", 1),
            Figure.AtMost("resident memory of the idle node, no screen", quietMegabytes, "MB", 100),
            Figure.AtMost("resident memory of the idle node, one screen", screenMegabytes, "MB", 100),
            Figure.Seen("  of it its own, not code that programs share", node.OwnMegabytes(), "MB"),
        ];
    }

    private static async Task<(double Share, double Megabytes)> WatchAsync(StationProgram node)
    {
        await Until.PassedAsync(Settle);
        var before = node.ProcessorSeconds();
        await Until.PassedAsync(Watch);
        var share = 100 * (node.ProcessorSeconds() - before) / Watch.TotalSeconds;
        return (Math.Round(share, 2), node.ResidentMegabytes());
    }

    private static Task BearersUpAsync(StationProgram node) => Until.TrueAsync(
        async () => (await node.GetAsync("/api/status")).GetProperty("bearers").EnumerateArray()
            .Count(bearer => bearer.GetProperty("up").GetBoolean()) == 2,
        "LAN and radio are up", TimeSpan.FromSeconds(40),
        TimeSpan.FromMilliseconds(200));
}
