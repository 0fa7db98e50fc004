using System.Net;
using Noodlink.Apps.Tests.Node;
using Noodlink.Node.Pages;
using Noodlink.Node.Pages.Sending;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Screens.Frame;
using Noodlink.Station;
using Noodlink.Station.Bearers;

namespace Noodlink.Apps.Tests.Pages;

/// <summary>Small things that were shown otherwise than they are.</summary>
public sealed class ShownTests
{
    [Fact]
    public async Task Signs_that_turn_the_direction_of_a_text_do_not_turn_the_words_and_figures_behind_it()
    {
        await using var node = await RunningNode.StartAsync();
        var number = await node.StoreAsync(SomeJson.With(("text", "Nummer \u202E41\u2066 zegt zij, \u0645\u0631\u062D\u0628\u0627")));
        foreach (var path in (string[])["/", $"/meldingen/{number}", $"/meldingen/{number}/voorlezen", $"/meldingen/{number}/print"])
        {
            var page = await node.Client.GetStringAsync(path);
            Assert.DoesNotMatch("[\u202A-\u202E\u2066-\u2069]|&#x20(2[A-E]|6[6-9]);", page);
        }

        var shown = await node.Client.GetStringAsync($"/meldingen/{number}");
        Assert.Contains("Nummer 41 zegt zij, \u0645\u0631\u062D\u0628\u0627", shown, StringComparison.Ordinal);
        Assert.Contains("\u202E41\u2066", await node.Client.GetStringAsync($"/api/messages/{number}"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_draft_of_an_exercise_says_so_beside_those_that_are_real()
    {
        var drill = DraftRow.Of(new DraftText(DraftText.NewId(), "alarm", """{"status":"Exercise","text":"rook"}"""), SomeView.Now);
        var real = DraftRow.Of(new DraftText(DraftText.NewId(), "alarm", """{"status":"Actual","text":"rook"}"""), SomeView.Now);

        Assert.Equal("OEFENING", drill.Drill);
        Assert.Null(real.Drill);
    }

    [Fact]
    public async Task A_noodmelding_that_was_withdrawn_after_the_meldkamer_knew_says_so_beside_its_state()
    {
        var view = SomeView.In(MessageState.AcceptedControlRoom) with { Withdrawn = true };
        var mark = await Rendered.Of<StateMark>(StateMarkModel.Of(view));

        Assert.Contains("Meldkamer heeft de melding", mark, StringComparison.Ordinal);
        Assert.Contains("hier ingetrokken", mark, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_point_is_called_is_not_sent_as_the_place_where_help_is_needed()
    {
        await using var node = await RunningNode.StartAsync(
            "--Station:Name=Dorpshuis De Proef", "--Station:Address=Proefstraat 1, Zuidhorn");
        foreach (var path in (string[])["/hulp/vraag", "/aanbod"])
        {
            var page = await node.Client.GetStringAsync(path);
            Assert.Contains("value=\"Zuidhorn\"", page, StringComparison.Ordinal);
            // What cannot be left out says so.
            Assert.Matches("Hoeveel\\?\\s*<span class=\"must\">", page);
            Assert.DoesNotContain("value=\"Dorpshuis De Proef\"", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_address_of_an_answer_loaded_again_is_the_page_of_the_message()
    {
        await using var node = await RunningNode.StartAsync();
        var number = await node.StoreAsync(SomeJson.Example);
        foreach (var form in (string[])["antwoord", "voorgelezen", "gelezen"])
        {
            using var answer = await node.Client.GetAsync($"/meldingen/{number}/{form}");
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            Assert.Equal($"/meldingen/{number}", $"{answer.Headers.Location}");
        }
    }

    [Fact]
    public void Two_links_that_came_together_are_said_with_one_time()
    {
        var since = SomeView.Now.AddMinutes(-5);
        StationStatus Status(DateTimeOffset radio) => new(
            "GR-WK1", "Grijpskerk",
            new Dictionary<BearerName, BearerStatus>
            {
                [BearerName.Mqtt] = new(true, since, ""), [BearerName.Radio] = new(true, radio, ""),
            },
            new Dictionary<BearerName, DateTimeOffset>(), 0, null, new StorageStatus("", true, ""),
            new Dictionary<string, long>(StringComparer.Ordinal), null, null, null);

        Assert.Equal("netwerk en radio, sinds 14:25", NodeBar.Link(Status(since), SomeView.Now).Words);
        Assert.Equal(
            "netwerk, sinds 14:25 en radio, sinds 14:20",
            NodeBar.Link(Status(since.AddMinutes(-5)), SomeView.Now).Words);
    }
}
