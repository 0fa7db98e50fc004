using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Noodlink.Apps.Tests.Node;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Places;

namespace Noodlink.Apps.Tests.Pages;

/// <summary>The map under a finger, in a real browser.</summary>
public sealed partial class MapPressTests
{
    private static readonly Rd Here = new(216_500, 586_800);

    [Fact]
    public async Task A_press_brings_that_place_to_the_middle()
    {
        await using var node = await RunningNode.StartAsync($"--Station:Rd={Here.X},{Here.Y}");
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] });

        // Without script the field counts, and not the pixel. The grid's north lies half a degree beside the map's: ten
        // metres on a kilometre; a pixel of a phone is twenty.
        Assert.InRange(await MissedByAsync(node, browser, script: true, width: 1024), 0, 60);
        Assert.InRange(await MissedByAsync(node, browser, script: true, width: 390), 0, 60);
        Assert.InRange(await MissedByAsync(node, browser, script: false, width: 1024), 0, 700);
    }

    /// <summary>Presses one kilometre to the east and a half to the south of this point.</summary>
    /// <returns>Metres from there to what is in the middle after it.</returns>
    private static async Task<int> MissedByAsync(RunningNode node, IBrowser browser, bool script, int width)
    {
        var page = await browser.NewPageAsync(new()
        {
            JavaScriptEnabled = script, ViewportSize = new() { Width = width, Height = 700 },
        });
        var errors = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error") errors.Add(message.Text);
        };
        await page.GotoAsync($"{node.Address}/kaart?z=13&kies={new string('a', 32)}#kaart");
        // The innermost ring is one kilometre. Measured within the map: the page around it may still move.
        var at = await page.EvaluateAsync<float[]>(
            """
            () => {
              const map = document.querySelector('.map').getBoundingClientRect();
              const ring = document.querySelector('.map-ring').getBoundingClientRect();
              return [ring.right - map.left, ring.top + ring.height * 3 / 4 - map.top];
            }
            """);
        await page.Locator(".map").ClickAsync(new() { Position = new() { X = at[0], Y = at[1] } });
        await page.WaitForURLAsync(new Regex("[?&]x=", RegexOptions.None, TimeSpan.FromSeconds(5)), new() { WaitUntil = WaitUntilState.Commit });
        await page.Locator(".map-side").WaitForAsync();
        var said = Position().Match(await page.Locator(".map-side").InnerTextAsync());
        Assert.Empty(errors);
        await page.CloseAsync();
        return PlaceFound.Metres(
            new Rd(
                int.Parse(said.Groups["x"].Value, CultureInfo.InvariantCulture),
                int.Parse(said.Groups["y"].Value, CultureInfo.InvariantCulture)), new Rd(Here.X + 1000, Here.Y - 500));
    }

    [GeneratedRegex(@"RD (?<x>\d+), (?<y>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Position();
}
