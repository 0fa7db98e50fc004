using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Screens;

// Whoever has a station's key, or sits at a screen, can put any text in any field that a frame carries. On another
// machine that text is shown to somebody who answers for lives.

/// <summary>Text from elsewhere is text, on every page of both programs.</summary>
public sealed class InjectionTests(ITestOutputHelper output, Chromium chromium) : IClassFixture<Chromium>
{
    /// <summary>An element, out of an attribute, another attribute, out of a field, and an address.</summary>
    private static readonly string[] Attempts =
    [
        "<img src=x onerror=alert(1)>", "\"><script>alert(2)</script>{{7*7}}",
        "'\"onfocus=alert(3) autofocus x=\"</textarea><svg onload=alert(4)>", "javascript:alert(5)",
    ];

    [Fact]
    public Task Whatever_text_a_frame_carries_no_page_of_node_or_hub_runs_it() => Scene.PlayAsync(output, async scene =>
    {
        var region = Village.Create(scene);
        region.Node.Program.Settings["Station:Name"] = Attempts[0];
        region.Hub.Program.Settings["Station:Name"] = Attempts[1];
        await region.StartAsync();
        var numbers = await FillAsync(region);

        await using var atNode = await Operator.SitDownAsync(chromium, region.Node.Program);
        var pages = await Walk.EverywhereAsync(atNode, path => CleanAsync(atNode, path), each: true);
        Assert.Contains($"/meldingen/{numbers[0]}", pages);
        await using var atHub = await Operator.SitDownAsync(chromium, region.Hub.Program);
        var board = await Walk.EverywhereAsync(atHub, path => CleanAsync(atHub, path), each: true);
        Assert.Contains($"/meldingen/{numbers[0]}", board);
        output.WriteLine($"{pages.Count} pages of the node, {board.Count} of the hub");
        // It was there to be seen: as text.
        await atNode.GoAsync($"/meldingen/{numbers[0]}");
        Assert.Contains(Attempts[0], await atNode.TextAsync(), StringComparison.Ordinal);
    });

    /// <summary>Every kind of message with an attempt in each of its texts, both ways.</summary>
    private static async Task<List<string>> FillAsync(Region region)
    {
        var numbers = new List<string>();
        foreach (var attempt in Attempts[..3]) numbers.Add(await region.Node.SendAsync(Alarm(attempt)));
        foreach (var json in ByNode(numbers[0])) numbers.Add(await region.Node.SendAsync(json.ToJsonString()));
        foreach (var number in numbers)
        {
            await Wait.UntilAsync(
                $"{number} is delivered", 30, async () => (await region.Node.MessageAsync(number)).Delivered() is not null);
        }

        foreach (var json in ByHub(numbers[0]))
        {
            var answer = await region.Hub.Program.Browser.PostAsync("/api/messages", json.ToJsonString());
            Assert.True(answer.Id is not null, answer.ToString());
            await Wait.UntilAsync(
                $"{answer.Id} is at the node", 30,
                async () => (await region.Node.Program.Browser.GetAsync("/api/messages?limit=100"))["items"]!.AsArray()
                    .Any(item => (string?)item!["id"] == answer.Id));
        }

        foreach (var step in (JsonObject[])
        [
            new() { ["type"] = "Forwarded", ["by"] = "loggist", ["channel"] = "Other", ["note"] = Attempts[0] },
            new() { ["type"] = "Accepted", ["by"] = "loggist", ["meldkamerNumber"] = "<b>32", ["note"] = Attempts[1] },
            new() { ["type"] = "Undone", ["by"] = "loggist", ["note"] = Attempts[0] },
        ])
        {
            var answer = await region.Hub.Program.Browser.PostAsync(
                $"/api/messages/{numbers[0]}/events", step.ToJsonString());
            Assert.True((int)answer.Code < 500, answer.ToString());
        }

        return numbers;
    }

    private static string Alarm(string attempt) => new JsonObject
    {
        ["kind"] = "Alarm", ["status"] = "Actual", ["services"] = new JsonArray("Fire"), ["type"] = "BuildingFire",
        ["dangerToLife"] = "Yes", ["text"] = attempt,
        ["location"] = new JsonObject
        {
            ["kind"] = "Text", ["street"] = attempt, ["place"] = attempt, ["text"] = attempt, ["certainty"] = "Guessed",
        },
    }.ToJsonString();

    private static JsonObject[] ByNode(string number) =>
    [
        new()
        {
            ["kind"] = "Alarm", ["status"] = "Exercise", ["services"] = new JsonArray("Fire"), ["type"] = "Other",
            ["dangerToLife"] = "No", ["text"] = Attempts[3],
            ["location"] = new JsonObject { ["kind"] = "Spot", ["spot"] = Attempts[0], ["gemeente"] = Attempts[3], ["certainty"] = "Certain" },
        },
        new()
        {
            ["kind"] = "Alarm", ["status"] = "Actual", ["services"] = new JsonArray("Police"), ["type"] = "Other",
            ["dangerToLife"] = "No", ["text"] = Attempts[2],
            ["location"] = new JsonObject { ["road"] = "N355", ["hectometre"] = 17.3, ["towards"] = Attempts[0], ["certainty"] = "Certain" },
        },
        new()
        {
            ["kind"] = "AlarmUpdate", ["status"] = "Actual", ["references"] = new JsonArray(number), ["text"] = Attempts[1],
        },
        new() { ["kind"] = "SituationReport", ["status"] = "Actual", ["open"] = true, ["present"] = 3, ["text"] = Attempts[0] },
        new()
        {
            ["kind"] = "HelpRequest", ["status"] = "Actual", ["category"] = "Water", ["amount"] = 3, ["place"] = Attempts[0],
            ["text"] = Attempts[1],
        },
        new()
        {
            ["kind"] = "HelpOffer", ["status"] = "Actual", ["category"] = "Vehicle", ["amount"] = 1, ["place"] = Attempts[1],
            ["text"] = Attempts[0],
        },
    ];

    private static JsonObject[] ByHub(string number) =>
    [
        new()
        {
            ["kind"] = "Request", ["status"] = "Actual", ["to"] = new JsonArray("GR-WK1"),
            ["references"] = new JsonArray(number), ["text"] = Attempts[0],
        },
        new() { ["kind"] = "Request", ["status"] = "Actual", ["to"] = new JsonArray("GR-WK1"), ["text"] = Attempts[3] },
        new()
        {
            ["kind"] = "Bulletin", ["status"] = "Actual", ["to"] = "All", ["number"] = 12, ["title"] = Attempts[0],
            ["validUntil"] = "2030-01-01T18:00:00Z", ["audience"] = "Public", ["text"] = Attempts[1],
        },
        new()
        {
            ["kind"] = "ExerciseControl", ["status"] = "Exercise", ["to"] = "All", ["action"] = "Start",
            ["exerciseId"] = "O-1", ["name"] = Attempts[0], ["minutes"] = 60,
        },
    ];

    /// <summary>Nothing of an attempt became an element, an attribute or an address, and nothing ran.</summary>
    private static async Task CleanAsync(Operator person, string path)
    {
        var found = await person.Page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll('*')].filter(e => e.matches('img[src=x], svg[onload], [onfocus], [onerror], main script')
                || (e.getAttribute('href') ?? e.getAttribute('action') ?? '').trim().toLowerCase().startsWith('javascript:'))
              .map(e => e.outerHTML.slice(0, 200))
            """);
        Assert.True(found.Length == 0, $"{path}: {string.Join('\n', found)}");
        Assert.True(!person.Complaints.Any(), $"{path}: {string.Join('\n', person.Complaints)}");
    }
}
