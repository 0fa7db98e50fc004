using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Tests.Stations;

/// <summary>Genuine frames that the hub cannot read, whole and in parts.</summary>
public sealed class RefusedTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(2, Kind.Alarm, "ouder")]
    [InlineData(7, Kind.SituationReport, "ouder")]
    [InlineData(1, (Kind)23, "ouder")]
    [InlineData(1, Kind.Alarm, "")]
    public void What_the_hub_cannot_read_comes_back_refused_with_a_reason(byte version, Kind kind, string reason)
    {
        var (number, frame) = Waiting(kind == Kind.Alarm ? Some.Alarm() : Some.Report(), version, kind, part: 0, [1, 2, 3]);
        _world.Bring(_world.Hub, frame);
        _world.Run(3);

        var refused = _world.Node.View(number);
        Assert.Equal(MessageState.Refused, refused.State);
        Assert.Contains("Geweigerd – ", refused.StateLabel, StringComparison.Ordinal);
        Assert.Contains(reason, refused.StateLabel, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(refused.History, entry => entry.State == MessageState.DeliveredDevice);
        Assert.Equal(0, _world.Node.Desk.Status.Waiting);
        var kept = Assert.Single(_world.Hub.Desk.Feed(0, 10).Items);
        Assert.Equal((MessageState.Refused, null), (kept.State, kept.Body));
        Assert.Equal(frame, Assert.Single(kept.Sealed));
        Assert.Equal(1, _world.Hub.Desk.Status.Refused["unreadable"]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    public void A_core_that_cannot_be_read_is_refused_before_anything_calls_it_delivered(byte version)
    {
        byte[] nonsense = [3, .. Enumerable.Repeat((byte)0xEE, 26)];
        var (number, frame) = Waiting(Some.Alarm(), version, Kind.Alarm, part: 1, nonsense);
        _world.Bring(_world.Hub, frame, BearerName.Mqtt);
        var seen = new HashSet<MessageState>();
        for (var i = 0; i < 30; i++)
        {
            seen.Add(_world.Node.View(number).State);
            _world.Run(0.1);
        }

        Assert.DoesNotContain(MessageState.DeliveredDevice, seen);
        Assert.Equal(MessageState.Refused, _world.Node.View(number).State);
    }

    [Fact]
    public void A_refused_message_that_comes_again_is_neither_acknowledged_nor_refused_again()
    {
        var (_, frame) = Waiting(Some.Alarm(), 2, Kind.Alarm, 0, [1]);
        _world.Bring(_world.Hub, frame);
        _world.Loses = (_, _) => false;
        _world.Run(6);
        var before = _world.Carried.Count(AnswersOfTheHub);
        for (var i = 0; i < 5; i++)
        {
            _world.Bring(_world.Hub, frame);
            _world.Run(3);
        }

        Assert.Equal(before, _world.Carried.Count(AnswersOfTheHub));
        Assert.Single(_world.Hub.Desk.Feed(0, 10).Items);
    }

    [Fact]
    public void A_refused_number_is_not_asked_for_as_missing()
    {
        var (_, frame) = Waiting(Some.Alarm(), 2, Kind.Alarm, 0, [1]);
        _world.Bring(_world.Hub, frame);
        _world.Run(1);
        _world.Node.Turn(_world.Now);
        Heartbeat();
        _world.Run(20);
        Heartbeat();
        _world.Run(3);
        Assert.DoesNotContain(_world.Carried, carried => carried.Header.Kind == Kind.Poll);
        Assert.Empty(Assert.Single(_world.Hub.Desk.Stations).Missing);
    }

    [Fact]
    public void What_a_node_cannot_read_is_counted_and_ends_the_sending()
    {
        var frame = World.Seal(
            World.Header((Kind)21, 9, version: 3, direction: Direction.Down), [1, 2, 3], sender: 2);
        _world.Bring(_world.Node, frame);
        _world.Run(1);
        Assert.Equal(1, _world.Node.Desk.Status.Refused["unreadable"]);
        Assert.Contains(_world.Carried, carried => carried.Up && carried.Header.Kind == Kind.Receipt);
    }

    [Fact]
    public void Parts_in_any_order_and_twice_become_one_message_with_every_word()
    {
        var (frames, alarm) = Parts(Some.Alarm());
        for (var seed = 0; seed < 40; seed++)
        {
            using var world = new World();
            var random = new Random(seed);
            var order = frames.Concat(frames).ToArray();
            random.Shuffle(order);
            foreach (var frame in order)
            {
                world.Bring(world.Hub, frame, random.Next(2) == 0 ? BearerName.Radio : BearerName.Mqtt);
                var shown = Assert.Single(world.Hub.Desk.Feed(0, 10).Items);
                Assert.True(shown.Complete ? alarm.Equals(shown.Body) : shown.Body is null or Alarm, $"seed {seed}");
            }

            Assert.Equal(alarm, Assert.Single(world.Hub.Desk.Feed(0, 10).Items).Body);
            var versions = world.Hub.Desk.DueVersions("x", 0, 10);
            Assert.True(versions.Count is 1 or 2, $"seed {seed}: {versions.Count} versions");
            Assert.Equal(alarm.Facts, versions[^1].Facts);
        }
    }

    [Fact]
    public void A_rest_before_its_core_waits_for_it()
    {
        var (frames, alarm) = Parts(Some.Alarm());
        foreach (var frame in frames.Skip(1)) _world.Bring(_world.Hub, frame, BearerName.Radio);
        Assert.Null(Assert.Single(_world.Hub.Desk.Feed(0, 10).Items).Body);
        Assert.Empty(_world.Hub.Desk.DueVersions("x", 0, 10));
        _world.Bring(_world.Hub, frames[0], BearerName.Radio);
        Assert.Equal(alarm, Assert.Single(_world.Hub.Desk.Feed(0, 10).Items).Body);
        Assert.Single(_world.Hub.Desk.DueVersions("x", 0, 10));
    }

    [Fact]
    public void Two_cores_of_one_number_are_two_messages()
    {
        var (first, _) = Parts(Some.Alarm(), epoch: 0x1111);
        var (second, _) = Parts(Some.Alarm("Andere tekst.", Danger.No), epoch: 0x2222);
        _world.Bring(_world.Hub, first[0], BearerName.Radio);
        _world.Bring(_world.Hub, second[0], BearerName.Radio);
        foreach (var frame in second.Skip(1).Concat(first.Skip(1))) _world.Bring(_world.Hub, frame, BearerName.Radio);

        var items = _world.Hub.Desk.Feed(0, 10).Items;
        Assert.Equal(["GR-WK1-0042", "GR-WK1-0042-2222"], items.Select(item => item.Number));
        Assert.Equal(
            ["Accu nog 40 minuten, dochter wacht hier op antwoord.", "Andere tekst."],
            items.Select(item => ((Alarm)item.Body!).Facts.Text));
    }

    [Fact]
    public void Parts_with_numbers_kept_for_later_harm_nothing()
    {
        var (frames, alarm) = Parts(Some.Alarm());
        foreach (var part in (byte[])[16, 17, 62, 63, 200, 255, 200])
            _world.Bring(_world.Hub, World.Seal(World.Header(Kind.Alarm, 42, part), [1, 2, 3]));
        foreach (var frame in frames) _world.Bring(_world.Hub, frame);
        Assert.Equal(alarm, Assert.Single(_world.Hub.Desk.Feed(0, 10).Items).Body);
    }

    [Fact]
    public void Half_an_aanvulling_is_not_delivered()
    {
        _world.Set(BearerName.Mqtt, up: false);
        _world.Set(BearerName.Radio, up: true);
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(8);
        var update = _world.Node.Send(Long(number), _world.Now);
        _world.Loses = (_, up) => up && _world.Carried[^1].Header.Part > 1;
        _world.Run(6);

        Assert.Equal(MessageState.Sending, _world.Node.View(update).State);
        Assert.DoesNotContain(_world.Hub.Desk.Feed(0, 10).Items, item => item.Body is AlarmUpdate);
        _world.Loses = (_, _) => false;
        _world.Run(10);
        Assert.Equal(MessageState.DeliveredDevice, _world.Node.View(update).State);
        Assert.Equal(Long(number), _world.Hub.View(update).Body);
    }

    private static bool AnswersOfTheHub(Carried carried) => !carried.Up && carried.Header.Kind == Kind.Receipt;

    private static AlarmUpdate Long(string number) => new(
        [Some.Number(number)],
        new AlarmFacts
        {
            Text = string.Concat(Enumerable.Repeat("lang ", 28)),
            Location = new Location
            {
                Kind = LocationKind.Address, Certainty = Certainty.Certain, Street = "Burgemeester van Barneveldweg", Number = "112",
                Postcode = "9843AB", Place = "Grijpskerk-Zuidhorn", Text = string.Concat(Enumerable.Repeat("achter ", 11)),
            },
        });

    /// <summary>A message that waits at the node, and a frame of other content in its name.</summary>
    private (string Number, byte[] Frame) Waiting(MessageBody body, byte version, Kind kind, byte part, byte[] plaintext)
    {
        _world.Loses = (_, _) => true;
        var number = _world.Node.Send(body, _world.Now);
        _world.Run(0.1);
        _world.Loses = (_, up) => up;
        var sent = _world.Carried.First(carried => carried.Up && carried.Header.Series == Series.Numbered).Header;
        return (number, World.Seal(sent with { Version = version, Kind = kind, Part = part }, plaintext));
    }

    private void Heartbeat()
    {
        var beat = new Heartbeat(_world.Node.Queue.HighestSerial, 0, 0, 0, true, false, false);
        var header = new FrameHeader(
            1, MessageStatus.Actual, Direction.Up, Series.Signal, Kind.Heartbeat, Precedence.Routine, 7, 0x4242,
            (uint)(100 + _world.Carried.Count));
        _world.Bring(_world.Hub, World.Seal(header, BodyCodec.Encode(beat, out _)));
    }

    internal static (byte[][] Frames, Alarm Alarm) Parts(Alarm alarm, ushort epoch = 0x3F9A, uint serial = 42)
    {
        var body = BodyCodec.Encode(alarm, out var core);
        var parts = Protocol.Wire.Parts.Split(body, core, 60);
        return ([.. parts.Select(part => World.Seal(World.Header(Kind.Alarm, serial, part.Part, epoch: epoch), part.Plaintext))], alarm);
    }
}
