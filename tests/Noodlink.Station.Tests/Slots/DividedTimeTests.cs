using Noodlink.Protocol;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Slots;
using Noodlink.Station.Tests.Stations;

namespace Noodlink.Station.Tests.Slots;

public sealed class DividedTimeTests : IDisposable
{
    private readonly AirWorld _world = new(nodes: 10);

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Ten_stations_on_the_radio_get_the_network_key_and_their_turns_and_a_message_ends_in_a_beacon()
    {
        Divide();
        var node = _world.Nodes[3];
        var before = _world.Flown.Count;
        var number = node.Send(Some.Report(), _world.Now);

        _world.RunUntil(() => node.Desk.Status.Waiting == 0, 3, "the report is confirmed");

        var flown = _world.Flown.Skip(before).ToList();
        Assert.Equal(MessageState.DeliveredDevice, node.View(number).State);
        Assert.Contains(_world.Hub.Desk.Feed(0, 100).Items, item => item.Number == number && item.Complete);
        Assert.Single(flown, one => one is { By: 4, Header.Kind: Kind.SituationReport });
        Assert.DoesNotContain(flown, one => one is { By: AirWorld.HubNumber, Header: { Kind: Kind.Receipt, Station: 4 } });
        Assert.DoesNotContain(_world.Hub.Desk.Feed(0, 100).Items, item => item.Kind == Kind.NetworkKey);
        Assert.DoesNotContain(node.Desk.Feed(0, 100).Items, item => item.Kind == Kind.NetworkKey);
    }

    [Fact]
    public void A_backlog_goes_in_turns_and_each_message_is_sent_once()
    {
        Divide();
        var before = _world.Flown.Count;
        foreach (var node in _world.Nodes.Take(3))
            for (var i = 0; i < 4; i++) _ = node.Send(Some.Report($"Nummer {i}."), _world.Now);

        _world.RunUntil(() => _world.Nodes.TrueForAll(node => node.Desk.Status.Waiting == 0), 6, "all is confirmed");

        var flown = _world.Flown.Skip(before).Where(one => one.Header is { Kind: Kind.SituationReport }).ToList();
        Assert.Equal(12, flown.Select(one => (one.By, one.Header.Serial)).Distinct().Count());
        Assert.Equal(flown.Count, flown.Select(one => (one.By, one.Header.Serial, one.Header.Part)).Distinct().Count());
        Assert.DoesNotContain(
            _world.Flown.Skip(before), one => one is { By: AirWorld.HubNumber, Header: { Kind: Kind.Receipt, Station: < 4 } });
    }

    [Fact]
    public void Danger_to_life_goes_in_an_open_slot_and_is_answered_at_once_and_its_rest_in_a_turn()
    {
        Divide();
        var node = _world.Nodes[5];
        var posted = _world.Now;
        var number = node.Send(Some.Alarm(), posted);

        _world.RunUntil(() => node.View(number).State == MessageState.DeliveredDevice, 0.5, "the core is confirmed");
        var core = _world.Flown.First(one => one is { By: 6, Header.Kind: Kind.Alarm });
        Assert.InRange((core.Began - posted).TotalSeconds, 0, 12);

        _world.RunUntil(() => node.Desk.Status.Waiting == 0, 5, "all of it is confirmed");
        Assert.True(Assert.Single(_world.Hub.Desk.Feed(0, 100).Items, item => item.Number == number).Complete);
    }

    [Fact]
    public void A_beacon_that_a_thief_of_the_network_key_made_ends_nothing()
    {
        Divide();
        var node = _world.Nodes[3];
        _ = node.Send(Some.Report(), _world.Now);
        _world.RunUntil(() => _world.WireOf(node).Gate.Sent.Count > 0, 2, "the report was sent in a turn");
        var (slot, plan) = (_world.WireOf(node).Gate.Sent[0].Answer, _world.WireOf(node).Gate.Plan!);

        using var everybody = new Envelope(new NetworkKeyFile(node.Directory).Read()[0].Key, ushort.MaxValue);
        var answers = new SlotAnswer[30];
        answers[slot] = new SlotAnswer(SlotResult.Complete, 0x1234);
        var header = new FrameHeader(
            1, MessageStatus.Actual, Direction.Down, Series.Signal, Kind.Beacon, Precedence.Routine, ushort.MaxValue, 5, 1);
        var forged = new Beacon(
            0, (ushort)(plan.Round + 1), 2950, 70, new ushort[10].ToValueList(), answers.ToValueList());
        _world.Bring(node, [1, .. everybody.Seal(header, AirWorld.HubNumber, BodyCodec.Encode(forged, out _))]);

        Assert.Equal(1, node.Desk.Status.Waiting);
        _world.RunUntil(() => node.Desk.Status.Waiting == 0, 5, "the hub's own beacons end it after all");
    }

    [Fact]
    public void Without_beacons_everybody_contends_again_after_two_rounds()
    {
        Divide();
        _world.HubIsSilent = true;
        _world.RunUntil(() => !_world.Holds(_world.Nodes[3]), 2, "the plan is over");
        _world.HubIsSilent = false;
        _world.Hub.Turn(_world.Now);

        var number = _world.Nodes[3].Send(Some.Alarm(), _world.Now);
        _world.RunUntil(() => _world.Nodes[3].View(number).State == MessageState.DeliveredDevice, 3, "it arrives all the same");
        _world.RunUntil(() => _world.Nodes.TrueForAll(_world.Holds), 5, "and the slots come back");
    }

    [Fact]
    public void A_station_that_is_taken_from_the_list_makes_the_network_key_old()
    {
        Divide();
        var old = new NetworkKeyFile(_world.Hub.Directory).Read()[0];
        _world.Stations.Set([.. _world.Stations.All.Where(peer => peer.Number != 10), World.PeerOf(11, "GR-WK11")]);

        _world.RunUntil(
            () => _world.Nodes.Take(9).All(node => KeyOf(node) is { Number: 2 }), 15, "the others have the new key");

        var renewed = new NetworkKeyFile(_world.Hub.Directory).Read()[0];
        Assert.NotEqual(old.Key, renewed.Key);
        Assert.Equal(1, KeyOf(_world.Nodes[9])!.Number);
        Assert.Equal(renewed.Key, KeyOf(_world.Nodes[0])!.Key);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(Path.Combine(_world.Hub.Directory, NetworkKeyFile.Name)));
    }

    [Fact]
    public void A_station_that_restarts_follows_the_next_beacon()
    {
        Divide();
        _world.RestartNode(3);
        Assert.False(_world.Holds(_world.Nodes[3]));

        _world.RunUntil(() => _world.Holds(_world.Nodes[3]), 1, "it follows");
    }

    private static KeptNetworkKey? KeyOf(TestStation station) => new NetworkKeyFile(station.Directory).Read() is [var key, ..] ? key : null;

    private void Divide() => _world.RunUntil(() => _world.Nodes.TrueForAll(_world.Holds), 20, "all follow the hub");
}

public sealed class NineStationsTests : IDisposable
{
    private readonly AirWorld _world = new(nodes: 9);

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Below_ten_stations_nobody_divides_the_time_and_no_key_is_sent()
    {
        _world.Run(TimeSpan.FromMinutes(3));

        Assert.DoesNotContain(_world.Flown, one => one.Header.Kind is Kind.Beacon or Kind.NetworkKey);
        Assert.All(_world.Nodes, node => Assert.False(_world.Holds(node)));
    }
}
