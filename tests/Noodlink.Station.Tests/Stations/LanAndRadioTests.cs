using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Tests.Stations;

/// <summary>Which bearer carries what, and when.</summary>
public sealed class LanAndRadioTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Without_receipts_64_are_out_and_routine_leaves_room_for_danger_to_life()
    {
        SomebodyListens();
        _world.Node.Lan.Room = 1000;
        for (var i = 0; i < 100; i++) _world.Node.Send(Some.Report(), _world.Now);
        Assert.Equal(PeerRoad.LanOutRoutineMax, OnLan());
        for (var i = 0; i < 20; i++) _world.Node.Send(Some.Alarm(danger: Danger.No), _world.Now);
        Assert.Equal(PeerRoad.LanOutAlarmMax, OnLan());
        for (var i = 0; i < 20; i++) _world.Node.Send(Some.Alarm(), _world.Now, MessageStatus.Exercise);
        Assert.Equal(PeerRoad.LanOutAlarmMax, OnLan());
        for (var i = 0; i < 20; i++) _world.Node.Send(Some.Alarm(), _world.Now);
        Assert.Equal(PeerRoad.LanOutMax, OnLan());
    }

    [Fact]
    public void No_more_are_handed_over_than_the_bearer_takes()
    {
        SomebodyListens();
        for (var i = 0; i < 100; i++) _world.Node.Send(Some.Report(), _world.Now);
        Assert.Equal(10, OnLan());
    }

    [Fact]
    public void What_was_acknowledged_by_the_broker_and_never_receipted_is_sent_again_and_by_radio()
    {
        _world.Set(BearerName.Radio, up: true);
        _world.Loses = (bearer, up) => bearer == BearerName.Mqtt && up;
        var flash = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(2.9);
        Assert.Empty(Sent(BearerName.Radio));
        Assert.True(Sent(BearerName.Mqtt).Count > 1);
        _world.RunUntil(() => _world.Hub.Desk.Feed(0, 1).Items.Count == 1, 0.5, "the radio joins after 3 s");
        _world.RunUntil(() => _world.Node.Desk.Status.Waiting == 0, 10, "the rest comes by radio");

        var calm = _world.Node.Send(Some.Alarm(danger: Danger.No), _world.Now);
        var before = Sent(BearerName.Radio).Count;
        _world.Run(59.5);
        Assert.Equal(before, Sent(BearerName.Radio).Count);
        _world.RunUntil(() => _world.Hub.Desk.Find(calm) is not null, 1.5, "the radio joins after 60 s");
        Assert.Equal(MessageState.DeliveredDevice, _world.Node.View(flash).State);
    }

    [Fact]
    public void Nobody_listening_means_the_radio_at_once_and_the_LAN_again_within_two_seconds()
    {
        _world.Set(BearerName.Radio, up: true);
        _world.LanOutcome = () => OfferOutcome.NobodyListens;
        _world.Loses = (bearer, _) => bearer == BearerName.Radio;
        for (var i = 0; i < 20; i++) _world.Node.Send(Some.Report(), _world.Now);
        _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(0.3);
        Assert.NotEmpty(Sent(BearerName.Radio));
        var before = Sent(BearerName.Mqtt).Count;
        _world.Run(10);
        Assert.InRange(Sent(BearerName.Mqtt).Count - before, 4, 7);

        _world.LanOutcome = () => OfferOutcome.Left;
        _world.RunUntil(() => _world.Node.Desk.Status.Waiting == 0 && _world.Hub.Desk.Feed(0, 100).Items.Count == 21, 3.1,
            "everything flows without new traffic");
    }

    // After a power cut all connect in the same second. Of ten on their way while the hub subscribes, the broker refuses
    // the first and hands on the last.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void A_hub_that_subscribes_in_the_middle_of_our_backlog_gets_it_in_order(int refused)
    {
        _world.Set(BearerName.Mqtt, up: false);
        var sent = Enumerable.Range(0, 12).Select(_ => _world.Node.Send(Some.Alarm(), _world.Now)).ToList();
        _world.LanOutcome = () => refused-- > 0 ? OfferOutcome.NobodyListens : OfferOutcome.Left;
        _world.Set(BearerName.Mqtt, up: true);
        _world.RunUntil(() => _world.Node.Desk.Status.Waiting == 0, 5 * 3, "all are there");
        Assert.Equal(sent, _world.Hub.Desk.Feed(0, 100).Items.Select(item => item.Number));
    }

    // The network thread knows of its link before the station's loop does; what was out on the link before is not settled.
    [Fact]
    public void A_link_that_the_loop_has_not_heard_of_yet_takes_nothing()
    {
        _world.Set(BearerName.Mqtt, up: false);
        _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Node.Lan.Up = true;
        Assert.Equal(0, OnLan());
        _world.Set(BearerName.Mqtt, up: true);
        Assert.NotEqual(0, OnLan());
    }

    [Fact]
    public void While_nobody_is_known_to_listen_danger_to_life_passes_what_is_under_way_and_nothing_else_does()
    {
        _world.Set(BearerName.Mqtt, up: false);
        _world.Node.Send(Some.Report(), _world.Now);
        _world.Set(BearerName.Mqtt, up: true);
        var before = OnLan();
        _world.Node.Send(Some.Report(), _world.Now);
        Assert.Equal(before, OnLan());
        _world.Node.Send(Some.Alarm(), _world.Now);
        Assert.Equal(before + 1, OnLan());
        _world.Node.Send(Some.Alarm(), _world.Now);
        Assert.Equal(before + 1, OnLan());
        _world.RunUntil(() => _world.Node.Desk.Status.Waiting == 0, 3, "all are there");
        Assert.Equal(4, _world.Hub.Desk.Feed(0, 100).Items.Count);
    }

    [Fact]
    public void A_LAN_that_takes_nothing_does_not_keep_danger_to_life_off_the_air()
    {
        _world.Set(BearerName.Radio, up: true);
        SomebodyListens();
        // Half-open: ten are inside the bearer and no answer comes.
        for (var i = 0; i < 10; i++) _world.Node.Send(Some.Report(), _world.Now);
        var stuck = _world.Node.Lan.Out.ToArray();
        _world.Node.Lan.Out.Clear();
        _world.Node.Lan.Room = 0;
        Assert.Equal(10, stuck.Length);
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.RunUntil(() => _world.Hub.Desk.Find(number) is not null, 3.5, "the noodmelding came by radio");
    }

    [Fact]
    public void A_window_full_of_an_exercise_does_not_keep_danger_to_life_back()
    {
        _world.Set(BearerName.Radio, up: true);
        _world.Loses = (bearer, up) => bearer == BearerName.Mqtt && up;
        for (var i = 0; i < 80; i++) _world.Node.Send(Some.Alarm(), _world.Now, MessageStatus.Exercise);
        _world.Run(0.5);
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(0.1);
        Assert.Contains(Sent(BearerName.Mqtt), carried => carried.Header.Status == MessageStatus.Actual);
        _world.RunUntil(() => _world.Hub.Desk.Find(number) is not null, 3.5, "for real, by radio");
    }

    [Fact]
    public void A_full_window_is_sent_again_when_a_better_message_waits_without_room()
    {
        _world.Node.Lan.Room = 1000;
        var lost = true;
        _world.Loses = (_, up) => up && lost;
        for (var i = 0; i < 56; i++) _world.Node.Send(Some.Report(), _world.Now);
        for (var i = 0; i < 30; i++) _world.Node.Send(Some.Alarm(danger: Danger.No), _world.Now);
        _world.Run(1);
        lost = false;
        _world.RunUntil(() => _world.Node.Desk.Status.Waiting == 0, 12, "the hub got everything");
        Assert.Equal(86, _world.Hub.Desk.Feed(0, 500).Items.Count);
    }

    [Fact]
    public void Back_on_the_LAN_the_rest_goes_there_within_two_seconds()
    {
        _world.Set(BearerName.Mqtt, up: false);
        _world.Set(BearerName.Radio, up: true);
        _world.Loses = (bearer, _) => bearer == BearerName.Radio;
        for (var i = 0; i < 50; i++) _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(30);
        Assert.Empty(_world.Hub.Desk.Feed(0, 100).Items);
        _world.Set(BearerName.Mqtt, up: true);
        _world.RunUntil(() => _world.Hub.Desk.Feed(0, 100).Items.Count == 50, 2, "all over the LAN");
    }

    [Fact]
    public void A_flash_leaves_next_whatever_waits()
    {
        _world.Set(BearerName.Mqtt, up: false);
        _world.Set(BearerName.Radio, up: true);
        for (var i = 0; i < 500; i++) _world.Node.Send(Some.Report(), _world.Now);
        for (var i = 0; i < 20; i++) _world.Node.Send(Some.Alarm(), _world.Now, MessageStatus.Exercise);
        _world.Loses = (_, up) => !up;
        _world.Run(3);
        var before = _world.Carried.Count;
        _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(1);
        var next = _world.Carried.Skip(before).Where(carried => carried.Up).Take(2).Select(carried => carried.Header).ToList();
        Assert.Contains(next, header => header is { Status: MessageStatus.Actual, Kind: Kind.Alarm });
    }

    [Fact]
    public void Real_before_exercise_before_test_then_precedence_then_age()
    {
        _world.Set(BearerName.Mqtt, up: false);
        foreach (var status in (MessageStatus[])[MessageStatus.Test, MessageStatus.Exercise, MessageStatus.Actual])
        {
            _world.Node.Send(Some.Report(), _world.Now, status);
            _world.Node.Send(Some.Alarm(danger: Danger.No), _world.Now, status);
            _world.Node.Send(Some.Alarm(), _world.Now, status);
            _world.Node.Send(Some.Alarm(), _world.Now, status);
        }

        _world.Set(BearerName.Mqtt, up: true);
        _world.Run(2);
        var order = Sent(BearerName.Mqtt).Select(carried => carried.Header)
            .Select(header => (header.Status, header.Precedence, header.Serial)).Distinct().ToList();
        Assert.Equal(12, order.Count);
        Assert.Equal(order.Order(), order);
    }

    [Fact]
    public void A_noodmelding_goes_before_a_heartbeat_on_the_radio()
    {
        _world.Set(BearerName.Mqtt, up: false);
        _world.Set(BearerName.Radio, up: true);
        _world.Run(30);
        Assert.Contains(_world.Carried, carried => carried.Up && carried.Header.Kind == Kind.Heartbeat);
        // The next heartbeat falls due in the very moment that a noodmelding is accepted.
        _world.Skip(TimeSpan.FromSeconds(900));
        var before = _world.Carried.Count;
        _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(1);
        Assert.Equal(Kind.Alarm, _world.Carried.Skip(before).First(carried => carried.Up).Header.Kind);
    }

    [Fact]
    public void A_noodmelding_without_a_receipt_turns_red_in_time_and_blue_when_it_comes()
    {
        _world.Loses = (_, up) => up;
        var flash = _world.Node.Send(Some.Alarm(), _world.Now);
        var calm = _world.Node.Send(Some.Alarm(danger: Danger.No), _world.Now);
        _world.Run(59);
        Assert.Equal(MessageState.Sending, _world.Node.View(flash).State);
        _world.Run(3);
        Assert.Equal(MessageState.Unconfirmed, _world.Node.View(flash).State);
        Assert.Equal(MessageState.Sending, _world.Node.View(calm).State);
        _world.Run(540);
        Assert.Equal(MessageState.Unconfirmed, _world.Node.View(calm).State);
        _world.Loses = (_, _) => false;
        _world.Run(10);
        Assert.Equal(MessageState.DeliveredDevice, _world.Node.View(flash).State);
        Assert.Contains(_world.Node.View(flash).History, entry => entry.State == MessageState.Unconfirmed);
    }

    [Fact]
    public void A_LAN_that_comes_back_after_two_minutes_of_radio_turns_nothing_red()
    {
        _world.Set(BearerName.Mqtt, up: false);
        _world.Set(BearerName.Radio, up: true);
        _world.Loses = (bearer, _) => bearer == BearerName.Radio;
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(120);
        _world.Loses = (_, _) => true;
        _world.Set(BearerName.Mqtt, up: true);
        _world.Run(58);
        Assert.Equal(MessageState.Sending, _world.Node.View(number).State);
        _world.Run(4);
        Assert.Equal(MessageState.Unconfirmed, _world.Node.View(number).State);
    }

    [Fact]
    public void Without_a_LAN_a_noodmelding_turns_red_after_four_minutes()
    {
        _world.Set(BearerName.Mqtt, up: false);
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(238);
        Assert.Equal(MessageState.Queued, _world.Node.View(number).State);
        _world.Run(4);
        Assert.Equal(MessageState.Unconfirmed, _world.Node.View(number).State);
    }

    [Fact]
    public void What_a_person_has_read_never_turns_unconfirmed()
    {
        // The machine's receipts are lost, the person's gets through.
        _world.Loses = (_, up) => !up && _world.Carried[^1].Header.Series == Series.Signal;
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(1);
        _world.Hub.Record(number, new StaffAction(StaffEventType.Seen, "loggist"), _world.Now);
        _world.Run(120);
        Assert.Equal(MessageState.SeenByHuman, _world.Node.View(number).State);
        Assert.Contains(_world.Node.View(number).History, entry => entry is { State: MessageState.DeliveredDevice, Note: "implied" });
    }

    /// <summary>Until then one message is out at a time.</summary>
    private void SomebodyListens()
    {
        _world.Node.Send(Some.Report(), _world.Now);
        _world.RunUntil(() => _world.Node.Desk.Status.Waiting == 0, 1, "the first is there");
    }

    private int OnLan()
    {
        _world.Node.Turn(_world.Now);
        return _world.Node.Lan.Out.Count;
    }

    private List<Carried> Sent(BearerName bearer) =>
        [.. _world.Carried.Where(carried => carried.Up && carried.Bearer == bearer && carried.Header.Series == Series.Numbered)];
}
