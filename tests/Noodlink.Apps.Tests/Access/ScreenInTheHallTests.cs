using System.Globalization;
using Microsoft.Playwright;
using Noodlink.Apps.Tests.Node;
using Noodlink.Apps.Tests.Pages;

namespace Noodlink.Apps.Tests.AccessRules;

/// <summary>The screen of a noodsteunpunt in a public hall, in a real browser: covering it, and the PIN.</summary>
public sealed class ScreenInTheHallTests : IAsyncLifetime
{
    private static readonly DateTime Moment = new(2026, 11, 21, 6, 0, 0, DateTimeKind.Utc);

    private RunningNode _node = null!;
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;
    private string _number = "";

    public async Task InitializeAsync()
    {
        _node = await RunningNode.StartAsync();
        _number = await _node.StoreAsync(SomeJson.Example);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] });
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        _playwright.Dispose();
        await _node.DisposeAsync();
    }

    [Fact]
    public async Task A_covered_screen_shows_nothing_of_anybody_in_any_tab_by_no_way_back_and_sends_all_the_same()
    {
        var context = await _browser.NewContextAsync(); // ends with the browser
        var (page, other) = (await context.NewPageAsync(), await context.NewPageAsync());
        await page.GotoAsync(_node.Address);
        await other.GotoAsync($"{_node.Address}/meldingen/{_number}");
        await page.Locator($"#bericht-{_number}").WaitForAsync();
        await other.GetByText("Modelweg").First.WaitForAsync();
        await page.Locator(".bar-cover button").ClickAsync();

        foreach (var tab in (IPage[])[page, other])
        {
            await tab.ArriveAsync("/afgedekt[?]");
            await NothingOfAnybodyAsync(tab);
        }

        await page.GoBackAsync();
        await page.ArriveAsync("/afgedekt[?]");
        await NothingOfAnybodyAsync(page);
        await page.ReloadAsync();
        await NothingOfAnybodyAsync(page);
        await page.Locator(".cover a.huge").ClickAsync();
        await page.ArriveAsync("/wie$");
        await NothingOfAnybodyAsync(page);

        await page.GotoAsync(_node.Address);
        await page.Locator(".cover form button").ClickAsync();
        await page.Locator($"#bericht-{_number}").WaitForAsync();

        // The other tab goes back to where it was, and nobody touched it.
        await other.ArriveAsync($"/meldingen/{_number}$");
        await other.GetByText("Modelweg").First.WaitForAsync();
    }

    // Its answer was on its way when another tab was covered: it must not stand there for the hall to read.
    [Fact]
    public async Task A_page_that_was_loading_while_another_tab_was_covered_is_covered_as_well()
    {
        var context = await _browser.NewContextAsync(); // ends with the browser
        var (page, late) = (await context.NewPageAsync(), await context.NewPageAsync());
        await page.GotoAsync(_node.Address);
        // No timer of that page goes off: it does not look by itself every 15 s.
        await late.Clock.InstallAsync(new() { TimeDate = Moment });
        await late.Clock.PauseAtAsync(Moment.AddMinutes(1));
        var asked = new TaskCompletionSource();
        var covered = new TaskCompletionSource();
        await late.RouteAsync(
            $"**/meldingen/{_number}", async route =>
            {
                if (route.Request.ResourceType != "document" || covered.Task.IsCompleted)
                {
                    await route.ContinueAsync();
                    return;
                }

                var answer = await route.FetchAsync();
                asked.SetResult();
                await covered.Task;
                await route.FulfillAsync(new RouteFulfillOptions { Response = answer });
            });
        var loading = late.GotoAsync($"{_node.Address}/meldingen/{_number}");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await page.Locator(".bar-cover button").ClickAsync();
        await page.ArriveAsync("/afgedekt[?]");
        covered.SetResult();
        await loading;
        await late.ArriveAsync("/afgedekt[?]");
        await NothingOfAnybodyAsync(late);
    }

    [Fact]
    public async Task A_wrong_PIN_counts_down_aloud_never_locks_and_the_right_one_is_pasted()
    {
        var pinFile = Path.Combine(Path.GetDirectoryName(_node.KeyPath)!, "shift.pin");
        var pin = (await File.ReadAllTextAsync(pinFile)).Trim();
        await using var context = await _browser.NewContextAsync();
        await context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{_node.Address}/oud");
        var longest = 0;
        foreach (var wrong in (string[])["000", "nee"])
        {
            if (longest > 0)
                await Assertions.Expect(page.Locator("[data-countdown]")).ToHaveTextAsync(
                    "U kunt het nu opnieuw proberen.", new() { Timeout = 30_000 });
            await page.FillAsync("#pin", wrong);
            // The page before the answer counts as well: what is pasted there would go with it.
            await page.EvaluateAsync("() => document.body.setAttribute('data-old', '')");
            await page.Keyboard.PressAsync("Enter");
            var countdown = page.Locator("body:not([data-old]) [data-countdown]");
            await countdown.WaitForAsync();
            longest = Math.Max(
                longest, int.Parse((await countdown.GetAttributeAsync("data-countdown"))!, CultureInfo.InvariantCulture));
            Assert.Contains("Hij gaat nooit op slot", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        }

        Assert.InRange(longest, 1, 30);
        // It counts, and says when it is over.
        await Assertions.Expect(page.Locator("[data-countdown]")).ToHaveTextAsync(
            "U kunt het nu opnieuw proberen.", new() { Timeout = 30_000 });
        await page.EvaluateAsync("pin => navigator.clipboard.writeText(pin)", pin);
        await page.FocusAsync("#pin");
        await page.Keyboard.PressAsync("Control+V");
        Assert.Equal("password", await page.GetAttributeAsync("#pin", "type"));
        await page.Locator("[data-show='pin']").ClickAsync();
        Assert.Equal("text", await page.GetAttributeAsync("#pin", "type"));
        Assert.Equal(pin, await page.InputValueAsync("#pin"));
        await page.FocusAsync("#pin");
        await page.Keyboard.PressAsync("Enter");
        await page.ArriveAsync("/oud$");

        // The sheet says what a technician does when nobody knows it any more.
        await page.GotoAsync($"{_node.Address}/instellingen/herstelblad");
        Assert.Contains(pinFile, await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await File.WriteAllTextAsync(pinFile, "nieuwe-pin\n");
        await page.GotoAsync($"{_node.Address}/oud");
        await page.FillAsync("#pin", "nieuwe-pin");
        await page.Keyboard.PressAsync("Enter");
        await page.ArriveAsync("/oud$");
    }

    private static async Task NothingOfAnybodyAsync(IPage page)
    {
        var text = await page.Locator("body").InnerTextAsync();
        foreach (var hidden in (string[])["Modelweg", "beademing", "LEVENSGEVAAR", "huisapparatuur"])
            Assert.DoesNotContain(hidden, text, StringComparison.Ordinal);
    }
}
