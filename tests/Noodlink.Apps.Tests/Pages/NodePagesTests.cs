using System.Net;
using System.Text.Json.Nodes;
using Noodlink.Apps.Tests.Node;

namespace Noodlink.Apps.Tests.Pages;

public sealed class NodePagesTests : IAsyncLifetime
{
    private RunningNode _node = null!;

    public async Task InitializeAsync() => _node = await RunningNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task An_aanvulling_and_an_intrekking_refer_to_the_noodmelding()
    {
        var number = await _node.StoreAsync(SomeJson.Example);
        using var update = await _node.Client.SubmitAsync(
            $"/meldingen/{number}/aanvulling", $"/meldingen/{number}/aanvulling", ("text", "Accu bijna leeg."),
            ("victims", "2"));
        using var nothing = await _node.Client.SubmitAsync(
            $"/meldingen/{number}/aanvulling", $"/meldingen/{number}/aanvulling");
        using var reasonless = await _node.Client.SubmitAsync(
            $"/meldingen/{number}/intrekken", $"/meldingen/{number}/intrekken", ("text", "hoeft niet meer"));
        using var asked = await _node.Client.SubmitAsync(
            $"/meldingen/{number}/intrekken", $"/meldingen/{number}/intrekken", ("reason", "Resolved"));
        var sure = await asked.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        Assert.Equal("Queued", $"{JsonNode.Parse(await _node.Client.GetStringAsync($"/api/messages/{number}"))!["state"]}");
        using var cancel = await _node.Client.PostAsync(
            $"/meldingen/{number}/intrekken", new FormUrlEncodedContent(BrowserForm.Hidden(sure)));

        Assert.Equal(HttpStatusCode.SeeOther, update.StatusCode);
        Assert.Equal(422, (int)nothing.StatusCode);
        Assert.Contains("wat is er anders?", await nothing.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(422, (int)reasonless.StatusCode);
        Assert.Contains("hoeft niet meer", await reasonless.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, cancel.StatusCode);
        var page = await _node.Client.GetStringAsync($"/meldingen/{number}");
        Assert.Contains("Aanvulling op GR-WK1-0001", page, StringComparison.Ordinal);
        Assert.Contains("Intrekking van GR-WK1-0001", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/meldingen/GR-WK1-9999", 404)]
    [InlineData("/meldingen/%3Cscript%3E", 404)]
    [InlineData("/meldingen/GR-WK1-9999/aanvulling", 404)]
    [InlineData("/nergens", 404)]
    public async Task A_page_that_is_not_there_says_so_in_Dutch(string path, int status)
    {
        using var answer = await _node.Client.GetAsync(path);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains("is er niet</h1>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exercise_and_test_stand_in_their_own_lists_and_pages_with_the_word_in_a_frame()
    {
        var drill = await _node.StoreAsync(SomeJson.With(("status", "Exercise")));
        var test = await _node.StoreAsync(SomeJson.With(("status", "Test")));
        var real = await _node.StoreAsync(SomeJson.Example);
        var start = await _node.Client.GetStringAsync("/");

        Assert.Equal(
            ["echt", real, "oefening", drill, "test", test],
            start.Split(" id=\"").Skip(1).Select(rest => rest[..rest.IndexOf('"', StringComparison.Ordinal)])
                .Where(id =>
                    id is "echt" or "oefening" or "test" || id.StartsWith("bericht-", StringComparison.Ordinal))
                .Select(id => id.Replace("bericht-", "", StringComparison.Ordinal)));
        Assert.Contains("<p class=\"frame-word\">OEFENING</p>",
            await _node.Client.GetStringAsync($"/meldingen/{drill}"), StringComparison.Ordinal);
        Assert.Contains("<p class=\"frame-word\">TEST</p>",
            await _node.Client.GetStringAsync($"/meldingen/{test}/intrekken"), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "frame-word", await _node.Client.GetStringAsync($"/meldingen/{real}"), StringComparison.Ordinal);
    }
}
