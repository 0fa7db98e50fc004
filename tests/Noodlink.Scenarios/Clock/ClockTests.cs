using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Clock;

/// <summary>A Raspberry Pi has no clock of its own: after a power cut it may be years off, and jumps when somebody tells it
/// the time. Only people may notice.</summary>
public sealed class ClockTests(ITestOutputHelper output)
{
    private static readonly TimeSpan TenYears = TimeSpan.FromDays(3650);

    [ClockFact]
    public Task A_clock_that_jumps_ten_years_expires_nothing_and_keeps_the_order() => Scene.PlayAsync(output, async scene =>
    {
        var broker = new OpenBroker(scene);
        await broker.StartAsync();
        var region = Region.Create(scene, broker: broker);
        var (nodeClock, hubClock) = (new WallClock(scene, region.Node.Program), new WallClock(scene, region.Hub.Program));
        await region.StartAsync();
        await broker.KillAsync();

        // What waits goes through every jump.
        var sent = new List<string>();
        foreach (var off in (TimeSpan[])[TenYears, -TenYears, TimeSpan.Zero])
            await JumpAsync(region.Node, nodeClock, off, sent);
        await hubClock.SetAsync(TenYears);
        await broker.StartAsync();
        await ArrivedInOrderAsync(region, sent);

        // And what passes while the hub's clock jumps, the node's being ten years back.
        await nodeClock.SetAsync(-TenYears);
        await hubClock.SetAsync(-TenYears);
        await SendAsync(region.Node, sent, 3);
        await ArrivedInOrderAsync(region, sent);
    });

    [ClockFact]
    public Task A_clock_that_is_stepped_again_and_again_loses_and_doubles_nothing_also_across_a_restart() =>
        Scene.PlayAsync(output, async scene =>
        {
            var region = Region.Create(scene);
            var clock = new WallClock(scene, region.Node.Program);
            await region.StartAsync();
            var sent = new List<string>();
            for (var step = 0; step < 6; step++)
            {
                var hours = scene.Random.Next(-80_000, 80_000);
                clock.Write(TimeSpan.FromHours(hours));
                for (var post = 0; post < 4; post++)
                {
                    await SendAsync(region.Node, sent, 1);
                    await Wait.PassAsync(0.25);
                }
            }

            var key = Guid.NewGuid().ToString();
            var letter = Letters.Alarm("voor de stroomuitval");
            var first = await region.Node.PostAsync(letter, key);
            sent.Add(first.Id!);
            await region.Node.Program.KillAsync();
            clock.Write(-TenYears);
            await region.Node.Program.StartAsync();
            Assert.Equal(first.Id, (await region.Node.PostAsync(letter, key)).Id);
            await SendAsync(region.Node, sent, 2);

            await ArrivedInOrderAsync(region, sent);
        });

    /// <summary>After the jump the program is quiet, and everything that waits still only waits.</summary>
    private static async Task JumpAsync(Noodsteunpunt node, WallClock clock, TimeSpan off, List<string> sent)
    {
        await SendAsync(node, sent, 2);
        await clock.SetAsync(off);
        var burden = new Burden(node.Program);
        await Wait.PassAsync(1.5);
        burden.CheckQuiet();
        foreach (var id in sent) Assert.Contains(await node.StateAsync(id), (string[])["Queued", "Sending"]);
        await SendAsync(node, sent, 2);
    }

    private static async Task SendAsync(Noodsteunpunt node, List<string> sent, int count)
    {
        for (var i = 0; i < count; i++) sent.Add(await node.SendAsync(Letters.Alarm($"nummer {sent.Count + 1}")));
    }

    private static async Task ArrivedInOrderAsync(Region region, IReadOnlyList<string> sent)
    {
        await Wait.UntilAsync(
            "nothing waits any more", 30,
            async () => (int)(await region.Node.StatusAsync())["queue"]!["waiting"]! == 0);
        var feed = await region.Hub.FeedAsync();
        Assert.Equal(sent, feed.Select(item => (string)item["id"]!));
        Assert.All(feed, item => Assert.NotNull((string?)item["content"]!["text"]));
        Assert.Equal(sent.Count, sent.Distinct(StringComparer.Ordinal).Count());
        foreach (var id in sent) Assert.Equal("DeliveredDevice", await region.Node.StateAsync(id));
    }
}
