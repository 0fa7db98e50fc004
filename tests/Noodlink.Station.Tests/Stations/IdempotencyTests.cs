using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Tests.Stations;

public sealed class IdempotencyTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_same_key_and_body_is_the_same_message(bool restarted)
    {
        var first = Assert.IsType<AcceptOutcome.Stored>(Post("a", 1));
        _world.Run(1);
        if (restarted) _world.RestartNode();
        var again = Assert.IsType<AcceptOutcome.Stored>(Post("a", 1));
        Assert.Equal((first.Number, first.StoredAt, true), (again.Number, again.StoredAt, again.Again));
        Assert.Equal(MessageState.DeliveredDevice, again.State);
        _world.Run(1);
        Assert.Single(_world.Hub.Desk.Feed(0, 10).Items);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_same_key_with_another_body_stores_nothing(bool restarted)
    {
        var first = Assert.IsType<AcceptOutcome.Stored>(Post("a", 1));
        if (restarted) _world.RestartNode();
        Assert.Equal(first.Number, Assert.IsType<AcceptOutcome.KeyConflict>(Post("a", 2)).FirstNumber);
        _world.Run(1);
        Assert.Single(_world.Hub.Desk.Feed(0, 10).Items);
        Assert.Equal("GR-WK1-0002", Assert.IsType<AcceptOutcome.Stored>(Post("b", 2)).Number);
    }

    [Fact]
    public void A_hundred_posts_at_once_with_one_key_are_one_message()
    {
        var answers = Enumerable.Range(0, 100).Select(_ => new TaskCompletionSource<AcceptOutcome>()).ToList();
        foreach (var batch in answers.Chunk(64))
            _world.Node.Turn(_world.Now, [.. batch.Select(answer => (StationInput)new StationInput.Accept(Draft("a", 1), answer))]);
        var stored = answers.Select(answer => Assert.IsType<AcceptOutcome.Stored>(answer.Task.GetAwaiter().GetResult())).ToList();
        Assert.Single(stored.Select(one => one.Number).Distinct());
        Assert.Single(stored, one => !one.Again);
        _world.Run(1);
        Assert.Single(_world.Hub.Desk.Feed(0, 10).Items);
    }

    [Fact]
    public void A_key_of_a_message_that_was_not_stored_is_free()
    {
        var broken = new Draft(new Alarm(new AlarmFacts(), []), MessageStatus.Actual, null, "a", [1]);
        Assert.IsType<AcceptOutcome.NotStored>(_world.Node.Accept(broken, _world.Now));
        Assert.IsType<AcceptOutcome.Stored>(Post("a", 1));
    }

    private AcceptOutcome Post(string key, byte hash) => _world.Node.Accept(Draft(key, hash), _world.Now);

    private static Draft Draft(string key, byte hash) => new(Some.Alarm(), MessageStatus.Actual, null, key, [hash]);
}
