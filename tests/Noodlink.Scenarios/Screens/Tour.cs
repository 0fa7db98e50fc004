using System.Text.Json.Nodes;
using Noodlink.Scenarios.Ground;

namespace Noodlink.Scenarios.Screens;

/// <summary>Leads past every main state of the screens, for axe and for the pictures.</summary>
/// <param name="show">Looks at the page as it stands; gets what it shows.</param>
internal sealed class Tour(Region region, Operator person, Func<string, Task> show)
{
    private static readonly (string Path, string State)[] Still =
    [
        ("/papier", "papier"), ("/kaart", "kaart"),
        ($"/kaart?x=215900&y=585800&z=16&kies={new string('a', 32)}", "kaart-kiezen"),
        ("/situatie", "situatie"), ("/hulp", "hulp"), ("/hulp/vraag", "vraag-om-hulp"), ("/aanbod", "hulpaanbod"),
        ("/hulpbord", "hulpbord"), ("/voorraad", "voorraad"), ("/plank", "plank"), ("/meer", "meer"),
    ];

    /// <summary>Program and hub run; nothing was sent yet.</summary>
    public async Task WalkAsync(string leg)
    {
        switch (leg)
        {
            case "sending":
                await OpenAsync("/", "begin-leeg");
                await MessageAsync(await SendAsync(), "binnen");
                break;
            case "following":
                var number = await region.Node.SendAsync(Letters.Alarm(Village.Example));
                await DeliveredAsync(number);
                await FollowAsync(number);
                await OpenAsync("/", "begin-vol");
                break;
            case "beside":
                foreach (var (path, state) in Still) await OpenAsync(path, state);
                await BulletinAsync();
                break;
            case "exercise":
                await ExerciseAsync();
                break;
            case "shift":
                await WalkShiftAsync();
                break;
            default:
                await WayOutAsync();
                break;
        }
    }

    private async Task BulletinAsync()
    {
        await OpenAsync("/berichten", "berichten-geen");
        var number = await HubSaysAsync(new()
        {
            ["kind"] = "Bulletin", ["status"] = "Actual", ["to"] = "All", ["number"] = 12, ["title"] = "Drinkwater",
            ["validUntil"] = "2030-01-01T18:00:00Z", ["audience"] = "Public",
            ["text"] = "Drinkwater vandaag 14-18 uur bij sporthal Leek en MFA Marum. Neem schone jerrycan mee. Max 10 liter per persoon.",
        });
        await Wait.UntilAsync(
            "the bulletin is there", 30, async () => await person.GoAsync($"/berichten/{number}") == 200);
        await OpenAsync("/berichten", "berichten-nieuw");
        await OpenAsync($"/berichten/{number}", "bericht");
        await person.PressAsync(person.Page.Locator("#afvinken form button"), "Het hangt");
        await person.Page.Locator("#afvinken form").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });
        await show("bericht-hangt");
    }

    private async Task ExerciseAsync()
    {
        await person.GoAsync("/");
        await person.Page.Locator("[data-drill]").WaitForAsync();
        await OpenAsync("/", "oefening-begin");
        await OpenAsync("/oefening", "oefening");
        await region.Node.Program.KillAsync();
        await region.Node.Program.StartAsync();
        await OpenAsync("/", "echt-of-oefening");
    }

    /// <summary>The two forms of the coördinatiepunt, and what they bring about.</summary>
    /// <param name="staff">Somebody at the coördinatiepunt.</param>
    /// <param name="see">Looks at the page before that person.</param>
    public static async Task AnnounceAsync(Operator staff, Func<string, Task> see)
    {
        foreach (var (path, state) in ((string, string)[])[("/berichten", "bericht"), ("/oefening", "oefening")])
        {
            Assert.Equal(200, await staff.GoAsync(path));
            await see($"coordinatiepunt-{state}");
            await staff.PressAsync(staff.Page.Locator("main .send button"), "Stuur");
            await staff.Page.Locator(".faults").WaitForAsync();
            await see($"coordinatiepunt-{state}-vul-aan");
        }

        await staff.ChooseAsync("action", "Start");
        await staff.PickAsync("to", "alle noodsteunpunten");
        await staff.TypeAsync(staff.Page.Locator("[name='exerciseId']"), "O-1");
        await staff.TypeAsync(staff.Page.Locator("[name='name']"), "Nacht zonder stroom");
        await staff.TypeAsync(staff.Page.Locator("[name='minutes']"), "60");
        await staff.PressAsync(staff.Page.Locator("main .send button"), "Stuur");
        await staff.SeesAsync("Nacht zonder stroom");
        await see("coordinatiepunt-oefening-loopt");
    }

    private async Task<string> HubSaysAsync(JsonObject message)
    {
        var answer = await region.Hub.Program.Browser.PostAsync("/api/messages", message.ToJsonString());
        Assert.True(answer.Id is not null, answer.ToString());
        return answer.Id!;
    }

    /// <summary>Each step of a noodmelding.</summary>
    private async Task<string> SendAsync()
    {
        await person.GoAsync("/");
        var form = new SendingForm(person) { Look = step => show($"noodmelding-{step}") };
        var number = await form.ExampleAsync();
        await DeliveredAsync(number);
        return number;
    }

    /// <summary>What the coördinatiepunt does with it, step by step.</summary>
    private async Task FollowAsync(string number)
    {
        await ActAsync(number, new() { ["type"] = "Seen" }, "SeenByHuman", "gelezen");
        await ActAsync(number, new() { ["type"] = "Query", ["question"] = "Q5" }, "QueryOpen", "vraag");
        await ActAsync(number, new() { ["type"] = "Forwarded", ["channel"] = "C2000" }, "Forwarded", "meldkamer-gesproken");
        await ActAsync(
            number, new() { ["type"] = "Accepted", ["meldkamerNumber"] = "3217" }, "AcceptedControlRoom", "meldkamer-heeft");
        await ActAsync(number, new() { ["type"] = "Undone", ["note"] = "verkeerde regel" }, "Forwarded", "stap-teruggenomen");
        foreach (var way in (string[])["aanvulling", "intrekken", "print", "schrijf-over"])
            await OpenAsync($"/meldingen/{number}/{way}", $"melding-{way}");
    }

    /// <summary>Nothing gets through: red, and the way out.</summary>
    private async Task WayOutAsync()
    {
        await region.Hub.Program.KillAsync();
        foreach (var broker in region.Hub.Brokers()) Signals.Send(broker, Signals.Kill);
        await region.Node.BearerAsync("Mqtt", up: false, seconds: 30);
        var number = await region.Node.SendAsync(Letters.Alarm("terwijl er niets is"));
        await MessageAsync(number, "wacht-op-verbinding");
        await Wait.UntilAsync(
            $"{number} is Unconfirmed", 60, async () => await region.Node.StateAsync(number) == "Unconfirmed");
        await MessageAsync(number, "niet-bevestigd");
        await OpenAsync("/", "begin-niet-bevestigd");
    }

    // PIN, shift and what is entered by hand.
    private async Task WalkShiftAsync()
    {
        await OpenAsync("/112", "112");
        await OpenAsync("/instellingen/stroom", "stroom");
        await OpenAsync("/dienst", "dienst");
        await person.Page.EmulateMediaAsync(new() { Media = Microsoft.Playwright.Media.Print });
        Assert.True(await person.Page.Locator("textarea").IsVisibleAsync(), "the agreements are not on the printed handover");
        await person.Page.EmulateMediaAsync(new() { Media = Microsoft.Playwright.Media.Screen });
        await OpenAsync("/toegankelijkheid", "toegankelijkheid");
        await OpenAsync("/instellingen/herstelblad", "herstelblad");
        await OpenAsync("/eerste-start", "eerste-start");
        var pin = await person.Page.Locator(".pin-big").InnerTextAsync();
        await OpenAsync("/oud", "pincode");
        await person.Page.FillAsync("#pin", "nee");
        await person.Page.Keyboard.PressAsync("Enter");
        await person.Page.Locator(".faults").WaitForAsync();
        await show("pincode-fout");
        await person.Page.GetByText("U kunt het nu opnieuw proberen.").WaitForAsync();
        await person.GoAsync("/oud");
        await person.Page.FillAsync("#pin", pin);
        await person.Page.Keyboard.PressAsync("Enter");
        await person.ArriveAsync("/oud$");
        await show("oud");
        await OpenAsync("/instellingen", "instellingen");
        await person.Page.Locator(".bar-cover button").ClickAsync();
        await person.ArriveAsync("/afgedekt");
        await show("afgedekt");
        await person.Page.Locator("main form button").ClickAsync();
        await person.ArriveAsync("/aanmelden");
    }

    private Task DeliveredAsync(string number) => Wait.UntilAsync(
        $"{number} is delivered", 30, async () => (await region.Node.MessageAsync(number)).Delivered() is not null);

    private async Task OpenAsync(string path, string state)
    {
        var status = await person.GoAsync(path);
        Assert.True(status == 200, $"{path} answers {status}:\n{await person.TextAsync()}");
        await show(state);
    }

    private Task MessageAsync(string number, string state) => OpenAsync($"/meldingen/{number}", $"melding-{state}");

    private async Task ActAsync(string number, JsonObject action, string becomes, string state)
    {
        action["by"] = "loggist";
        var answer = await region.Hub.Program.Browser.PostAsync($"/api/messages/{number}/events", action.ToJsonString());
        Assert.True((int)answer.Code < 300, answer.ToString());
        await Wait.UntilAsync(
            $"{number} is {becomes} at the node", 30, async () => await region.Node.StateAsync(number) == becomes);
        await MessageAsync(number, state);
    }
}
