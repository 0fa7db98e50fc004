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

    /// <summary>Whoever hears it knows whether to run.</summary>
    [Fact]
    public Task What_is_real_sounds_otherwise_than_what_is_practised_and_a_correction_and_silence_are_heard() =>
        Scene.PlayAsync(output, async scene =>
        {
            var region = Village.Create(scene);
            region.Node.Program.Settings["Timers:UnconfirmedRadioSeconds"] = "2";
            await region.StartAsync();
            var real = await SendAsync(region, "Actual");
            var practised = await SendAsync(region, "Exercise");
            await using var person = await Operator.SitDownAsync(chromium, region.Node.Program);
            await person.Page.AddInitScriptAsync(RecordTones);
            await person.GoAsync("/");
            await person.PressAsync(person.Page.Locator("[data-sound-test]"), "Geluid");
            await SaysAsync(person, Words.Bar_SoundOn, bad: false);
            await HearsAsync(person, "the button", Tried);

            await ActAsync(region, practised, new() { ["type"] = "Query", ["question"] = "Q2" });
            await HearsAsync(person, "a question of an exercise", Practised);
            await ActAsync(region, real, new() { ["type"] = "Query", ["question"] = "Q2" });
            await HearsAsync(person, "a real question", Real);
            await ActAsync(region, real, new() { ["type"] = "Forwarded", ["channel"] = "C2000" });
            await ActAsync(region, real, new() { ["type"] = "Accepted", ["meldkamerNumber"] = "3217" });
            await ActAsync(region, real, new() { ["type"] = "Undone", ["note"] = "verkeerde regel" });
            await HearsAsync(person, "a correction", Real, $"{real}:Undone");

            await region.Hub.Program.KillAsync();
            foreach (var broker in region.Hub.Brokers()) Signals.Send(broker, Signals.Kill);
            await region.Node.BearerAsync("Mqtt", up: false, seconds: 30);
            var drill = await region.Node.SendAsync(Letters.Alarm("geoefend, en er is niets", status: "Exercise"));
            await HearsAsync(person, "an exercise that nobody confirms", Practised, $"oefening:{drill}:Unconfirmed");
            var alone = await region.Node.SendAsync(Letters.Alarm("echt, en er is niets"));
            await HearsAsync(person, "a noodmelding that nobody confirms", Real, $"{alone}:Unconfirmed");
            Assert.Empty(person.Complaints);
        });

    /// <summary>High and low by turns; the same low one, in pairs; and what the button tries.</summary>
    private const string Real = "880 660 880 660", Practised = "330 330 330 330", Tried = "660 880";

    /// <summary>Every tone that a page has begun, as the sound card would get it.</summary>
    private const string RecordTones =
        """
        window.tones = [];
        const start = OscillatorNode.prototype.start;
        OscillatorNode.prototype.start = function (at) { window.tones.push(this.frequency.value); return start.call(this, at); };
        """;

    private static async Task<string> SendAsync(Region region, string status)
    {
        var number = await region.Node.SendAsync(Letters.Alarm("mag die vrouw water drinken", status: status));
        await Wait.UntilAsync(
            "the hub has it", 30, async () => (await region.Node.MessageAsync(number)).Delivered() is not null);
        return number;
    }

    private static async Task ActAsync(Region region, string number, JsonObject action)
    {
        action["by"] = "loggist";
        var answer = await region.Hub.Program.Browser.PostAsync($"/api/messages/{number}/events", action.ToJsonString());
        Assert.True((int)answer.Code < 300, answer.ToString());
    }

    /// <summary>Until exactly those tones were played; what asked for them stands in the bar.</summary>
    private static async Task HearsAsync(Operator person, string what, string tones, string alarm = "")
    {
        var heard = "";
        await Wait.UntilAsync(() => $"{what} sounds as {tones}: {heard}", 60, async () =>
        {
            var asks = await person.Page.Locator("#aandacht").GetAttributeAsync("data-sound") ?? "";
            heard = await person.Page.EvaluateAsync<string>("() => window.tones.join(' ')");
            return asks.Contains(alarm, StringComparison.Ordinal) && heard.EndsWith(tones, StringComparison.Ordinal);
        });
        await person.Page.EvaluateAsync("() => { window.tones = []; }");
    }

    private static Task SaysAsync(Operator tab, string words, bool bad) => Wait.UntilAsync(
        $"the bar says '{words}'", 20, async () =>
            await tab.Page.Locator("[data-sound-test]").InnerTextAsync() == words
            && await tab.Page.Locator("#balk-geluid.bar-bad").CountAsync() == (bad ? 1 : 0));

    private static Task<int> SoundedAsync(Operator tab) =>
        tab.Page.EvaluateAsync<int>("() => Number(document.documentElement.dataset.sounded ?? 0)");
}
