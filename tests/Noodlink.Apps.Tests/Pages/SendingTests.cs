using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Noodlink.Apps.Tests.Node;
using Noodlink.Station;

namespace Noodlink.Apps.Tests.Pages;

/// <summary>Sending a noodmelding step by step, without script.</summary>
public sealed class SendingTests : IAsyncLifetime
{
    private RunningNode _node = null!;

    public async Task InitializeAsync() => _node = await RunningNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    // A save hung on the hall's Wi-Fi, and the form itself passed it.
    [Fact]
    public async Task A_save_that_the_form_itself_has_passed_puts_nothing_back()
    {
        var walk = await NoodmeldingWalk.BeginAsync(_node.Client);
        await walk.FillAsync("BuildingFire", "Fire");
        await walk.StepAsync(
            "controle", ("_do", "echt"), ("text", "Rook uit de keuken"), ("_page", "a1"), ("_turn", "3"));
        Assert.Equal(HttpStatusCode.OK, await SaveAsync(walk.Id, "Rook uit", 2));
        Assert.Equal("Rook uit de keuken", $"{(await walk.DraftAsync())["fields"]!["text"]}");
    }

    // The other way round the save has the words, but not the button that was pressed.
    [Fact]
    public async Task A_form_that_a_save_has_passed_keeps_what_its_button_says()
    {
        var walk = await NoodmeldingWalk.BeginAsync(_node.Client);
        await walk.FillAsync("BuildingFire", "Fire");
        await walk.StepAsync("controle", ("_do", "test"));
        Assert.Equal(HttpStatusCode.OK, await SaveAsync(walk.Id, "Rook uit de keuken", 8));
        await walk.StepAsync("controle", ("_do", "echt"), ("_page", "a1"), ("_turn", "7"));
        Assert.Equal("Actual", $"{(await walk.DraftAsync())["fields"]!["status"]}");
    }

    [Fact]
    public async Task A_save_that_comes_in_after_its_form_was_done_with_offers_nothing_again()
    {
        var number = await _node.StoreAsync(SomeJson.Example);
        var page = await _node.Client.GetStringAsync($"/meldingen/{number}");
        var from = page.IndexOf("/voorgelezen\"", StringComparison.Ordinal);
        var key = BrowserForm.Hidden(page[from..]).First(field => field.Key == "_sleutel").Value;
        using var done = await _node.Client.SubmitAsync(
            $"/meldingen/{number}", $"/meldingen/{number}/voorgelezen", ("answeredBy", "Zuidhorn"), ("_sleutel", key),
            ("_page", "a1"), ("_turn", "3"));
        Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await SaveAsync(key, "Zuidh", 2, HttpMethod.Put));
        Assert.Empty(_node.Desk.Drafts);
    }

    private async Task<HttpStatusCode> SaveAsync(string draft, string words, int turn, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Patch, $"/api/drafts/{draft}");
        request.Content = new StringContent(
            $$$"""{"form":"alarm","fields":{"text":"{{{words}}}"},"page":"a1","turn":{{{turn}}}}""", Encoding.UTF8,
            "application/json");
        using var saved = await _node.Client.SendAsync(request);
        return saved.StatusCode;
    }

    [Fact]
    public async Task The_steps_become_a_noodmelding_with_everything_that_was_typed()
    {
        var walk = await NoodmeldingWalk.BeginAsync(_node.Client);

        Assert.Equal(walk.Page("waar"), await walk.StepAsync("wie", ("services", "Fire"), ("services", "Ambulance")));
        Assert.Equal(walk.Page("wat"), await walk.StepAsync("waar", ("_do", "hier")));
        Assert.Equal(walk.Page("gevaar"), await walk.StepAsync("wat", ("type", "BuildingFire")));
        Assert.Equal(walk.Page("vragen"), await walk.StepAsync("gevaar", ("dangerToLife", "Yes")));
        Assert.Equal(walk.Page("controle"), await walk.StepAsync(
            "vragen", ("victims", "2"), ("hazards", "Fire"), ("hazards", "Gas"), ("language", "uk"),
            ("occurredAgoMinutes", "15")));
        var number = await walk.SendAsync(("text", "Rook uit de <keuken>"));

        Assert.Equal("GR-WK1-0001", number);
        var content = await NoodmeldingWalk.ContentAsync(_node, number);
        Assert.Equal("""["Fire","Ambulance"]""", content["services"]!.ToJsonString());
        Assert.Equal("""{"kind":"Here","certainty":"Certain"}""", content["location"]!.ToJsonString());
        Assert.Equal(2, content["victims"]!.GetValue<int>());
        Assert.Equal("""["Fire","Gas"]""", content["hazards"]!.ToJsonString());
        Assert.Equal("uk", $"{content["language"]}");
        Assert.Equal("Rook uit de <keuken>", $"{content["text"]}");
        var stored = JsonNode.Parse(await _node.Client.GetStringAsync($"/api/messages/{number}"))!;
        Assert.Equal("Actual", $"{stored["status"]}");
        Assert.Contains("Rook uit de &lt;keuken&gt;", await _node.Client.GetStringAsync($"/meldingen/{number}"),
            StringComparison.Ordinal);
        Assert.Equal(number, $"{(await walk.DraftAsync())["sentAs"]}");
    }

    [Fact]
    public async Task Beginning_leaves_nothing_behind_until_somebody_chooses_something()
    {
        using var link = await _node.Client.GetAsync("/noodmelding");
        Assert.Equal(HttpStatusCode.SeeOther, link.StatusCode);
        var walk = await NoodmeldingWalk.BeginAsync(_node.Client);
        Assert.Contains("1. Wie is er nodig?", await walk.HtmlAsync("wie"), StringComparison.Ordinal);
        await walk.StepAsync("wie");

        Assert.Empty(_node.Desk.Drafts);
        await walk.StepAsync("wie", ("services", "Police"));
        Assert.Equal(walk.Id, Assert.Single(_node.Desk.Drafts).Id);
    }

    [Fact]
    public async Task What_is_missing_is_named_with_a_link_to_its_step_and_what_was_typed_stays()
    {
        var walk = await NoodmeldingWalk.BeginAsync(_node.Client);
        await walk.StepAsync("wie", ("services", "Fire"));
        await walk.StepAsync("vragen", ("victims", "3"));
        using var answer = await walk.TrySendAsync(("text", "Schuur in brand"));
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal(422, (int)answer.StatusCode);
        foreach (var (question, step) in ((string, string)[])[
            ("2. Waar is het?", "waar"), ("3. Wat is er?", "wat"), ("4. Is iemand in levensgevaar?", "gevaar")])
            Assert.Contains(
                $"""<a class="utrecht-link" href="{walk.Page(step)}?terug=controle">{question} Vul dit in.</a>""", page,
                StringComparison.Ordinal);
        Assert.Contains("Schuur in brand", page, StringComparison.Ordinal);
        Assert.Contains("slachtoffers: 3", page, StringComparison.Ordinal);
        Assert.Contains("\"items\":[]", await _node.Client.GetStringAsync("/api/messages"), StringComparison.Ordinal);
        // What was asked from the last step leads back to it.
        Assert.Equal(walk.Page("controle"), await walk.StepAsync("wat?terug=controle", ("type", "BuildingFire")));
    }

    [Fact]
    public async Task Pressing_twice_reloading_and_going_back_make_one_message()
    {
        var walk = await NoodmeldingWalk.BeginAsync(_node.Client);
        await walk.FillAsync("BuildingFire", "Fire");
        var page = await walk.HtmlAsync("controle");
        var fields = BrowserForm.Hidden(page).GroupBy(field => field.Key).Select(group => group.First())
            .Append(KeyValuePair.Create("_do", "meld")).ToList();
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(
            _ => _node.Client.PostAsync(walk.Page("controle"), new FormUrlEncodedContent(fields))));

        Assert.All(answers, answer => Assert.Equal("/meldingen/GR-WK1-0001", answer.Headers.Location?.ToString()));
        foreach (var step in (string[])["wie", "controle"])
        {
            using var back = await _node.Client.GetAsync(walk.Page(step));
            Assert.Equal("/meldingen/GR-WK1-0001", back.Headers.Location?.ToString());
        }

        var items = JsonNode.Parse(await _node.Client.GetStringAsync("/api/messages"))!["items"]!.AsArray();
        Assert.Single(items);
        Assert.Empty(_node.Desk.Drafts);
    }

    [Fact]
    public async Task Two_browsers_in_one_draft_undo_nothing_of_each_other_and_both_end_at_the_message()
    {
        var one = await NoodmeldingWalk.BeginAsync(_node.Client);
        await one.FillAsync("BuildingFire", "Fire");
        using var client = _node.NewClient();
        client.BaseAddress = new Uri(_node.Address);
        var other = one.With(client);
        await other.StepAsync("gevaar", ("dangerToLife", "No"));
        await one.StepAsync("vragen", ("victims", "4"));
        await other.StepAsync("wie", ("services", "Ambulance"));
        var open = BrowserForm.Hidden(await other.HtmlAsync("controle")).ToList();
        var number = await one.SendAsync(("text", "Van de een"));
        using var late = await client.PostAsync(other.Page("controle"), new FormUrlEncodedContent(
            [.. open, KeyValuePair.Create("text", "Van de ander"), KeyValuePair.Create("_do", "meld")]));

        var content = await NoodmeldingWalk.ContentAsync(_node, number);
        Assert.Equal("""["Ambulance"]""", content["services"]!.ToJsonString());
        Assert.Equal(("No", 4), ($"{content["dangerToLife"]}", content["victims"]!.GetValue<int>()));
        Assert.Equal($"/meldingen/{number}", late.Headers.Location?.ToString());
    }

    [Fact]
    public async Task The_type_says_who_is_needed_when_nobody_did_and_a_person_may_say_otherwise()
    {
        var walk = await NoodmeldingWalk.BeginAsync(_node.Client);
        await walk.StepAsync("wat", ("type", "CarbonMonoxide"));
        Assert.Contains("Wij kozen: brandweer, ambulance.", await walk.HtmlAsync("gevaar"), StringComparison.Ordinal);
        await walk.StepAsync("wat", ("type", "Looting"));
        Assert.Equal("Police", $"{(await walk.DraftAsync())["fields"]!["services"]}");
        await walk.StepAsync("wie", ("services", "Fire"));
        await walk.StepAsync("wat", ("type", "CardiacArrest"));

        Assert.Equal("Fire", $"{(await walk.DraftAsync())["fields"]!["services"]}");
        Assert.DoesNotContain("Wij kozen", await walk.HtmlAsync("gevaar"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_typed_is_offered_on_the_first_page_after_a_restart_and_thrown_away_when_asked_once()
    {
        var walk = await NoodmeldingWalk.BeginAsync(_node.Client);
        await walk.StepAsync("wie", ("services", "Ambulance"));
        await walk.StepAsync("wat", ("type", "MedicalDevice"));
        await _node.RestartAsync();
        var start = await _node.Client.GetStringAsync("/");
        Assert.Contains($"concept-{walk.Id}", start, StringComparison.Ordinal);
        Assert.Contains("Thuisapparatuur valt uit – ambulance", start, StringComparison.Ordinal);

        using var goOn = await _node.Client.GetAsync($"/noodmelding/{walk.Id}");
        Assert.Equal(walk.Page("waar"), goOn.Headers.Location!.ToString());
        var drop = $"/concepten/{walk.Id}/weg";
        Assert.Contains("Wilt u dit weggooien?", await _node.Client.GetStringAsync(drop), StringComparison.Ordinal);
        await _node.Client.SubmitAsync(drop, drop, ("_do", "weg"));
        Assert.Empty(_node.Desk.Drafts);
        using var later = await _node.Client.GetAsync(walk.Page("wie"));
        Assert.Equal(drop, later.Headers.Location!.ToString());
        await _node.Client.SubmitAsync(drop, drop, ("_do", "terug"));
        Assert.Equal(walk.Id, Assert.Single(_node.Desk.Drafts).Id);
    }

    [Theory]
    [InlineData("/noodmelding/geen/wie")]
    [InlineData("/noodmelding/0123456789abcdef0123456789abcdef/ergens")]
    [InlineData("/concepten/geen/weg")]
    public async Task A_draft_or_step_that_is_not_there_says_so(string path)
    {
        using var answer = await _node.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task To_throw_away_a_form_in_which_nothing_was_typed_is_no_error_and_says_so()
    {
        var walk = await NoodmeldingWalk.BeginAsync(_node.Client);
        var drop = $"/concepten/{walk.Id}/weg";
        Assert.Contains($"href=\"{drop}\"", await walk.HtmlAsync("controle"), StringComparison.Ordinal);

        using var answer = await _node.Client.GetAsync(drop);
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("<h1>Er is niets om weg te gooien</h1>", page, StringComparison.Ordinal);
        Assert.Contains("Er is niets verzonden.", page, StringComparison.Ordinal);
        Assert.Matches("<a [^>]*href=\"/\">Naar het begin</a>", page);
    }

    [Fact]
    public async Task A_draft_of_another_form_leads_to_that_form()
    {
        var id = DraftText.NewId();
        await _node.Desk.SaveDraftAsync(new DraftText(id, "help", """{"text":"dekens"}"""), CancellationToken.None);
        using var answer = await _node.Client.GetAsync($"/noodmelding/{id}/wie");

        Assert.Equal($"/hulp/vraag?concept={id}", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_step_says_nothing_about_the_toelichting_that_was_typed_on_another()
    {
        var walk = await NoodmeldingWalk.BeginAsync(_node.Client);
        await PatchAsync(walk.Id, """{"form":"alarm","fields":{"text":["Bel 06-12345678"]}}""");
        var told = await PatchAsync(walk.Id, """{"form":"alarm","fields":{"location.text":["achter de schuur"]}}""");
        Assert.Empty(told["notes"]!.AsArray());
        told = await PatchAsync(walk.Id, """{"form":"alarm","fields":{"location.text":["bel 0612345678"]}}""");
        Assert.Contains("telefoonnummer", $"{Assert.Single(told["notes"]!.AsArray())}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Typing_is_kept_beside_the_other_steps_and_says_what_it_noticed()
    {
        var walk = await NoodmeldingWalk.BeginAsync(_node.Client);
        await walk.StepAsync("wie", ("services", "Ambulance"));
        var told = await PatchAsync(walk.Id, """{"form":"alarm","fields":{"text":["Bel 06-12345678"],"status":["Actual"]}}""");
        Assert.Contains("telefoonnummer", $"{told["notes"]![0]}", StringComparison.Ordinal);
        told = await PatchAsync(walk.Id, """{"form":"alarm","fields":{"text":["Accu leeg"],"services":[]}}""");

        Assert.Empty(told["notes"]!.AsArray());
        Assert.Equal(
            """{"status":"Actual","text":"Accu leeg"}""", (await walk.DraftAsync())["fields"]!.ToJsonString());
    }

    private async Task<JsonNode> PatchAsync(string id, string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await _node.Client.PatchAsync($"/api/drafts/{id}", content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }
}
