using System.Globalization;
using Noodlink.Scenarios.Ground;
using Noodlink.Station.Dutch;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Screens;

/// <summary>Sending a noodmelding, whatever somebody sits behind and whatever happens meanwhile.</summary>
public sealed class SendingTests(ITestOutputHelper output, Chromium chromium) : IClassFixture<Chromium>
{
    private const int LeastInteractionsMax = 12;

    /// <summary>From the program's start to the first noodmelding on disk; a calm machine takes four.</summary>
    private const double StartSecondsMax = 60;

    [Fact]
    public Task The_least_that_may_be_sent_takes_12_interactions_and_a_minute_from_the_start_of_the_program_at_most() =>
        Scene.PlayAsync(output, async scene =>
    {
        var region = Village.Create(scene);
        var began = TimeProvider.System.GetTimestamp();
        await region.Node.Program.StartAsync();
        await using var person = await Operator.SitDownAsync(chromium, region.Node.Program);
        await person.GoAsync("/");
        var number = await new SendingForm(person).LeastAsync();
        var took = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{person.Interactions} interactions, {took:0.0} s from the start of the program"));
        Assert.InRange(took, 0, StartSecondsMax);
        Assert.InRange(person.Interactions, 1, LeastInteractionsMax);
        Assert.Equal("Here", (string?)(await region.Node.MessageAsync(number))["content"]!["location"]!["kind"]);
    });

    [Theory]
    [InlineData("keys")]
    [InlineData("no script")]
    [InlineData("phone")]
    public Task It_goes_as_well_by(string how) => Scene.PlayAsync(output, async scene =>
    {
        var region = Village.Create(scene);
        await region.Node.Program.StartAsync();
        var seat = how switch
        {
            "no script" => Seat.WithoutScript,
            "phone" => Seat.Phone,
            _ => Seat.Laptop,
        };
        await using var person = await Operator.SitDownAsync(
            chromium, region.Node.Program, seat, keysOnly: how == "keys");
        await person.GoAsync("/");
        var number = await new SendingForm(person).ExampleAsync();
        SendingForm.CheckExample(await region.Node.MessageAsync(number));
        await person.SeesAsync("Nog niet weg – wacht op verbinding");
        await person.GoAsync("/");
        await person.SeesAsync(number);
        Assert.Empty(person.Complaints);
    });

    [Fact]
    public Task Double_press_reload_and_back_never_send_twice_and_a_second_noodmelding_is_one() =>
        Scene.PlayAsync(output, async scene =>
        {
            var region = Village.Create(scene);
            await region.Node.Program.StartAsync();
            await using var person = await Operator.SitDownAsync(chromium, region.Node.Program);
            var form = new SendingForm(person);
            await person.GoAsync("/");
            await form.BeginAsync();
            await form.ServicesAsync("Fire");
            await form.HereAsync();
            await form.TypeAsync("BuildingFire");
            await form.DangerAsync("Yes");
            await form.QuestionsAsync();
            await form.TextAsync("Rook uit de keuken");
            var check = person.Page.Url;
            await person.Page.Locator("#verder").DblClickAsync();
            await person.ArriveAsync("/meldingen/");
            await person.Page.ReloadAsync();
            await person.Page.GoBackAsync();
            if (await person.Page.Locator("#verder").CountAsync() > 0) await person.Page.Locator("#verder").ClickAsync();
            await person.Page.GotoAsync(check);
            Assert.Contains("/meldingen/", person.Page.Url, StringComparison.Ordinal);
            Assert.Single(await NumbersAsync(region));

            // Another patient at the same place is another noodmelding.
            await person.GoAsync("/");
            var second = await form.LeastAsync();
            Assert.Equal(2, (await NumbersAsync(region)).Count);
            await person.GoAsync("/");
            await person.SeesAsync(second);
        });

    [Fact]
    public Task The_same_again_is_asked_about_and_another_patient_at_that_address_is_not() =>
        Scene.PlayAsync(output, async scene =>
        {
            var region = Village.Create(scene);
            await region.Node.Program.StartAsync();
            await using var person = await Operator.SitDownAsync(chromium, region.Node.Program);
            var form = new SendingForm(person);
            await person.GoAsync("/");
            var first = await form.ExampleAsync();
            await person.GoAsync("/");
            await form.ExampleUpToSendingAsync();
            await person.PressAsync(person.Page.Locator("#verder"), "Sla op en meld");
            await person.Page.Locator("#iets-nieuws").WaitForAsync();
            Assert.Matches(
                @"^U meldde dit om [0-9]{2}:[0-9]{2} \(nog niet weg – wacht op verbinding\)\. Is dit iets nieuws\?$",
                await person.Page.Locator("main h1").InnerTextAsync());
            Assert.Contains("Modelweg 3", await person.Page.Locator(".proposal").InnerTextAsync(), StringComparison.Ordinal);
            var question = person.Page.Url;
            await person.PressAsync(person.Page.Locator("#laat-zien"), "Laat die melding zien");
            await person.ArriveAsync($"/meldingen/{first}$");
            Assert.Single(await NumbersAsync(region));

            // What was typed still stands there, and is sent when a person says that it is new.
            await person.Page.GotoAsync(question);
            await person.PressAsync(person.Page.Locator("#verder"), "Sla op en meld");
            await person.PressAsync(person.Page.Locator("#iets-nieuws"), "iets nieuws");
            await Wait.UntilAsync("the second is there", 20, async () => (await NumbersAsync(region)).Count == 2);

            await person.GoAsync("/");
            await form.ExampleUpToSendingAsync(text: "Haar man is nu ook onwel geworden, ligt op de vloer en is niet aanspreekbaar.");
            var third = await form.SendAsync();
            Assert.Equal(3, (await NumbersAsync(region)).Count);
            Assert.Contains("Haar man", (string?)(await region.Node.MessageAsync(third))["content"]!["text"], StringComparison.Ordinal);
        });

    [Fact]
    public Task A_node_that_is_killed_in_mid_form_offers_everything_typed_in_another_browser() =>
        Scene.PlayAsync(output, async scene =>
        {
            var region = Village.Create(scene);
            await region.Node.Program.StartAsync();
            await using (var person = await Operator.SitDownAsync(chromium, region.Node.Program))
            {
                var form = new SendingForm(person);
                await person.GoAsync("/");
                await form.BeginAsync();
                await form.ServicesAsync("Ambulance");
                await form.AddressAsync("9843AB", "3", "Modelweg 3, Grijpskerk");
                await form.TypeAsync("MedicalDevice");
                await form.DangerAsync("Yes");
                await form.QuestionsAsync();
                await person.Page.Locator("[name='text']").PressSequentiallyAsync("Mevr thuis aan beademing, accu");
                // On the node within a second; a busy machine may take a few.
                var draft = new Uri(person.Page.Url).Segments[^2].TrimEnd('/');
                await Wait.UntilAsync("what was typed is on the node", 10, async () =>
                    (string?)(await region.Node.Program.Browser.GetAsync($"/api/drafts/{draft}"))["fields"]!["text"]
                        == "Mevr thuis aan beademing, accu");
                await region.Node.Program.KillAsync();
            }

            await region.Node.Program.StartAsync();
            await using var other = await Operator.SitDownAsync(chromium, region.Node.Program);
            await other.GoAsync("/");
            await other.PressAsync("Verder");
            Assert.Equal("Mevr thuis aan beademing, accu", await other.Page.Locator("[name='text']").InputValueAsync());
            var again = new SendingForm(other);
            var number = await again.SendAsync();
            var content = (await region.Node.MessageAsync(number))["content"]!;
            Assert.Equal("Modelweg", (string?)content["location"]!["street"]);
            Assert.Equal("MedicalDevice", (string?)content["type"]);
            Assert.Single(await NumbersAsync(region));
        });

    private static async Task<List<string>> NumbersAsync(Region region) =>
        [.. (await region.Node.Program.Browser.GetAsync("/api/messages?kind=Alarm&limit=100"))["items"]!.AsArray()
            .Select(item => (string)item!["id"]!)];
}
