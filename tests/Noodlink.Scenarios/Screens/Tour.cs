using System.Text.Json.Nodes;
using Noodlink.Scenarios.Ground;

namespace Noodlink.Scenarios.Screens;

/// <summary>Leads past every main state of the screens, once for axe and once for the pictures.</summary>
internal sealed class Tour(Region region, Operator person, Func<string, Task> show)
{
    /// <summary>Program and hub run; nothing was sent yet.</summary>
    public async Task WalkAsync()
    {
        await OpenAsync("/", "begin-leeg");
        await OpenAsync("/noodmelding", "noodmelding");
        await OpenAsync("/papier", "papier");
        await OpenAsync("/kaart", "kaart");
        await OpenAsync($"/kaart?x=215900&y=585800&z=16&kies={new string('a', 32)}", "kaart-kiezen");
        var number = await region.Node.SendAsync(Letters.Alarm(Village.Example));
        await DeliveredAsync(number);
        await MessageAsync(number, "binnen");
        await ActAsync(number, new() { ["type"] = "Seen", ["by"] = "loggist" }, "SeenByHuman", "gelezen");
        await ActAsync(number, new() { ["type"] = "Query", ["by"] = "loggist", ["question"] = "Q5" }, "QueryOpen", "vraag");
        await ActAsync(
            number, new() { ["type"] = "Forwarded", ["by"] = "loggist", ["channel"] = "C2000" }, "Forwarded", "meldkamer-gesproken");
        await ActAsync(
            number, new() { ["type"] = "Accepted", ["by"] = "loggist", ["meldkamerNumber"] = "3217" }, "AcceptedControlRoom",
            "meldkamer-heeft");
        await OpenAsync($"/meldingen/{number}/aanvulling", "aanvulling");
        await OpenAsync($"/meldingen/{number}/intrekken", "intrekken");
        await OpenAsync("/", "begin-vol");
        await WalkShiftAsync();
    }

    // PIN, shift and what is entered by hand.
    private async Task WalkShiftAsync()
    {
        await OpenAsync("/112", "112");
        await OpenAsync("/instellingen/stroom", "stroom");
        await OpenAsync("/dienst", "dienst");
        await OpenAsync("/toegankelijkheid", "toegankelijkheid");
        await OpenAsync("/instellingen/herstelblad", "herstelblad");
        await OpenAsync("/eerste-start", "eerste-start");
        var pin = await person.Page.Locator(".pin-big").InnerTextAsync();
        await OpenAsync("/oud", "pincode");
        await person.Page.FillAsync("#pin", "nee");
        await person.Page.Keyboard.PressAsync("Enter");
        await person.Page.Locator(".faults").WaitForAsync();
        await show("pincode-fout");
        await person.GoAsync("/oud");
        await person.Page.FillAsync("#pin", pin);
        await person.Page.Keyboard.PressAsync("Enter");
        await person.Page.WaitForURLAsync("**/oud");
        await show("oud");
        await OpenAsync("/instellingen", "instellingen");
        await person.Page.Locator(".bar-cover button").ClickAsync();
        await person.Page.WaitForURLAsync("**/afgedekt**");
        await show("afgedekt");
        await person.Page.Locator("main form button").ClickAsync();
        await person.Page.WaitForURLAsync("**/aanmelden**");
    }

    private async Task OpenAsync(string path, string state)
    {
        Assert.Equal(200, await person.GoAsync(path));
        await show(state);
    }

    private Task MessageAsync(string number, string state) => OpenAsync($"/meldingen/{number}", $"melding-{state}");

    private async Task ActAsync(string number, JsonObject action, string becomes, string state)
    {
        var answer = await region.Hub.Program.Browser.PostAsync($"/api/messages/{number}/events", action.ToJsonString());
        Assert.True((int)answer.Code < 300, answer.ToString());
        await Wait.UntilAsync(
            $"{number} is {becomes} at the node", 30, async () => await region.Node.StateAsync(number) == becomes);
        await MessageAsync(number, state);
    }

    private Task DeliveredAsync(string number) => Wait.UntilAsync(
        $"{number} is delivered", 30, async () => (await region.Node.MessageAsync(number)).Delivered() is not null);
}
