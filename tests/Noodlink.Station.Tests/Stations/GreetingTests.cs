using Noodlink.Station.Bearers;

namespace Noodlink.Station.Tests.Stations;

/// <summary>On these wires a report without a receipt is tried again after 5 s.</summary>
public sealed class GreetingTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void What_a_broker_took_for_a_hub_that_was_gone_comes_again_as_soon_as_the_hub_is_back()
    {
        _world.Run(TimeSpan.FromSeconds(1));
        _world.Loses = (_, up) => up;
        _world.Node.Send(Some.Report(), _world.Now);
        _world.Run(TimeSpan.FromSeconds(1));
        _world.Loses = (_, _) => false;
        HubComesOntoTheLan();

        _world.Run(TimeSpan.FromSeconds(1));

        Assert.Single(_world.Hub.Desk.Feed(0, 100).Items);
    }

    [Fact]
    public void The_answer_to_a_heartbeat_makes_nothing_go_twice()
    {
        HubComesOntoTheLan();
        _world.Run(TimeSpan.FromSeconds(1));
        var waits = true;
        _world.Loses = (_, up) => !up && waits && _world.Carried[^1].Frame.Length < 24; // receipts, not heartbeats
        _world.Node.Send(Some.Report(), _world.Now);
        NodeComesOntoTheLan();
        _world.Run(TimeSpan.FromSeconds(1));
        waits = false;

        Assert.Single(_world.Hub.Desk.Feed(0, 100).Items[0].Receptions);
    }

    private void HubComesOntoTheLan() => _world.Hub.Turn(_world.Now, Changes(up: false), Changes(up: true));

    private void NodeComesOntoTheLan() => _world.Node.Turn(_world.Now, Changes(up: false), Changes(up: true));

    private static StationInput.FromBearer Changes(bool up) => new(
        new BearerInput.Changed(BearerName.Mqtt, new BearerStatus(up, DateTimeOffset.UnixEpoch, "in memory")));
}
