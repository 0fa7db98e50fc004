using System.Net;
using System.Text.Json.Nodes;
using Noodlink.Apps.Tests.Node;

namespace Noodlink.Apps.Tests.Pages;

public sealed class NodePagesTests : IAsyncLifetime
{
    private static readonly (string, string)[] Complete =
    [
        ("status", "Actual"), ("services", "Fire"), ("services", "Ambulance"), ("location.kind", "Here"),
        ("type", "BuildingFire"),
        ("dangerToLife", "Yes"), ("victims", "2"), ("hazards", "Fire"), ("language", "uk"),
        ("occurredAgoMinutes", "15"),
        ("text", "Rook uit de <keuken>"),
    ];

    private RunningNode _node = null!;

    public async Task InitializeAsync() => _node = await RunningNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task A_form_becomes_a_noodmelding_with_everything_that_was_typed()
    {
        using var answer = await _node.Client.SubmitAsync("/noodmelding", "/noodmelding", Complete);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/meldingen/GR-WK1-0001", answer.Headers.Location!.ToString());
        var content = JsonNode.Parse(await _node.Client.GetStringAsync("/api/messages/GR-WK1-0001"))!["content"]!;
        Assert.Equal("""["Fire","Ambulance"]""", content["services"]!.ToJsonString());
        Assert.Equal("""{"kind":"Here","certainty":"Certain"}""", content["location"]!.ToJsonString());
        Assert.Equal(2, content["victims"]!.GetValue<int>());
        Assert.Equal("Rook uit de <keuken>", $"{content["text"]}");
        var page = await _node.Client.GetStringAsync("/meldingen/GR-WK1-0001");
        Assert.Contains("Rook uit de &lt;keuken&gt;", page, StringComparison.Ordinal);
        Assert.Contains("Nog niet weg – wacht op verbinding", page, StringComparison.Ordinal);
        Assert.Contains("Zeg tegen de melder:", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_place_that_the_form_offers_is_read_as_it_was_meant()
    {
        (string Place, (string, string)[] Typed)[] places =
        [
            ("""
                {"kind":"Address","street":"Modelweg","number":"3a","postcode":"9843AB","place":"Grijpskerk",
                 "certainty":"Certain"}
                """,
            [
                ("location.street", "Modelweg"), ("location.number", "3a"), ("location.postcode", "9843 ab"),
                ("location.place", "Grijpskerk"), ("location.certainty", "Certain"),
            ]),
            ("""
                {"kind":"Road","road":"N355","hectometre":17.3,"side":"Right","towards":"Grijpskerk",
                 "certainty":"Guessed"}
                """,
            [
                ("location.road", "N355"), ("location.hectometre", "17,3"), ("location.side", "Right"),
                ("location.towards", "Grijpskerk"), ("location.certainty", "Guessed"),
            ]),
            ("""{"kind":"Spot","spot":"sluis Gaarkeuken","certainty":"Certain"}""",
                [("location.spot", "sluis Gaarkeuken"), ("location.certainty", "Certain")]),
            ("""{"kind":"Text","text":"achter de schuur","certainty":"Approximate"}""",
                [("location.text", "achter de schuur"), ("location.certainty", "Approximate")]),
            ("""{"kind":"Point","rd":{"x":216000,"y":588000},"certainty":"Certain"}""",
                [("location.rd.x", "216000"), ("location.rd.y", "588000"), ("location.certainty", "Certain")]),
        ];
        foreach (var (place, typed) in places)
        {
            using var answer = await _node.Client.SubmitAsync(
                "/noodmelding", "/noodmelding",
                [.. Complete.Where(field => field.Item1 != "location.kind"), ("location.kind", "Elsewhere"), .. typed]);
            Assert.True(
                answer.StatusCode == HttpStatusCode.SeeOther, $"{place}\n{await answer.Content.ReadAsStringAsync()}");
            var number = answer.Headers.Location!.ToString().Split('/')[^1];
            var stored = JsonNode.Parse(await _node.Client.GetStringAsync($"/api/messages/{number}"))!;
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(place), stored["content"]!["location"]),
                stored["content"]!["location"]!.ToJsonString());
        }
    }

    [Fact]
    public async Task What_is_missing_is_named_by_its_question_and_what_was_typed_stays()
    {
        using var answer = await _node.Client.SubmitAsync(
            "/noodmelding", "/noodmelding", ("services", "Fire"), ("victims", "3"), ("text", "Schuur in brand"));
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal(422, (int)answer.StatusCode);
        foreach (var question in (
            string[])["Is dit echt?", "2. Waar is het?", "3. Wat is er?", "4. Is iemand in levensgevaar?"])
            Assert.Contains($"{question} Vul dit in.", page, StringComparison.Ordinal);
        var order = new[] { "Is dit echt? Vul", "2. Waar is het? Vul", "3. Wat is er? Vul",
            "4. Is iemand in levensgevaar? Vul" }
            .Select(text => page.IndexOf(text, StringComparison.Ordinal)).ToList();
        Assert.Equal(order.Order(), order);
        Assert.Contains("<details open><summary>Vragen 5", page.Replace("\n", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
        Assert.Contains("value=\"Fire\" checked", page, StringComparison.Ordinal);
        Assert.Contains("<option value=\"3\" selected>", page, StringComparison.Ordinal);
        Assert.Contains("Schuur in brand", page, StringComparison.Ordinal);
        Assert.Contains("\"items\":[]", await _node.Client.GetStringAsync("/api/messages"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_says_beforehand_whether_it_is_real()
    {
        var page = await _node.Client.GetStringAsync("/noodmelding");

        Assert.Contains("ECHT – geen oefening", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" checked", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Here_and_an_address_at_once_is_asked_back()
    {
        using var answer = await _node.Client.SubmitAsync(
            "/noodmelding", "/noodmelding", [.. Complete, ("location.street", "Modelweg")]);

        Assert.Equal(422, (int)answer.StatusCode);
        Assert.Contains("U koos «Hier», maar er staat ook een adres", await answer.Content.ReadAsStringAsync(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pressing_twice_makes_one_message_and_a_changed_form_is_asked_about()
    {
        var page = await _node.Client.GetStringAsync("/noodmelding");
        var hidden = BrowserForm.Hidden(page).ToList();
        var first = await Post(hidden, Complete);
        var again = await Post(hidden, Complete);
        var changed = await Post(hidden, [.. Complete, ("children", "1")]);

        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal(HttpStatusCode.Conflict, changed.StatusCode);
        var asked = await changed.Content.ReadAsStringAsync();
        Assert.Contains("/meldingen/GR-WK1-0001/aanvulling", asked, StringComparison.Ordinal);
        var fresh = await Post([.. BrowserForm.Hidden(asked)], [.. Complete, ("children", "1")]);
        Assert.Equal("/meldingen/GR-WK1-0002", fresh.Headers.Location!.ToString());
    }

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

    private Task<HttpResponseMessage> Post(
        IEnumerable<KeyValuePair<string, string>> hidden, (string Name, string Value)[] typed) =>
        _node.Client.PostAsync("/noodmelding", new FormUrlEncodedContent(
            [.. hidden, .. typed.Select(field => KeyValuePair.Create(field.Name, field.Value))]));
}
