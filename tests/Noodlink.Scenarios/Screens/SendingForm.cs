using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Noodlink.Scenarios.Ground;
using Noodlink.Station.Dutch;

namespace Noodlink.Scenarios.Screens;

/// <summary>The noodmelding, step by step, as somebody goes through it.</summary>
internal sealed partial class SendingForm(Operator person)
{
    /// <summary>Called on each step before anything is done there.</summary>
    public Func<string, Task> Look { get; init; } = _ => Task.CompletedTask;

    public Task BeginAsync() => person.PressAsync(Words.Start_Alarm);

    public async Task ServicesAsync(params string[] services)
    {
        await StepAsync("wie");
        foreach (var service in services) await person.ChooseAsync("services", service);
        await OnAsync();
    }

    public async Task HereAsync()
    {
        await StepAsync("waar");
        await person.PressAsync(person.Page.Locator("#hier"), "Hier");
    }

    /// <summary>Postcode and number, looked up, read back and confirmed.</summary>
    public async Task AddressAsync(string postcode, string number, string readBack)
    {
        await StepAsync("waar");
        await person.PressAsync(person.Page.Locator("#plaats-adres"), "postcode");
        await person.TypeAsync(person.Page.Locator("[name='location.postcode']"), postcode);
        await person.TypeAsync(person.Page.Locator("[name='location.number']"), number);
        await OnAsync();
        await person.SeesAsync(readBack);
        await Look("klopt-dit");
        await person.PressAsync(person.Page.Locator("#ja-zeker"), "ja, zeker");
    }

    public async Task TypeAsync(string type)
    {
        await StepAsync("wat");
        await person.ChooseAsync("type", type);
    }

    public async Task DangerAsync(string danger)
    {
        await StepAsync("gevaar");
        await person.ChooseAsync("dangerToLife", danger);
    }

    /// <summary>The questions of the type, answered by <paramref name="answer"/>, or none of them.</summary>
    public async Task QuestionsAsync(Func<Task>? answer = null)
    {
        await StepAsync("vragen");
        if (answer is not null) await answer();
        await OnAsync();
    }

    /// <summary>The last page, up to the button.</summary>
    public async Task TextAsync(string text)
    {
        await StepAsync("controle");
        await person.TypeAsync(person.Page.Locator("[name='text']"), text);
    }

    /// <summary>Presses the button.</summary>
    /// <returns>The number that it got.</returns>
    public async Task<string> SendAsync()
    {
        await OnAsync();
        await Wait.UntilAsync($"the noodmelding is stored, at {person.Page.Url}", 20, () => Number().IsMatch(person.Page.Url));
        return Number().Match(person.Page.Url).Value;
    }

    /// <summary>The daughter of Grijpskerk (domain.md, example 3), complete.</summary>
    /// <param name="house">Another house, another daughter: the same again would be asked about.</param>
    public async Task<string> ExampleAsync(int house = 3)
    {
        await ExampleUpToSendingAsync(house);
        return await SendAsync();
    }

    /// <summary>The same without the last press.</summary>
    /// <param name="text">Null: as it is told of that house.</param>
    public async Task ExampleUpToSendingAsync(int house = 3, string? text = null)
    {
        var number = house.ToString(CultureInfo.InvariantCulture);
        await BeginAsync();
        await ServicesAsync("Ambulance");
        await AddressAsync("9843AB", number, $"Modelweg {number}, Grijpskerk");
        await TypeAsync("MedicalDevice");
        await DangerAsync("Yes");
        await QuestionsAsync(async () =>
        {
            await person.PickAsync("victims", "1");
            await person.ChooseAsync("guide", "AtPoint");
            await person.PressAsync(person.Page.Locator("#alle-vragen > summary"), "alle vragen");
            await person.ChooseAsync("vulnerableSites", "HomeCareDevice");
        });
        await TextAsync(text ?? (house == 3 ? Village.Example : $"Op nummer {number} is ook iemand aan de beademing."));
    }

    /// <summary>The least that may be sent: who, here, what, danger.</summary>
    public async Task<string> LeastAsync()
    {
        await BeginAsync();
        await ServicesAsync("Ambulance");
        await HereAsync();
        await TypeAsync("Unwell");
        await DangerAsync("Yes");
        await QuestionsAsync();
        return await SendAsync();
    }

    /// <summary>What the example must have become.</summary>
    public static void CheckExample(JsonNode message)
    {
        var content = message["content"]!;
        Assert.Equal("MedicalDevice", (string?)content["type"]);
        Assert.Equal("Yes", (string?)content["dangerToLife"]);
        Assert.Equal("Ambulance", (string?)content["services"]![0]);
        Assert.Equal("Modelweg", (string?)content["location"]!["street"]);
        Assert.Equal("3", (string?)content["location"]!["number"]);
        Assert.Equal("Certain", (string?)content["location"]!["certainty"]);
        Assert.Equal("HomeCareDevice", (string?)content["vulnerableSites"]![0]);
        Assert.Equal(1, (int?)content["victims"]);
        Assert.Equal("AtPoint", (string?)content["guide"]);
        Assert.Equal(Village.Example, (string?)content["text"]);
        Assert.Equal("Actual", (string?)message["status"]);
    }

    private Task OnAsync() => person.PressAsync(person.Page.Locator("#verder"), "Verder");

    private async Task StepAsync(string step)
    {
        await Wait.UntilAsync(
            () => $"step '{step}': {person.Page.Url}", 20,
            () => Task.FromResult(new Uri(person.Page.Url).AbsolutePath.EndsWith($"/{step}", StringComparison.Ordinal)));
        await Look(step);
    }

    [GeneratedRegex(@"(?<=/meldingen/)[A-Z0-9-]+(?=$|\?|#)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();
}
