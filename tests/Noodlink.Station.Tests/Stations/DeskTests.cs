using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Tests.Stations;

public sealed class DeskTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly World _world = new();
    private readonly CancellationTokenSource _stop = new(Patience);

    public void Dispose()
    {
        _stop.Dispose();
        _world.Dispose();
    }

    [Fact]
    public async Task Who_watches_hears_each_change_as_it_stands()
    {
        await using var changes = _world.Hub.Desk.WatchAsync(_stop.Token).GetAsyncEnumerator(_stop.Token);
        var next = changes.MoveNextAsync();
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(1);
        _world.Hub.Record(number, new StaffAction(StaffEventType.Seen, "loggist"), _world.Now);
        var states = new List<MessageState>();
        while (!states.Contains(MessageState.SeenByHuman))
        {
            Assert.True(await next);
            if (changes.Current.Message is { Own: false } view) states.Add(view.State);
            next = changes.MoveNextAsync();
        }

        Assert.All(states, state => Assert.True(state is MessageState.DeliveredDevice or MessageState.SeenByHuman));
    }

    [Fact]
    public async Task Many_watchers_under_load_all_end_with_the_outcome()
    {
        var watchers = Enumerable.Range(0, 8).Select(_ => WatchUntilAsync(MessageState.Forwarded, 20)).ToList();
        var numbers = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            numbers.Add(_world.Node.Send(Some.Alarm(), _world.Now));
            _world.Run(0.1);
        }

        foreach (var number in numbers)
            _world.Hub.Record(
                number, new StaffAction(StaffEventType.Forwarded, "loggist", Channel: MeldkamerChannel.Phone), _world.Now);
        Assert.All(await Task.WhenAll(watchers), seen => Assert.Equal(20, seen));
    }

    [Fact]
    public void Screens_are_counted_while_they_are_open_and_once()
    {
        var screen = _world.Hub.Desk.OpenScreen();
        Assert.Equal(1, _world.Hub.Desk.ScreensOpen);
        screen.Dispose();
        screen.Dispose();
        Assert.Equal(0, _world.Hub.Desk.ScreensOpen);
    }

    private Task<int> WatchUntilAsync(MessageState state, int count)
    {
        // The first step registers the watcher before anything happens.
        var changes = _world.Hub.Desk.WatchAsync(_stop.Token).GetAsyncEnumerator(_stop.Token);
        var next = changes.MoveNextAsync();
        return Count();

        async Task<int> Count()
        {
            var there = new HashSet<string>(StringComparer.Ordinal);
            while (there.Count < count && await next)
            {
                if (changes.Current.Message is { Own: false } view && view.State == state) there.Add(view.Number);
                next = changes.MoveNextAsync();
            }

            return there.Count;
        }
    }
}
