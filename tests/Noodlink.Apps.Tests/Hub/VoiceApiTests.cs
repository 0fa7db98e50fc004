using System.Net;
using System.Text.Json.Nodes;
using Noodlink.Apps.Tests.Node;
using Noodlink.Apps.Tests.Pages;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Bearers;
using Noodlink.Station.Tests.Bearers;

namespace Noodlink.Apps.Tests.Hub;

/// <summary>By voice or paper, through the API (interfaces.md §4).</summary>
public sealed class VoiceApiTests
{
    [Fact]
    public async Task What_was_read_aloud_is_that_message_and_goes_to_the_meldkamer_once()
    {
        var spool = Directory.CreateTempSubdirectory("noodlink-spool-");
        await using var hub = await RunningHub.StartWithNodeAsync($"--Meldkamer:Forwarders:0=spool:{spool.FullName}");
        // The number that the noodsteunpunt is about to give.
        var entered = await Post(hub, Entry(("number", "GR-WK1-0001"), ("caller", "teamleider"), ("dangerToLife", "No")), 202);
        Assert.Equal("GR-WK1-0001", $"{entered["id"]}");
        Assert.Equal("DeliveredDevice", $"{entered["state"]}");
        await Until.True(
            () => File.Exists(Path.Combine(spool.FullName, "GR-WK1-0001.cap.xml")), () => "the meldkamer has it");
        var sheet = await File.ReadAllTextAsync(Path.Combine(spool.FullName, "GR-WK1-0001.txt"));
        Assert.Contains("Opgeschreven door het coördinatiepunt", sheet, StringComparison.Ordinal);
        Assert.Contains("via: portofoon", sheet, StringComparison.Ordinal);
        Assert.Contains("| teamleider", sheet, StringComparison.Ordinal);

        Assert.Equal("GR-WK1-0001", await hub.Node.StoreAsync(SomeJson.Example));
        await Until.True(
            () => hub.Node.Desk.Find("GR-WK1-0001")!.State == MessageState.DeliveredDevice, () => "the copy is receipted");

        var item = Assert.Single((await Get(hub, "/api/feed"))["items"]!.AsArray())!;
        Assert.Equal(["Voice", "Mqtt"], item["receptions"]!.AsArray().Select(one => $"{one!["bearer"]}"));
        Assert.Equal("GR-WK1", $"{item["onBehalfOf"]}");
        Assert.Equal(["Voice", "Mqtt"], item["accounts"]!.AsArray().Select(one => $"{one!["bearer"]}"));
        Assert.Equal("teamleider", $"{item["accounts"]![0]!["caller"]}");
        Assert.True(item["differs"]!.GetValue<bool>());
        var difference = Assert.Single(item["differences"]!.AsArray())!;
        Assert.Equal("dangerToLife", $"{difference["field"]}");
        Assert.Equal(["No", "Yes"], difference["values"]!.AsArray().Select(one => $"{one}"));
        Assert.Single(item["forwarding"]!.AsArray());
        Assert.Single(Directory.GetFiles(spool.FullName, "*.cap.xml"));

        var looked = await hub.PostAsync("/api/messages/GR-WK1-0001/events", """{"type":"Compared","by":"loggist"}""");
        Assert.Equal(HttpStatusCode.OK, looked.StatusCode);
        Assert.False((await Get(hub, "/api/messages/GR-WK1-0001"))["differs"]!.GetValue<bool>());
        spool.Delete(recursive: true);
    }

    [Fact]
    public async Task Without_a_number_it_stands_by_itself_and_the_key_makes_it_once()
    {
        await using var hub = await RunningHub.StartAsync();
        var first = await Post(hub, Entry(), 202, "sleutel");
        var again = await Post(hub, Entry(), 202, "sleutel");
        var other = await Post(hub, Entry(("via", "Paper")), 409, "sleutel");
        var desk = await Post(hub, Entry(("via", "WalkIn"), ("onBehalfOf", null)), 202);

        Assert.Matches("^GR-CWK-[0-9]{4}$", $"{first["id"]}");
        Assert.Equal($"{first}", $"{again}");
        Assert.Equal($"{first["id"]}", $"{other["id"]}");
        var items = (await Get(hub, "/api/feed"))["items"]!.AsArray();
        Assert.Equal([$"{first["id"]}", $"{desk["id"]}"], items.Select(item => $"{item!["id"]}"));
        Assert.Equal(["GR-WK1", "GR-CWK"], items.Select(item => $"{item!["station"]}"));
        Assert.Equal(["Voice", "WalkIn"], items.Select(item => $"{item!["receptions"]![0]!["bearer"]}"));
    }

    [Theory]
    [InlineData("onBehalfOf", "GR-XX9", "onBehalfOf")]
    [InlineData("onBehalfOf", null, "onBehalfOf")]
    [InlineData("via", "Mqtt", "via")]
    [InlineData("number", "GR-ED1-0042", "number")]
    [InlineData("number", "tweeënveertig", "number")]
    [InlineData("nummer", "GR-WK1-0042", "nummer")]
    [InlineData("status", null, "status")]
    public async Task Faults_are_422_at_their_path_in_dutch(string field, string? value, string path)
    {
        await using var hub = await RunningHub.StartAsync();
        var problem = await Post(hub, Entry((field, value)), 422);
        Assert.Equal(path, Assert.Single(problem["errors"]!.AsObject()).Key);
        Assert.Empty((await Get(hub, "/api/feed"))["items"]!.AsArray());
    }

    [Fact]
    public void The_ways_are_bearers_of_the_feed() => Assert.All(
        Enum.GetValues<EntryWay>(), way => Assert.Equal($"{way}", $"{(BearerName)way}"));

    internal static string Entry(params (string Field, JsonNode? Value)[] other)
    {
        var body = JsonNode.Parse(SomeJson.Example)!.AsObject();
        body["onBehalfOf"] = "GR-WK1";
        body["via"] = "Voice";
        foreach (var (field, value) in other)
            if (value is null) body.Remove(field);
            else body[field] = value.DeepClone();
        return body.ToJsonString();
    }

    private static async Task<JsonNode> Post(RunningHub hub, string json, int status, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages")
        {
            Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json"),
        };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        using var answer = await hub.Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, $"{(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    private static async Task<JsonNode> Get(RunningHub hub, string path) =>
        JsonNode.Parse(await hub.Client.GetStringAsync(path))!;
}
