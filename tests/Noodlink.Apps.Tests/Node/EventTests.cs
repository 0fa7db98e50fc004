using System.Text;
using System.Text.Json.Nodes;
using Noodlink.Screens.Api;

namespace Noodlink.Apps.Tests.Node;

public sealed class EventTests : IAsyncLifetime
{
    private RunningNode _node = null!;

    public async Task InitializeAsync() => _node = await RunningNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task A_stored_message_is_told_as_the_message_object()
    {
        using var events = await EventStream.OpenAsync(_node.Client);
        Assert.Equal("ping", (await events.NextAsync()).Name);

        var number = await _node.StoreAsync(SomeJson.Example);
        var told = await events.NextAsync("message");

        Assert.Matches("^[0-9a-f]+-[0-9]+$", told.Id);
        var asked = JsonNode.Parse(await _node.Client.GetStringAsync($"/api/messages/{number}"));
        Assert.Equal(number, $"{JsonNode.Parse(told.Data)!["id"]}");
        Assert.Equal(asked!.AsObject().Select(field => field.Key),
            JsonNode.Parse(told.Data)!.AsObject().Select(field => field.Key));
    }

    [Fact]
    public async Task A_ping_comes_within_five_seconds_and_carries_the_clock()
    {
        using var events = await EventStream.OpenAsync(_node.Client);
        await events.NextAsync("ping");
        var ping = await events.NextAsync("ping", seconds: 8);

        Assert.Null(ping.Id);
        Assert.Matches("^[0-9]{2}:[0-9]{2}$", $"{JsonNode.Parse(ping.Data)!["clock"]}");
    }

    [Fact]
    public async Task A_screen_that_comes_back_gets_what_it_missed()
    {
        string seen;
        using (var events = await EventStream.OpenAsync(_node.Client))
        {
            await _node.StoreAsync(SomeJson.Example);
            seen = (await events.NextAsync("message")).Id!;
        }

        var missed = await _node.StoreAsync(SomeJson.With(("victims", 2)));
        using var again = await EventStream.OpenAsync(_node.Client, seen);

        while (true)
        {
            var told = await again.NextAsync();
            Assert.NotEqual("reset", told.Name);
            if (told.Name == "message" && $"{JsonNode.Parse(told.Data)!["id"]}" == missed) break;
        }
    }

    [Theory]
    [InlineData("0123456789ab-4")]
    [InlineData("onzin")]
    [InlineData("-")]
    public async Task An_unknown_generation_gets_reset(string lastEventId)
    {
        using var events = await EventStream.OpenAsync(_node.Client, lastEventId);

        Assert.Equal("reset", (await events.NextAsync("reset")).Name);
    }

    [Fact]
    public async Task After_a_restart_the_older_generation_gets_reset()
    {
        string seen;
        using (var events = await EventStream.OpenAsync(_node.Client))
        {
            await _node.StoreAsync(SomeJson.Example);
            seen = (await events.NextAsync("message")).Id!;
        }

        await _node.RestartAsync();
        using var again = await EventStream.OpenAsync(_node.Client, seen);

        Assert.Equal("reset", (await again.NextAsync("reset")).Name);
    }

    [Fact]
    public async Task A_stop_ends_the_streams_at_once()
    {
        using var events = await EventStream.OpenAsync(_node.Client);
        await events.NextAsync();
        var started = TimeProvider.System.GetTimestamp();
        await _node.RestartAsync();

        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 0, 8);
    }

    [Fact]
    public async Task An_open_screen_counts_and_a_listening_program_does_not()
    {
        using var program = await EventStream.OpenAsync(_node.Client);
        await program.NextAsync("ping");
        Assert.Equal(0, _node.Desk.ScreensOpen);

        using (var screen = await EventStream.OpenAsync(_node.Client, path: "/api/events?screen=1"))
        {
            await screen.NextAsync("ping");
            Assert.Equal(1, _node.Desk.ScreensOpen);
        }

        await Station.Tests.Bearers.Until.True(() => _node.Desk.ScreensOpen == 0, () => "the screen is closed");
    }

    [Fact]
    public void What_is_no_longer_kept_gets_reset_and_what_is_kept_comes_in_order()
    {
        var log = new EventLog();
        log.StartGeneration();
        for (var n = 1; n <= EventLog.KeptMax + 10; n++) log.Add("message", Encoding.UTF8.GetBytes($"{n}"));
        var generation = Latest(log).Id!.Split('-')[0];

        Assert.Equal("reset", Waiting(log, $"{generation}-9").Single().Name);
        Assert.Equal(EventLog.KeptMax, Waiting(log, $"{generation}-10").Count);
        Assert.Equal(
            Enumerable.Range(500, EventLog.KeptMax + 10 - 499).Select(n => (long)n),
            Waiting(log, $"{generation}-499").Select(e => e.Number));
        Assert.Empty(Waiting(log, $"{generation}-{EventLog.KeptMax + 10}"));
        Assert.Equal("reset", Waiting(log, $"{generation}-{EventLog.KeptMax + 11}").Single().Name);
        Assert.Empty(Waiting(log, null));
    }

    [Fact]
    public void A_listener_that_falls_behind_is_closed_and_does_not_hold_up_the_others()
    {
        var log = new EventLog();
        log.StartGeneration();
        var slow = log.Listen(null);
        for (var n = 0; n < EventLog.KeptMax + EventLog.BehindMax + 1; n++) log.Add("message", "{}"u8.ToArray());
        while (slow.Reader.TryRead(out _)) { }

        Assert.True(slow.Reader.Completion.IsCompleted);
    }

    private static ServerEvent Latest(EventLog log)
    {
        var listener = log.Listen(null);
        log.Ping("{}"u8.ToArray());
        Assert.True(listener.Reader.TryRead(out var ping));
        Assert.Equal("ping", ping.Name);
        return Waiting(log, "geen").Single();
    }

    private static List<ServerEvent> Waiting(EventLog log, string? lastEventId)
    {
        var listener = log.Listen(lastEventId);
        var waiting = new List<ServerEvent>();
        while (listener.Reader.TryRead(out var e)) waiting.Add(e);
        return waiting;
    }
}
