using System.Net;
using System.Text.Json.Nodes;
using Noodlink.Apps.Tests.Node;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Tests.Bearers;

namespace Noodlink.Apps.Tests.Hub;

/// <summary>What a coördinatiepunt says to one, several or all noodsteunpunten, through both programs.</summary>
public sealed class AddressedKindsTests : IAsyncLifetime
{
    private const string Bulletin =
        """
        {"kind":"Bulletin","to":"All","number":12,"title":"Drinkwater","validUntil":"2096-11-21T18:00:00+01:00",
         "audience":"Public","replaces":9,"text":"Vandaag 14-18 uur bij de sporthal."}
        """;

    private RunningHub _hub = null!;

    public async Task InitializeAsync() => _hub = await RunningHub.StartWithNodeAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task A_bulletin_for_all_is_at_the_noodsteunpunt_under_the_number_of_the_hub_and_can_be_answered()
    {
        var number = await PostedAsync(Bulletin);
        await Until.True(() => _hub.Node.Desk.Find(number) is { Complete: true }, () => $"{number} is at the node");

        var shown = await ShownAsync(_hub.Node.Client, "Bulletin");
        Assert.StartsWith("GR-CWK-", number, StringComparison.Ordinal);
        Assert.Equal(number, $"{shown["id"]}");
        Assert.Equal("Actual", $"{shown["status"]}");
        Assert.Equal("Routine", $"{shown["precedence"]}");
        Assert.Equal(
            """
            {"number":12,"title":"Drinkwater","validUntil":"2096-11-21T17:00:00\u002B00:00","audience":"Public",
            "replaces":9,"text":"Vandaag 14-18 uur bij de sporthal."}
            """.Replace("\n", "", StringComparison.Ordinal), shown["content"]!.ToJsonString());

        var hung = await _hub.Node.StoreAsync($$"""{"kind":"Reply","references":["{{number}}"],"answer":"Yes"}""");
        await Until.True(() => _hub.Desk.Find(hung) is { Complete: true }, () => $"{hung} is at the hub");
        Assert.Equal(Precedence.Routine, _hub.Desk.Find(hung)!.Precedence);
    }

    [Fact]
    public async Task An_exercise_is_at_the_noodsteunpunt_before_what_is_routine()
    {
        var number = await PostedAsync(
            """
            {"kind":"ExerciseControl","to":["GR-WK1"],"action":"Start","exerciseId":"BO72-1","name":"Black-out",
             "minutes":90}
            """);
        await Until.True(() => _hub.Node.Desk.Find(number) is { Complete: true }, () => $"{number} is at the node");

        var shown = await ShownAsync(_hub.Node.Client, "ExerciseControl");
        Assert.Equal(number, $"{shown["id"]}");
        Assert.Equal("Exercise", $"{shown["status"]}");
        Assert.Equal("Priority", $"{shown["precedence"]}");
        Assert.Equal("90", $"{shown["content"]!["minutes"]}");
    }

    [Fact]
    public async Task What_only_a_hub_may_say_is_refused_at_a_noodsteunpunt_and_the_other_way_round()
    {
        using var bulletin = await _hub.Node.Client.PostAsync(
            "/api/messages", new StringContent(Bulletin, System.Text.Encoding.UTF8, "application/json"));
        using var report = await _hub.PostAsync("/api/messages", """{"kind":"SituationReport","open":true}""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, bulletin.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, report.StatusCode);
    }

    private async Task<string> PostedAsync(string json)
    {
        using var answer = await _hub.PostAsync("/api/messages", json);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, text);
        return $"{JsonNode.Parse(text)!["id"]}";
    }

    private static async Task<JsonNode> ShownAsync(HttpClient client, string kind)
    {
        var page = JsonNode.Parse(await client.GetStringAsync($"/api/messages?kind={kind}"))!;
        return Assert.Single(page["items"]!.AsArray())!;
    }
}
