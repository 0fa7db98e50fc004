using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Noodlink.Apps.Tests.Node;

public sealed class PostTests : IAsyncLifetime
{
    private RunningNode _node = null!;

    public async Task InitializeAsync() => _node = await RunningNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task A_noodmelding_is_on_disk_when_202_is_answered()
    {
        using var answer = await _node.PostAsync(SomeJson.Example);
        var body = await JsonOf(answer);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("GR-WK1-0001", $"{body["id"]}");
        Assert.Equal("Queued", $"{body["state"]}");
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$", $"{body["storedAt"]}");
        Assert.Equal("/api/messages/GR-WK1-0001", answer.Headers.Location!.ToString());

        await _node.RestartAsync();
        var kept = JsonNode.Parse(await _node.Client.GetStringAsync("/api/messages/GR-WK1-0001"))!;
        var sent = JsonNode.Parse(SomeJson.With(("kind", null), ("status", null)))!;
        sent["location"]!["kind"] = "Address";
        Assert.True(JsonNode.DeepEquals(sent, kept["content"]), $"{kept["content"]}");
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData("", 400)]
    [InlineData("{\"kind\":\"Alarm\"} trailing", 400)]
    [InlineData("\"\uFFFF", 400)]
    [InlineData("[1]", 422)]
    [InlineData("null", 422)]
    [InlineData("{\"kind\":\"Alarm\",\"kind\":\"Alarm\"}", 422)]
    [InlineData("{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}", 422)]
    public async Task What_is_no_JSON_is_400_and_what_is_no_message_is_422(string body, int status)
    {
        using var answer = await _node.PostAsync(body);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        await NothingIsStored();
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_are_400()
    {
        var content = new ByteArrayContent([(byte)'"', 0xC3, 0x28, (byte)'"']);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await _node.Client.PostAsync("/api/messages", content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/xml")]
    public async Task Another_media_type_is_415(string mediaType)
    {
        using var answer = await _node.PostAsync(SomeJson.Example, mediaType: mediaType);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        await NothingIsStored();
    }

    [Fact]
    public async Task No_media_type_and_another_charset_are_415()
    {
        var bare = new ByteArrayContent(Encoding.UTF8.GetBytes(SomeJson.Example));
        using var without = await _node.Client.PostAsync("/api/messages", bare);
        var latin = new StringContent(SomeJson.Example, Encoding.Latin1, "application/json");
        using var other = await _node.Client.PostAsync("/api/messages", latin);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, without.StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, other.StatusCode);
        await NothingIsStored();
    }

    [Theory]
    [InlineData(65_536, false, 202)]
    [InlineData(65_537, false, 413)]
    [InlineData(1_000_000, false, 413)]
    [InlineData(65_536, true, 202)]
    [InlineData(65_537, true, 413)]
    [InlineData(1_000_000, true, 413)]
    public async Task More_than_64_kB_is_413_however_it_is_sent(int bytes, bool chunked, int status)
    {
        var body = SomeJson.Example.PadRight(
            bytes - Encoding.UTF8.GetByteCount(SomeJson.Example) + SomeJson.Example.Length);
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = chunked;
        using var answer = await _node.Client.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 413) Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Every_fault_of_the_content_is_named_by_its_path_at_once()
    {
        using var answer = await _node.PostAsync(SomeJson.With(
            ("services", new JsonArray("Army")), ("dangerToLife", null), ("victims", 15), ("wachtwoord", "x"),
            ("location", new JsonObject { ["postcode"] = "98A3", ["certainty"] = "Certain" }),
            ("text", new string('x', 141))));
        var problem = await JsonOf(answer);

        Assert.Equal(422, (int)answer.StatusCode);
        Assert.Equal(422, problem["status"]!.GetValue<int>());
        var errors = problem["errors"]!.AsObject();
        Assert.Equal(
            ["dangerToLife", "location.postcode", "services[0]", "text", "victims", "wachtwoord"],
            errors.Select(error => error.Key).Where(path => path != "location.kind").Order(StringComparer.Ordinal));
        Assert.All(errors, error => Assert.NotEmpty(error.Value!.AsArray()));
        await NothingIsStored();
    }

    [Theory]
    [InlineData("Request")]
    [InlineData("Receipt")]
    [InlineData("Bulletin")]
    [InlineData("alarm")]
    public async Task A_kind_that_a_noodsteunpunt_does_not_make_is_422(string kind)
    {
        using var answer = await _node.PostAsync(SomeJson.With(("kind", kind)));

        Assert.Equal(422, (int)answer.StatusCode);
        Assert.True((await JsonOf(answer))["errors"]!.AsObject().ContainsKey("kind"));
    }

    [Fact]
    public async Task An_update_behind_another_status_wall_is_422()
    {
        var number = await _node.StoreAsync(SomeJson.Example);
        using var answer = await _node.PostAsync(
            $$"""{"kind":"AlarmUpdate","status":"Exercise","references":["{{number}}"],"text":"Meer rook."}""");

        Assert.Equal(422, (int)answer.StatusCode);
        Assert.True((await JsonOf(answer))["errors"]!.AsObject().ContainsKey("status"));
    }

    [Fact]
    public async Task The_same_key_and_body_give_the_same_message_also_after_a_restart()
    {
        using var first = await _node.PostAsync(SomeJson.Example, "sleutel-1");
        using var again = await _node.PostAsync(SomeJson.Example, "sleutel-1");
        await _node.RestartAsync();
        using var later = await _node.PostAsync(SomeJson.Example, "sleutel-1");

        foreach (var answer in (HttpResponseMessage[])[first, again, later])
        {
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            Assert.Equal("GR-WK1-0001", $"{(await JsonOf(answer))["id"]}");
        }

        Assert.Equal(1, await Count());
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_409_with_the_first_id_and_stores_nothing()
    {
        var number = await IdOf(await _node.PostAsync(SomeJson.Example, "sleutel-1"));
        using var answer = await _node.PostAsync(SomeJson.With(("victims", 2)), "sleutel-1");

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal(number, $"{(await JsonOf(answer))["id"]}");
        Assert.Equal(1, await Count());
    }

    [Theory]
    [InlineData(255, 202)]
    [InlineData(256, 422)]
    [InlineData(0, 422)]
    public async Task A_key_has_1_to_255_characters(int length, int status)
    {
        using var answer = await _node.PostAsync(SomeJson.Example, new string('k', length));

        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 422) Assert.True((await JsonOf(answer))["errors"]!.AsObject().ContainsKey("Idempotency-Key"));
    }

    [Fact]
    public async Task A_hundred_posts_at_once_with_one_key_make_one_message()
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 100)
                .Select(async _ => await IdOf(await _node.PostAsync(SomeJson.Example, "sleutel-100"))));

        Assert.Equal(["GR-WK1-0001"], answers.Distinct(StringComparer.Ordinal));
        Assert.Equal(1, await Count());
    }

    private async Task NothingIsStored() => Assert.Equal(0, await Count());

    private async Task<int> Count() =>
        JsonNode.Parse(await _node.Client.GetStringAsync("/api/messages"))!["items"]!.AsArray().Count;

    private static async Task<string> IdOf(HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            return $"{(await JsonOf(answer))["id"]}";
        }
    }

    private static async Task<JsonNode> JsonOf(HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
}
