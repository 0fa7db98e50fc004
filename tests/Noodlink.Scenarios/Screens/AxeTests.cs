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
        var found = new List<string>();
        var pages = await Walk.EverywhereAsync(person, async path => found.AddRange(await AxeCheck.FindAsync(person, path)));
        output.WriteLine($"{pages.Count} pages: {string.Join(' ', pages)}");
        Assert.True(found.Count == 0, string.Join('\n', found));
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
    });
}
