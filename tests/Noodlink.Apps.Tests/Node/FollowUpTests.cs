using System.Net;
using System.Text.Json.Nodes;
using Noodlink.Apps.Tests.Pages;
using Noodlink.Station;

namespace Noodlink.Apps.Tests.Node;

/// <summary>What people do after a noodmelding: complete it, withdraw it, read it aloud.</summary>
public sealed class FollowUpTests : IAsyncLifetime
{
    private RunningNode _node = null!;

    public async Task InitializeAsync() => _node = await RunningNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task What_was_sent_stands_beside_every_question_of_an_aanvulling_also_after_an_earlier_one()
    {
        var number = await _node.StoreAsync(SomeJson.Example);
        var address = $"/meldingen/{number}/aanvulling";
        using var first = await _node.Client.SubmitAsync(address, address, ("victims", "2"), ("access", "Blocked"));
        var page = WebUtility.HtmlDecode(await _node.Client.GetStringAsync(address));

        Assert.Equal($"/meldingen/{number}", first.Headers.Location!.ToString());
        Assert.Contains("Gemeld: Modelweg 3, 9843AB Grijpskerk (zeker)", page, StringComparison.Ordinal);
        Assert.Contains("Gemeld: slachtoffers: 2", page, StringComparison.Ordinal);
        Assert.Contains("Gemeld: weg dicht", page, StringComparison.Ordinal);
        Assert.Contains("Gemeld: niet ingevuld", page, StringComparison.Ordinal);
        // Nothing is filled in beforehand: only what changed travels.
        Assert.DoesNotContain(" checked", page, StringComparison.Ordinal);
        var content = JsonNode.Parse(await _node.Client.GetStringAsync("/api/messages/GR-WK1-0002"))!["content"]!;
        Assert.Equal("""{"references":["GR-WK1-0001"],"victims":2,"access":"Blocked"}""", content.ToJsonString());
    }

    [Fact]
    public async Task A_faulty_aanvulling_is_kept_and_offered_again_and_gone_once_it_is_sent()
    {
        var number = await _node.StoreAsync(SomeJson.Example);
        var address = $"/meldingen/{number}/aanvulling";
        using var faulty = await _node.Client.SubmitAsync(
            address, address, ("text", new string('x', 141)), ("access", "Blocked"));
        var page = await faulty.Content.ReadAsStringAsync();

        Assert.Equal(422, (int)faulty.StatusCode);
        Assert.Contains(new string('x', 141), page, StringComparison.Ordinal);
        var draft = Assert.Single(_node.Desk.Drafts);
        Assert.Equal("update-gr-wk1-0001", draft.Form);
        Assert.Contains(draft.Id, await _node.Client.GetStringAsync(address), StringComparison.Ordinal);
        var begun = await _node.Client.GetStringAsync($"{address}?concept={draft.Id}");
        Assert.Contains(new string('x', 141), begun, StringComparison.Ordinal);
        Assert.Matches("value=\"Blocked\" checked", begun);

        using var sent = await _node.Client.PostAsync(address, new FormUrlEncodedContent(
            [.. BrowserForm.Hidden(begun).DistinctBy(field => field.Key), new("text", "Nu ook rook.")]));
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        Assert.Empty(_node.Desk.Drafts);
        Assert.Equal("GR-WK1-0002", _node.Desk.FindDraft(draft.Id)!.SentAs);
    }

    [Fact]
    public async Task What_was_begun_about_a_noodmelding_is_named_and_found_again_from_the_first_page()
    {
        var number = await _node.StoreAsync(SomeJson.Example);
        foreach (var (form, page, words) in (
            (string, string, string)[])[
                ("update-gr-wk1-0001", $"/meldingen/{number}/aanvulling", "Aanvulling bij GR-WK1-0001"),
                ("cancel-gr-wk1-0001", $"/meldingen/{number}/intrekken", "Intrekking van GR-WK1-0001"),
                ("shift", "/dienst", "Dienstoverdracht")])
        {
            var draft = new DraftText(DraftText.NewId(), form, """{"text":"Nu ook rook op de weg"}""");
            await _node.Desk.SaveDraftAsync(draft, CancellationToken.None);
            var start = WebUtility.HtmlDecode(await _node.Client.GetStringAsync("/"));

            Assert.Contains(words, start, StringComparison.Ordinal);
            Assert.DoesNotContain(form + "<", start, StringComparison.Ordinal);
            Assert.Contains($"href=\"{page}?concept={draft.Id}\"", start, StringComparison.Ordinal);
            Assert.Contains(
                "Nu ook rook op de weg", await _node.Client.GetStringAsync($"{page}?concept={draft.Id}"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_somebody_has_to_do_stands_above_what_was_begun()
    {
        await _node.Desk.SaveDraftAsync(
            new DraftText(DraftText.NewId(), "alarm", """{"text":"rook"}"""), CancellationToken.None);
        var start = await _node.Client.GetStringAsync("/");

        Assert.InRange(
            start.IndexOf("id=\"concepten\"", StringComparison.Ordinal),
            start.IndexOf("id=\"doen\"", StringComparison.Ordinal), start.IndexOf("id=\"echt\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_forms_that_were_begun_do_not_push_the_noodmeldingen_off_the_screen_and_all_are_there()
    {
        var ids = Enumerable.Range(0, 8).Select(_ => DraftText.NewId()).ToList();
        foreach (var id in ids) await _node.Desk.SaveDraftAsync(
            new DraftText(id, "alarm", """{"text":"rook"}"""), CancellationToken.None);
        var start = await _node.Client.GetStringAsync("/");
        var fold = start.IndexOf("id=\"concepten-meer\"", StringComparison.Ordinal);

        Assert.All(ids, id => Assert.Contains($"href=\"/noodmelding/{id}\"", start, StringComparison.Ordinal));
        Assert.Equal(3, start[..fold].Split("id=\"concept-").Length - 1);
        Assert.Contains("Nog 5 eerder begonnen", start, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Withdrawing_asks_why_and_once_whether_it_is_sure()
    {
        var number = await _node.StoreAsync(SomeJson.Example);
        var address = $"/meldingen/{number}/intrekken";
        var page = await _node.Client.GetStringAsync(address);
        using var asked = await _node.Client.SubmitAsync(address, address, ("reason", "TakenOver"));
        var sure = await asked.Content.ReadAsStringAsync();

        Assert.Equal(5, page.Split("name=\"reason\" value=\"").Length - 1);
        Assert.Contains("belt het coördinatiepunt de meldkamer", WebUtility.HtmlDecode(sure), StringComparison.Ordinal);
        Assert.Single(_node.Desk.Messages(new([], [])).Items);
        using var sent = await _node.Client.PostAsync(
            address, new FormUrlEncodedContent([.. BrowserForm.Hidden(sure), new("text", "Buurman reed zelf.")]));
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        var content = JsonNode.Parse(await _node.Client.GetStringAsync("/api/messages/GR-WK1-0002"))!["content"]!;
        Assert.Equal(
            """{"references":["GR-WK1-0001"],"reason":"TakenOver","text":"Buurman reed zelf."}""", content.ToJsonString());
    }

    [Fact]
    public async Task The_sheet_to_read_aloud_goes_in_the_order_of_the_paper_and_spells_names_and_postcode()
    {
        var number = await _node.StoreAsync(SomeJson.Example);
        var page = WebUtility.HtmlDecode(await _node.Client.GetStringAsync($"/meldingen/{number}/voorlezen"));

        string[] order =
        [
            "Kanaal: PMR 3.", "Hier noodsteunpunt Grijpskerk", "Golf Romeo", "ambulance", "Modelweg 3, 9843AB Grijpskerk",
            "Mike Oscar Delta Echo Lima", "negen acht vier drie Alfa Bravo", "thuisapparatuur valt uit",
            "accu nog ±40 min", "name=\"answeredBy\"",
        ];
        var places = order.Select(text => page.IndexOf(text, StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        using var kept = await _node.Client.SubmitAsync(
            $"/meldingen/{number}/voorlezen", $"/meldingen/{number}/voorgelezen", ("answeredBy", "Zuidhorn"));
        Assert.Equal($"/meldingen/{number}", kept.Headers.Location!.ToString());
    }

    [Fact]
    public async Task The_note_of_reading_aloud_is_offered_again_until_it_is_kept()
    {
        var number = await _node.StoreAsync(SomeJson.Example);
        var id = DraftText.NewId();
        Assert.Contains(
            "data-draft=\"aloud-gr-wk1-0001\"", await _node.Client.GetStringAsync($"/meldingen/{number}"),
            StringComparison.Ordinal);
        await _node.Desk.SaveDraftAsync(
            new DraftText(id, "aloud-gr-wk1-0001", """{"answeredBy":"Post Zuidhorn"}"""), CancellationToken.None);

        var page = await _node.Client.GetStringAsync($"/meldingen/{number}");
        Assert.Contains("value=\"Post Zuidhorn\"", page, StringComparison.Ordinal);
        Assert.Contains("id=\"voorgelezen\" open", page, StringComparison.Ordinal);
        Assert.Contains(
            "Post Zuidhorn", await _node.Client.GetStringAsync($"/meldingen/{number}/voorlezen"), StringComparison.Ordinal);
        Assert.Contains(
            "Voorgelezen via portofoon: GR-WK1-0001", await _node.Client.GetStringAsync("/"), StringComparison.Ordinal);

        var form = page[page.IndexOf("data-draft=\"aloud-", StringComparison.Ordinal)..];
        using var kept = await _node.Client.PostAsync($"/meldingen/{number}/voorgelezen", new FormUrlEncodedContent(
            [.. BrowserForm.Hidden(form).DistinctBy(field => field.Key), new("answeredBy", "Post Zuidhorn")]));
        Assert.Equal(HttpStatusCode.SeeOther, kept.StatusCode);
        Assert.Empty(_node.Desk.Drafts);
        Assert.DoesNotContain(
            "value=\"Post Zuidhorn\"", await _node.Client.GetStringAsync($"/meldingen/{number}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_aanvulling_of_an_exercise_is_of_the_exercise_and_asks_nothing()
    {
        var number = await _node.StoreAsync(SomeJson.With(("status", "Exercise")));
        var address = $"/meldingen/{number}/aanvulling";
        using var sent = await _node.Client.SubmitAsync(address, address, ("text", "Nu ook rook."));

        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        Assert.Equal(
            "Exercise", $"{JsonNode.Parse(await _node.Client.GetStringAsync("/api/messages/GR-WK1-0002"))!["status"]}");
    }
}
