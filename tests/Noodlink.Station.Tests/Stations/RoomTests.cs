using Noodlink.Station.Tests.Days;

namespace Noodlink.Station.Tests.Stations;

/// <summary>What waits, and whoever does not listen, takes a bounded room in memory. Alone: it measures what the whole
/// process holds.</summary>
[Collection(nameof(RadioDaysTests))]
public sealed class RoomTests
{
    [Fact]
    public async Task A_reader_that_falls_far_behind_is_ended_and_holds_no_memory()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var world = new World();
        var desk = world.Hub.Desk;
        await using var changes = desk.WatchAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        var next = changes.MoveNextAsync();
        desk.Announce([], statusChanged: true);
        Assert.True(await next);

        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 2000; i++)
            desk.Announce([.. Enumerable.Range(i * 500, 500).Select(n => (long)n)], statusChanged: false);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 4_000_000);
        Assert.False(await changes.MoveNextAsync());
    }

    [Fact]
    public void Twenty_thousand_take_a_bounded_room_in_memory()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var many = ManyWaitingTests.Waiting(ManyWaitingTests.Many, "LAN, hub silent");
        many.Run(2);
        var room = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange(room, 0, 24_000_000);
    }
}
