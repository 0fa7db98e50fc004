using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Noodlink.Apps.Tests.Pages;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Wire;
using Noodlink.Screens.Pages;
using Noodlink.Station.Dutch;

namespace Noodlink.Apps.Tests.Node;

/// <summary>Without a network: the portofoon and paper at a noodsteunpunt.</summary>
public sealed class PaperTests : IAsyncLifetime
{
    private RunningNode _node = null!;

    public async Task InitializeAsync() => _node = await RunningNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Theory]
    [InlineData("/papier", false)]
    [InlineData("/papier?soort=oefening", true)]
    public async Task The_blank_form_has_the_questions_of_the_screen_with_their_numbers(string path, bool drill)
    {
        var page = await _node.Client.GetStringAsync(path);

        for (var number = 1; number <= 14; number++)
            Assert.Matches($@"<b>{number}\. ", page);
        Assert.Contains("GR-WK1", page, StringComparison.Ordinal);
        // The page's own rules let a browser ignore a style in a line: the rooms to write in would be gone.
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
        Assert.Equal(drill, page.Contains("OEFENING – OEFENING", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_answer_of_the_screen_stands_on_the_paper()
    {
        var walk = await NoodmeldingWalk.BeginAsync(_node.Client);
        var screen = await walk.HtmlAsync("wie") + await walk.HtmlAsync("vragen");
        var paper = WebUtility.HtmlDecode(await _node.Client.GetStringAsync("/papier"));
        var options = Regex.Matches(
            screen, """type="(?:checkbox|radio)" name="(?!occurred)[^"]*"[^>]*>\s*(?<words>[^<]+?)\s*</label>""",
            RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
        Assert.True(options.Count > 40, $"{options.Count} answers");
        foreach (Match option in options)
            Assert.Contains(
                $"☐ {WebUtility.HtmlDecode(option.Groups["words"].Value)}", paper, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_code_on_paper_reads_back_as_the_sealed_noodmelding()
    {
        foreach (var text in (string[])["kort", string.Concat(Enumerable.Repeat("Ab1é 7x", 20))])
        {
            var frame = _node.Desk.FindSealed(await _node.StoreAsync(SomeJson.With(("text", text))))!;
            var modules = QrImage.Modules(SheetCode.Of(frame));
            var read = QrReader.Read(modules);
            Assert.True(
                SheetCode.ReadAll(read, out var fault) is [var found] && found.AsSpan().SequenceEqual(frame),
                $"{fault}, of {modules.Count} modules:\n{SheetCode.Of(frame)}\n{read}\n"
                + string.Join('\n', modules.Select(row => string.Concat(row.Select(dark => dark ? '#' : '.')))));
            // Version 14 or less: on the 4 cm of the sheet a module is half a millimetre.
            Assert.InRange(modules.Count, 37, 73);
        }
    }

    [Fact]
    public async Task A_noodmelding_prints_with_its_code_and_can_be_written_over_line_by_line()
    {
        var number = await _node.StoreAsync(SomeJson.Example);

        var print = await _node.Client.GetStringAsync($"/meldingen/{number}/print");
        var over = await _node.Client.GetStringAsync($"/meldingen/{number}/schrijf-over");

        Assert.Contains("class=\"qr\"", print, StringComparison.Ordinal);
        foreach (var page in (string[])[print, over])
        {
            Assert.Contains(number, page, StringComparison.Ordinal);
            Assert.Contains("Modelweg 3", page, StringComparison.Ordinal);
            Assert.Contains("accu nog", page, StringComparison.Ordinal);
        }

        // What was not entered is left out: nobody writes over an empty line.
        string[] lines = ["1", "2", "3", "4", "5", "6", "7", "8", "10", "11", "T"];
        Assert.Equal(lines, Regex.Matches(over, "<li><b>(?<line>[0-9]+|T)</b>", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5))
            .Select(match => match.Groups["line"].Value));
        using var absent = await _node.Client.GetAsync("/meldingen/GR-WK1-9999/print");
        Assert.Equal(HttpStatusCode.NotFound, absent.StatusCode);
    }

    [Fact]
    public void A_code_of_a_long_noodmelding_fits_and_has_its_three_corners()
    {
        var modules = QrImage.Modules(SheetCode.Of(new byte[300]));

        Assert.True(modules.Count <= 97, $"{modules.Count} modules do not print well"); // version 20
        Assert.All(modules, row => Assert.Equal(modules.Count, row.Count));
        foreach (var (x, y) in ((int, int)[])[(0, 0), (modules.Count - 7, 0), (0, modules.Count - 7)])
            for (var i = 0; i < 7; i++)
                Assert.True(modules[y][x + i] && modules[y + 6][x + i] && modules[y + i][x] && modules[y + i][x + 6]);
    }

    [Fact]
    public async Task Reading_aloud_is_a_note_that_changes_no_state_and_stands_once()
    {
        var number = await _node.StoreAsync(SomeJson.Example);
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/messages/{number}/read-aloud")
            {
                Content = JsonContent.Create(new { answeredBy = "meldkamer", meldkamerNumber = "3217" }),
            };
            request.Headers.Add("Idempotency-Key", "portofoon");
            using var answer = await _node.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        var message = JsonNode.Parse(await _node.Client.GetStringAsync($"/api/messages/{number}"))!;
        Assert.Equal("Queued", $"{message["state"]}");
        Assert.Single(
            message["history"]!.AsArray(), step => $"{step!["note"]}".Contains("meldkamer", StringComparison.Ordinal));
        Assert.NotEqual(MessageState.Forwarded, _node.Desk.Find(number)!.State);
    }

    [Fact]
    public async Task The_page_notes_who_answered_and_asks_for_it_when_it_is_missing()
    {
        var number = await _node.StoreAsync(SomeJson.Example);
        var (page, action) = ($"/meldingen/{number}", $"/meldingen/{number}/voorgelezen");

        using var empty = await _node.Client.SubmitAsync(page, action, ("answeredBy", ""), ("time", ""));
        using var wrong = await _node.Client.SubmitAsync(page, action, ("answeredBy", "Zuidhorn"), ("time", "25:99"));
        using var good = await _node.Client.SubmitAsync(page, action, ("answeredBy", "Zuidhorn"), ("time", ""));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        Assert.Contains("wie er antwoordde", await empty.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, good.StatusCode);
        Assert.Contains("Zuidhorn", await _node.Client.GetStringAsync(page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("14:05", "2026-11-21T15:00:00+01:00", "2026-11-21T14:05:00+01:00")]
    [InlineData("23.50", "2026-11-21T00:10:00+01:00", "2026-11-20T23:50:00+01:00")]
    [InlineData("0905", "2026-07-01T07:05:30+00:00", "2026-07-01T09:05:00+02:00")]
    [InlineData("25:00", "2026-07-01T07:05:30+00:00", null)]
    [InlineData("straks", "2026-07-01T07:05:30+00:00", null)]
    public void A_time_of_day_means_the_latest_one(string typed, string now, string? expected) => Assert.Equal(
        expected is null ? null : DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture),
        DutchTime.Latest(typed, DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)));
}
