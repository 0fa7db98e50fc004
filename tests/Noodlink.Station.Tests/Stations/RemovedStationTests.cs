using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Tests.Stations;

/// <summary>A station is taken out of the hub's stations file, and perhaps put back.</summary>
public sealed class RemovedStationTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void What_came_from_it_stays_and_what_comes_is_an_unknown_sender()
    {
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(1);
        _world.Stations.Set();
        _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(3);

        Assert.Equal([number], _world.Hub.Desk.Feed(0, 10).Items.Select(item => item.Number));
        Assert.Equal("GR-WK1", _world.Hub.View(number).Station);
        Assert.True(_world.Hub.Desk.Status.Refused["unknownStation"] > 0);
        Assert.IsType<StaffOutcome.Recorded>(
            _world.Hub.Record(number, new StaffAction(StaffEventType.Seen, "loggist"), _world.Now));
        Assert.IsType<AcceptOutcome.Unfit>(
            _world.Hub.Accept(
                new Draft(new Request(StationId.Parse("GR-CWK"), [], Question.Q8, null), null, "GR-WK1"), _world.Now));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_waits_for_it_goes_when_it_is_back(bool restarted)
    {
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(1);
        _world.Loses = (_, up) => !up;
        _world.Hub.Record(number, new StaffAction(StaffEventType.Seen, "loggist"), _world.Now);
        _world.Run(1);
        var listed = _world.Stations.All.ToArray();
        _world.Stations.Set();
        _world.Run(5);
        if (restarted) _world.RestartHub();
        _world.Loses = (_, _) => false;
        _world.Run(5);
        Assert.Equal(MessageState.DeliveredDevice, _world.Node.View(number).State);

        _world.Stations.Set(listed);
        _world.Run(5);
        Assert.Equal(MessageState.SeenByHuman, _world.Node.View(number).State);
        Assert.Equal(0, _world.Hub.Desk.Status.Waiting);
    }

    [Fact]
    public void Half_a_message_is_completed_when_it_is_back()
    {
        var (frames, alarm) = RefusedTests.Parts(Some.Alarm());
        _world.Bring(_world.Hub, frames[0], BearerName.Radio);
        var listed = _world.Stations.All.ToArray();
        _world.Stations.Set();
        foreach (var frame in frames.Skip(1)) _world.Bring(_world.Hub, frame, BearerName.Radio);
        Assert.False(Assert.Single(_world.Hub.Desk.Feed(0, 10).Items).Complete);
        _world.Stations.Set(listed);
        foreach (var frame in frames.Skip(1)) _world.Bring(_world.Hub, frame, BearerName.Radio);
        Assert.Equal(alarm, Assert.Single(_world.Hub.Desk.Feed(0, 10).Items).Body);
    }
}
