using System.Net;
using System.Text.Json.Nodes;
using Noodlink.Apps.Tests.Node;
using Noodlink.Apps.Tests.Pages;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Station.Tests.Bearers;

namespace Noodlink.Apps.Tests.Hub;

public sealed class HubApiTests : IAsyncLifetime
{
    private RunningHub _hub = null!;

    public async Task InitializeAsync() => _hub = await RunningHub.StartWithNodeAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task The_feed_gives_each_message_once_and_goes_on_after_next()
    {
        var first = await _hub.ReceiveAsync(SomeJson.Example);
        var second = await _hub.ReceiveAsync(SomeJson.With(("dangerToLife", "No")));
        var feed = await Get("/api/feed?limit=1");
        var rest = await Get($"/api/feed?after={feed["next"]}");
        var none = await Get($"/api/feed?after={rest["next"]}");

        Assert.Equal(first, $"{Assert.Single(feed["items"]!.AsArray())!["id"]}");
        Assert.Equal(second, $"{Assert.Single(rest["items"]!.AsArray())!["id"]}");
        Assert.Empty(none["items"]!.AsArray());
        Assert.Equal($"{rest["next"]}", $"{none["next"]}");
        var item = feed["items"]![0]!.AsObject();
        string[] promised =
        [
            "journal", "id", "kind", "status", "precedence", "receivedAt", "station", "receptions", "content",
            "complete",
            "state", "stateLabel", "history", "forwarding", "sameNumberAs",
        ];
        Assert.Empty(promised.Except(item.Select(field => field.Key)));
        Assert.Equal("GR-WK1", $"{item["station"]}");
        Assert.Equal("Mqtt", $"{item["receptions"]![0]!["bearer"]}");
    }

    [Theory]
    [InlineData("after=-1", "after")]
    [InlineData("after=x", "after")]
    [InlineData("limit=501", "limit")]
    public async Task A_wrong_value_in_the_query_of_the_feed_is_422(string query, string name)
    {
        using var answer = await _hub.Client.GetAsync($"/api/feed?{query}");

        Assert.Equal(422, (int)answer.StatusCode);
        Assert.Equal(name, Assert.Single((await JsonOf(answer))["errors"]!.AsObject()).Key);
    }

    [Fact]
    public async Task What_staff_do_reaches_the_noodsteunpunt()
    {
        var number = await _hub.ReceiveAsync(SomeJson.Example);

        await Event(number, """{"type":"Claimed","by":"loggist"}""", 200);
        await Event(number, """{"type":"Forwarded","by":"loggist","channel":"C2000"}""", 200);
        var accepted = await Event(number, """{"type":"Accepted","by":"loggist","meldkamerNumber":"3217"}""", 200);

        Assert.Equal("AcceptedControlRoom", $"{accepted["state"]}");
        Assert.Equal("loggist", $"{accepted["claimedBy"]}");
        await Until.True(
            () => _hub.Node.Desk.Find(number)!.State == MessageState.AcceptedControlRoom,
            () => $"the node knows; it shows {_hub.Node.Desk.Find(number)!.State}");
        Assert.Equal("3217", _hub.Node.Desk.Find(number)!.MeldkamerNumber);
    }

    [Fact]
    public async Task What_the_state_does_not_allow_is_409_with_the_reason_and_who_holds_it()
    {
        var number = await _hub.ReceiveAsync(SomeJson.Example);
        await Event(number, """{"type":"Claimed","by":"loggist"}""", 200);

        var taken = await Event(number, """{"type":"Claimed","by":"coördinator"}""", 409);
        var early = await Event(number, """{"type":"Accepted","by":"loggist"}""", 409);
        await Event(number, """{"type":"Claimed","by":"coördinator","takeOver":true}""", 200);

        Assert.Equal("loggist", $"{taken["claimedBy"]}");
        Assert.NotEmpty($"{taken["reason"]}");
        Assert.NotEmpty($"{early["reason"]}");
    }

    [Fact]
    public async Task Faults_of_an_event_are_422_and_an_unknown_message_is_404()
    {
        var number = await _hub.ReceiveAsync(SomeJson.Example);

        var problem = await Event(number, """{"type":"Forwarded","by":"loggist","wie":"ik"}""", 422);
        await Event("GR-WK1-9999", """{"type":"Seen","by":"loggist"}""", 404);
        await Event(number, "{", 400);

        Assert.Equal(
            ["channel", "wie"], problem["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal));
        Assert.Equal("DeliveredDevice", $"{(await Get($"/api/messages/{number}"))["state"]}");
    }

    [Fact]
    public async Task An_exercise_is_never_accepted_by_the_meldkamer()
    {
        var number = await _hub.ReceiveAsync(SomeJson.With(("status", "Exercise")));
        await Event(number, """{"type":"Forwarded","by":"loggist","channel":"C2000"}""", 200);

        await Event(number, """{"type":"Accepted","by":"loggist"}""", 409);
    }

    [Fact]
    public async Task A_question_reaches_the_noodsteunpunt_and_one_tap_answers_it()
    {
        var number = await _hub.ReceiveAsync(SomeJson.Example);
        await Event(number, """{"type":"Query","by":"loggist","question":"Q5"}""", 200);
        await Until.True(() => _hub.Node.Desk.Find(number)!.QuestionOpen, () => "the question is at the node");
        Assert.Contains(
            "Staat er iemand aan de weg?", await _hub.Node.Client.GetStringAsync($"/meldingen/{number}"),
            StringComparison.Ordinal);

        using var tap = await _hub.Node.Client.SubmitAsync(
            $"/meldingen/{number}", $"/meldingen/{number}/antwoord", ("answer", "Yes"));

        Assert.Equal(HttpStatusCode.SeeOther, tap.StatusCode);
        Assert.False(_hub.Node.Desk.Find(number)!.QuestionOpen);
        await Until.True(
            () => _hub.Desk.Find(number)!.State == MessageState.SeenByHuman,
            () => $"the answer is at the hub; it shows {_hub.Desk.Find(number)!.State}");
        Assert.Contains(
            "Antwoord: ja", await _hub.Client.GetStringAsync($"/meldingen/{number}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_goes_to_the_stations_that_are_named_and_to_no_other()
    {
        using var unknown = await _hub.PostAsync(
            "/api/messages", """{"kind":"Request","to":["GR-WK1","GR-XX9"],"text":"Hoeveel uur stroom?"}""");
        using var alarm = await _hub.PostAsync("/api/messages", SomeJson.Example);
        using var right = await _hub.PostAsync(
            "/api/messages", """{"kind":"Request","to":["GR-WK1"],"text":"Hoeveel uur stroom?"}""");

        Assert.Equal(422, (int)unknown.StatusCode);
        Assert.Equal("to[1]", Assert.Single((await JsonOf(unknown))["errors"]!.AsObject()).Key);
        Assert.Equal(422, (int)alarm.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, right.StatusCode);
        var number = $"{(await JsonOf(right))["id"]}";
        Assert.StartsWith("GR-CWK-", number, StringComparison.Ordinal);
        await Until.True(() => _hub.Node.Desk.Find(number) is not null, () => "the request is at the node");
        var page = await _hub.Node.Client.GetStringAsync("/");
        Assert.Contains("Hoeveel uur stroom?", page, StringComparison.Ordinal);
        Assert.Contains("Hier moet u iets mee", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_stations_tell_when_they_were_heard()
    {
        await _hub.ReceiveAsync(SomeJson.Example);
        await Until.True(() => _hub.Desk.Stations.Single().LastHeard.Count > 0, () => "the station is heard");

        var station = Assert.Single((await Get("/api/stations"))["items"]!.AsArray())!;
        Assert.Equal("GR-WK1", $"{station["id"]}");
        Assert.NotNull(station["lastHeard"]!["Mqtt"]);
        Assert.False(station["silent"]!.GetValue<bool>());
        Assert.Contains("GR-WK1", await _hub.Client.GetStringAsync("/stations"), StringComparison.Ordinal);
    }

    private async Task<JsonNode> Event(string number, string json, int status)
    {
        using var answer = await _hub.PostAsync($"/api/messages/{number}/events", json);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, $"{(int)answer.StatusCode} {body}");
        return JsonNode.Parse(body)!;
    }

    private async Task<JsonNode> Get(string path) => JsonNode.Parse(await _hub.Client.GetStringAsync(path))!;

    private static async Task<JsonNode> JsonOf(HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
}
