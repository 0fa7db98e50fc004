using Microsoft.Playwright;
using Noodlink.Apps.Tests.Hub;
using Noodlink.Apps.Tests.Node;

namespace Noodlink.Apps.Tests.Pages;

/// <summary>The pages in a real browser.</summary>
public sealed class BrowserTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private RunningNode _node = null!;

    public async Task InitializeAsync() => _node = await RunningNode.StartAsync();

    public async Task DisposeAsync()
    {
        await chromium.LeaveAsync();
        await _node.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_noodmelding_goes_from_the_form_to_the_list_with_script_and_without(bool script)
    {
        var (page, errors) = await OpenAsync(script);
        await page.GotoAsync(_node.Address);
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Noodmelding" }).ClickAsync();
        await page.GetByText("Brandweer", new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Verder" }).ClickAsync();
        await page.GetByText("Hier, bij dit noodsteunpunt").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Brand in gebouw" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Ja", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Verder" }).ClickAsync();
        await page.FillAsync("#text", "Rook uit de keuken, \"iedereen\" is buiten");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sla op en meld" }).ClickAsync();

        await Assertions.Expect(page).ToHaveURLAsync($"{_node.Address}/meldingen/GR-WK1-0001");
        Assert.Contains("Nog niet weg – wacht op verbinding", await page.Locator("#stand").InnerTextAsync(),
            StringComparison.Ordinal);
        await page.GotoAsync(_node.Address);
        var row = await page.Locator("#bericht-GR-WK1-0001").InnerTextAsync();
        Assert.Contains("Brand in gebouw", row, StringComparison.Ordinal);
        Assert.Contains("LEVENSGEVAAR", row, StringComparison.Ordinal);
        Assert.Empty(errors);
    }

    [Fact]
    public async Task A_new_message_appears_without_reloading()
    {
        var (page, errors) = await OpenAsync(script: true);
        await page.GotoAsync(_node.Address);
        await page.WaitForFunctionAsync("document.querySelector('#echt')");
        var number = await _node.StoreAsync(SomeJson.Example);

        await page.Locator($"#bericht-{number}").WaitForAsync(new() { Timeout = 15_000 });
        Assert.Empty(errors);
    }

    [Fact]
    public async Task A_page_that_hears_nothing_for_fifteen_seconds_says_since_when()
    {
        var (page, _) = await OpenAsync(script: true);
        await page.Clock.InstallAsync();
        await page.GotoAsync(_node.Address);
        var banner = page.Locator("#niet-bijgewerkt");
        Assert.True(await banner.IsHiddenAsync());
        await page.Context.SetOfflineAsync(true);
        await _node.RestartAsync(); // on another port: this page never hears anything again

        await page.Clock.FastForwardAsync(14_000);
        await page.Clock.RunForAsync(2_500);
        await banner.WaitForAsync(new() { Timeout = 10_000 });
        Assert.Matches("^Dit scherm is niet bijgewerkt sinds [0-9]{2}:[0-9]{2}$", await banner.InnerTextAsync());
    }

    [Fact]
    public async Task Nothing_is_wider_than_a_phone_and_every_target_is_large_enough_for_gloves()
    {
        await _node.StoreAsync(SomeJson.Example);
        var (page, _) = await OpenAsync(script: true);
        await page.SetViewportSizeAsync(390, 800);
        foreach (var path in (
            string[])["/", .. await SendingPathsAsync(), "/meldingen/GR-WK1-0001", "/meldingen/GR-WK1-0001/aanvulling", "/aanmelden"])
        {
            await page.GotoAsync(_node.Address + path);
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 390"),
                $"{path} is wider than a phone");
            var small = await page.EvaluateAsync<string[]>(
                """
                [...document.querySelectorAll('main a[href], button, summary, select, textarea, .choice, nav a')]
                  .filter(e => e.offsetParent && e.getBoundingClientRect().height < 44)
                  .map(e => e.outerHTML.slice(0, 120))
                """);
            Assert.True(small.Length == 0, $"{path}: {string.Join('\n', small)}");
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/instellingen")]
    public async Task Without_a_script_no_button_promises_sound(string path)
    {
        var (plain, _) = await OpenAsync(script: false);
        await plain.GotoAsync(_node.Address + path);
        Assert.Contains("Geen geluid zonder script", await plain.InnerTextAsync("#balk-geluid"), StringComparison.Ordinal);
        foreach (var button in await plain.Locator("[data-sound-test]").AllAsync())
            Assert.False(await button.IsVisibleAsync(), await button.InnerHTMLAsync());

        var (page, _) = await OpenAsync(script: true);
        await page.GotoAsync(_node.Address + path);
        await Assertions.Expect(page.Locator("#balk-geluid [data-sound-test]")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[data-sound-none]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_is_typed_of_reading_aloud_stands_on_another_screen_without_a_press()
    {
        var number = await _node.StoreAsync(SomeJson.Example);
        var (page, _) = await OpenAsync(script: true);
        await page.GotoAsync($"{_node.Address}/meldingen/{number}");
        await page.Locator("#voorgelezen summary").ClickAsync();
        await page.Locator("#answeredBy").PressSequentiallyAsync("Post Zuidhorn");
        await Assertions.Expect(page.Locator("#voorgelezen [data-draft-kept]")).ToHaveTextAsync("Bewaard op deze computer.");

        var (other, _) = await OpenAsync(script: false);
        await other.GotoAsync($"{_node.Address}/meldingen/{number}");
        Assert.Equal("Post Zuidhorn", await other.Locator("#answeredBy").InputValueAsync());
        Assert.True(await other.Locator("#answeredBy").IsVisibleAsync());
    }

    [Fact]
    public async Task What_is_typed_is_on_the_disk_without_a_press_and_what_is_not_kept_is_said()
    {
        var walk = await NoodmeldingWalk.BeginAsync(_node.Client);
        var (page, _) = await OpenAsync(script: true);
        await page.GotoAsync(_node.Address + walk.Page("controle"));
        await page.Locator("#text").PressSequentiallyAsync("Bel 06-12345678");
        var says = page.Locator("[data-draft-kept]");
        await Assertions.Expect(says).ToHaveTextAsync("bewaard");
        await Assertions.Expect(page.Locator("[data-draft-notes]")).ToContainTextAsync("telefoonnummer");
        Assert.Equal("Bel 06-12345678", $"{(await walk.DraftAsync())["fields"]!["text"]}");

        await page.Context.SetOfflineAsync(true);
        await page.Locator("#text").PressSequentiallyAsync(" snel");
        await Assertions.Expect(says).ToContainTextAsync("NIET BEWAARD");
        await page.Context.SetOfflineAsync(false);
        await Assertions.Expect(says).ToHaveTextAsync("bewaard", new() { Timeout = 15_000 });
        Assert.Equal("Bel 06-12345678 snel", $"{(await walk.DraftAsync())["fields"]!["text"]}");
        // What was typed just before the page goes is kept as well.
        await page.Locator("#text").PressSequentiallyAsync(" nu");
        await page.GotoAsync(_node.Address);
        await Noodlink.Station.Tests.Bearers.Until.True(
            () => _node.Desk.FindDraft(walk.Id)?.Fields.Contains("snel nu", StringComparison.Ordinal) == true,
            () => $"the last words are kept: {_node.Desk.FindDraft(walk.Id)?.Fields}");
    }

    [Fact]
    public async Task An_answer_given_while_the_one_before_it_is_still_on_its_way_to_the_disk_is_not_overtaken_and_lost()
    {
        var walk = await NoodmeldingWalk.BeginAsync(_node.Client);
        await walk.FillAsync("MedicalDevice", "Ambulance");
        var (page, errors) = await OpenAsync(script: true);
        await page.GotoAsync(_node.Address + walk.Page("vragen"));
        var (begun, release, overtaken) = (new TaskCompletionSource(), new TaskCompletionSource(), false);
        await page.RouteAsync("**/api/drafts/**", async route =>
        {
            begun.TrySetResult();
            await release.Task;
            await route.ContinueAsync();
        });
        page.Request += (_, request) => overtaken |= request.Method == "POST" && !release.Task.IsCompleted;
        await page.Locator("select[name='victims']").SelectOptionAsync("1");
        await begun.Task;
        await page.Locator("label:has(input[name='guide'][value='AtPoint'])").ClickAsync();
        await page.Locator("#verder").ClickAsync();
        release.SetResult();

        await Assertions.Expect(page).ToHaveURLAsync(_node.Address + walk.Page("controle"));
        Assert.False(overtaken, "the form was handed in before what it would be overwritten by had arrived");
        var fields = (await walk.DraftAsync())["fields"]!;
        Assert.Equal(("1", "AtPoint"), ($"{fields["victims"]}", $"{fields["guide"]}"));
        Assert.Empty(errors);
    }

    [Fact]
    public async Task A_list_does_not_jump_while_somebody_reads_and_shows_what_is_new_when_asked()
    {
        await using var hub = await RunningHub.StartWithNodeAsync();
        var first = await hub.ReceiveAsync(SomeJson.With(("dangerToLife", "No")));
        var (page, errors) = await OpenAsync(script: true);
        await page.GotoAsync(hub.Address);
        await page.Locator($"#bericht-{first}").WaitForAsync();
        await page.Mouse.MoveAsync(300, 300);
        var second = await hub.ReceiveAsync(SomeJson.Example);

        var more = page.GetByRole(AriaRole.Button, new() { Name = "1 nieuwe melding – laat zien" }).First;
        await more.WaitForAsync(new() { Timeout = 10_000 });
        Assert.Equal(0, await page.Locator($"#bericht-{second}").CountAsync());
        await more.ClickAsync();
        await page.Locator($"#bericht-{second}").WaitForAsync(new() { Timeout = 10_000 });
        Assert.Equal(
            [$"bericht-{second}", $"bericht-{first}"],
            await page.EvaluateAsync<string[]>("[...document.querySelectorAll('#echt-doen > li')].map(row => row.id)"));
        Assert.True(await more.IsHiddenAsync());
        Assert.Empty(errors);
    }

    [Fact]
    public async Task The_pages_of_the_hub_fit_a_phone_and_say_nothing_that_claims_too_much()
    {
        await using var hub = await RunningHub.StartWithNodeAsync();
        var number = await hub.ReceiveAsync(SomeJson.Example);
        var (page, errors) = await OpenAsync(script: true);
        await page.SetViewportSizeAsync(390, 800);
        foreach (
            var path in (string[])["/", $"/meldingen/{number}", $"/meldingen/{number}/blad", "/stations", "/aanmelden"])
        {
            await page.GotoAsync(hub.Address + path);
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 390"),
                $"{path} is wider than a phone");
            Assert.DoesNotMatch(
                @"(?i)\b(verstuurd|aangekomen|aangenomen|kern)\b", await page.Locator("body").InnerTextAsync());
        }

        Assert.Empty(errors);
    }

    // Every step of a noodmelding that is half made.
    private async Task<IEnumerable<string>> SendingPathsAsync()
    {
        var walk = await NoodmeldingWalk.BeginAsync(_node.Client);
        await walk.StepAsync("wie", ("services", "Fire"));
        return ((string[])["wie", "waar", "waar?hoe=adres", "waar?hoe=weg", "waar?hoe=punt", "wat", "gevaar", "vragen", "controle"])
            .Select(walk.Page).Append($"/concepten/{walk.Id}/weg").Append("/hulp");
    }

    private async Task<(IPage Page, List<string> Errors)> OpenAsync(bool script)
    {
        var context = await chromium.Browser.NewContextAsync(
            new() { JavaScriptEnabled = script, ViewportSize = new() { Width = 1024, Height = 600 } });
        var page = await context.NewPageAsync();
        var errors = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error") errors.Add(message.Text);
        };
        page.PageError += (_, error) => errors.Add(error);
        return (page, errors);
    }
}
