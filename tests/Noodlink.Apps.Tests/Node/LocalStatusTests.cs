using System.Text.Json.Nodes;
using Noodlink.Apps.Tests.Hub;
using Noodlink.Station;

namespace Noodlink.Apps.Tests.Node;

public sealed class LocalStatusTests
{
    [Fact]
    public async Task The_status_of_a_node_says_what_people_told_it_of_this_point()
    {
        await using var node = await RunningNode.StartAsync();
        var silent = JsonNode.Parse(await node.Client.GetStringAsync("/api/status"))!;
        Assert.Equal("Off", $"{silent["exercise"]!["state"]}");
        Assert.Null(silent["reach112"]);
        Assert.Null(silent["power"]);

        await node.Desk.SetFactAsync(LocalFact.Reach112, "Sometimes", CancellationToken.None);
        await node.Desk.SetFactAsync(LocalFact.PowerSource, "Generator", CancellationToken.None);
        await node.Desk.SetFactAsync(LocalFact.PowerHours, "9", CancellationToken.None);
        var told = JsonNode.Parse(await node.Client.GetStringAsync("/api/status"))!;
        Assert.Equal("Sometimes", $"{told["reach112"]}");
        Assert.Equal("Generator", $"{told["power"]!["source"]}");
        Assert.InRange(told["power"]!["hoursLeft"]!.GetValue<double>(), 8.9, 9);
        Assert.NotNull(told["power"]!["enteredAt"]);
    }

    [Fact]
    public async Task The_status_of_a_hub_says_nothing_of_it()
    {
        await using var hub = await RunningHub.StartAsync();
        Assert.False(JsonNode.Parse(await hub.Client.GetStringAsync("/api/status"))!.AsObject().ContainsKey("exercise"));
    }
}
