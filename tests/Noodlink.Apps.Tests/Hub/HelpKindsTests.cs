using System.Text.Json.Nodes;
using Noodlink.Apps.Tests.Node;
using Noodlink.Station.Tests.Bearers;

namespace Noodlink.Apps.Tests.Hub;

/// <summary>What people at a noodsteunpunt post besides noodmeldingen, as both programs show it.</summary>
public sealed class HelpKindsTests : IAsyncLifetime
{
    private RunningHub _hub = null!;

    public async Task InitializeAsync() => _hub = await RunningHub.StartWithNodeAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Theory]
    [InlineData("HelpRequest", "Routine",
        """{"category":"Medicine","amount":2,"place":"Loppersum","neededBeforeMinutes":1080,"text":"Insuline."}""")]
    [InlineData("HelpOffer", "Welfare",
        """{"category":"Equipment","amount":2,"place":"9919","availableFromMinutes":180,"text":"Aggregaat."}""")]
    [InlineData("StockReport", "Routine",
        """{"items":[{"item":"Water","amount":240,"unit":"Litres","hoursLeft":6}],"text":"Bijna op."}""")]
    [InlineData("ShiftHandover", "Routine",
        """{"roleOut":"dagdienst","roleIn":"nachtdienst","openAlarms":2,"openRequests":5,"waiting":0}""")]
    public async Task It_is_shown_at_both_sides_as_it_was_posted(string kind, string precedence, string content)
    {
        var number = await _hub.ReceiveAsync($"{{\"kind\":\"{kind}\",{content[1..]}");
        await Until.True(() => _hub.Desk.Find(number)!.Complete, () => $"{number} is complete at the hub");

        var feed = JsonNode.Parse(await _hub.Client.GetStringAsync($"/api/feed?kind={kind}"))!;
        var other = JsonNode.Parse(await _hub.Client.GetStringAsync("/api/feed?kind=Alarm"))!;
        var node = JsonNode.Parse(await _hub.Node.Client.GetStringAsync($"/api/messages?kind={kind}"))!;
        Assert.Empty(other["items"]!.AsArray());
        foreach (var item in (JsonNode[])[
            Assert.Single(feed["items"]!.AsArray())!, Assert.Single(node["items"]!.AsArray())!,
            JsonNode.Parse(await _hub.Client.GetStringAsync($"/api/messages/{number}"))!])
        {
            Assert.Equal(number, $"{item["id"]}");
            Assert.Equal("Actual", $"{item["status"]}");
            Assert.Equal(precedence, $"{item["precedence"]}");
            Assert.Equal(content, item["content"]!.ToJsonString());
        }
    }

    [Fact]
    public async Task A_match_goes_either_way()
    {
        var request = await _hub.ReceiveAsync(
            """{"kind":"HelpRequest","status":"Exercise","category":"Power","amount":1,"place":"9919"}""");
        var offer = await _hub.ReceiveAsync(
            """{"kind":"HelpOffer","status":"Exercise","category":"Equipment","amount":1,"place":"9919"}""");
        var match = $$"""{"kind":"MatchNote","references":["{{request}}","{{offer}}"],"result":"Linked"}""";

        var up = await _hub.ReceiveAsync(match);
        Assert.Equal(Noodlink.Protocol.Messages.MessageStatus.Exercise, _hub.Desk.Find(up)!.Status);
        using var answer = await _hub.PostAsync(
            "/api/messages", match.Replace("{\"kind\"", "{\"to\":[\"GR-WK1\"],\"kind\"", StringComparison.Ordinal));
        var down = $"{JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id"]}";
        await Until.True(() => _hub.Node.Desk.Find(down) is not null, () => $"{down} is at the node");
        Assert.Equal(Noodlink.Protocol.Messages.MessageStatus.Exercise, _hub.Node.Desk.Find(down)!.Status);
    }
}
