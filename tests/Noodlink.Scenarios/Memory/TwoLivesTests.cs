using System.Net;
using System.Text.Json.Nodes;
using Noodlink.Cli.Check;
using Noodlink.Protocol.Wire;
using Noodlink.Scenarios.Ground;
using Noodlink.Station.Modems;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Memory;

/// <summary>A noodsteunpunt restored from yesterday's image: other words under used numbers.</summary>
public sealed class TwoLivesTests(ITestOutputHelper output)
{
    [Fact]
    public Task Both_lives_are_kept_apart_everywhere_and_no_nonce_comes_back() =>
        Scene.PlayAsync(output, async scene =>
        {
            var broker = new OpenBroker(scene);
            await broker.StartAsync();
            var air = await Air.StartAsync(scene, ports: 3, speed: 4);
            var region = Region.Create(scene, broker: broker, air: air);
            await using var up = await Tap.OnBrokerAsync(broker.Port, region.Node.Id, up: true);
            await using var down = await Tap.OnBrokerAsync(broker.Port, region.Node.Id, up: false);
            await using var ether = await Tap.OnAirAsync(scene, air.Modem(2), new RadioSettings());
            await region.StartAsync();
            await DeliverAsync(region, "voor de kopie", "Mqtt");
            await EndAsync(region.Node);
            var yesterday = Image.Take(scene, region.Node.Program, "yesterday");

            await StartAsync(region.Node);
            var first = await DeliverAsync(region, "eerste leven", "Mqtt");
            await broker.KillAsync();
            var later = await DeliverAsync(region, "eerste leven op de radio", "Radio");
            await EndAsync(region.Node);
            var today = Image.Take(scene, region.Node.Program, "today");

            yesterday.PutBack(region.Node.Program);
            await region.Node.Program.StartAsync();
            await region.Node.BearerAsync("Radio", up: true, seconds: 20);
            Assert.Equal(first, await DeliverAsync(region, "tweede leven op de radio", "Radio"));
            await broker.StartAsync();
            await region.Hub.BearerAsync("Mqtt", up: true, seconds: 30);
            await region.Node.BearerAsync("Mqtt", up: true, seconds: 30);
            // Danger to life takes whatever brings it first.
            Assert.Equal(later, await DeliverAsync(region, "tweede leven", bearer: null));

            var marked = await CheckHubAsync(region, first, "eerste leven", "tweede leven op de radio");
            await CheckHubAsync(region, later, "eerste leven op de radio", "tweede leven");
            await CheckSecondAsync(region, first, marked);
            await EndAsync(region.Node);
            today.PutBack(region.Node.Program);
            await StartAsync(region.Node);
            await CheckFirstAsync(region, first);
            NoNonceTwice([.. up.Heard, .. down.Heard, .. ether.Heard], ether.Heard.Count);
        });

    /// <summary>Two contents under one readable header would share a nonce.</summary>
    private void NoNonceTwice(IReadOnlyList<HeardFrame> heard, int onAir)
    {
        var frames = new Dictionary<FrameHeader, byte[]>();
        foreach (var frame in heard.Select(each => each.Bytes))
        {
            Assert.True(FrameHeader.TryRead(frame, out var header), Convert.ToHexString(frame));
            if (!frames.TryAdd(header, frame))
                Assert.True(frames[header].AsSpan().SequenceEqual(frame), $"two contents under {header}");
        }

        output.WriteLine($"{heard.Count} frames were heard, {onAir} of them on the air; {frames.Count} headers");
        Assert.True(onAir > 4, $"{onAir} frames were heard on the air");
        // Used numbers did come back, else this shows nothing.
        Assert.Contains(
            frames.Keys.Where(header => header is { Direction: Direction.Up, Series: Series.Numbered })
                .GroupBy(header => header.Serial),
            serial => serial.Select(header => header.Epoch).Distinct().Count() > 1);
    }

    /// <summary>Both lives with their own ids, words and files.</summary>
    /// <returns>The number of the second life.</returns>
    private static async Task<string> CheckHubAsync(Region region, string id, string firstText, string secondText)
    {
        var feed = await region.Hub.FeedAsync();
        var first = Assert.Single(feed, item => (string?)item["id"] == id);
        var second = Assert.Single(feed, item => ((string)item["id"]!).StartsWith($"{id}-", StringComparison.Ordinal));
        var marked = (string)second["id"]!;
        Assert.Matches($"^{id}-[0-9A-F]{{4}}$", marked);
        Assert.Equal(
            (firstText, secondText), ((string?)first["content"]!["text"], (string?)second["content"]!["text"]));
        Assert.Equal((marked, id), ((string?)first["sameNumberAs"], (string?)second["sameNumberAs"]));
        foreach (var each in (JsonNode[])[first, second])
        {
            var name = (string)each["id"]!;
            Assert.Contains(
                "dubbel nummer", await region.Hub.Program.Browser.PageAsync($"/meldingen/{name}"),
                StringComparison.OrdinalIgnoreCase);
            await Wait.UntilAsync(
                $"{name} has files of its own", 20,
                () => SpoolVersion.ReadAll(region.Hub.Spool).Any(
                    version => version.Message == name && version is { IsWhole: true, Complete: true } &&
                               (string?)version.Content["text"] == (string?)each["content"]!["text"]));
        }

        return marked;
    }

    /// <summary>What staff do with one life is heard by that life and not by the other.</summary>
    private static async Task CheckSecondAsync(Region region, string id, string marked)
    {
        Assert.NotNull((string?)(await region.Node.MessageAsync(id))["sameNumberAs"]);
        Assert.Contains(
            "dubbel nummer", await region.Node.Program.Browser.PageAsync($"/meldingen/{id}"),
            StringComparison.OrdinalIgnoreCase);
        await ActAsync(region, marked, """{"type":"Seen","by":"loggist"}""");
        await StateAsync(region, id, "SeenByHuman");
    }

    private static async Task CheckFirstAsync(Region region, string id)
    {
        Assert.Equal("DeliveredDevice", await region.Node.StateAsync(id));
        await ActAsync(region, id, """{"type":"Forwarded","by":"loggist","channel":"Phone"}""");
        await StateAsync(region, id, "Forwarded");
    }

    private static Task<TimeSpan> StateAsync(Region region, string id, string state) =>
        Wait.UntilAsync($"{id} is {state}", 30, async () => await region.Node.StateAsync(id) == state);

    private static async Task ActAsync(Region region, string id, string action)
    {
        var answer = await region.Hub.Program.Browser.PostAsync($"/api/messages/{id}/events", action);
        Assert.True(answer.Code == HttpStatusCode.OK, $"{id} {action}: {answer}");
    }

    private static async Task<string> DeliverAsync(Region region, string text, string? bearer)
    {
        var id = await region.Node.SendAsync(Letters.Alarm(text));
        await Wait.UntilAsync(
            $"'{text}' is delivered over {bearer ?? "anything"}", 60,
            async () => (await region.Node.MessageAsync(id)).Delivered() is { } first && (bearer ?? first.Bearer) == first.Bearer);
        return id;
    }

    private static async Task StartAsync(Noodsteunpunt node)
    {
        await node.Program.StartAsync();
        await node.BearerAsync("Mqtt", up: true, seconds: 20);
        await node.BearerAsync("Radio", up: true, seconds: 20);
    }

    private static async Task EndAsync(Noodsteunpunt node) => Assert.Equal(0, await node.Program.TerminateAsync(10));
}
