using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Noodlink.Apps.Tests.Node;
using Noodlink.Protocol.Messages;
using Noodlink.Station;
using Noodlink.Station.Tests.Bearers;

namespace Noodlink.Apps.Tests.Hub;

/// <summary>A bulletin and where it hangs, an exercise and its state, through both programs.</summary>
public sealed class BulletinApiTests : IAsyncLifetime
{
    private const string PastJson =
        """
        {"kind":"Bulletin","to":["GR-WK1"],"number":12,"title":"Drinkwater","validUntil":"2020-11-21T18:00:00+01:00",
         "audience":"Public","text":"Vandaag 14-18 uur bij de sporthal."}
        """;

    private static readonly Bulletin Past = new(
        StationId.Parse("GR-CWK"), 12, "Drinkwater",
        (uint)new DateTimeOffset(2020, 11, 21, 18, 0, 0, TimeSpan.FromHours(1)).ToUnixTimeSeconds(),
        BulletinAudience.Public, null, "Vandaag 14-18 uur bij de sporthal.");

    private RunningHub _hub = null!;

    public async Task InitializeAsync() => _hub = await RunningHub.StartWithNodeAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task Who_hung_it_up_stands_at_the_bulletin()
    {
        // Its time is over by now.
        var sent = (AcceptOutcome.Stored)await _hub.Desk.AcceptAsync(
            new Draft(Past, MessageStatus.Actual, "GR-WK1"), CancellationToken.None);
        var number = sent.Number;
        await Until.True(() => _hub.Node.Desk.Bulletins.Count == 1, () => $"{number} is at the node");
        await _hub.Node.StoreAsync($$"""{"kind":"Reply","references":["{{number}}"],"answer":"Yes"}""");
        await Until.True(() => _hub.Desk.Find(number)!.HungUp.Count == 1, () => "the hub knows that it hangs");

        Assert.Equal("""["GR-WK1"]""", (await JsonAsync(_hub.Client, $"/api/messages/{number}"))["hungUp"]!.ToJsonString());
        var there = (await JsonAsync(_hub.Client, "/api/bulletins"))["items"]!.AsArray().Single()!;
        Assert.Equal("""["GR-WK1"]""", there["hungUp"]!.ToJsonString());
        Assert.Equal("GR-WK1", $"{there["points"]![0]!["station"]}");
        Assert.Equal(number, $"{there["points"]![0]!["id"]}");
        var here = (await JsonAsync(_hub.Node.Client, "/api/bulletins"))["items"]!.AsArray().Single()!;
        Assert.Equal((12, true, """["GR-WK1"]"""),
            (here["content"]!["number"]!.GetValue<int>(), here["past"]!.GetValue<bool>(), here["hungUp"]!.ToJsonString()));
    }

    [Fact]
    public async Task A_request_for_all_that_is_repeated_after_a_station_was_enrolled_goes_to_nobody_twice_and_past_nobody()
    {
        await EnrolledAsync((5, "GR-LK1"), (7, "GR-LK2"));
        Assert.Equal(["GR-LK1", "GR-LK2"], await SentToAsync());
        await EnrolledAsync((3, "GR-AA1"), (5, "GR-LK1"), (7, "GR-LK2"));
        Assert.Equal(["GR-AA1", "GR-LK1", "GR-LK2"], await SentToAsync());
        await EnrolledAsync((2, "GR-AA2"), (3, "GR-AA1"), (5, "GR-LK1"), (7, "GR-LK2"));
        Assert.Equal(["GR-AA2", "GR-AA1", "GR-LK1", "GR-LK2"], await SentToAsync());
        Assert.Equal(
            ["GR-AA1", "GR-AA2", "GR-LK1", "GR-LK2"],
            _hub.Desk.Bulletins.Single().Points.Select(point => point.Station).Order(StringComparer.Ordinal));

        async Task EnrolledAsync(params (ushort Number, string Id)[] stations)
        {
            _hub.SetStations(stations);
            await Until.True(
                () => _hub.Desk.Stations.Select(station => station.Id).SequenceEqual(stations.Select(one => one.Id)),
                () => "the hub has read its stations again");
        }

        async Task<IEnumerable<string>> SentToAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages");
            request.Headers.Add("Idempotency-Key", "bericht-12");
            request.Content = new StringContent(
                """
                {"kind":"Bulletin","to":"All","number":12,"title":"Drinkwater","validUntil":"2096-11-21T18:00:00+01:00",
                 "audience":"Public","text":"Bij de sporthal."}
                """, Encoding.UTF8, "application/json");
            using var answer = await _hub.Client.SendAsync(request);
            var body = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, body);
            return JsonNode.Parse(body)!["ids"]!.AsArray().Select(id => _hub.Desk.Find($"{id}")!.Station);
        }
    }

    [Fact]
    public async Task A_bulletin_that_is_past_by_the_clock_here_goes_out_and_is_shown_as_past()
    {
        // The clock may be wrong: it keeps no word about drinking water from leaving.
        using var sent = await PostAsync(PastJson, "vandaag");
        Assert.Equal(HttpStatusCode.Accepted, sent.StatusCode);
        await Until.True(() => _hub.Node.Desk.Bulletins.Count == 1, () => "it is at the node");
        var there = (await JsonAsync(_hub.Node.Client, "/api/bulletins"))["items"]!.AsArray().Single()!;
        Assert.True(there["past"]!.GetValue<bool>());
    }

    [Fact]
    public async Task An_exercise_of_the_hub_stands_in_the_status_of_the_node()
    {
        await PostedAsync(
            """
            {"kind":"ExerciseControl","to":["GR-WK1"],"action":"Start","exerciseId":"BO72-1","name":"Black-out",
             "minutes":90}
            """);
        await Until.True(() => _hub.Node.Desk.Exercise is Protocol.LifeCycle.ExerciseState.Running, () => "it runs");
        var exercise = (await JsonAsync(_hub.Node.Client, "/api/status"))["exercise"]!;
        Assert.Equal(("Running", "BO72-1", "Black-out"), ($"{exercise["state"]}", $"{exercise["id"]}", $"{exercise["name"]}"));
        Assert.InRange(exercise["minutesLeft"]!.GetValue<double>(), 85, 90);
    }

    private Task<HttpResponseMessage> PostAsync(string json, string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages")
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", key);
        return _hub.Client.SendAsync(request);
    }

    private async Task<string> PostedAsync(string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await _hub.Client.PostAsync("/api/messages", content);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        return $"{JsonNode.Parse(body)!["id"]}";
    }

    private static async Task<JsonNode> JsonAsync(HttpClient client, string path) =>
        JsonNode.Parse(await client.GetStringAsync(path))!;
}
