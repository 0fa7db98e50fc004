using Noodlink.Protocol;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Radio;
using Noodlink.Protocol.Sealing;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;
using Noodlink.Station.Tests.Queue;
using Xunit.Abstractions;

namespace Noodlink.Station.Tests.Stations;

/// <summary>A hub that hears and is not heard, and long messages that are asked for again part by part.</summary>
public sealed class OneWayTests : IDisposable
{
    private const string Unheard = "Onderweg – nog niet bevestigd";

    private readonly World _world = new();
    private readonly ITestOutputHelper _output;

    public OneWayTests(ITestOutputHelper output)
    {
        _output = output;
        _world.Set(BearerName.Mqtt, up: false);
        _world.Set(BearerName.Radio, up: true);
    }

    public void Dispose() => _world.Dispose();

    // Twelve quick cores, then 2 x 8 for a round of core and fragments: 95 % are there in 48 (FragmentOrderTests), all of
    // these in 100.
    [Fact]
    public void A_hub_that_is_never_heard_gets_every_word_at_half_the_frames_lost()
    {
        const int framesMax = 100;
        var counts = new List<int>();
        for (var seed = 0; seed < 10; seed++)
        {
            var random = new Random(seed);
            using var world = new World();
            world.Set(BearerName.Mqtt, up: false);
            world.Set(BearerName.Radio, up: true);
            world.Loses = (_, up) => !up || random.NextDouble() < 0.5;
            var number = world.Node.Send(QueueFragmentTests.Long(), world.Now);
            while (world.Hub.Desk.Find(number) is not { Complete: true } && Sent(world).Count <= framesMax) world.Run(0.5);

            counts.Add(Sent(world).Count);
            Assert.True(counts[^1] <= framesMax, $"seed {seed}: not whole after {framesMax} frames");
            Assert.Equal(QueueFragmentTests.Long(), world.Hub.View(number).Body);
            Assert.DoesNotContain(world.Node.View(number).Deliveries, _ => true);
            Assert.All(Sent(world).Take(RetrySchedule.QuickTries), frame => Assert.Equal(1, frame.Header.Part));
        }

        _output.WriteLine($"frames until whole: {string.Join(' ', counts)}, mean {counts.Average():0.0}");
    }

    [Fact]
    public void A_restart_in_the_middle_goes_on_where_it_was_on_both_sides()
    {
        var random = new Random(3);
        _world.Loses = (_, up) => !up || random.Next(3) != 0;
        var number = _world.Node.Send(QueueFragmentTests.Long(), _world.Now);
        for (var i = 0; i < 24 && _world.Hub.Desk.Find(number) is not { Complete: true }; i++)
        {
            _world.Run(130);
            _world.RestartNode();
            _world.RestartHub();
        }

        Assert.Equal(QueueFragmentTests.Long(), _world.Hub.View(number).Body);
        // Not the same parts after each restart: everything has had its turn.
        Assert.Equal((byte[])[1, 2, 3, 4, 5, 16, 17, 18, 19], Sent(_world).Select(sent => sent.Header.Part).Distinct().Order());
    }

    [Fact]
    public void A_noodmelding_is_not_yet_confirmed_until_the_hub_is_heard()
    {
        _world.Loses = (_, up) => !up;
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(5);
        Assert.Equal(Unheard, _world.Node.View(number).StateLabel);
        _world.RestartNode();
        _world.Run(5);
        Assert.Equal((MessageState.Sending, Unheard), Shown(number));

        // What the hub was about to answer is lost too.
        _world.Loses = (_, _) => true;
        _world.Run(3);

        // Anything genuine of the hub will do: a receipt for something else, on any bearer.
        _world.Hub.Send(new Request(_world.Hub.Who.Id, [], null, "Hoort u ons?"), _world.Now, to: "GR-WK1");
        _world.Loses = (_, up) => up;
        _world.Run(3);
        Assert.Equal((MessageState.Sending, "Onderweg"), Shown(number));
        _world.RestartNode();
        Assert.Equal((MessageState.Sending, "Onderweg"), Shown(number));

        // The next one has not been answered either.
        _world.Loses = (_, _) => true;
        var next = _world.Node.Send(Some.Alarm("Nog een."), _world.Now);
        _world.Run(5);
        Assert.Equal((MessageState.Sending, Unheard), Shown(next));
        Assert.Equal((MessageState.Sending, "Onderweg"), Shown(number));

        // A situatierapport is no noodmelding.
        var report = _world.Node.Send(Some.Report(), _world.Now, status: null);
        _world.Run(30);
        Assert.DoesNotContain("bevestigd", _world.Node.View(report).StateLabel, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_confirmed_in_time_is_red_all_the_same()
    {
        _world.Loses = (_, up) => !up;
        var number = _world.Node.Send(QueueFragmentTests.Long(), _world.Now);
        _world.Run(235);
        Assert.Equal((MessageState.Sending, Unheard), Shown(number));
        _world.Run(10);
        Assert.Equal((MessageState.Unconfirmed, "Niet bevestigd – pak de portofoon"), Shown(number));
    }

    [Fact]
    public void A_hub_that_answers_is_sent_each_part_once()
    {
        var number = _world.Node.Send(QueueFragmentTests.Long(), _world.Now);
        _world.RunUntil(() => _world.Hub.Desk.Find(number) is { Complete: true }, 20, "it is there");
        Assert.Equal((byte[])[1, 2, 3, 4, 5], Sent(_world).Select(sent => sent.Header.Part).Order());
        Assert.Equal(QueueFragmentTests.Long(), _world.Hub.View(number).Body);
    }

    [Fact]
    public void Lost_parts_are_asked_for_again_one_by_one()
    {
        var sent = 0;
        _world.Loses = (_, up) => up && ++sent is 3 or 5; // of 1 2 3 4 5 ...
        var number = _world.Node.Send(QueueFragmentTests.Long(), _world.Now);
        _world.RunUntil(() => _world.Hub.Desk.Find(number) is { Complete: true }, 60, "it is there");

        Assert.Equal(7, Sent(_world).Count);
        Assert.Equal(QueueFragmentTests.Long(), _world.Hub.View(number).Body);
        Assert.DoesNotContain(Sent(_world), frame => frame.Header.Part > Parts.LastRest);
    }

    [Fact]
    public void After_a_restart_only_what_is_missing_goes_again()
    {
        _world.Loses = (_, up) => up && Sent(_world) is [.., { Header.Part: 4 or 5 }];
        var number = _world.Node.Send(QueueFragmentTests.Long(), _world.Now);
        _world.RunUntil(() => Sent(_world).Count > 6, 60, "it tries");
        _world.RestartNode();
        _world.RestartHub();
        var before = Sent(_world).Count;
        _world.Loses = (_, _) => false;
        _world.RunUntil(() => _world.Hub.Desk.Find(number) is { Complete: true }, 60, "it is there");

        Assert.Equal((byte[])[4, 5], Sent(_world).Skip(before).Select(frame => frame.Header.Part).Order());
        Assert.Equal(QueueFragmentTests.Long(), _world.Hub.View(number).Body);
    }

    // It once said "the core at least" of any part: then "binnen" stood on the screen of a noodmelding nobody could read.
    [Fact]
    public void A_rest_part_without_its_core_does_not_say_that_the_core_is_there()
    {
        _world.Loses = (_, up) => !up || Sent(_world) is [.., { Header.Part: 1 }];
        var number = _world.Node.Send(QueueFragmentTests.Long(), _world.Now);
        _world.RunUntil(() => Sent(_world).Exists(frame => frame.Header.Part == 3), 200, "fragments go");
        _world.Loses = (_, up) => up && Sent(_world) is [.., { Header.Part: 1 }];
        _world.RunUntil(() => Shown(number).Label == "Onderweg", 130, "the hub is heard");
        _world.Run(10);
        Assert.Equal(MessageState.Sending, Shown(number).State);
        Assert.False(_world.Node.Queue.Waiting(7).Single().CoreThere);

        _world.Loses = (_, _) => false;
        _world.RunUntil(() => _world.Node.View(number).State == MessageState.DeliveredDevice, 60, "the core is there");
        _world.RunUntil(() => _world.Hub.View(number).Complete, 60, "all of it is there");
        Assert.Equal(QueueFragmentTests.Long(), _world.Hub.View(number).Body);
    }

    // The longest that has no core: all of it must come before anything can be read.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_aanvulling_of_640_bytes_gets_through_half_the_frames_lost(bool heard)
    {
        var random = new Random(2);
        _world.Loses = (_, up) => random.NextDouble() < 0.5 || (!heard && !up);
        var alarm = QueueFragmentTests.Long();
        var location = alarm.Facts.Location! with { Towards = new string('t', 79) };
        var update = new AlarmUpdate(alarm.References, alarm.Facts with { Location = location });
        Assert.Equal(640, BodyCodec.Encode(update, out _).Length);
        var number = _world.Node.Send(update, _world.Now);
        _world.RunUntil(() => _world.Hub.Desk.Find(number) is { Complete: true }, 600, "it is there");

        Assert.Equal(update, _world.Hub.View(number).Body);
        _world.Loses = (_, _) => false;
        _world.RunUntil(() => _world.Node.Queue.Waiting(7).Count == 0, 100, "the hub says so");
    }

    // A fragment of the old one, whose turn it was, went in front of it.
    [Fact]
    public void A_new_noodmelding_goes_before_the_fragments_of_one_that_nobody_answers()
    {
        _world.Loses = (_, up) => !up;
        _world.Node.Send(QueueFragmentTests.Long(), _world.Now);
        _world.RunUntil(() => Sent(_world).Count == 13, 200, "its rest has the next turn");
        _world.Skip(TimeSpan.FromSeconds(70));
        _world.Node.Send(Some.Alarm("Nieuw."), _world.Now);
        _world.RunUntil(() => Sent(_world).Count > 14, 100, "both go on");

        Assert.Equal((2u, 1), (Sent(_world)[13].Header.Serial, (int)Sent(_world)[13].Header.Part));
    }

    // Its software knows parts 0..15 and says the same of each of them: complete, or the core at least.
    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    public void A_hub_of_before_there_was_parity_gets_every_word(double loss)
    {
        var random = new Random(1);
        _world.Loses = (_, _) => true;
        var number = _world.Node.Send(QueueFragmentTests.Long(), _world.Now);
        var had = new Dictionary<byte, byte[]>();
        var serial = 0u;
        var complete = false;
        for (var seen = 0; !complete; seen++)
        {
            _world.RunUntil(() => Sent(_world).Count > seen, 70, $"frame {seen}");
            Assert.True(seen < 200, "it never ends");
            var frame = Sent(_world)[seen].Frame;
            if (random.NextDouble() < loss) continue;
            using var envelope = new Envelope(World.Key, 7);
            Assert.True(envelope.TryOpen(frame, 7, out var header, out var plaintext));
            if (header.Part < ParityParts.First) had[header.Part] = plaintext;
            complete = Parts.TryJoin(Kind.Alarm, had, out _, out var whole) && whole;
            if (random.NextDouble() < loss && !complete) continue;
            var receipt = new DeviceReceipt(header.Epoch, header.Serial, [], complete, ScreenOpen: false, NumberClash: false);
            var down = new FrameHeader(
                FrameHeader.CurrentVersion, MessageStatus.Actual, Direction.Down, Series.Signal, Kind.Receipt,
                Precedence.Routine, 7, 9, ++serial);
            _world.Bring(_world.Node, World.Seal(down, BodyCodec.Encode(receipt, out _), sender: 2), BearerName.Radio);
        }

        Assert.True(Parts.TryJoin(Kind.Alarm, had, out var body, out _));
        Assert.Equal(BodyCodec.Encode(QueueFragmentTests.Long(), out _), body);
        Assert.Empty(_world.Node.Queue.Waiting(7));
        Assert.Equal(MessageState.DeliveredDevice, Shown(number).State);
    }

    // Genuine, but of software that nobody has written: the answer has no room for its number.
    [Theory]
    [InlineData(20)]
    [InlineData(45)]
    [InlineData(255)]
    public void A_part_that_no_program_makes_is_kept_and_answered(byte part)
    {
        _world.Bring(_world.Hub, World.Seal(World.Header(Kind.Alarm, 42, part), [1, 2, 3]), BearerName.Radio);
        _world.Run(1);
        Assert.Single(_world.Carried, carried => !carried.Up && carried.Header.Kind == Kind.Receipt);
        Assert.Null(Assert.Single(_world.Hub.Desk.Feed(0, 10).Items).Body);
    }

    private (MessageState State, string Label) Shown(string number)
    {
        var view = _world.Node.View(number);
        return (view.State, view.StateLabel);
    }

    private static List<Carried> Sent(World world) =>
        world.Carried.FindAll(carried => carried.Up && carried.Header is { Series: Series.Numbered, Kind: Kind.Alarm });
}
