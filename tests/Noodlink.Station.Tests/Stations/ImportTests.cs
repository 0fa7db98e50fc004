using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Tests.Stations;

/// <summary>Sealed parts that a person brought in: a stick, a QR code, read aloud.</summary>
public sealed class ImportTests : IDisposable
{
    private readonly World _world = new();

    public ImportTests()
    {
        _world.Set(BearerName.Mqtt, up: false);
        _world.Run(1);
    }

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(BearerName.Courier)]
    [InlineData(BearerName.Paper)]
    public void A_part_brought_by_hand_is_taken_in_once(BearerName via)
    {
        var number = _world.Node.Send(Some.Alarm("op papier"), _world.Now);
        var part = Sealed(1);

        var first = _world.Hub.Import(_world.Now, via, part);
        var again = _world.Hub.Import(_world.Now, via, part);

        Assert.Equal((ImportFate.New, number, true), (first[0].Fate, first[0].Number, first[0].Completed));
        Assert.Equal((ImportFate.Known, number, false), (again[0].Fate, again[0].Number, again[0].Completed));
        var item = Assert.Single(_world.Hub.Desk.Feed(0, 10).Items);
        Assert.Equal([via, via], item.Receptions.Select(reception => reception.Bearer));
        Assert.Single(_world.Hub.Desk.DueVersions("x", 0, 10));
    }

    [Fact]
    public void What_came_by_hand_is_receipted_on_the_lan_when_there_is_one()
    {
        var number = _world.Node.Send(Some.Alarm("per stick"), _world.Now);
        _world.Loses = (_, up) => up;
        _world.Set(BearerName.Mqtt, up: true);
        _world.Run(1);
        Assert.Equal(MessageState.Sending, _world.Node.View(number).State);

        _world.Hub.Import(_world.Now, BearerName.Courier, Sealed(1));
        _world.Run(1);

        Assert.Equal(MessageState.DeliveredDevice, _world.Node.View(number).State);
    }

    [Fact]
    public void What_is_not_for_us_or_not_genuine_is_told_apart()
    {
        _world.AddNode(8, "GR-ED1");
        _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Hub.Send(new Request(StationId.Parse("GR-CWK"), [], Question.Q1, "hoe gaat het?"), _world.Now, to: "GR-ED1");
        var up = Sealed(1);
        var down = _world.Hub.Queue.Sealed(1, 0, World.PeerOf(8, "GR-ED1"))!;
        byte[] broken = [.. up[..^1], (byte)(up[^1] ^ 1)];

        Assert.Equal(
            [ImportFate.OwnSide, ImportFate.ForOthers, ImportFate.Refused],
            _world.Node.Import(_world.Now, BearerName.Courier, up, down, []).Select(part => part.Fate));
        Assert.Equal(
            [ImportFate.OwnSide, ImportFate.Refused, ImportFate.New],
            _world.Hub.Import(_world.Now, BearerName.Courier, down, broken, up).Select(part => part.Fate));
        Assert.Equal(1, _world.Hub.Intake.Refused["notGenuine"]);
    }

    [Fact]
    public void A_receipt_that_was_carried_for_hours_still_counts()
    {
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        var receipt = DeviceReceipt(_world.Node.Queue.Epoch, serial: 1, signal: 5);
        // Meanwhile the radio has brought signals of the same life with far higher numbers.
        for (uint serial = 400; serial < 470; serial++)
            _world.Bring(_world.Node, DeviceReceipt(epoch: 0x0BEE, serial: 9, signal: serial), BearerName.Radio);

        var imported = _world.Node.Import(_world.Now, BearerName.Courier, receipt, receipt);

        Assert.Equal([ImportFate.Signal, ImportFate.Signal], imported.Select(part => part.Fate));
        Assert.Single(imported.SelectMany(part => part.Confirmed!).Distinct());
        Assert.Equal(MessageState.DeliveredDevice, _world.Node.View(number).State);
        Assert.Equal(BearerName.Courier, Assert.Single(_world.Node.View(number).Deliveries).Bearer);
        Assert.Empty(_world.Node.Import(_world.Now, BearerName.Courier, receipt)[0].Confirmed!);
    }

    [Fact]
    public void A_stick_does_not_make_a_silent_station_heard()
    {
        _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Skip(TimeSpan.FromHours(2));
        _world.Hub.Import(_world.Now, BearerName.Courier, Sealed(1));
        _world.Run(2);
        var station = Assert.Single(_world.Hub.Desk.Stations);
        Assert.True(station.Silent);
        Assert.True(station.LastHeard.ContainsKey(BearerName.Courier));
    }

    private byte[] Sealed(long n) => _world.Node.Queue.Sealed(n, 0, World.PeerOf(7, "GR-WK1"))!;

    private static byte[] DeviceReceipt(ushort epoch, uint serial, uint signal) => World.Seal(
        new FrameHeader(
            FrameHeader.CurrentVersion, MessageStatus.Actual, Direction.Down, Series.Signal, Kind.Receipt, Precedence.Routine, 7,
            0x1234, signal),
        BodyCodec.Encode(
            new DeviceReceipt(epoch, serial, [], Complete: true, ScreenOpen: false, NumberClash: false, OfSignal: false), out _),
        sender: 2);
}
