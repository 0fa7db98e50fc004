using System.Net;
using System.Text.Json.Nodes;
using Noodlink.Apps.Tests.Node;
using Noodlink.Station;

namespace Noodlink.Apps.Tests.Pages;

/// <summary>Dienst, dienstoverdracht and settings over HTTP.</summary>
public sealed class ShiftPageTests : IAsyncLifetime
{
    private RunningNode _node = null!;

    public async Task InitializeAsync() => _node = await RunningNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task One_page_says_what_is_open_and_how_the_point_is()
    {
        var number = await _node.StoreAsync(SomeJson.Example);
        (await _node.Client.SubmitAsync(
            "/instellingen/stroom", "/instellingen/stroom", ("power", "Generator"), ("powerHours", "24"))).Dispose();
        await _node.StoreAsync("""{"kind":"SituationReport","status":"Actual","open":true,"staff":3}""");
        var page = await _node.Client.GetStringAsync("/dienst");

        foreach (var said in (string[])
            [
                "Nog niemand heeft hier een dienst gestart", "Open noodmeldingen: 1", number, "Modelweg 3",
                "Nog niet weg – wacht op verbinding", "Open vragen van het coördinatiepunt: 0", "aggregaat, nog 2",
                "geen – melden kan wel", "3 vrijwilligers",
            ]) Assert.Contains(said, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_role_gives_the_PIN_and_the_coordinatiepunt_gets_counts_and_agreements()
    {
        await _node.StoreAsync(SomeJson.Example);
        (await HandAsync("vrijwilliger", await PinAsync(), "")).Dispose();
        using var handed = await HandAsync("teamleider", await PinAsync(), "Sleutel van de kast ligt boven");

        Assert.Equal("/", handed.Headers.Location?.OriginalString);
        Assert.Equal("teamleider", _node.Desk.Facts.Find(LocalFact.Shift)!.Value);
        Assert.Contains("Nu op dienst: teamleider", await _node.Client.GetStringAsync("/dienst"), StringComparison.Ordinal);
        Assert.Contains("<strong>teamleider</strong>", await _node.Client.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _node.Client.GetAsync("/instellingen")).StatusCode);
        var told = JsonNode.Parse(await _node.Client.GetStringAsync("/api/messages?kind=ShiftHandover"))!["items"]!.AsArray();
        Assert.Equal(2, told.Count);
        var content = told[0]!["content"]!;
        Assert.Equal("vrijwilliger", content["roleOut"]!.GetValue<string>());
        Assert.Equal("teamleider", content["roleIn"]!.GetValue<string>());
        Assert.Equal(1, content["openAlarms"]!.GetValue<int>());
        Assert.Equal("Sleutel van de kast ligt boven", content["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_wrong_PIN_hands_nothing_over_keeps_the_agreements_and_never_the_PIN()
    {
        using var refused = await HandAsync("teamleider", "nee-nee-nee", "Kachel gaat om elf uur uit");
        var page = await refused.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("Deze pincode klopt niet", page, StringComparison.Ordinal);
        Assert.Contains("Kachel gaat om elf uur uit", page, StringComparison.Ordinal);
        Assert.Contains("data-countdown=", page, StringComparison.Ordinal);
        Assert.Null(_node.Desk.Facts.Find(LocalFact.Shift));
        var draft = Assert.Single(_node.Desk.Drafts);
        Assert.Contains("Kachel", draft.Fields, StringComparison.Ordinal);
        Assert.DoesNotContain("nee-nee-nee", draft.Fields + page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handover_without_a_next_role_says_so()
    {
        using var refused = await HandAsync("burgemeester", await PinAsync(), "");

        Assert.Contains(
            "Kies wie er op dienst komt.", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chosen_look_stays_in_this_browser()
    {
        await OpenAsync();
        using var chosen = await _node.Client.SubmitAsync("/instellingen", "/instellingen/beeld", ("beeld", "contrast"));

        Assert.Equal(HttpStatusCode.SeeOther, chosen.StatusCode);
        Assert.Contains("data-theme=\"contrast\"", await _node.Client.GetStringAsync("/"), StringComparison.Ordinal);
        (await _node.Client.SubmitAsync("/instellingen", "/instellingen/beeld", ("beeld", ""))).Dispose();
        Assert.DoesNotContain("data-theme", await _node.Client.GetStringAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_message_is_one_TEST_however_often_the_button_is_pressed()
    {
        await OpenAsync();
        var form = BrowserForm.Hidden(await _node.Client.GetStringAsync("/instellingen"))
            .Where(field => field.Key[0] == '_').DistinctBy(field => field.Key).ToList();
        using var first = await _node.Client.PostAsync("/instellingen/proefbericht", new FormUrlEncodedContent(form));
        using var again = await _node.Client.PostAsync("/instellingen/proefbericht", new FormUrlEncodedContent(form));

        Assert.Equal("/meldingen/GR-WK1-0001", first.Headers.Location!.OriginalString);
        Assert.Equal("/meldingen/GR-WK1-0001", again.Headers.Location!.OriginalString);
        Assert.Contains(
            "\"status\":\"Test\"", await _node.Client.GetStringAsync("/api/messages/GR-WK1-0001"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_say_how_the_machine_is_what_to_do_and_who_this_is()
    {
        await OpenAsync();
        var page = await _node.Client.GetStringAsync("/instellingen");

        foreach (var said in (string[])
            [
                "goed, meldingen worden opgeslagen", "Er is hier geen radio ingesteld", "Kijk of de netwerkkabel vastzit",
                "GR-WK1 (1)", "Westerkwartier", "PMR 3", "Versie van het programma",
            ]) Assert.Contains(said, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_statement_about_accessibility_says_that_it_is_a_draft_and_who_to_turn_to()
    {
        var page = await _node.Client.GetStringAsync("/toegankelijkheid");

        foreach (var said in (string[])["Dit is een concept", "WCAG 2.2", "EN 301 549", "nog niet goed genoeg", "veiligheidsregio"])
            Assert.Contains(said, page, StringComparison.Ordinal);
    }

    private async Task<string> PinAsync() => (await File.ReadAllTextAsync(
        Path.Combine(Path.GetDirectoryName(_node.KeyPath)!, "shift.pin"))).Trim();

    private async Task OpenAsync()
    {
        using var opened = await _node.Client.SubmitAsync(
            "/aanmelden?naar=/instellingen", "/aanmelden", ("role", "vrijwilliger"), ("pin", await PinAsync()));
        Assert.Equal("/instellingen", opened.Headers.Location!.OriginalString);
    }

    private Task<HttpResponseMessage> HandAsync(string role, string pin, string text) => _node.Client.SubmitAsync(
        "/dienst", "/dienst", ("roleIn", role), ("_pin", pin), ("text", text));
}
