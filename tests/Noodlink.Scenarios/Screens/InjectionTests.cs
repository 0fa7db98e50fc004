using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Noodlink.Protocol.Json;
using Noodlink.Protocol.Messages;
using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Screens;

// Whoever has a station's key, or sits at a screen, can put any text in any field that a frame carries. On another
// machine that text is shown to somebody who answers for lives.

/// <summary>Text from elsewhere is text, on every page of both programs.</summary>
public sealed class InjectionTests(ITestOutputHelper output, Chromium chromium) : IClassFixture<Chromium>
{
    /// <summary>The radio need not be waited for.</summary>
    private const double AirSpeed = 20;

    private const string SomeNumber = "GR-WK1-0001";

    /// <summary>No text on the wire: five bits for each letter of a language, 24 bits for a postcode.</summary>
    private static readonly string[] Coded =
    [
        "Alarm.Facts.Language", "Alarm.Facts.Location.Postcode", "AlarmUpdate.Changes.Language",
        "AlarmUpdate.Changes.Location.Postcode",
    ];

    [Fact]
    public void Every_text_that_a_frame_can_carry_is_attempted()
    {
        var hub = JsonContext.Hub(StationId.Parse("GR-CWK"));
        var node = JsonContext.Node(StationId.Parse("GR-WK1"));
        string[] numbers = [SomeNumber, SomeNumber, SomeNumber];
        JsonObject[] byNode =
            [.. Attempts.First(), .. Attempts.ByNode(numbers), Attempts.Reply(SomeNumber), Attempts.MatchNote(SomeNumber)];
        var attempted = byNode.Select(json => Read(json, node)).Concat(Attempts.ByHub(numbers).Select(json => Read(json, hub)))
            .SelectMany(TextFields.In).Where(each => each.Words.Contains("<i", StringComparison.Ordinal)).Select(each => each.Field);
        // Staff's steps become progress receipts.
        var noted = Attempts.Steps().SelectMany(step => step.Select(field => field.Key))
            .Where(name => name is "note" or "meldkamerNumber")
            .Select(name => $"ProgressReceipt.{char.ToUpperInvariant(name[0])}{name[1..]}");

        Assert.Equal(
            TextFields.All().Except(Coded).Order(StringComparer.Ordinal),
            attempted.Concat(noted).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public Task Whatever_text_a_radio_carries_no_page_of_node_or_hub_runs_it() => Scene.PlayAsync(output, async scene =>
    {
        var air = await Air.StartAsync(scene, speed: AirSpeed);
        var region = Village.Create(scene, air);
        var lan = await Relay.StartAsync(scene, region.Hub.BrokerPort);
        region.Node.Program.Settings["Mqtt:Port"] = lan.Port.ToString(CultureInfo.InvariantCulture);
        foreach (var program in (StationProgram[])[region.Node.Program, region.Hub.Program])
            program.Settings["Radio:SpreadingFactor"] = "7";
        region.Node.Program.Settings["Station:Name"] = Attempts.Long;
        region.Hub.Program.Settings["Station:Name"] = Attempts.Long;
        await region.StartAsync();
        await region.Node.BearerAsync("Radio", up: true, seconds: 15);
        var numbers = await FillAsync(region, lan);

        await using var atNode = await Operator.SitDownAsync(chromium, region.Node.Program);
        await using var atHub = await Operator.SitDownAsync(chromium, region.Hub.Program);
        var walks = await Task.WhenAll(((Operator[])[atNode, atHub]).Select(
            person => Walk.EverywhereAsync(person, path => CleanAsync(person, path), each: true)));
        output.WriteLine($"{walks[0].Count} pages of the node, {walks[1].Count} of the hub");
        foreach (var number in numbers[..3]) Assert.All(walks, pages => Assert.Contains($"/meldingen/{number}", pages));
        Assert.All(walks, pages => Assert.Contains("/berichten", pages));
        Assert.All(walks, pages => Assert.Contains("/oefening", pages));
        // It was there to be seen: as text.
        await atNode.GoAsync($"/meldingen/{numbers[0]}");
        Assert.Contains(Attempts.Long, await atNode.TextAsync(), StringComparison.Ordinal);
    });

    private static MessageBody Read(JsonObject json, JsonContext who)
    {
        using var document = JsonDocument.Parse(json.ToJsonString());
        var read = MessageJson.Read(document.RootElement, who);
        Assert.True(read is JsonReadResult.Ok, $"{json}: {JsonSerializer.Serialize((read as JsonReadResult.Failed)?.Errors)}");
        return ((JsonReadResult.Ok)read).Body;
    }

    /// <summary>One noodmelding over the LAN, then its cable goes: everything else is carried by radio.</summary>
    private static async Task<List<string>> FillAsync(Region region, Relay lan)
    {
        var numbers = new List<string>();
        var first = Attempts.First();
        await SendAsync(first[0]);
        await DeliveredAsync();
        await lan.CutAsync();
        await region.Node.BearerAsync("Mqtt", up: false, seconds: 30);
        foreach (var json in first[1..]) await SendAsync(json);
        foreach (var json in Attempts.ByNode(numbers)) await SendAsync(json);
        await SendAsync(Attempts.MatchNote(numbers[Array.FindIndex(Attempts.ByNode(numbers), IsHelpRequest) + first.Length]));
        var told = new List<string>();
        foreach (var json in Attempts.ByHub(numbers)) told.Add(await TellAsync(region, json));
        // Offers stay off the radio until somebody asks for them.
        await TellAsync(region, new() { ["kind"] = "Request", ["status"] = "Actual", ["to"] = "All", ["question"] = "Offers" });
        await SendAsync(Attempts.Reply(told[0]));
        foreach (var step in Attempts.Steps())
        {
            var answer = await region.Hub.Program.Browser.PostAsync($"/api/messages/{numbers[0]}/events", step.ToJsonString());
            Assert.True((int)answer.Code < 300, answer.ToString());
        }

        await DeliveredAsync();
        foreach (var number in told) await ThereAsync(region, number);
        await Wait.UntilAsync("the step that was taken back is known", 60, async () =>
            (bool)(await region.Node.MessageAsync(numbers[0]))["undone"]!);
        foreach (var number in numbers[1..])
            Assert.Equal("Radio", (await region.Node.MessageAsync(number)).Delivered()!.Value.Bearer);
        return numbers;

        async Task SendAsync(JsonObject json) => numbers.Add(await region.Node.SendAsync(json.ToJsonString()));

        async Task DeliveredAsync()
        {
            foreach (var number in numbers)
            {
                await Wait.UntilAsync(
                    $"{number} is delivered", 90, async () => (await region.Node.MessageAsync(number)).Delivered() is not null);
            }
        }
    }

    private static bool IsHelpRequest(JsonObject json) => (string?)json["kind"] == "HelpRequest";

    private static async Task<string> TellAsync(Region region, JsonObject json)
    {
        var answer = await region.Hub.Program.Browser.PostAsync("/api/messages", json.ToJsonString());
        Assert.True(answer.Id is not null, $"{json}: {answer}");
        return answer.Id!;
    }

    private static Task<TimeSpan> ThereAsync(Region region, string number) => Wait.UntilAsync(
        $"{number} is at the node", 90,
        async () => (await region.Node.Program.Browser.GetAsync("/api/messages?limit=100"))["items"]!.AsArray()
            .Any(item => (string?)item!["id"] == number));

    /// <summary>Nothing of an attempt became an element, an attribute or an address, and nothing ran.</summary>
    private static async Task CleanAsync(Operator person, string path)
    {
        var found = await person.Page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll('*')].filter(e => e.matches('img[src=x], main script, title ~ title')
                || [...e.attributes].some(a => a.name.startsWith('on')
                  || /^\s*javascript:/i.test(['href', 'action', 'src', 'formaction'].includes(a.name) ? a.value : '')))
              .map(e => e.outerHTML.slice(0, 200))
            """);
        Assert.True(found.Length == 0, $"{path}: {string.Join('\n', found)}");
        Assert.True(!person.Complaints.Any(), $"{path}: {string.Join('\n', person.Complaints)}");
        Assert.DoesNotContain("//49", await person.TextAsync(), StringComparison.Ordinal);
    }
}
