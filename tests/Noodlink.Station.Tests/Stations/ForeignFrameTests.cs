using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Tests.Stations;

/// <summary>Frames that are replayed, forged, foreign or cut: counted with their reason, never a message.</summary>
public sealed class ForeignFrameTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("truncated to nothing", "malformed")]
    [InlineData("truncated header", "malformed")]
    [InlineData("truncated", "notGenuine")]
    [InlineData("one bit", "notGenuine")]
    [InlineData("header", "notGenuine")]
    [InlineData("other key", "notGenuine")]
    [InlineData("unknown station", "unknownStation")]
    [InlineData("own direction", null)]
    public void A_frame_that_is_not_genuine_is_counted_and_never_a_message(string fault, string? reason)
    {
        var genuine = World.Seal(World.Header(Kind.Alarm, 42), BodyCodec.Encode(Some.Alarm(), out _));
        _world.Bring(_world.Hub, Spoil(genuine, fault));
        _world.Run(1.5);

        Assert.Empty(_world.Hub.Desk.Feed(0, 10).Items);
        Assert.DoesNotContain(_world.Carried, carried => !carried.Up);
        var refused = _world.Hub.Desk.Status.Refused;
        Assert.Equal(reason is null ? [] : [reason], refused.Keys);
        Assert.All(refused.Values, count => Assert.Equal(1, count));
        if (reason is "notGenuine" or "unknownStation")
            Assert.Contains("onbekende afzender", _world.Hub.Desk.Status.LastRefused, StringComparison.Ordinal);
        Assert.Equal(reason == "notGenuine" ? 1 : 0, Assert.Single(_world.Hub.Desk.Stations).FailedOpens);

        _world.Bring(_world.Hub, genuine);
        Assert.Single(_world.Hub.Desk.Feed(0, 10).Items);
    }

    [Fact]
    public void The_time_of_a_refusal_is_Dutch_also_on_a_machine_that_stands_on_UTC()
    {
        _world.Bring(_world.Hub, new byte[30]);
        _world.Run(1.5);

        // The world starts at 06:00 UTC in November.
        Assert.EndsWith(", 07:00", _world.Hub.Desk.Status.LastRefused, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hub_that_is_not_ours_is_not_listened_to()
    {
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Loses = (_, _) => true;
        var receipt = new DeviceReceipt(_world.Node.Queue.Epoch, 1, [], true, false, false);
        _world.Bring(_world.Node, Signal(receipt, Direction.Down, 1, sender: 3));
        Assert.Equal(Protocol.LifeCycle.MessageState.Sending, _world.Node.View(number).State);
        _world.Run(1.5);
        Assert.Equal(1, _world.Node.Desk.Status.Refused["notGenuine"]);
        _world.Bring(_world.Node, Signal(receipt, Direction.Down, 1, sender: 2));
        Assert.Equal(Protocol.LifeCycle.MessageState.DeliveredDevice, _world.Node.View(number).State);
    }

    [Fact]
    public void A_frame_for_another_noodsteunpunt_is_left_alone()
    {
        var other = World.Header(Kind.Request, 3, direction: Direction.Down, station: 9);
        _world.Bring(_world.Node, World.Seal(other, [1, 2, 3], sender: 2));
        _world.Run(1.5);
        Assert.Empty(_world.Node.Desk.Status.Refused);
        Assert.DoesNotContain(BearerName.Mqtt, _world.Node.Desk.Status.LastHeardAt.Keys);
    }

    [Fact]
    public void A_thousand_failed_opens_block_nothing()
    {
        var genuine = World.Seal(World.Header(Kind.Alarm, 42), BodyCodec.Encode(Some.Alarm(), out _));
        var forged = genuine.ToArray();
        forged[^1] ^= 1;
        for (var i = 0; i < 1100; i++) _world.Bring(_world.Hub, forged);
        _world.Run(1.5);
        Assert.Equal(1100, Assert.Single(_world.Hub.Desk.Stations).FailedOpens);
        _world.Bring(_world.Hub, genuine);
        Assert.Single(_world.Hub.Desk.Feed(0, 10).Items);
    }

    [Fact]
    public void A_replayed_signal_is_counted_and_changes_nothing()
    {
        _world.Loses = (_, up) => up; // the station itself answers what the hub says to it
        var beat = Signal(new Heartbeat(5, 3, 7, 0, true, false, false), Direction.Up, 10);
        _world.Bring(_world.Hub, beat);
        _world.Run(1.5);
        Assert.Equal(3, Assert.Single(_world.Hub.Desk.Stations).Waiting);
        _world.Bring(_world.Hub, Signal(new Heartbeat(5, 0, 0, 0, true, false, false), Direction.Up, 11));
        for (var i = 0; i < 5; i++) _world.Bring(_world.Hub, beat);
        _world.Run(1.5);
        Assert.Equal(0, Assert.Single(_world.Hub.Desk.Stations).Waiting);
        Assert.Equal(5, _world.Hub.Desk.Status.Refused["repeatedSignal"]);
    }

    [Fact]
    public void The_same_signal_twice_in_one_turn_is_taken_once()
    {
        _world.Loses = (_, up) => up; // the station itself answers what the hub says to it
        var beat = new StationInput.FromBearer(
            new BearerInput.Received(BearerName.Mqtt, Signal(new Heartbeat(0, 0, 0, 0, true, false, false), Direction.Up, 10)));
        _world.Hub.Turn(_world.Now, beat, beat, beat);
        _world.Run(1.5);
        Assert.Equal(2, _world.Hub.Desk.Status.Refused["repeatedSignal"]);
        Assert.Single(_world.Carried, carried => !carried.Up && carried.Header.Kind == Kind.Heartbeat);
    }

    [Fact]
    public void A_link_test_is_answered_and_ends_no_message()
    {
        _world.Loses = (_, up) => up;
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(0.1);
        // The link test has the very epoch and serial of the waiting noodmelding.
        var header = new FrameHeader(
            1, MessageStatus.Actual, Direction.Up, Series.Signal, Kind.LinkTest, Precedence.Routine, 7, _world.Node.Queue.Epoch, 1);
        _world.Bring(_world.Hub, World.Seal(header, BodyCodec.Encode(new LinkTest(1, []), out _)));
        _world.Run(1);
        Assert.Contains(_world.Carried, carried => !carried.Up && carried.Header.Kind == Kind.Receipt);
        Assert.Equal(Protocol.LifeCycle.MessageState.Sending, _world.Node.View(number).State);
    }

    [Theory]
    [InlineData(BearerName.Mqtt)]
    [InlineData(BearerName.Radio)]
    public void A_known_message_is_acknowledged_again_at_most_once_per_two_seconds(BearerName bearer)
    {
        _world.Set(BearerName.Radio, up: true);
        var frame = World.Seal(World.Header(Kind.Alarm, 42), BodyCodec.Encode(Some.Alarm(), out _));
        _world.Bring(_world.Hub, frame, bearer);
        for (var i = 0; i < 100; i++)
        {
            _world.Bring(_world.Hub, frame, bearer);
            _world.Run(0.1);
        }

        var answers = _world.Carried.Count(carried => !carried.Up && carried.Bearer == bearer && carried.Header.Kind == Kind.Receipt);
        Assert.InRange(answers, 5, 6);
        Assert.Single(_world.Hub.Desk.Feed(0, 10).Items);
    }

    [Fact]
    public void Each_bearer_gets_its_own_answer()
    {
        _world.Set(BearerName.Radio, up: true);
        var frame = World.Seal(World.Header(Kind.Alarm, 42), BodyCodec.Encode(Some.Alarm(), out _));
        _world.Bring(_world.Hub, frame, BearerName.Mqtt);
        _world.Bring(_world.Hub, frame, BearerName.Radio);
        _world.Run(1);
        var receipts = _world.Carried.Where(carried => !carried.Up && carried.Header.Kind == Kind.Receipt);
        Assert.Equal([BearerName.Mqtt, BearerName.Radio], receipts.Select(receipt => receipt.Bearer).Order());
    }

    [Fact]
    public void A_storm_of_one_genuine_frame_does_not_fill_the_disk()
    {
        var frame = World.Seal(World.Header(Kind.Alarm, 42), BodyCodec.Encode(Some.Alarm(), out _));
        for (var i = 0; i < 1500; i++) _world.Bring(_world.Hub, frame);
        Assert.InRange(Convert.ToInt64(_world.Hub.Sql("SELECT count(*) FROM reception")), 100, 1000);
    }

    private static byte[] Signal(MessageBody body, Direction direction, uint serial, ushort sender = 7) => World.Seal(
        new FrameHeader(1, MessageStatus.Actual, direction, Series.Signal, body.Kind, Precedence.Routine, 7, 0x4242, serial),
        BodyCodec.Encode(body, out _), sender);

    private static byte[] Spoil(byte[] genuine, string fault)
    {
        var frame = genuine.ToArray();
        switch (fault)
        {
            case "truncated to nothing": return [];
            case "truncated header": return frame[..12];
            case "truncated": return frame[..^1];
            case "one bit":
                frame[20] ^= 4;
                return frame;
            case "header":
                frame[8] ^= 1;
                return frame;
            case "unknown station":
                return World.Seal(World.Header(Kind.Alarm, 42, station: 99), [1], sender: 99);
            case "own direction":
                return World.Seal(World.Header(Kind.Request, 42, direction: Direction.Down), [1], sender: 2);
            default:
                using (var envelope = new Protocol.Sealing.Envelope(World.KeyOf(99), 7))
                    return envelope.Seal(World.Header(Kind.Alarm, 42), 7, BodyCodec.Encode(Some.Alarm(), out _));
        }
    }
}
