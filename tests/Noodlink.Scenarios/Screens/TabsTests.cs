using Microsoft.Playwright;
using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Screens;

/// <summary>Screens that stay true while they are left alone, however many there are, and that say so when they are
/// not.</summary>
public sealed class TabsTests(ITestOutputHelper output, Chromium chromium) : IClassFixture<Chromium>
{
    private const int Tabs = 8;

    [Fact]
    public Task Eight_tabs_are_all_true_and_all_can_still_be_used() => Scene.PlayAsync(output, async scene =>
    {
        var region = Village.Create(scene);
        await region.Node.Program.StartAsync();
        await using var first = await Operator.SitDownAsync(chromium, region.Node.Program);
        var tabs = new List<Operator> { first };
        while (tabs.Count < Tabs) tabs.Add(await first.OpenTabAsync());
        foreach (var tab in tabs) await tab.GoAsync("/");

        var number = await region.Node.SendAsync(Letters.Alarm("in alle tabbladen"));
        foreach (var tab in tabs) await RowAsync(tab, number).WaitForAsync();
        // A stream for each tab would leave no connection to open a page with.
        foreach (var tab in tabs)
        {
            await tab.PressAsync(RowAsync(tab, number).GetByRole(AriaRole.Link), number);
            await tab.ArriveAsync($"/meldingen/{number}");
        }

        Assert.All(tabs, tab => Assert.Empty(tab.Complaints));
    });

    [Fact]
    public Task A_screen_whose_program_stands_still_says_since_when_and_is_true_again_by_itself() =>
        Scene.PlayAsync(output, async scene =>
        {
            var region = Village.Create(scene);
            await region.StartAsync();
            await using var atNode = await Operator.SitDownAsync(chromium, region.Node.Program);
            await using var atHub = await Operator.SitDownAsync(chromium, region.Hub.Program);
            await atNode.GoAsync("/");
            await atHub.GoAsync("/");
            foreach (var person in (Operator[])[atNode, atHub])
                Assert.True(await Banner(person).IsHiddenAsync());
            region.Hub.Program.Send(Signals.Stop);
            region.Node.Program.Send(Signals.Stop);
            foreach (var person in (Operator[])[atNode, atHub])
            {
                await Banner(person).WaitForAsync(new() { Timeout = 40_000 });
                Assert.Matches("^Dit scherm is niet bijgewerkt sinds [0-9]{2}:[0-9]{2}$", await Banner(person).InnerTextAsync());
            }

            region.Hub.Program.Send(Signals.Continue);
            region.Node.Program.Send(Signals.Continue);
            foreach (var person in (Operator[])[atNode, atHub])
                await Banner(person).WaitForAsync(new() { State = WaitForSelectorState.Hidden, Timeout = 40_000 });
        });

    [Fact]
    public Task A_hub_that_stands_still_for_twenty_seconds_is_not_said_to_have_anything() =>
        Scene.PlayAsync(output, async scene =>
        {
            var region = Village.Create(scene);
            await region.StartAsync();
            await using var person = await Operator.SitDownAsync(chromium, region.Node.Program);
            region.Hub.Program.Send(Signals.Stop);
            var number = await region.Node.SendAsync(Letters.Alarm("terwijl het coördinatiepunt stilstaat"));
            await person.GoAsync($"/meldingen/{number}");
            var began = TimeProvider.System.GetTimestamp();
            while (TimeProvider.System.GetElapsedTime(began).TotalSeconds < 20)
            {
                var text = await person.Page.Locator("#stand .state").First.InnerTextAsync();
                Assert.DoesNotContain("Binnen bij coördinatiepunt", text, StringComparison.Ordinal);
                Assert.Matches("Onderweg|Nog niet weg – wacht op verbinding", text);
                await Wait.PassAsync(1);
            }

            region.Hub.Program.Send(Signals.Continue);
            await Wait.UntilAsync("the page says that it is there", 60, async () =>
                (await person.Page.Locator("#stand .state").First.InnerTextAsync())
                .Contains("Binnen bij coördinatiepunt", StringComparison.Ordinal));
        });

    private static ILocator RowAsync(Operator tab, string number) => tab.Page.Locator($"#bericht-{number}");

    private static ILocator Banner(Operator person) => person.Page.Locator("#niet-bijgewerkt");
}
