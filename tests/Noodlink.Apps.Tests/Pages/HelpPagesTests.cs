using System.Net;
using System.Text.Json.Nodes;
using Noodlink.Apps.Tests.Node;
using Noodlink.Protocol.Messages;

namespace Noodlink.Apps.Tests.Pages;

/// <summary>Vraag om hulp, aanbod, hulpbord and voorraad.</summary>
public sealed class HelpPagesTests : IAsyncLifetime
{
    private const string Board = "/hulpbord";

    private RunningNode _node = null!;

    public async Task InitializeAsync() => _node = await RunningNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task A_request_says_what_is_needed_where_and_before_when()
    {
        var number = await AskAsync();

        var content = (await MessageAsync(number))["content"]!;
        Assert.True(JsonNode.DeepEquals(content, JsonNode.Parse("""
            {"category":"Medicine","amount":2,"place":"9919","neededBeforeMinutes":1440,"text":"Insuline, <koeling> stuk."}
            """)), content.ToJsonString());
        var form = await _node.Client.GetStringAsync("/hulp/vraag");
        Assert.Contains("name=\"place\" value=\"Grijpskerk\"", form.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.DoesNotContain("een vak", form, StringComparison.Ordinal); // nobody asks for a trade, only offers one
    }

    [Fact]
    public async Task A_request_without_what_and_how_many_is_asked_back_by_its_questions()
    {
        using var answer = await _node.Client.SubmitAsync(
            "/hulp/vraag", "/hulp/vraag", ("place", "Loppersum"), ("amount", "veel"));
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("Wat is er nodig? Kies er één.", page, StringComparison.Ordinal);
        Assert.Contains("Hoeveel? Dit moet een heel getal zijn.", page, StringComparison.Ordinal);
        var draft = Assert.Single(_node.Desk.Drafts);
        Assert.Equal("help", draft.Form);
        Assert.Contains($"/hulp/vraag?concept={draft.Id}", await _node.Client.GetStringAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_turns_out_to_be_urgent_becomes_a_noodmelding_with_the_words_that_were_typed()
    {
        using var answer = await _node.Client.SubmitAsync(
            "/hulp/vraag", "/hulp/vraag", ("text", "Man \"niet\" aanspreekbaar"), ("_spoed", "ja"));

        var draft = Assert.Single(_node.Desk.Drafts);
        Assert.Equal($"/noodmelding/{draft.Id}", $"{answer.Headers.Location}");
        Assert.Equal("Man \"niet\" aanspreekbaar", $"{JsonNode.Parse(draft.Fields)!["text"]}");
    }

    [Theory]
    [InlineData("Yes")]
    [InlineData("Unknown")]
    public async Task The_way_back_to_the_first_question_keeps_what_was_typed_and_yes_makes_it_a_noodmelding(
        string answer)
    {
        using var back = await _node.Client.SubmitAsync(
            "/hulp/vraag", "/hulp/vraag", ("category", "Care"), ("amount", "1"), ("text", "Vrouw gevallen, ligt"),
            ("_eerste", "ja"));
        var draft = Assert.Single(_node.Desk.Drafts);
        Assert.Equal($"/hulp?concept={draft.Id}", $"{back.Headers.Location}");

        using var said = await _node.Client.SubmitAsync($"{back.Headers.Location}", "/hulp", ("answer", answer));
        Assert.Equal($"/noodmelding/{draft.Id}/wie", $"{said.Headers.Location}");
        Assert.Equal("alarm", Assert.Single(_node.Desk.Drafts).Form);
        Assert.Contains(
            ">Vrouw gevallen, ligt</textarea>", await _node.Client.GetStringAsync($"/noodmelding/{draft.Id}/controle"),
            StringComparison.Ordinal);
        // The questions 5 to 14 are as open as they were.
        Assert.DoesNotContain("flow-done", await _node.Client.GetStringAsync($"/noodmelding/{draft.Id}/wie"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_leads_on_with_the_request_as_it_was_typed_also_from_a_noodmelding_that_it_had_become()
    {
        using var back = await _node.Client.SubmitAsync(
            "/hulp/vraag", "/hulp/vraag", ("category", "Care"), ("amount", "7"), ("text", "dekens"), ("_eerste", "ja"));
        var first = $"{back.Headers.Location}";
        using var yes = await _node.Client.SubmitAsync(first, "/hulp", ("answer", "Yes"));
        using var no = await _node.Client.SubmitAsync(first, "/hulp", ("answer", "No"));
        var form = (await _node.Client.GetStringAsync($"{no.Headers.Location}")).ReplaceLineEndings(" ");

        Assert.Equal("help", Assert.Single(_node.Desk.Drafts).Form);
        Assert.Contains(">dekens</textarea>", form, StringComparison.Ordinal);
        Assert.Matches("name=\"amount\" value=\"7\"", form);
    }

    [Fact]
    public async Task The_way_back_from_an_untouched_request_leaves_no_draft()
    {
        using var back = await _node.Client.SubmitAsync(
            "/hulp/vraag", "/hulp/vraag", ("place", "Grijpskerk"), ("_eerste", "ja"));

        Assert.Equal("/hulp", $"{back.Headers.Location}");
        Assert.Empty(_node.Desk.Drafts);
    }

    [Fact]
    public async Task Enter_in_a_field_made_a_noodmelding_of_a_request()
    {
        var page = (await _node.Client.GetStringAsync("/hulp/vraag")).ReplaceLineEndings(" ");
        var form = page[page.IndexOf("<form class=\"one-page\"", StringComparison.Ordinal)..];
        // Enter presses the first button of a form.
        var button = System.Text.RegularExpressions.Regex.Match(
            form, "<button[^>]*>", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(5));

        Assert.DoesNotContain("name=", button.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_offer_says_beforehand_that_nobody_is_sent_and_a_trade_is_of_a_trade()
    {
        var page = await _node.Client.GetStringAsync("/aanbod");
        Assert.Contains("Wij sturen niemand op pad.", page, StringComparison.Ordinal);

        var tolk = await OfferAsync(("category", "Skill"), ("skill", "Interpreter"), ("amount", "1"));
        var boat = await OfferAsync(
            ("category", "Vehicle"), ("skill", "Driver"), ("amount", "2"), ("availableFromMinutes", "120"),
            ("availableUntilMinutes", "1440"));

        Assert.Equal("Interpreter", $"{(await MessageAsync(tolk))["content"]!["skill"]}");
        var content = (await MessageAsync(boat))["content"]!;
        Assert.Null(content["skill"]); // the question was not on the page
        Assert.Equal(120, content["availableFromMinutes"]!.GetValue<int>());
        Assert.Contains("Over de radio gaat alleen het aantal.", await _node.Client.GetStringAsync(Board),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_leaves_a_trace_and_is_taken_back_by_one_press()
    {
        var request = await AskAsync();
        var offer = await OfferAsync(("category", "Medicine"), ("amount", "5"));
        Assert.DoesNotContain("Gekoppeld aan", await _node.Client.GetStringAsync(Board), StringComparison.Ordinal);

        using var linked = await PressAsync(request, offer, "Linked");
        var page = await _node.Client.GetStringAsync(Board);
        Assert.Equal($"{Board}#vraag-{request}", $"{linked.Headers.Location}");
        Assert.Contains("Gekoppeld aan", page, StringComparison.Ordinal);
        Assert.Contains("&lt;koeling&gt;", page, StringComparison.Ordinal);

        using var apart = await PressAsync(request, offer, "Unlinked");
        Assert.DoesNotContain("Gekoppeld aan", await _node.Client.GetStringAsync(Board), StringComparison.Ordinal);
        using var helped = await PressAsync(request, "", "Helped");
        Assert.Contains("geholpen", await _node.Client.GetStringAsync(Board), StringComparison.Ordinal);
        Assert.Equal(
            [MatchResult.Helped, MatchResult.Unlinked, MatchResult.Linked],
            _node.Desk.Messages(new([], [Kind.MatchNote])).Items.Select(view => ((MatchNote)view.Body!).Result));
    }

    [Fact]
    public async Task A_link_to_nothing_is_asked_back_and_leaves_no_trace()
    {
        var request = await AskAsync();
        await OfferAsync(("category", "Medicine"), ("amount", "5"));

        using var answer = await PressAsync(request, "", "Linked");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("Kies eerst een aanbod", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(_node.Desk.Messages(new([], [Kind.MatchNote])).Items);
    }

    [Fact]
    public async Task What_is_practised_is_never_offered_for_what_is_real()
    {
        await AskAsync();
        var drill = await OfferAsync(("status", "Exercise"), ("category", "Medicine"), ("amount", "5"));

        Assert.DoesNotContain($"<option value=\"{drill}\"", await _node.Client.GetStringAsync(Board), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stock_has_a_line_for_what_was_filled_in_and_begins_with_it_the_next_time()
    {
        using var answer = await _node.Client.SubmitAsync(
            "/voorraad", "/voorraad", ("Water.amount", "300"), ("Water.unit", "Litres"), ("Water.hoursLeft", "12"),
            ("Food.unit", "Portions"), ("Blankets.amount", "0"), ("Blankets.unit", "Pieces"), ("text", "Dekens zijn op"));
        var number = $"{answer.Headers.Location}".Split('/')[^1];

        var content = (await MessageAsync(number))["content"]!;
        Assert.True(JsonNode.DeepEquals(content, JsonNode.Parse("""
            {"items":[{"item":"Water","amount":300,"unit":"Litres","hoursLeft":12},
                      {"item":"Blankets","amount":0,"unit":"Pieces"}],"text":"Dekens zijn op"}
            """)), content.ToJsonString());
        var next = (await _node.Client.GetStringAsync("/voorraad")).ReplaceLineEndings(" ");
        Assert.Matches("name=\"Water.amount\"\\s+value=\"300\"", next);
        Assert.Contains("drinkwater: 300 liter (nog 12 uur); dekens: 0 stuks", next, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hours_without_an_amount_are_asked_about_at_their_own_line()
    {
        using var answer = await _node.Client.SubmitAsync(
            "/voorraad", "/voorraad", ("Water.amount", "10"), ("Fuel.hoursLeft", "9"), ("Beds.amount", "tien"));
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("id=\"fout-Fuel-amount\"", page, StringComparison.Ordinal);
        Assert.Contains("slaapplaatsen: Dit moet een heel getal zijn.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("items[", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("help", "/hulp/vraag")]
    [InlineData("offer", "/aanbod")]
    [InlineData("stock", "/voorraad")]
    [InlineData("situation", "/situatie")]
    public async Task A_form_of_one_page_said_nothing_of_a_phone_number_or_a_person_in_it(string form, string address)
    {
        var id = Noodlink.Station.DraftText.NewId();
        using var kept = await _node.Client.PutAsync($"/api/drafts/{id}", new StringContent(
            $$$"""{"form":"{{{form}}}","fields":{"text":"Bel mevr. Jansen, geb. 12-05-1948, 06-12345678"}}""",
            System.Text.Encoding.UTF8, "application/json"));
        var notes = JsonNode.Parse(await kept.Content.ReadAsStringAsync())!["notes"]!.AsArray();
        var page = await _node.Client.GetStringAsync($"{address}?concept={id}");

        Assert.Contains(notes, note => $"{note}".Contains("telefoonnummer", StringComparison.Ordinal));
        Assert.Contains(notes, note => $"{note}".Contains("naam met een geboortedatum", StringComparison.Ordinal));
        foreach (var note in notes)
            Assert.Contains($"<li>{note}</li>", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("data-draft-notes", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_looks_like_a_person_stops_no_request()
    {
        using var answer = await _node.Client.SubmitAsync(
            "/hulp/vraag", "/hulp/vraag", ("category", "Medicine"), ("amount", "2"), ("place", "9919"),
            ("text", "bel 06-12345678"));
        await NumberAsync(answer);
    }

    private async Task<string> AskAsync()
    {
        using var answer = await _node.Client.SubmitAsync(
            "/hulp/vraag", "/hulp/vraag", ("category", "Medicine"), ("amount", "2"), ("place", "9919"),
            ("neededBeforeMinutes", "1440"), ("text", "Insuline, <koeling> stuk."));
        return await NumberAsync(answer);
    }

    private async Task<string> OfferAsync(params (string, string)[] typed)
    {
        using var answer = await _node.Client.SubmitAsync("/aanbod", "/aanbod", [.. typed, ("place", "Grijpskerk")]);
        return await NumberAsync(answer);
    }

    private Task<HttpResponseMessage> PressAsync(string request, string offer, string result) =>
        _node.Client.SubmitAsync(Board, Board, ("vraag", request), ("aanbod", offer), ("doen", result));

    private async Task<JsonNode> MessageAsync(string number) =>
        JsonNode.Parse(await _node.Client.GetStringAsync($"/api/messages/{number}"))!;

    private static async Task<string> NumberAsync(HttpResponseMessage answer)
    {
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync());
        return $"{answer.Headers.Location}".Split('/')[^1];
    }
}
