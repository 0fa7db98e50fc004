using System.Text.Json.Nodes;
using Noodlink.Scenarios.Ground;
using Noodlink.Station.Dutch;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Screens;

/// <summary>What may not wait until somebody looks is heard, and where it cannot be heard the bar says so.</summary>
public sealed class SoundTests(ITestOutputHelper output, Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public Task A_browser_that_blocks_sound_is_red_until_somebody_presses_and_then_a_question_is_heard_in_one_tab() =>
        Scene.PlayAsync(output, async scene =>
        {
            var region = Village.Create(scene);
            await region.StartAsync();
            var number = await region.Node.SendAsync(Letters.Alarm("mag die vrouw water drinken"));
            await Wait.UntilAsync(
                "the hub has it", 30, async () => (await region.Node.MessageAsync(number)).Delivered() is not null);
            await using var first = await Operator.SitDownAsync(chromium, region.Node.Program);
            await first.GoAsync("/");
            await SaysAsync(first, Words.Bar_SoundBlocked, bad: true);
            await using var second = await first.OpenTabAsync();
            await second.GoAsync($"/meldingen/{number}");
            foreach (var tab in (Operator[])[first, second])
            {
                await tab.PressAsync(tab.Page.Locator("[data-sound-test]"), "Geluid");
                await SaysAsync(tab, Words.Bar_SoundOn, bad: false);
            }

            var question = await region.Hub.Program.Browser.PostAsync(
                $"/api/messages/{number}/events",
                new JsonObject { ["type"] = "Query", ["by"] = "loggist", ["question"] = "Q2" }.ToJsonString());
            Assert.True((int)question.Code < 300, question.ToString());
            await Wait.UntilAsync("the question sounds", 30, async () => await SoundedAsync(first) + await SoundedAsync(second) > 0);
            // The other one was told of the question as well, and keeps silent.
            await Wait.PassAsync(2.5);
            Assert.Contains(0, (int[])[await SoundedAsync(first), await SoundedAsync(second)]);
        });

    private static Task SaysAsync(Operator tab, string words, bool bad) => Wait.UntilAsync(
        $"the bar says '{words}'", 20, async () =>
            await tab.Page.Locator("[data-sound-test]").InnerTextAsync() == words
            && await tab.Page.Locator("#balk-geluid.bar-bad").CountAsync() == (bad ? 1 : 0));

    private static Task<int> SoundedAsync(Operator tab) =>
        tab.Page.EvaluateAsync<int>("() => Number(document.documentElement.dataset.sounded ?? 0)");
}
