using Microsoft.Playwright;
using Noodlink.Apps.Tests.Node;

namespace Noodlink.Apps.Tests.Pages;

/// <summary>In a real browser: what a person meets when the program is away, goes back, or sits at a low screen.</summary>
public sealed class BrowserAwayTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private RunningNode _node = null!;
    private IPage _page = null!;

    public async Task InitializeAsync()
    {
        _node = await RunningNode.StartAsync();
        _page = await chromium.Browser.NewPageAsync(new() { ViewportSize = new() { Width = 1024, Height = 600 } });
    }

    public async Task DisposeAsync()
    {
        await chromium.LeaveAsync();
        await _node.DisposeAsync();
    }

    [Fact]
    public async Task Words_typed_while_the_program_was_away_are_not_taken_by_the_browser_when_somebody_presses()
    {
        var walk = await NoodmeldingWalk.BeginAsync(_node.Client);
        await walk.FillAsync("BuildingFire", "Fire");
        await _page.GotoAsync(_node.Address + walk.Page("controle"));
        await _page.Context.SetOfflineAsync(true);
        await _page.Locator("#text").FillAsync("Schuur in brand, gasflessen");
        var says = _page.Locator("[data-draft-kept]");
        await Assertions.Expect(says).ToContainTextAsync("NIET BEWAARD");
        Assert.True(await IsInSightAsync(says), "NIET BEWAARD lies behind the button");

        await _page.Locator("#verder").ClickAsync();
        await _page.Locator("#verder").ClickAsync();
        await Assertions.Expect(_page).ToHaveURLAsync(_node.Address + walk.Page("controle"));
        await Assertions.Expect(_page.Locator("#text")).ToHaveValueAsync("Schuur in brand, gasflessen");

        await _page.Context.SetOfflineAsync(false);
        await _page.Locator("#verder").ClickAsync();
        await Assertions.Expect(_page).ToHaveURLAsync($"{_node.Address}/meldingen/GR-WK1-0001");
        Assert.Contains("gasflessen", await _page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Back_to_a_form_that_was_refused_is_the_form_and_no_question_of_the_browser()
    {
        var walk = await NoodmeldingWalk.BeginAsync(_node.Client);
        await _page.GotoAsync(_node.Address + walk.Page("controle"));
        await _page.Locator("#text").FillAsync("Rook");
        await _page.Locator("#verder").ClickAsync();
        await Assertions.Expect(_page.Locator(".faults")).ToBeVisibleAsync();
        await _page.GotoAsync($"{_node.Address}/meer");
        await _page.GoBackAsync();

        await Assertions.Expect(_page.GetByRole(AriaRole.Heading, new() { Name = "Klopt het zo?" })).ToBeVisibleAsync();
        await Assertions.Expect(_page.Locator("#text")).ToHaveValueAsync("Rook");
    }

    [Fact]
    public async Task On_a_low_screen_the_warnings_about_a_text_are_in_sight_and_so_is_every_way_to_say_where()
    {
        var walk = await NoodmeldingWalk.BeginAsync(_node.Client);
        await _page.GotoAsync(_node.Address + walk.Page("controle"));
        await _page.Locator("#text").FillAsync("Jan de Vries, geboren 12-03-1950, bsn 111222333, bel 06-12345678");
        var warnings = _page.Locator("[data-draft-notes] li");
        await Assertions.Expect(warnings).ToHaveCountAsync(3);
        foreach (var warning in await warnings.AllAsync()) Assert.True(await IsInSightAsync(warning));

        await _page.GotoAsync(_node.Address + walk.Page("waar"));
        foreach (var way in await _page.Locator(".place-ways > *").AllAsync()) Assert.True(await IsInSightAsync(way));
        await _page.GotoAsync(_node.Address + "/aanbod");
        Assert.Contains("gradient", await _page.Locator("select").First.EvaluateAsync<string>(
            "field => getComputedStyle(field).backgroundImage"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_real_noodmelding_says_that_it_is_real_while_everything_around_it_is_an_exercise()
    {
        await using var hub = await Hub.RunningHub.StartWithNodeAsync();
        var number = await hub.ReceiveAsync(SomeJson.Example);
        var mark = _page.Locator("main .real-mark").First;
        await _page.GotoAsync($"{hub.Node.Address}/meldingen/{number}");
        await Assertions.Expect(mark).ToBeHiddenAsync();
        using var begun = await hub.PostAsync(
            "/api/messages", """{"kind":"ExerciseControl","to":"All","action":"Start","exerciseId":"X","name":"Proef","minutes":30}""");
        await Noodlink.Station.Tests.Bearers.Until.True(
            () => hub.Node.Desk.Exercise is Noodlink.Protocol.LifeCycle.ExerciseState.Running, () => "the exercise runs");

        foreach (var path in (string[])["/", $"/meldingen/{number}", $"/meldingen/{number}/aanvulling", $"/meldingen/{number}/intrekken"])
        {
            await _page.GotoAsync(hub.Node.Address + path);
            await Assertions.Expect(mark).ToHaveTextAsync("ECHT – geen oefening");
            Assert.True(await IsInSightAsync(mark), path);
        }
    }

    // On the screen, and nothing lies over it.
    private static Task<bool> IsInSightAsync(ILocator part) => part.EvaluateAsync<bool>(
        """
        part => {
          const box = part.getBoundingClientRect();
          return [box.top + 3, box.bottom - 3].every(y => {
            const top = document.elementFromPoint(box.left + box.width / 2, y);
            return top !== null && (part.contains(top) || top.contains(part));
          });
        }
        """);
}
