using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Noodlink.Apps.Tests.Hub;
using Noodlink.Apps.Tests.Node;
using Noodlink.Apps.Tests.Pages;
using Noodlink.Protocol.Wire;

namespace Noodlink.Apps.Tests.Courier;

/// <summary>A noodsteunpunt and a coördinatiepunt with nothing between them but what a person carries.</summary>
public sealed class CourierApiTests : IAsyncLifetime
{
    private readonly string _stick = Directory.CreateTempSubdirectory("noodlink-stick-").FullName;
    private RunningHub _hub = null!;

    public async Task InitializeAsync() => _hub = await RunningHub.StartApartAsync($"--Courier:Directory={_stick}");

    public async Task DisposeAsync()
    {
        await _hub.DisposeAsync();
        Directory.Delete(_stick, recursive: true);
    }

    [Fact]
    public async Task A_file_goes_there_and_the_receipts_come_home()
    {
        string[] ids = [await _hub.Node.StoreAsync(SomeJson.With()), await _hub.Node.StoreAsync(SomeJson.With())];

        using var there = await _hub.Node.Client.GetAsync("/api/courier");
        var file = await there.Content.ReadAsByteArrayAsync();
        var first = await ReadAsync(_hub.Client, file);
        var again = await ReadAsync(_hub.Client, file);
        var home = await ReadAsync(_hub.Node.Client, await _hub.Client.GetByteArrayAsync("/api/courier"));

        Assert.Equal("application/octet-stream", there.Content.Headers.ContentType!.MediaType);
        Assert.Matches(
            @"^noodlink-GR-WK1-naar-coordinatiepunt-[\d-]+\.noodlink$",
            there.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        Assert.Equal((2, 0, 0), Counts(first));
        Assert.Equal((0, 2, 0), Counts(again));
        Assert.Equal(2, home["confirmed"]!.GetValue<int>());
        var feed = JsonNode.Parse(await _hub.Client.GetStringAsync("/api/feed"))!["items"]!.AsArray();
        Assert.Equal(ids, feed.Select(item => $"{item!["id"]}"));
        Assert.All(feed, item => Assert.Equal("Courier", $"{item!["receptions"]![0]!["bearer"]}"));
        foreach (var id in ids)
            Assert.Equal(
                "DeliveredDevice",
                $"{JsonNode.Parse(await _hub.Node.Client.GetStringAsync($"/api/messages/{id}"))!["state"]}");
    }

    [Theory]
    [InlineData("empty", 422, "Het bestand is leeg.")]
    [InlineData("foreign", 422, "Dit is geen bestand van Noodlink.")]
    [InlineData("own", 422, "Dit bestand komt van een coördinatiepunt. Lees het op een noodsteunpunt.")]
    [InlineData("newer", 422, "Dit bestand is gemaakt door een nieuwer programma. Werk dit programma eerst bij.")]
    [InlineData("json", 415, "Stuur het bestand als application/octet-stream, of als formulier met één bestand.")]
    [InlineData("long", 413, "Het bestand is te groot: het mag 16 MB zijn.")]
    public async Task What_cannot_be_read_is_told_in_Dutch(string what, int status, string words)
    {
        var own = await _hub.Client.GetByteArrayAsync("/api/courier");
        var newer = CourierFile.Write(Direction.Up, 1, 1, []);
        newer[8] = 9;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(newer.AsSpan(20), CourierFile.Sum(newer.AsSpan(0, 20)));
        var file = what switch
        {
            "empty" => [],
            "foreign" => Encoding.ASCII.GetBytes("een foto van de kat"),
            "own" => own,
            "newer" => newer,
            "long" => new byte[CourierFile.FileBytesMax + 100_000],
            _ => "{}"u8.ToArray(),
        };

        using var answer = await PostAsync(
            _hub.Client, file, what == "json" ? "application/json" : "application/octet-stream");

        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, text);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = JsonNode.Parse(text)!;
        Assert.Equal(words, status == 422 ? $"{problem["errors"]!["file"]![0]}" : $"{problem["detail"]}");
    }

    [Fact]
    public async Task A_file_may_be_longer_than_a_message_and_may_come_as_a_form()
    {
        await _hub.Node.StoreAsync(SomeJson.With());
        byte[] file = [.. await _hub.Node.Client.GetByteArrayAsync("/api/courier"), .. new byte[300_000]];
        using var form = new MultipartFormDataContent { { new ByteArrayContent(file), "file", "stick.noodlink" } };

        using var answer = await _hub.Client.PostAsync("/api/courier", form);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal((1, 0, 0), Counts(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!));
        Assert.Equal((0, 1, 0), Counts(await ReadAsync(_hub.Client, file)));
    }

    [Fact]
    public async Task The_buttons_carry_a_noodmelding_there_and_its_receipt_home()
    {
        await _hub.Node.StoreAsync(SomeJson.With());
        foreach (var client in (HttpClient[])[_hub.Node.Client, _hub.Client])
            Assert.Contains("Zet op USB-stick", await client.GetStringAsync("/"), StringComparison.Ordinal);

        Assert.Contains(
            "1 melding op de stick gezet. Breng de stick naar het coördinatiepunt.",
            await PressAsync(_hub.Node.Client, "schrijf"), StringComparison.Ordinal);
        Assert.Contains(
            "1 nieuw, 0 al bekend, 0 geweigerd.", await PressAsync(_hub.Client, "lees"), StringComparison.Ordinal);
        await PressAsync(_hub.Client, "schrijf");
        Assert.Contains(
            "1 melding is binnen bij het coördinatiepunt.", await PressAsync(_hub.Node.Client, "lees"),
            StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(_stick).Length);
    }

    [Fact]
    public async Task Without_a_folder_there_are_no_buttons_and_the_browser_still_can()
    {
        await using var node = await RunningNode.StartAsync();
        Assert.DoesNotContain("Zet op USB-stick", await node.Client.GetStringAsync("/"), StringComparison.Ordinal);
        var page = await node.Client.GetStringAsync("/usb-stick");
        Assert.DoesNotContain("Zet op USB-stick", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/api/courier\"", page, StringComparison.Ordinal);
        Assert.Contains("type=\"file\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_reads_a_file_that_was_chosen_in_the_browser()
    {
        await _hub.Node.StoreAsync(SomeJson.With());
        var file = await _hub.Node.Client.GetByteArrayAsync("/api/courier");
        var hidden = BrowserForm.Hidden(await _hub.Client.GetStringAsync("/usb-stick"))
            .Where(field => field.Key != "doen").Take(1).Single();
        using var form = new MultipartFormDataContent
        {
            { new StringContent(hidden.Value), hidden.Key }, { new StringContent("bestand"), "doen" },
            { new ByteArrayContent([.. file, .. new byte[200_000]]), "bestand", "stick.noodlink" },
        };

        using var answer = await _hub.Client.PostAsync("/usb-stick", form);

        Assert.Contains(
            "1 nieuw, 0 al bekend, 0 geweigerd.", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()),
            StringComparison.Ordinal);
    }

    private static async Task<string> PressAsync(HttpClient client, string button)
    {
        using var answer = await client.SubmitAsync("/usb-stick", "/usb-stick", ("doen", button));
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, byte[] file, string mediaType)
    {
        var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return client.PostAsync("/api/courier", content);
    }

    private static async Task<JsonNode> ReadAsync(HttpClient client, byte[] file)
    {
        using var answer = await PostAsync(client, file, "application/octet-stream");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }

    private static (int New, int Known, int Refused) Counts(JsonNode answer) =>
        (answer["new"]!.GetValue<int>(), answer["known"]!.GetValue<int>(), answer["refused"]!.GetValue<int>());
}
