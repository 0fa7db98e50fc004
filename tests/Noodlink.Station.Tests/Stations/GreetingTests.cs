using Noodlink.Protocol.Messages;
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

    [Fact]
    public void A_station_whose_connection_stood_tells_a_hub_that_comes_its_highest_number_at_once_and_once()
    {
        _world.Run(TimeSpan.FromSeconds(30));
        var before = Heartbeats();
        HubComesOntoTheLan();
        _world.Run(TimeSpan.FromSeconds(60));
        Assert.Equal(before + 1, Heartbeats());
    }

    [Fact]
    public void A_hub_that_comes_while_something_waits_hears_again_when_it_has_arrived()
    {
        _world.Run(TimeSpan.FromSeconds(30));
        _world.Loses = (_, up) => !up; // nothing is receipted
        _world.Node.Send(Some.Report(), _world.Now);
        HubComesOntoTheLan();
        _world.Run(TimeSpan.FromSeconds(1));
        _world.Loses = (_, _) => false;
        HubComesOntoTheLan();
        _world.RunUntil(() => _world.Node.Desk.Status.Waiting == 0, 120, "the report is receipted");
        var before = Heartbeats();
        _world.Run(TimeSpan.FromSeconds(60));
        Assert.InRange(Heartbeats() - before, 0, 1);
        Assert.Equal(0, (int?)_world.Hub.Desk.Stations[0].Waiting);
    }

    [Fact]
    public void Two_lives_of_one_station_do_not_keep_each_other_talking()
    {
        _world.CloneNode();
        HubComesOntoTheLan();
        _world.Run(TimeSpan.FromSeconds(60));
        Assert.InRange(Heartbeats(), 1, 12);
    }

    private int Heartbeats() => _world.Carried.Count(carried => carried.Up && carried.Header.Kind == Kind.Heartbeat);

    private void HubComesOntoTheLan() => _world.Hub.Turn(_world.Now, Changes(up: false), Changes(up: true));

    private void NodeComesOntoTheLan() => _world.Node.Turn(_world.Now, Changes(up: false), Changes(up: true));

    private static StationInput.FromBearer Changes(bool up) => new(
        new BearerInput.Changed(BearerName.Mqtt, new BearerStatus(up, DateTimeOffset.UnixEpoch, "in memory")));
}
