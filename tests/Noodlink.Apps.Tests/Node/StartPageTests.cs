using System.Text.RegularExpressions;
using Noodlink.Apps.Tests.Hub;
using Noodlink.Apps.Tests.Pages;
using Noodlink.Node.Pages;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Station;
using Noodlink.Station.Tests.Bearers;

namespace Noodlink.Apps.Tests.Node;

/// <summary>The lists of the first page.</summary>
public sealed class StartPageTests : IAsyncLifetime
{
    private RunningNode _node = null!;

    public async Task InitializeAsync() => _node = await RunningNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task A_list_shows_fifty_rows_and_offers_more_by_a_plain_link()
    {
        for (var i = 0; i < 55; i++) await _node.StoreAsync(SomeJson.With(("text", $"nummer {i}")));
        var drill = await _node.StoreAsync(SomeJson.With(("status", "Exercise")));

        var page = await _node.Client.GetStringAsync("/");
        Assert.Equal(51, Rows(page).Count);
        Assert.Equal(drill, Rows(page)[^1]);
        Assert.Contains("href=\"/?toon=100#echt\"", page, StringComparison.Ordinal);
        var all = await _node.Client.GetStringAsync("/?toon=100");
        Assert.Equal(56, Rows(all).Count);
        Assert.DoesNotContain("href=\"/?toon=", all, StringComparison.Ordinal);
        Assert.Equal(51, Rows(await _node.Client.GetStringAsync("/?toon=alles")).Count);
    }

    [Fact]
    public async Task A_row_says_how_long_it_waits_and_where_in_the_queue()
    {
        await _node.StoreAsync(SomeJson.With(("dangerToLife", "No")));
        await _node.StoreAsync(SomeJson.Example);
        var page = await _node.Client.GetStringAsync("/");

        // Danger to life goes first, although it was made later.
        Assert.Matches("GR-WK1-0002.*?Net opgeslagen · vooraan in de rij.*?GR-WK1-0001.*?Net opgeslagen · nummer 2 in de rij",
            page.Replace("\n", "", StringComparison.Ordinal));
        Assert.Contains("vooraan in de rij", await _node.Client.GetStringAsync("/meldingen/GR-WK1-0002"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unconfirmed_noodmelding_that_was_read_aloud_is_still_to_be_seen_and_no_longer_to_be_heard()
    {
        var view = SomeView.In(MessageState.Unconfirmed);
        Assert.True(MessageRows.IsLoud(view));

        var read = view with
        {
            History = [.. view.History, new(view.State, SomeView.Now, "vrijwilliger", "Voice", "Zuidhorn", nameof(ReadAloud))],
        };
        Assert.True(MessageRows.NeedsAction(read));
        Assert.False(MessageRows.IsLoud(read));
        Assert.True(MessageRows.IsLoud(read with { Undone = true }));
    }

    [Fact]
    public async Task What_was_not_passed_on_is_red_with_sound_until_somebody_presses_that_they_read_it()
    {
        await using var hub = await RunningHub.StartWithNodeAsync();
        var number = await hub.ReceiveAsync(SomeJson.Example);
        using var said = await hub.Client.SubmitAsync(
            $"/meldingen/{number}", $"/meldingen/{number}/gebeurtenis", ("type", "NotForwarded"), ("note", "politie is er al"));
        await Until.True(() => hub.Node.Desk.Find(number)!.Unread, () => "the node knows");

        var page = await hub.Node.Client.GetStringAsync($"/meldingen/{number}");
        Assert.Contains($"data-sound=\"{number}:NotForwarded\"", page, StringComparison.Ordinal);
        Assert.Contains("De reden is: politie is er al", page, StringComparison.Ordinal);
        using var read = await hub.Node.Client.SubmitAsync($"/meldingen/{number}", $"/meldingen/{number}/gelezen");
        page = await hub.Node.Client.GetStringAsync($"/meldingen/{number}");
        Assert.Contains("data-sound=\"\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/gelezen\"", page, StringComparison.Ordinal);
        Assert.Contains("Niet doorgegeven", page, StringComparison.Ordinal);
    }

    private static List<string> Rows(string page) =>
        [.. Regex.Matches(page, "id=\"bericht-(?<number>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5))
            .Select(match => match.Groups["number"].Value)];
}
