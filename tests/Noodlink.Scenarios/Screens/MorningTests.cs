using System.Globalization;
using System.Text.Json.Nodes;
using Noodlink.Scenarios.Ground;
using Noodlink.Station.Dutch;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Screens;

/// <summary>The operator's morning (domain.md §3d), hour 26 without power: the LAN is gone, the radio is there, and a
/// daughter runs in.</summary>
public sealed class MorningTests(ITestOutputHelper output, Chromium chromium) : IClassFixture<Chromium>
{
    /// <summary>A noodmelding on a radio of SF9 takes a second and a half there; the morning need not wait for that.</summary>
    private const double AirSpeed = 4;

    [Fact]
    public Task The_morning_of_Grijpskerk_with_the_LAN_gone_and_back() => Scene.PlayAsync(output, async scene =>
    {
        var air = await Air.StartAsync(scene, speed: AirSpeed);
        var region = Village.Create(scene, air);
        var lan = await Relay.StartAsync(scene, region.Hub.BrokerPort);
        region.Node.Program.Settings["Mqtt:Port"] = lan.Port.ToString(CultureInfo.InvariantCulture);
        await region.StartAsync();
        await region.Node.BearerAsync("Radio", up: true, seconds: 15);
        await using var person = await Operator.SitDownAsync(chromium, region.Node.Program);
        await NightAsync(region, person);
        await HandoverAsync(region, person, lan);
        await SixOClockAsync(person);
        var number = await DaughterAsync(region, person);
        await AtTheHubAsync(region, person, number);
        await BatteryAsync(region, person, number);
        await BulletinAsync(region, person);
        await LanIsBackAsync(region, person, lan);
        await ReportAsync(region, person);
        await BoatAsync(region, person);
        Assert.Empty(person.Complaints);
    });

    /// <summary>What the night left: two noodmeldingen, five requests for help, and what the one on duty entered.</summary>
    private static async Task NightAsync(Region region, Operator person)
    {
        string[] open =
        [
            await region.Node.SendAsync(Letters.Alarm("Tak op de weg bij de kerk, auto ertegen.")),
            await region.Node.SendAsync(Letters.Alarm("Oudere man gevallen, kan niet opstaan.", danger: "No")),
        ];
        foreach (var place in (string[])["Grijpskerk", "Visvliet", "Pieterzijl", "Kommerzijl", "Lauwerzijl"])
        {
            await region.Node.SendAsync(new JsonObject
            {
                ["kind"] = "HelpRequest", ["status"] = "Actual", ["category"] = "Warmth", ["amount"] = 2, ["place"] = place,
            }.ToJsonString());
        }

        await person.GoAsync("/instellingen/stroom");
        await person.ChooseAsync("power", "Generator");
        await person.TypeAsync(person.Page.Locator("[name='powerHours']"), "9");
        await person.PressAsync(person.Page.Locator("main .send button"), "Bewaar");
        await person.GoAsync("/112");
        await person.ChooseAsync("reach112", "No");
        foreach (var number in open)
        {
            await Wait.UntilAsync(
                $"{number} is delivered", 30, async () => (await region.Node.MessageAsync(number)).Delivered() is not null);
        }
    }

    /// <summary>05:55 the handover. The cable goes between reading it and signing.</summary>
    private static async Task HandoverAsync(Region region, Operator person, Relay lan)
    {
        await person.GoAsync("/dienst");
        var sheet = await person.Page.Locator(".handover").InnerTextAsync();
        foreach (var said in (string[])[$"{Words.Shift_Alarms}: 2", $"{Words.Shift_Help}: 5", "aggregaat, nog 9 uur", "netwerk", "radio"])
            Assert.Contains(said, sheet, StringComparison.Ordinal);
        await person.TypeAsync(person.Page.Locator("[name='text']"), "Diesel komt om 10 uur. Sleutel van de zaal ligt in de la.");
        Assert.Equal(1, await Paper.PagesAsync(person.Page, "A4"));
        await person.ChooseAsync("roleIn", "vrijwilliger");
        await lan.CutAsync();
        await region.Node.BearerAsync("Mqtt", up: false, seconds: 30);
        var pin = await File.ReadAllTextAsync(Path.Combine(region.Node.Program.DataDirectory, "shift.pin"));
        await person.TypeAsync(person.Page.Locator("[name='_pin']"), pin.Trim());
        await person.PressAsync(person.Page.Locator("main .send button"), "Draag over");
        await person.ArriveAsync("^[a-z]+://[^/]+/$");
        await person.SeesAsync("vrijwilliger");
    }

    /// <summary>06:02: two big buttons, and a bar that says what is left: no LAN, no 112, the generator's hours. On the
    /// handover it stands since when.</summary>
    private static async Task SixOClockAsync(Operator person)
    {
        await person.GoAsync("/dienst");
        Assert.Matches(
            $@"{Words.Bar_Gone}\s+netwerk, sinds", await person.Page.Locator(".handover-point").InnerTextAsync());
        await person.GoAsync("/");
        Assert.True(await person.Named(Words.Start_Alarm).First.IsVisibleAsync());
        Assert.True(await person.Named(Words.Help_Title).First.IsVisibleAsync());
        Assert.DoesNotContain("netwerk", await BarAsync(person, "verbinding"), StringComparison.Ordinal);
        Assert.Contains("radio", await BarAsync(person, "verbinding"), StringComparison.Ordinal);
        Assert.Contains("aggregaat", await BarAsync(person, "stroom"), StringComparison.Ordinal);
        Assert.Equal("nee", await BarAsync(person, "112"));
        Assert.Matches("^[0-9]{2}:[0-9]{2}", await BarAsync(person, "klok"));
    }

    /// <summary>06:20 the daughter runs in. What she tells is at the coördinatiepunt by radio.</summary>
    private static async Task<string> DaughterAsync(Region region, Operator person)
    {
        await person.GoAsync("/");
        var number = await new SendingForm(person).ExampleAsync();
        SendingForm.CheckExample(await region.Node.MessageAsync(number));
        await StandAsync(person, "Binnen bij coördinatiepunt, nog niet gelezen");
        await Wait.UntilAsync(
            "the text is there too, by radio", 90,
            async () => (await region.Node.MessageAsync(number)).Delivered()?.Bearer == "Radio");
        return number;
    }

    /// <summary>06:22 to 06:26: read, asked, answered with one tap, and with the meldkamer.</summary>
    private static async Task AtTheHubAsync(Region region, Operator person, string number)
    {
        await StepAsync(region, number, new() { ["type"] = "Seen", ["by"] = "loggist" });
        await StandAsync(person, "Gelezen door coördinatiepunt");
        var question = await region.Hub.Program.Browser.PostAsync(
            "/api/messages", new JsonObject
            {
                ["kind"] = "Request", ["status"] = "Actual", ["to"] = new JsonArray("GR-WK1"),
                ["references"] = new JsonArray(number), ["question"] = "Q5",
            }.ToJsonString());
        Assert.True(question.Id is not null, question.ToString());
        var yes = person.Page.Locator("button[name='answer'][value='Yes']");
        await yes.First.WaitForAsync(new() { Timeout = 60_000 });
        var before = person.Interactions;
        await person.PressAsync(yes, "ja");
        Assert.Equal(1, person.Interactions - before);
        await Wait.UntilAsync("the answer is at the hub", 60, async () => (await region.Hub.FeedAsync()).Any(
            item => (string?)item["kind"] == "Reply" && (string?)item["content"]!["answer"] == "Yes"));
        Assert.Equal(0, await yes.CountAsync());

        Assert.DoesNotContain("Meldkamer heeft de melding", await person.TextAsync(), StringComparison.Ordinal);
        await StepAsync(region, number, new() { ["type"] = "Forwarded", ["by"] = "loggist", ["channel"] = "C2000" });
        await StepAsync(region, number, new() { ["type"] = "Accepted", ["by"] = "loggist", ["meldkamerNumber"] = "3217" });
        await StandAsync(person, "Meldkamer heeft de melding");
        Assert.True(await IsGreenAsync(person), "Meldkamer heeft de melding is green");
        // What is read aloud to the daughter.
        Assert.Contains("De meldkamer heeft uw melding sinds", await person.Page.Locator("#zeg").InnerTextAsync(), StringComparison.Ordinal);
    }

    /// <summary>06:45: fifteen minutes of battery left.</summary>
    private static async Task BatteryAsync(Region region, Operator person, string number)
    {
        const string news = "Accu nu nog 15 min volgens display. Buurman brengt autoaccu met omvormer. Ambulance blijft nodig.";
        await person.GoAsync($"/meldingen/{number}");
        await person.PressAsync(person.Page.Locator($"a[href^='/meldingen/{number}/aanvulling']"), "Vul aan");
        await person.TypeAsync(person.Page.Locator("[name='text']"), news);
        await person.PressAsync(person.Page.Locator("main .send button"), "Sla aanvulling op");
        await Wait.UntilAsync("the update is at the hub", 90, async () => (await region.Hub.FeedAsync()).Any(
            item => (string?)item["kind"] == "AlarmUpdate" && (string?)item["content"]!["text"] == news));
    }

    /// <summary>07:30: bulletin 12 comes by radio, is printed, hangs on the door, and the hub knows that. By then it knows
    /// who is on duty as well.</summary>
    private static async Task BulletinAsync(Region region, Operator person)
    {
        const string text = "Drinkwater vandaag 14-18 uur bij sporthal Leek en MFA Marum. Neem schone jerrycan mee.";
        await person.GoAsync("/");
        var sent = await region.Hub.Program.Browser.PostAsync("/api/messages", new JsonObject
        {
            ["kind"] = "Bulletin", ["status"] = "Actual", ["to"] = "All", ["number"] = 12, ["title"] = "Drinkwater",
            ["validUntil"] = "2030-01-01T18:00:00Z", ["audience"] = "Public", ["text"] = text,
        }.ToJsonString());
        Assert.True(sent.Id is not null, sent.ToString());
        await person.Page.Locator("#balk-berichten a").WaitForAsync(new() { Timeout = 90_000 });
        await person.PressAsync(person.Page.Locator("#balk-berichten a"), "bericht in de balk");
        await person.PressAsync(person.Page.Locator($"#bericht-{sent.Id} a"), "bericht 12");
        Assert.Equal(text, (await person.Page.Locator(".poster-text").InnerTextAsync()).Trim());
        await person.Page.EvaluateAsync("() => { window.print = () => document.body.setAttribute('data-printed', ''); }");
        await person.PressAsync(Words.Bulletin_Print);
        Assert.Equal(1, await person.Page.Locator("[data-printed]").CountAsync());
        Assert.Equal(1, await Paper.PagesAsync(person.Page, "A4"));
        await person.PressAsync(person.Page.Locator("#afvinken form button"), "Het hangt");
        await Wait.UntilAsync("the hub knows that it hangs", 90, async () => (await region.Hub.FeedAsync()).Any(
            item => (string?)item["kind"] == "Reply" && (string?)item["content"]!["references"]![0] == sent.Id));
        await Wait.UntilAsync("the hub knows who is on duty", 90, async () => (await region.Hub.FeedAsync()).Any(
            item => (string?)item["kind"] == "ShiftHandover" && (string?)item["content"]!["roleIn"] == "vrijwilliger"
                && (int?)item["content"]!["openAlarms"] == 2 && (int?)item["content"]!["openRequests"] == 5));
    }

    /// <summary>09:10 the LAN returns: nothing to do, the bar changes.</summary>
    private static async Task LanIsBackAsync(Region region, Operator person, Relay lan)
    {
        await person.GoAsync("/");
        Assert.DoesNotContain("netwerk", await BarAsync(person, "verbinding"), StringComparison.Ordinal);
        await lan.ResumeAsync();
        await Wait.UntilAsync("the bar says that the LAN is back", 60, async () =>
            (await BarAsync(person, "verbinding")).Contains("netwerk", StringComparison.Ordinal));
        Assert.True(await region.Node.IsUpAsync("Mqtt"));
    }

    /// <summary>13:15: two people offer a boat. It is shown, and nobody is sent.</summary>
    private static async Task BoatAsync(Region region, Operator person)
    {
        await person.GoAsync("/aanbod");
        await person.SeesAsync(Words.Help_OfferNobodySent);
        await person.ChooseAsync("category", "Vehicle");
        await person.TypeAsync(person.Page.Locator("[name='amount']"), "1");
        await person.TypeAsync(person.Page.Locator("[name='text']"), "Boot met buitenboordmotor, twee man.");
        await person.PressAsync(person.Page.Locator("main .send button"), "Zet op het bord");
        await Wait.UntilAsync("the boat is on the board of the hub", 30, async () => (await region.Hub.FeedAsync()).Any(
            item => (string?)item["kind"] == "HelpOffer" && (string?)item["content"]!["category"] == "Vehicle"));
    }

    /// <summary>11:00: the situation report. The second one is there already but for what is new.</summary>
    private static async Task ReportAsync(Region region, Operator person)
    {
        await person.GoAsync("/situatie");
        await person.ChooseAsync("open", "true");
        await person.TypeAsync(person.Page.Locator("[name='present']"), "63");
        await person.TypeAsync(person.Page.Locator("[name='text']"), "Drukker dan vannacht.");
        await person.PressAsync(person.Page.Locator("main .send button"), "Stuur situatierapport");
        await ReportedAsync(region, 63);
        await person.GoAsync("/situatie");
        Assert.Equal("63", await person.Page.Locator("[name='present']").InputValueAsync());
        var before = person.Interactions;
        await person.TypeAsync(person.Page.Locator("[name='present']"), "70");
        await person.PressAsync(person.Page.Locator("main .send button"), "Stuur situatierapport");
        await ReportedAsync(region, 70);
        Assert.Equal(2, person.Interactions - before);
    }

    private static Task<TimeSpan> ReportedAsync(Region region, int present) => Wait.UntilAsync(
        $"the hub knows that {present} people are there", 30, async () => (await region.Hub.FeedAsync()).Any(
            item => (string?)item["kind"] == "SituationReport" && (int?)item["content"]!["present"] == present));

    private static async Task StepAsync(Region region, string number, JsonObject step)
    {
        var answer = await region.Hub.Program.Browser.PostAsync($"/api/messages/{number}/events", step.ToJsonString());
        Assert.True((int)answer.Code < 300, answer.ToString());
    }

    /// <summary>Until the page, which nobody touches, says so where it tells how far the message is.</summary>
    private static async Task StandAsync(Operator person, string words)
    {
        var seen = "";
        await Wait.UntilAsync(() => $"the page says '{words}': {seen}", 60, async () =>
        {
            seen = await person.Page.Locator("#stand").InnerTextAsync();
            return seen.Contains(words, StringComparison.Ordinal);
        });
    }

    private static Task<bool> IsGreenAsync(Operator person) => person.Page.Locator("#stand .state").First.EvaluateAsync<bool>(
        """
        e => {
          const [r, g, b] = getComputedStyle(e).color.match(/[0-9.]+/g).map(Number);
          return g > r + 20 && g > b + 20;
        }
        """);

    private static Task<string> BarAsync(Operator person, string item) =>
        person.Page.Locator($"#balk-{item} dd").InnerTextAsync();
}
