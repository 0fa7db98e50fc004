using System.Text.Json.Nodes;

namespace Noodlink.Apps.Tests.Node;

public sealed class ReadTests : IAsyncLifetime
{
    private RunningNode _node = null!;

    public async Task InitializeAsync() => _node = await RunningNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task The_list_is_newest_first_and_pages_on_with_next()
    {
        for (var n = 0; n < 5; n++) await _node.StoreAsync(SomeJson.With(("victims", n)));

        var first = await Get("/api/messages?limit=2");
        var second = await Get($"/api/messages?limit=2&before={first["next"]}");
        var last = await Get($"/api/messages?limit=2&before={second["next"]}");

        Assert.Equal(["GR-WK1-0005", "GR-WK1-0004"], Ids(first));
        Assert.Equal(["GR-WK1-0003", "GR-WK1-0002"], Ids(second));
        Assert.Equal(["GR-WK1-0001"], Ids(last));
        Assert.Null(last["next"]);
    }

    [Fact]
    public async Task State_and_kind_may_repeat()
    {
        await _node.StoreAsync(SomeJson.Example);
        await _node.StoreAsync("""{"kind":"AlarmUpdate","references":["GR-WK1-0001"],"text":"Accu nog 15 min."}""");
        await _node.StoreAsync("""{"kind":"AlarmCancel","references":["GR-WK1-0001"],"reason":"Resolved"}""");

        Assert.Equal(["GR-WK1-0003", "GR-WK1-0002"], Ids(await Get("/api/messages?kind=AlarmUpdate&kind=AlarmCancel")));
        Assert.Equal(3, Ids(await Get("/api/messages?state=Queued&state=Sending")).Count());
        Assert.Empty(Ids(await Get("/api/messages?state=OnScene")));
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=501", "limit")]
    [InlineData("limit=veel", "limit")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("state=Verstuurd", "state")]
    [InlineData("state=1", "state")]
    [InlineData("kind=alarm", "kind")]
    [InlineData("kind=Alarm,Reply", "kind")]
    [InlineData("before=-1", "before")]
    public async Task A_wrong_value_in_the_query_is_422_by_its_name(string query, string name)
    {
        using var answer = await _node.Client.GetAsync($"/api/messages?{query}");

        Assert.Equal(422, (int)answer.StatusCode);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal(name, Assert.Single(problem["errors"]!.AsObject()).Key);
    }

    [Fact]
    public async Task One_message_has_the_shape_that_is_promised()
    {
        await _node.StoreAsync(SomeJson.Example);
        var message = (await Get("/api/messages/GR-WK1-0001")).AsObject();

        string[] promised =
        [
            "id", "kind", "status", "precedence", "state", "stateLabel", "createdAt", "content", "complete", "attempts",
            "bearer", "history", "deliveries", "sameNumberAs",
        ];
        Assert.Empty(promised.Except(message.Select(field => field.Key)));
        Assert.Equal("Alarm", $"{message["kind"]}");
        Assert.Equal("Flash", $"{message["precedence"]}");
        Assert.Equal("Nog niet weg – wacht op verbinding", $"{message["stateLabel"]}");
        Assert.False(message["content"]!.AsObject().ContainsKey("kind"));
        var first = message["history"]!.AsArray()[0]!.AsObject();
        Assert.Equal(
            ["at", "by", "note", "state", "via"], first.Select(field => field.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_number_that_is_not_there_is_404_with_a_problem()
    {
        using var answer = await _node.Client.GetAsync("/api/messages/GR-WK1-9999");

        Assert.Equal(404, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("/api/nergens", 404)]
    [InlineData("/api/feed", 404)]
    public async Task An_unknown_address_of_the_API_is_a_problem(string path, int status)
    {
        using var answer = await _node.Client.GetAsync(path);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task The_status_has_the_shape_that_is_promised()
    {
        var status = (await Get("/api/status")).AsObject();

        Assert.Equal("GR-WK1", $"{status["station"]}");
        Assert.NotNull(status["bearers"]!.AsArray());
        Assert.NotNull(status["queue"]!["waiting"]);
        Assert.True(status["queue"]!.AsObject().ContainsKey("oldestSeconds"));
        Assert.Equal(
            ["airtimeLeftPercent", "dutyCycleUsedPercent", "notRelayed", "relayed"],
            status["radio"]!.AsObject().Select(field => field.Key).Order(StringComparer.Ordinal));
        Assert.True(DateTimeOffset.TryParse($"{status["clock"]}", out _));
        Assert.StartsWith("3.", $"{status["storage"]!["sqliteVersion"]}", StringComparison.Ordinal);
        Assert.True(status["storage"]!["healthy"]!.GetValue<bool>());
        Assert.Equal(0, status["refused"]!["count"]!.GetValue<int>());
        Assert.True(status["refused"]!.AsObject().ContainsKey("last"));
        Assert.Matches(@"^\d+\.\d+\.\d+", $"{status["version"]}");
    }

    [Fact]
    public async Task What_was_stored_a_moment_ago_is_counted_as_waiting()
    {
        for (var n = 1; n <= 5; n++)
        {
            await _node.StoreAsync(SomeJson.Example);
            var queue = (await Get("/api/status"))["queue"]!;
            Assert.Equal(n, queue["waiting"]!.GetValue<int>());
            Assert.InRange(queue["oldestSeconds"]!.GetValue<int>(), 0, 60);
        }
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task Health_is_plain_text(string path)
    {
        using var answer = await _node.Client.GetAsync(path);

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
    }

    private static IEnumerable<string> Ids(JsonNode page) => page["items"]!.AsArray().Select(item => $"{item!["id"]}");

    private async Task<JsonNode> Get(string path) => JsonNode.Parse(await _node.Client.GetStringAsync(path))!;
}
