using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Modems;

// A modem is a small computer on a cable that a foot catches. What a noodsteunpunt accepted while it was gone must
// leave by itself when it is back, and a noodsteunpunt on the LAN must not notice anything of it.

/// <summary>Modems that are unplugged, hang, start again and talk nonsense, at either end.</summary>
public sealed class ModemTroubleTests(ITestOutputHelper output)
{
    private const double BackSeconds = 5;

    /// <summary>What happens, how long it lasts, and what ends it.</summary>
    private static readonly (string Begins, double Seconds, string? Ends)[] Troubles =
    [
        ("unplug", 1, "plug"), ("hang", 3, "resume"), ("reboot", 0, null), ("garbage", 0, null),
    ];

    [Theory]
    [InlineData("kiss")]
    [InlineData("rylr998")]
    public Task Whatever_a_modem_does_nothing_is_lost_and_the_LAN_goes_on(string dialect) =>
        Scene.PlayAsync(output, async scene =>
        {
            const int hubsRadio = 0, nodesRadio = 1;
            var air = await Air.StartAsync(scene, ports: 2, dialect);
            var region = Region.Create(scene, nodes: 2);
            region.Hub.Program.Settings["Radio:Modem"] = air.Modem(hubsRadio);
            var (onRadio, onLan) = (region.Nodes[0], region.Nodes[1]);
            onRadio.Program.Settings["Radio:Modem"] = air.Modem(nodesRadio);
            onRadio.Program.Settings["Mqtt:Enabled"] = "false";
            await Task.WhenAll(
                region.Hub.Program.StartAsync(), onRadio.Program.StartAsync(), onLan.Program.StartAsync());
            await onLan.BearerAsync("Mqtt", up: true, seconds: 15);

            var ids = new List<string>();
            foreach (var (radio, isUp) in new (int, Func<Task<bool>>)[]
                     {
                         (nodesRadio, () => onRadio.IsUpAsync("Radio")),
                         (hubsRadio, () => region.Hub.IsUpAsync("Radio")),
                     })
            {
                await Wait.UntilAsync($"radio {radio} works", 20, isUp);
                foreach (var trouble in Troubles)
                {
                    await air.SayAsync($"{trouble.Begins} {radio}");
                    ids.Add(await onRadio.SendAsync(Letters.Alarm($"{trouble.Begins} {radio}")));
                    ids.Add(await NotHeldUpAsync(onLan, $"LAN tijdens {trouble.Begins} {radio}"));
                    await Wait.PassAsync(trouble.Seconds);
                    if (trouble.Ends is { } ends) await air.SayAsync($"{ends} {radio}");
                    var back = await Wait.UntilAsync($"radio {radio} works after {trouble.Begins}", BackSeconds + 1, isUp);
                    var id = ids[^2];
                    var took = await Wait.UntilAsync(
                        $"{id} is delivered after {trouble.Begins} of radio {radio}", 45,
                        async () => (await onRadio.MessageAsync(id)).Delivered() is not null);
                    output.WriteLine(
                        $"{trouble.Begins} {radio}: up after {back.TotalSeconds:0.0} s, delivered {took.TotalSeconds:0.0} s later");
                }
            }

            var feed = await region.Hub.FeedAsync();
            Assert.Equal(ids.Order(StringComparer.Ordinal), feed.Select(item => (string)item["id"]!).Order(StringComparer.Ordinal));
            Assert.All(feed, item => Assert.True((bool)item["complete"]!));
        });

    private static async Task<string> NotHeldUpAsync(Noodsteunpunt node, string text)
    {
        var id = await node.SendAsync(Letters.Alarm(text));
        await Wait.UntilAsync(
            $"{id} is delivered by LAN", 10, async () => (await node.MessageAsync(id)).Delivered()?.Bearer == "Mqtt");
        var message = await node.MessageAsync(id);
        Assert.InRange((message.Delivered()!.Value.At - message.At("storedAt")).TotalSeconds, 0, 2);
        return id;
    }
}
