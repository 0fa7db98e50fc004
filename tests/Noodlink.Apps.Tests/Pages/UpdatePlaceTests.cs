using System.Net;
using System.Text.Json.Nodes;
using Noodlink.Apps.Tests.Node;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Places;

namespace Noodlink.Apps.Tests.Pages;

/// <summary>The place that an aanvulling changes: looked up, read back, never completed, as that of a noodmelding. Without
/// script, and what was typed beside it stays.</summary>
public sealed class UpdatePlaceTests : IAsyncLifetime
{
    private readonly string _list = Path.Combine(Path.GetTempPath(), $"noodlink-places-{Guid.NewGuid():N}.db");
    private RunningNode _node = null!;
    private string _form = null!;

    public async Task InitializeAsync()
    {
        using (var writer = new GazetteerWriter(_list))
        {
            Assert.True(HouseNumber.TryParse("5", out var house));
            Assert.True(TypedPostcode.TryParse("9843AB", out var postcode));
            writer.AddAddress("Modelweg", house, postcode, "Grijpskerk", "Westerkwartier", new Rd(216_215, 587_300));
            writer.Finish(DateTimeOffset.UnixEpoch);
        }

        _node = await RunningNode.StartAsync($"--Places:File={_list}", "--Station:Rd=216500,587300");
        _form = $"/meldingen/{await _node.StoreAsync(SomeJson.Example)}/aanvulling";
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        File.Delete(_list);
    }

    [Fact]
    public async Task A_new_place_went_as_it_was_typed_without_the_list_and_without_being_read_back()
    {
        var place = await BeginAsync(("text", "Nu ook rook."), ("victims", "2"));
        Assert.Contains("Hier, bij dit noodsteunpunt", await _node.Client.GetStringAsync(place), StringComparison.Ordinal);
        var found = await StepAsync(
            $"{place}&hoe=adres", ("location.postcode", "9843 ab"), ("location.number", "5"), ("_do", "zoek"));
        Assert.Equal($"{place}&hoe=adres&zoek=1", found);
        Assert.Contains(
            "Modelweg 5, Grijpskerk, gemeente Westerkwartier, ongeveer 300 m van hier",
            await _node.Client.GetStringAsync(found), StringComparison.Ordinal);
        // Nobody has said yes yet.
        Assert.DoesNotContain("certainty", _node.Desk.Drafts[0].Fields, StringComparison.Ordinal);

        var back = await StepAsync(found, ("location.certainty", "Approximate"));
        var page = await _node.Client.GetStringAsync(back.Split('#')[0]);
        Assert.Contains("Nieuwe plaats:", page, StringComparison.Ordinal);
        Assert.Contains("Modelweg 5, 9843AB Grijpskerk, gemeente Westerkwartier (ongeveer)", page, StringComparison.Ordinal);
        Assert.Contains(">Nu ook rook.</textarea>", page, StringComparison.Ordinal);
        using var sent = await _node.Client.SubmitAsync(
            back.Split('#')[0], _form, ("text", "Nu ook rook."), ("victims", "2"));
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        var content = await ContentAsync();
        Assert.True(
            JsonNode.DeepEquals(content, JsonNode.Parse("""
                {"references":["GR-WK1-0001"],"location":{"kind":"Address","street":"Modelweg","number":"5",
                 "postcode":"9843AB","place":"Grijpskerk","gemeente":"Westerkwartier","rd":{"x":216215,"y":587300},
                 "certainty":"Approximate"},"victims":2,"text":"Nu ook rook."}
                """)), content.ToJsonString());
        Assert.Empty(_node.Desk.Drafts);
    }

    [Fact]
    public async Task A_place_that_nobody_confirmed_does_not_go_and_can_be_taken_back()
    {
        var place = await BeginAsync(("text", "Nu ook rook."));
        await StepAsync($"{place}&hoe=woorden", ("location.text", "achter de schuur"), ("_do", "zoek"));
        var form = place.Replace("/waar", "", StringComparison.Ordinal);
        using var early = await _node.Client.SubmitAsync(form, _form, ("text", "Nu ook rook."));
        var page = WebUtility.HtmlDecode(await early.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, early.StatusCode);
        Assert.Contains("href=\"#location\"", page, StringComparison.Ordinal);
        Assert.Contains("maar zei nog niet hoe zeker die is.", page, StringComparison.Ordinal);

        using var undone = await _node.Client.SubmitAsync(form, _form, ("text", "Nu ook rook."), ("_plaats", "weg"));
        using var sent = await _node.Client.SubmitAsync(form, _form, ("text", "Nu ook rook."));
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        Assert.Equal(
            """{"references":["GR-WK1-0001"],"text":"Nu ook rook."}""", (await ContentAsync()).ToJsonString());
    }

    [Fact]
    public async Task Here_is_one_press()
    {
        var back = await StepAsync(await BeginAsync(), ("_do", "hier"));
        using var sent = await _node.Client.SubmitAsync(back.Split('#')[0], _form);

        Assert.Equal(
            """{"references":["GR-WK1-0001"],"location":{"kind":"Here","certainty":"Certain"}}""",
            (await ContentAsync()).ToJsonString());
    }

    [Fact]
    public async Task A_point_from_the_map_comes_back_to_the_aanvulling()
    {
        var place = await BeginAsync(("text", "Nu ook rook."));
        var id = place.Split('=')[^1];
        Assert.Contains($"/kaart?kies={id}", await _node.Client.GetStringAsync($"{place}&hoe=punt"), StringComparison.Ordinal);
        using var answer = await _node.Client.GetAsync($"/noodmelding/{id}/waar?hoe=punt&x=216215&y=587310");

        Assert.Equal($"{place}&hoe=punt&x=216215&y=587310", $"{answer.Headers.Location}");
        Assert.Contains(
            "Het punt dat u aanwees, 10 m van Modelweg 5", await _node.Client.GetStringAsync($"{answer.Headers.Location}"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_begun_aanvulling_stood_on_the_first_page_as_update_gr_wk1_0001_and_led_nowhere()
    {
        var place = await BeginAsync(("text", "Nu ook rook."));
        var start = WebUtility.HtmlDecode(await _node.Client.GetStringAsync("/"));

        Assert.Contains("<strong>Aanvulling bij GR-WK1-0001</strong>", start, StringComparison.Ordinal);
        Assert.Contains($"href=\"{place.Replace("/waar", "", StringComparison.Ordinal)}\"", start, StringComparison.Ordinal);
        Assert.DoesNotContain("update-", start, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_place_of_an_aanvulling_that_was_sent_or_is_none_leads_back()
    {
        foreach (var query in (string[])["", "?concept=geen", $"?concept={await OtherAsync()}"])
        {
            using var answer = await _node.Client.GetAsync($"{_form}/waar{query}");
            Assert.Equal(_form, $"{answer.Headers.Location}");
        }
    }

    private async Task<string> OtherAsync()
    {
        var id = Noodlink.Station.DraftText.NewId();
        await _node.Desk.SaveDraftAsync(
            new Noodlink.Station.DraftText(id, "help", """{"text":"dekens"}"""), CancellationToken.None);
        return id;
    }

    // From the form to the place; gives its address.
    private async Task<string> BeginAsync(params (string, string)[] typed)
    {
        using var answer = await _node.Client.SubmitAsync(_form, _form, [.. typed, ("_plaats", "kies")]);
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync());
        return $"{answer.Headers.Location}";
    }

    private async Task<string> StepAsync(string page, params (string, string)[] typed)
    {
        using var answer = await _node.Client.SubmitAsync(page, $"{_form}/waar", typed);
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync());
        return $"{answer.Headers.Location}";
    }

    private async Task<JsonNode> ContentAsync() =>
        JsonNode.Parse(await _node.Client.GetStringAsync("/api/messages/GR-WK1-0002"))!["content"]!;
}
