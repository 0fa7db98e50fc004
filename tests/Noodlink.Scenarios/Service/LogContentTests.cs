using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Noodlink.Scenarios.Ground;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Service;

/// <summary>Logs are read by people who have no business with what residents tell.</summary>
public sealed class LogContentTests(ITestOutputHelper output)
{
    private static readonly string[] Marks =
        ["Markiezenstraat", "Kamillethee", "Pepermuntdorp", "Zonnehoed", "Lavendelveld", "Rozemarijn", "Vlierbessen", "9871ZX"];

    [Fact]
    public Task No_log_of_node_hub_or_broker_holds_a_word_of_a_form_whatever_goes_wrong() =>
        Scene.PlayAsync(output, async scene =>
        {
            var region = Region.Create(scene);
            foreach (var program in (StationProgram[])[region.Node.Program, region.Hub.Program])
                program.Settings["Logging:LogLevel:Default"] = "Debug";
            await region.StartAsync();

            var id = await region.Node.SendAsync(Alarm());
            await region.Node.SendAsync(Follow("AlarmUpdate", id, ("text", "Kamillethee op")));
            await region.Node.SendAsync(
                """{"kind":"SituationReport","status":"Actual","open":true,"present":3,"text":"Lavendelveld vol"}""");
            await WrongAsync(region.Node);
            await region.Hub.BearerAsync("Mqtt", up: true, seconds: 10);
            await Wait.UntilAsync("the hub has it", 15, async () => await region.Hub.FindAsync(id) is not null);

            await region.Hub.Program.Browser.PostAsync(
                $"/api/messages/{id}/events", """{"type":"Claimed","by":"coördinator","note":"Rozemarijn"}""");
            await region.Hub.Program.Browser.PostAsync(
                $"/api/messages/{id}/events", """{"type":"Query","by":"coördinator","note":"Vlierbessen?"}""");
            await region.Node.SendAsync(Follow("AlarmCancel", id, ("reason", "Resolved"), ("text", "Zonnehoed gevonden")));
            // And what goes wrong: the hub dies over it, and both are killed with everything in their hands.
            await region.Hub.Program.KillAsync();
            await region.Node.SendAsync(Alarm());
            await region.Node.Program.KillAsync();
            await region.StartAsync();
            await Wait.UntilAsync("all is there", 20, async () => (await region.Hub.FeedAsync()).Count >= 5);
            Assert.Equal(0, await region.Node.Program.TerminateAsync(10));
            Assert.Equal(0, await region.Hub.Program.TerminateAsync(10));

            foreach (var log in Directory.EnumerateFiles(scene.Directory, "*.log"))
            foreach (var line in File.ReadLines(log))
            foreach (var mark in Marks)
                Assert.False(line.Contains(mark, StringComparison.OrdinalIgnoreCase), $"{Path.GetFileName(log)}: {line}");
            LinesPerMessage(region, id);
        });

    /// <summary>What people do wrong in every way the interface knows.</summary>
    private static async Task WrongAsync(Noodsteunpunt node)
    {
        const string key = "kamillethee-sleutel";
        Assert.Equal(HttpStatusCode.Accepted, (await node.PostAsync(Alarm(), key)).Code);
        Assert.Equal(HttpStatusCode.Conflict, (await node.PostAsync(Letters.Alarm("Zonnehoed"), key)).Code);
        foreach (var wrong in (string[])
        [
            "Kamillethee", """{"kind":"Kamillethee"}""", """{"kind":"Alarm","Zonnehoed":"Rozemarijn"}""",
            $$"""{"kind":"Alarm","status":"Actual","text":"{{string.Concat(Enumerable.Repeat("Kamillethee ", 20))}}"}""",
            Follow("AlarmUpdate", "Vlierbessen", ("text", "Vlierbessen")), new string('K', 70_000),
        ])
            Assert.InRange((int)(await node.PostAsync(wrong)).Code, 400, 422);
    }

    /// <summary>One line per message and hop: stored here at the node, handed to the meldkamer at the hub.</summary>
    private static void LinesPerMessage(Region region, string id)
    {
        var lines = File.ReadLines(region.Node.Program.LogPath)
            .Count(line => line.Contains($" {id}:", StringComparison.Ordinal) && line.Contains(" info: ", StringComparison.Ordinal));
        Assert.Equal(1, lines);
    }

    private static string Alarm() => new JsonObject
    {
        ["kind"] = "Alarm", ["status"] = "Actual", ["services"] = new JsonArray("Ambulance"), ["type"] = "MedicalDevice",
        ["dangerToLife"] = "Yes", ["text"] = "Kamillethee en Zonnehoed",
        ["location"] = new JsonObject
        {
            ["street"] = "Markiezenstraat", ["number"] = "3", ["postcode"] = "9871ZX", ["place"] = "Pepermuntdorp",
            ["certainty"] = "Certain",
        },
    }.ToJsonString();

    private static string Follow(string kind, string id, params (string Name, string Value)[] fields)
    {
        var body = new JsonObject { ["kind"] = kind, ["references"] = new JsonArray(id) };
        foreach (var (name, value) in fields) body[name] = value;
        return body.ToJsonString();
    }
}
