using System.Net;
using Noodlink.Apps.Tests.Node;
using Noodlink.Apps.Tests.Pages;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;
using Noodlink.Station.Tests.Bearers;

namespace Noodlink.Apps.Tests.Hub;

/// <summary>What staff of the coördinatiepunt take in by hand: the code of a sheet, and the questions read aloud.</summary>
public sealed class HandPageTests : IAsyncLifetime
{
    private static readonly (string, string)[] ReadAloud =
    [
        ("via", "Voice"), ("onBehalfOf", "GR-WK1"), ("caller", "teamleider"), ("status", "Actual"),
        ("services", "Ambulance"), ("location.kind", "Here"), ("type", "MedicalDevice"), ("dangerToLife", "Yes"),
    ];

    private RunningHub _hub = null!;

    public async Task InitializeAsync() => _hub = await RunningHub.StartWithNodeAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task The_board_calls_for_a_comparison_and_one_who_told_it_stands_on_the_page()
    {
        var number = await _hub.ReceiveAsync(SomeJson.With(("dangerToLife", "No")));
        using var answer = await _hub.Client.SubmitAsync(
            "/invoer", "/invoer",
            [
                ("via", "Voice"), ("onBehalfOf", "GR-WK1"), ("number", number.Split('-')[^1].TrimStart('0')),
                ("caller", "teamleider oost"), ("status", "Actual"), ("services", "Fire"), ("type", "BuildingFire"),
                ("dangerToLife", "Yes"), ("location.kind", "Here"),
            ]);
        Assert.Equal($"/meldingen/{number}", $"{answer.Headers.Location}");
        var board = await _hub.Client.GetStringAsync("/");
        Assert.Contains("VERSCHILT", board, StringComparison.Ordinal);
        // The first account said no; in a list nobody reads the second.
        Assert.Contains("LEVENSGEVAAR", board, StringComparison.Ordinal);
        var page = await _hub.Client.GetStringAsync($"/meldingen/{number}");
        Assert.Contains("teamleider oost", page, StringComparison.Ordinal);

        using var apart = await _hub.Client.SubmitAsync(
            $"/meldingen/{number}", $"/meldingen/{number}/gebeurtenis", ("type", "Separated"));
        var items = _hub.Desk.Feed(0, 10).Items;
        Assert.Equal(2, items.Count);
        Assert.Contains(
            "Dit zijn twee meldingen", await _hub.Client.GetStringAsync($"/meldingen/{number}"), StringComparison.Ordinal);
        Assert.Contains(
            "teamleider oost", await _hub.Client.GetStringAsync($"/meldingen/{items[1].Number}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_code_of_a_printed_sheet_is_that_noodmelding_and_scanned_again_it_is_the_same()
    {
        var number = await _hub.ReceiveAsync(SomeJson.Example);
        var sheet = await _hub.Node.Client.GetStringAsync($"/meldingen/{number}/print");
        Assert.Contains("<svg class=\"qr\"", sheet, StringComparison.Ordinal);
        var code = SheetCode.Of(_hub.Node.Desk.FindSealed(number)!);

        // As a scanner types it and as people paste it.
        foreach (var typed in (string[])[code, $"  {code.ToLowerInvariant().Insert(40, "\r\n")} "])
        {
            using var answer = await _hub.Client.SubmitAsync("/invoer", "/invoer/blad", ("code", typed));
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            Assert.Equal($"/meldingen/{number}", answer.Headers.Location!.ToString());
        }

        var item = Assert.Single(_hub.Desk.Feed(0, 10).Items);
        Assert.Equal(
            [BearerName.Mqtt, BearerName.Paper, BearerName.Paper], item.Receptions.Select(reception => reception.Bearer));
    }

    [Theory]
    [InlineData("", "Er staat nog niets in het vak")]
    [InlineData("https://voorbeeld.nl", "geen code van een blad")]
    [InlineData("NB1012", "Het einde van de code ontbreekt")]
    [InlineData("half", "Het einde van de code ontbreekt")]
    [InlineData("changed", "De code klopt niet")]
    [InlineData("foreign", "Geweigerd")]
    public async Task A_code_that_is_not_whole_or_not_ours_is_told_in_words(string code, string words)
    {
        var whole = SheetCode.Of(_hub.Node.Desk.FindSealed(await _hub.ReceiveAsync(SomeJson.Example))!);
        code = code switch
        {
            "half" => whole[..(whole.Length / 2)],
            "changed" => whole[..60] + (whole[60] == '7' ? '8' : '7') + whole[61..],
            "foreign" => SheetCode.Of(new byte[64]),
            _ => code,
        };

        using var answer = await _hub.Client.SubmitAsync("/invoer", "/invoer/blad", ("code", code));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Single(Assert.Single(_hub.Desk.Feed(0, 10).Items).Receptions);
    }

    [Fact]
    public async Task A_noodmelding_that_is_read_aloud_is_typed_in_and_becomes_the_one_with_its_number()
    {
        using var answer = await _hub.Client.SubmitAsync(
            "/invoer", "/invoer", [.. ReadAloud, ("number", "GR-WK1-0001")]);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/meldingen/GR-WK1-0001", answer.Headers.Location!.ToString());
        Assert.Equal("GR-WK1-0001", await _hub.Node.StoreAsync(SomeJson.Example));
        await Until.True(
            () => _hub.Desk.Find("GR-WK1-0001")!.Receptions.Count == 2, () => "the electronic copy is a second reception");
        var item = Assert.Single(_hub.Desk.Feed(0, 10).Items);
        Assert.Equal([BearerName.Voice, BearerName.Mqtt], item.Receptions.Select(reception => reception.Bearer));
        var page = await _hub.Client.GetStringAsync("/meldingen/GR-WK1-0001");
        var differing = page[page.IndexOf("id=\"verschillen\"", StringComparison.Ordinal)..];
        Assert.Contains("Modelweg 3", differing, StringComparison.Ordinal);
        Assert.Contains("Verschillen bekeken", differing, StringComparison.Ordinal);
        var over = await _hub.Client.GetStringAsync("/meldingen/GR-WK1-0001/schrijf-over");
        Assert.Contains("GR-WK1-0001", over, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_typed_stays_on_the_screen_when_something_is_missing()
    {
        using var answer = await _hub.Client.SubmitAsync(
            "/invoer", "/invoer", ("onBehalfOf", "GR-WK1"), ("text", "Accu bijna leeg"), ("number", "0042"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("Accu bijna leeg", page, StringComparison.Ordinal);
        Assert.Contains("Kies een van de drie", page, StringComparison.Ordinal);
        Assert.Empty(_hub.Desk.Feed(0, 10).Items);
    }

    [Fact]
    public async Task The_board_leads_to_it()
    {
        var board = await _hub.Client.GetStringAsync("/");

        Assert.Contains("href=\"/invoer\"", board, StringComparison.Ordinal);
        Assert.Equal(MessageState.DeliveredDevice, _hub.Desk.Find(await _hub.ReceiveAsync(SomeJson.Example))!.State);
    }
}
