using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Noodlink.Station;

namespace Noodlink.Apps.Tests.Node;

public sealed class DraftApiTests : IAsyncLifetime
{
    private readonly string _id = DraftText.NewId();
    private RunningNode _node = null!;

    public async Task InitializeAsync() => _node = await RunningNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task What_is_typed_is_on_disk_offered_and_told_to_other_screens()
    {
        using var events = await EventStream.OpenAsync(_node.Client);
        await events.NextAsync("ping");
        var kept = await SaveAsync("""{"form":"noodmelding","fields":{"wat":"Accu é 😀","diensten":["Ambulance"]}}""", 200);
        Assert.Equal((_id, true), ($"{kept["id"]}", kept["open"]!.GetValue<bool>()));
        Assert.Equal(_id, $"{JsonNode.Parse((await events.NextAsync("draft")).Data)!["id"]}");

        await _node.RestartAsync();
        var items = JsonNode.Parse(await _node.Client.GetStringAsync("/api/drafts"))!["items"]!.AsArray();
        Assert.Equal(_id, $"{Assert.Single(items)!["id"]}");
        var one = JsonNode.Parse(await _node.Client.GetStringAsync($"/api/drafts/{_id}"))!;
        Assert.Equal("Accu é 😀", $"{one["fields"]!["wat"]}");

        using var dropped = await _node.Client.DeleteAsync($"/api/drafts/{_id}");
        Assert.Equal(HttpStatusCode.OK, dropped.StatusCode);
        Assert.Empty(JsonNode.Parse(await _node.Client.GetStringAsync("/api/drafts"))!["items"]!.AsArray());
    }

    [Fact]
    public async Task A_draft_whose_message_is_posted_is_closed_and_a_late_save_is_409_with_the_number()
    {
        await SaveAsync("""{"form":"noodmelding","fields":{"wat":"Accu"}}""", 200);
        using var answer = await _node.PostAsync(SomeJson.Example, $"form:{_id}");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var late = await SaveAsync("""{"form":"noodmelding","fields":{"wat":"Accu leeg"}}""", 409);
        Assert.Equal("GR-WK1-0001", $"{late["id"]}");
        var one = JsonNode.Parse(await _node.Client.GetStringAsync($"/api/drafts/{_id}"))!;
        Assert.Equal("GR-WK1-0001", $"{one["sentAs"]}");
    }

    // A page that closes sends its last words over another connection than the save before, and that one may be slower.
    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    public async Task A_save_that_comes_in_behind_a_later_one_of_its_page_puts_nothing_back(string method)
    {
        await SaveTurnAsync("oud", "a", 1);
        await SaveTurnAsync("de laatste woorden", "a", 3);
        var overtaken = await SaveTurnAsync("de laatste", "a", 2);
        Assert.Equal("de laatste woorden", await WordsAsync());
        Assert.Equal(_id, $"{overtaken["id"]}");

        // Another page counts for itself, and so does a program that does not count.
        await SaveTurnAsync("op een ander scherm", "b", 1);
        Assert.Equal("op een ander scherm", await WordsAsync());
        await SaveTurnAsync("nog later binnen", "a", 2);
        Assert.Equal("op een ander scherm", await WordsAsync());
        await SaveAsync(Body("zonder beurt", ""), 200, new HttpMethod(method));
        Assert.Equal("zonder beurt", await WordsAsync());
        await SaveAsync(Body("vreemde beurt", ""","page":"\ud800","turn":1.5"""), 200, new HttpMethod(method));
        Assert.Equal("vreemde beurt", await WordsAsync());

        Task<JsonNode> SaveTurnAsync(string words, string page, int turn) =>
            SaveAsync(Body(words, $$""","page":"{{page}}","turn":{{turn}}"""), 200, new HttpMethod(method));
        static string Body(string words, string turn) =>
            $$$"""{"form":"noodmelding","fields":{"wat":"{{{words}}}"}{{{turn}}}}""";
        async Task<string> WordsAsync() =>
            $"{JsonNode.Parse(await _node.Client.GetStringAsync($"/api/drafts/{_id}"))!["fields"]!["wat"]}";
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData("[]", 422)]
    [InlineData("""{"form":"noodmelding"}""", 422)]
    [InlineData("""{"form":7,"fields":{}}""", 422)]
    [InlineData("""{"form":"noodmelding","fields":"tekst"}""", 422)]
    [InlineData("""{"form":"noodmelding","fields":{"wat":"\ud800"}}""", 422)]
    public async Task What_is_no_draft_is_refused(string body, int status) => await SaveAsync(body, status);

    [Theory]
    [InlineData("""{"form":"noodmelding","fields":{"wat":"Accu"},"veld":{"plaats":"kelder"}}""", "veld")]
    [InlineData("""{"form":"noodmelding","fields":{"wat":"Accu"},"Fields":{}}""", "Fields")]
    [InlineData("""{"form":"noodmelding","fields":{"wat":"Accu"},"\ud800":1}""", "$")]
    public async Task A_property_that_no_draft_has_is_not_lost_silently_but_refused_with_its_name(string body, string name)
    {
        foreach (var method in (HttpMethod[])[HttpMethod.Put, HttpMethod.Patch])
        {
            var refused = await SaveAsync(body, 422, method);
            Assert.NotEmpty($"{Assert.Single(refused["errors"]![name]!.AsArray())}");
        }

        Assert.Null(_node.Desk.FindDraft(_id));
    }

    [Fact]
    public async Task Too_much_is_413_and_an_unknown_one_404()
    {
        foreach (var length in (int[])[17_000, 70_000])
            await SaveAsync("""{"form":"noodmelding","fields":{"wat":"?"}}""".Replace("?", new string('x', length)), 413);
        foreach (var id in (string[])[_id, "geen"])
        {
            using var missing = await _node.Client.GetAsync($"/api/drafts/{id}");
            using var notDropped = await _node.Client.DeleteAsync($"/api/drafts/{id}");
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (missing.StatusCode, notDropped.StatusCode));
        }
    }

    private async Task<JsonNode> SaveAsync(string body, int status, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Put, $"/api/drafts/{_id}");
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _node.Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, $"{(int)answer.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }
}
