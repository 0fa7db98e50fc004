using Microsoft.Playwright;
using Noodlink.Apps.Tests.Node;

namespace Noodlink.Apps.Tests.Pages;

/// <summary>Vraag om hulp at a real browser, as it is typed.</summary>
public sealed class HelpBrowserTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private RunningNode _node = null!;
    private IPage _page = null!;

    public async Task InitializeAsync()
    {
        _node = await RunningNode.StartAsync();
        _page = await chromium.Browser.NewPageAsync(new() { ViewportSize = new() { Width = 1024, Height = 600 } });
        await _page.GotoAsync($"{_node.Address}/hulp/vraag");
    }

    public async Task DisposeAsync()
    {
        await chromium.LeaveAsync();
        await _node.DisposeAsync();
    }

    [Fact]
    public async Task Somebody_falls_while_the_request_is_typed_and_no_word_is_typed_again()
    {
        await _page.Locator("#text").PressSequentiallyAsync("Dekens voor vier. Bel 06-12345678");
        await Assertions.Expect(_page.Locator("[data-draft-notes]")).ToContainTextAsync("telefoonnummer");
        await _page.GetByRole(AriaRole.Button, new() { Name = "Terug naar de eerste vraag" }).ClickAsync();
        await Assertions.Expect(_page.Locator("h1")).ToHaveTextAsync("Is er nu iemand gewond, ziek of in gevaar?");
        await _page.Locator("#hulp-ja").ClickAsync();
        await _page.ArriveAsync("/noodmelding/[^/]+/wie$");
        await _page.GetByRole(AriaRole.Link, new() { Name = "Controle" }).ClickAsync();

        await Assertions.Expect(_page.Locator("#text")).ToHaveValueAsync("Dekens voor vier. Bel 06-12345678");
        Assert.Equal("alarm", Assert.Single(_node.Desk.Drafts).Form);
    }

    [Fact]
    public async Task Enter_sends_the_request()
    {
        await _page.GetByText("medicijnen", new() { Exact = true }).ClickAsync();
        await _page.Locator("#amount").FillAsync("2");
        await _page.Locator("#amount").PressAsync("Enter");

        await _page.ArriveAsync("/meldingen/GR-WK1-0001$");
    }
}
