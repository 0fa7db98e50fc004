using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Screens;

/// <summary>Every page there is, found by following the links; and that what is wrong is found.</summary>
public sealed class AxeTests(ITestOutputHelper output, Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public Task Every_page_that_a_link_leads_to_can_be_read_and_used_by_everybody() => Scene.PlayAsync(output, async scene =>
    {
        var region = Village.Create(scene);
        await region.Node.Program.StartAsync();
        await region.Node.SendAsync(Letters.Alarm("er staat al iets"));
        await using var person = await Operator.SitDownAsync(chromium, region.Node.Program);
        var look = new TourLook(person) { Seats = [Seat.Laptop, Seat.Dark, Seat.HighContrast, Seat.Phone] };
        var pages = await Walk.EverywhereAsync(person, look.AtAsync);
        output.WriteLine($"{pages.Count} pages: {string.Join(' ', pages)}");
        Assert.True(look.Found.Count == 0, string.Join('\n', look.Found));
    });

    [Fact]
    public Task What_cannot_be_read_or_pressed_is_found() => Scene.PlayAsync(output, async scene =>
    {
        var region = Village.Create(scene);
        await region.Node.Program.StartAsync();
        await using var person = await Operator.SitDownAsync(chromium, region.Node.Program);
        await person.GoAsync("/");
        await person.Page.EvaluateAsync(
            "() => document.querySelector('main').innerHTML = '<h1>Begin</h1><button><img src=/x.svg></button><p>grijs</p>'");
        await person.Page.EvaluateAsync("() => document.querySelector('main p').style.color = '#bbbbbb'");

        var found = string.Join('\n', await AxeCheck.FindAsync(person, "spoiled"));
        Assert.Contains("button-name", found, StringComparison.Ordinal);
        Assert.Contains("color-contrast", found, StringComparison.Ordinal);
        Assert.NotEmpty(await Walk.TooSmallAsync(person));
        await person.Page.EvaluateAsync("() => document.querySelector('main button').style.outline = 'none'");
        var unmarked = await Assert.ThrowsAnyAsync<Exception>(
            () => Keys.ReachAsync(person.Page, person.Page.Locator("footer a").First, "de voet"));
        Assert.Contains("not marked or not in sight", unmarked.Message, StringComparison.Ordinal);
    });
}
