using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Tests.Stations;

/// <summary>A hub whose data was set back to a backup: it has some messages and not others, and of what people did it has
/// the beginning.</summary>
public sealed class SetBackHubTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Fifty_lost_messages_of_two_stations_come_back_by_themselves_and_the_last_of_each_too()
    {
        var other = _world.AddNode(8, "GR-ED1");
        Send(_world.Node, 3);
        Send(other, 3);
        _world.SetHubBack(() =>
        {
            Send(_world.Node, 25);
            Send(other, 25);
        });
        Assert.Equal(6, _world.Hub.Desk.Feed(0, 100).Items.Count);

        Heartbeat();

        Assert.Equal(56, _world.Hub.Desk.Feed(0, 100).Items.Count);
        foreach (var last in (string[])["GR-WK1-0028", "GR-ED1-0028"])
            Assert.Equal(1, _world.Hub.Desk.Feed(0, 100).Items.Count(item => item.Number == last));
        Assert.All(_world.Hub.Desk.Stations, station => Assert.Empty(station.Missing));
        Assert.All(_world.Nodes, node => Assert.Equal(0, node.Desk.Status.Waiting));
    }

    [Fact]
    public void What_is_missing_is_asked_for_over_a_modem_that_takes_one_frame_at_a_time()
    {
        Send(_world.Node, 3);
        _world.SetHubBack(() => Send(_world.Node, 5));
        _world.Set(BearerName.Mqtt, up: false);
        _world.Set(BearerName.Radio, up: true);
        _world.RunUntil(() => _world.Hub.Desk.Feed(0, 100).Items.Count == 8, 600, "all are there again");
    }

    [Fact]
    public void What_people_do_at_a_hub_that_has_forgotten_what_they_did_before_is_shown()
    {
        var number = Send(_world.Node, 1)[0];
        Do(number, StaffEventType.Seen);
        _world.SetHubBack(() =>
        {
            Do(number, StaffEventType.Forwarded);
            Do(number, StaffEventType.Accepted);
        });
        Heartbeat();
        // People did it, whatever the hub remembers.
        Assert.Equal(MessageState.AcceptedControlRoom, _world.Node.View(number).State);

        // The second event of the hub has a number that the noodsteunpunt has seen before.
        Do(number, StaffEventType.NotForwarded);
        Assert.Equal(MessageState.NotForwarded, _world.Node.View(number).State);
        Assert.Contains(_world.Node.View(number).History, entry => entry.State == MessageState.AcceptedControlRoom);
    }

    [Fact]
    public void An_event_number_that_was_left_out_before_is_not_taken_for_a_late_one()
    {
        var number = Send(_world.Node, 1)[0];
        // Told are 1, 3 and 4: who handles it is no news for the noodsteunpunt.
        _world.SetHubBack(() =>
        {
            foreach (var type in (StaffEventType[])
                     [StaffEventType.Seen, StaffEventType.Claimed, StaffEventType.Forwarded, StaffEventType.Accepted])
                Do(number, type);
        });
        Heartbeat();

        Do(number, StaffEventType.Claimed);
        Do(number, StaffEventType.Seen);

        var view = _world.Node.View(number);
        Assert.Equal((MessageState.SeenByHuman, true), (view.State, view.Undone));
    }

    [Fact]
    public void A_question_of_a_hub_that_was_set_back_is_heard()
    {
        var number = Send(_world.Node, 1)[0];
        _world.SetHubBack(() =>
        {
            Do(number, StaffEventType.Seen);
            Do(number, StaffEventType.Forwarded);
            Do(number, StaffEventType.Accepted);
        });
        Heartbeat();

        Do(number, StaffEventType.Query);

        Assert.Equal(MessageState.QueryOpen, _world.Node.View(number).State);
    }

    [Fact]
    public void A_late_receipt_of_the_earlier_life_changes_nothing()
    {
        var number = Send(_world.Node, 1)[0];
        byte[] late = [];
        _world.SetHubBack(() =>
        {
            _world.Loses = (_, up) => !up;
            Do(number, StaffEventType.Seen);
            late = _world.Carried.Last(carried => carried is { Up: false, Header.Kind: Kind.Receipt } &&
                carried.Header.Series == Protocol.Wire.Series.Numbered).Frame;
            _world.Loses = (_, _) => false;
        });
        Heartbeat();
        Do(number, StaffEventType.Seen);
        Do(number, StaffEventType.Forwarded);

        _world.Bring(_world.Node, late);

        var view = _world.Node.View(number);
        Assert.Equal((MessageState.Forwarded, false), (view.State, view.Undone));
    }

    private List<string> Send(TestStation node, int count)
    {
        var numbers = Enumerable.Range(0, count).Select(_ => node.Send(Some.Alarm(), _world.Now)).ToList();
        _world.Run(3);
        Assert.Equal(0, node.Desk.Status.Waiting);
        return numbers;
    }

    private void Do(string number, StaffEventType type)
    {
        var action = new StaffAction(
            type, "loggist", "omdat", type == StaffEventType.Query ? Question.Q1 : null,
            type == StaffEventType.Forwarded ? MeldkamerChannel.C2000 : null);
        Assert.IsType<StaffOutcome.Recorded>(_world.Hub.Record(number, action, _world.Now));
        _world.Run(2);
    }

    /// <summary>The LAN comes back, which makes the nodes send a heartbeat; then a few seconds.</summary>
    private void Heartbeat()
    {
        _world.Set(BearerName.Mqtt, up: false);
        _world.Set(BearerName.Mqtt, up: true);
        _world.Run(4);
    }
}
