using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Noodlink.Apps.Tests.Node;

namespace Noodlink.Apps.Tests.Pages;

/// <summary>A noodmelding on paper, as the browser prints it.</summary>
public sealed class PrintTests : IAsyncLifetime
{
    private RunningNode _node = null!;
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public async Task InitializeAsync()
    {
        _node = await RunningNode.StartAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] });
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _node.DisposeAsync();
    }

    [Theory]
    [InlineData("A4", "print")]
    [InlineData("A5", "print")]
    [InlineData("A4", "voorlezen")]
    public async Task A_noodmelding_prints_on_one_page_with_nothing_cut_off(string paper, string sheet)
    {
        var number = await _node.StoreAsync(SomeJson.With(("status", "Exercise")));
        var page = await _browser.NewPageAsync();
        await page.GotoAsync($"{_node.Address}/meldingen/{number}/{sheet}");
        var pdf = await page.PdfAsync(new() { Format = paper });

        Assert.Single(Regex.Matches(
            Encoding.Latin1.GetString(pdf), "/Type\\s*/Page[^s]", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)));
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        // The width between the margins of 10 mm, in CSS pixels.
        await page.SetViewportSizeAsync(paper == "A4" ? 718 : 484, 900);
        Assert.True(await page.EvaluateAsync<bool>(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"), $"{sheet} is wider than {paper}");
        Assert.Contains("OEFENING", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }
}
