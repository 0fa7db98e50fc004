using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Radio;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Radio;

/// <summary>SF10/125 kHz: slots of 0.70 s from 0.30 s after the beacon. Turns: 17, 18 | the hub, 17 | 19 times six.</summary>
public sealed class SlotGateTests
{
    private static readonly Instant Beacon = At(100);
    private static readonly SlotPlan Plan = SlotPlanTests.Plan(10, 125_000, 5, 17, 18, 0, 17, 19, 19, 19, 19, 19, 19);
    private static readonly TimeSpan CoreOnAir = Airtime.Of(51, 10, 125_000, 5);
    private static readonly TimeSpan LongOnAir = Airtime.Of(200, 10, 125_000, 5);

    [Fact]
    public void Without_a_beacon_everything_may_go_at_any_time()
    {
        var gate = new SlotGate(17, new Random(1));

        Assert.False(gate.Holds(At(5)));
        Assert.Equal(At(5), gate.EarliestFor(Core(), At(5)));
    }

    [Fact]
    public void In_a_turn_frames_go_at_the_starts_of_its_slots_and_not_when_it_is_over()
    {
        var gate = Gate(17);

        Assert.Equal(InSlot(0), gate.EarliestFor(Core(), Beacon));
        Assert.Equal(InSlot(1), gate.EarliestFor(Core(), InSlot(0) + Milliseconds(700)));
        Assert.Equal(InSlot(2), gate.EarliestFor(Core(), InSlot(1) + Milliseconds(300)));
        Assert.Equal(InSlot(11), gate.EarliestFor(Core(), InSlot(2) + Milliseconds(300))); // its next turn
    }

    [Fact]
    public void A_frame_starts_at_most_40_ms_late()
    {
        var gate = Gate(17);

        Assert.Equal(InSlot(0) + Milliseconds(40), gate.EarliestFor(Core(), InSlot(0) + Milliseconds(40)));
        Assert.Equal(InSlot(1), gate.EarliestFor(Core(), InSlot(0) + Milliseconds(41)));
    }

    [Fact]
    public void The_longest_frame_takes_a_turn_from_its_first_slot()
    {
        var gate = Gate(17);

        Assert.Equal(InSlot(0), gate.EarliestFor(Long(), Beacon));
        Assert.Equal(InSlot(11), gate.EarliestFor(Long(), InSlot(0) + Milliseconds(100)));
    }

    [Fact]
    public void Danger_to_life_takes_an_open_slot_when_that_is_sooner()
    {
        Assert.Equal(InSlot(6), Gate(20).EarliestFor(Core(Precedence.Flash), Beacon));
        Assert.Equal(InSlot(14), Gate(20).EarliestFor(Core(Precedence.Flash), InSlot(6) + Milliseconds(50)));
        Assert.Equal(InSlot(3), Gate(18).EarliestFor(Core(Precedence.Flash), Beacon));
        Assert.True(Gate(20).EarliestFor(Core(), Beacon) > Beacon + Plan.Period); // nothing else may
        Assert.True(Gate(20).EarliestFor(Long(Precedence.Flash), Beacon) > Beacon + Plan.Period); // nor what does not fit
    }

    [Fact]
    public void Two_that_collided_in_an_open_slot_part_ways()
    {
        var apart = 0;
        var chance = new Random(5);
        for (var i = 0; i < 100; i++)
        {
            var chosen = new[] { new SlotGate(20, chance), new SlotGate(21, chance) }.Select(
                gate =>
                {
                    gate.Begin(Plan, Beacon);
                    Assert.False(gate.Leaves(Core(Precedence.Flash), InSlot(6)));
                    return gate.EarliestFor(Core(Precedence.Flash), InSlot(6) + Milliseconds(1500));
                }).ToList();
            Assert.All(chosen, at => Assert.Contains(at, new[] { InSlot(14), InSlot(22) }));
            if (chosen[0] != chosen[1]) apart++;
        }

        Assert.InRange(apart, 30, 70);
    }

    [Fact]
    public void What_was_sent_in_a_turn_is_remembered_until_the_next_beacon_answers()
    {
        var gate = Gate(17);
        var (first, second) = (Core(serial: 1), Core(serial: 2));

        Assert.True(gate.Leaves(first, InSlot(0) + Milliseconds(5)));
        Assert.True(gate.Leaves(second, InSlot(11)));

        Assert.Equal([new SlotFrame(0, first.Frame), new SlotFrame(9, second.Frame)], gate.Sent);
        gate.Begin(Plan, Beacon + Plan.Period);
        Assert.Empty(gate.Sent);
    }

    [Fact]
    public void A_frame_of_a_burst_is_remembered_too_and_what_is_passed_on_for_a_neighbour_is_not()
    {
        var gate = Gate(17);
        var burst = Core() with { ReceiptExpected = false, Following = Milliseconds(750) };

        Assert.True(gate.Leaves(burst, InSlot(0)));
        Assert.False(gate.Leaves(Core(serial: 2) with { Hop = 1 }, InSlot(1)));
        Assert.False(gate.Leaves(Receipt(), InSlot(2)));

        Assert.Equal([new SlotFrame(0, burst.Frame)], gate.Sent);
    }

    [Fact]
    public void The_hub_finds_the_slot_of_a_frame_that_it_heard_a_third_of_a_second_late()
    {
        var gate = Gate(0);

        Assert.Equal(1, gate.AnswerFor(17, InSlot(1) + Milliseconds(330)));
        Assert.Equal(5, gate.AnswerFor(18, InSlot(5)));
        Assert.Null(gate.AnswerFor(18, InSlot(1))); // not its turn: it gets a receipt of its own
        Assert.Null(gate.AnswerFor(17, InSlot(6))); // an open slot
        Assert.Null(gate.AnswerFor(17, InSlot(8))); // the hub's own turn
        Assert.Null(gate.AnswerFor(17, Beacon + Plan.Period));
    }

    [Fact]
    public void The_hub_answers_behind_an_open_slot_and_speaks_in_its_own_turn()
    {
        var gate = Gate(0);

        Assert.Equal(InSlot(7), gate.EarliestFor(Receipt(), InSlot(0)));
        Assert.Equal(InSlot(8), gate.EarliestFor(Receipt(), InSlot(7) + Milliseconds(100)));
        Assert.Equal(InSlot(8), gate.EarliestFor(Long(), InSlot(0)));
        Assert.True(gate.EarliestFor(Long(), InSlot(9)) > Beacon + Plan.Period);
    }

    [Fact]
    public void The_next_beacon_ends_where_the_round_ends_however_long_it_is()
    {
        var gate = Gate(0);
        var frame = new byte[] { 0x2E, 0x5B, 0xFF, 0xFF, 0, 7, 0, 0, 9, 1 };
        var offer = new RadioOffer(1, frame, TimeSpan.FromSeconds(1), 1, Urgent: true, ReceiptExpected: false);

        Assert.Equal(Beacon + (Plan.Period - TimeSpan.FromSeconds(1)), gate.EarliestFor(offer, InSlot(3)));
    }

    [Fact]
    public void Who_hears_the_hub_in_its_turn_answers_at_once_and_else_in_its_own()
    {
        var gate = Gate(18);

        Assert.Equal(InSlot(8) + Milliseconds(600), gate.EarliestFor(Receipt(), InSlot(8) + Milliseconds(600)));
        Assert.Equal(InSlot(3), gate.EarliestFor(Receipt(), Beacon));
    }

    [Fact]
    public void In_a_round_without_a_beacon_only_danger_to_life_is_sent_and_after_two_there_is_no_plan()
    {
        var gate = Gate(17);
        var missed = Beacon + Plan.Period;

        Assert.True(gate.Holds(missed + Milliseconds(1000)));
        Assert.Equal(missed + Plan.StartOf(6), gate.EarliestFor(Core(Precedence.Flash), missed + Milliseconds(1000)));
        var end = gate.EarliestFor(Core(), missed + Milliseconds(1000));
        Assert.Equal(Beacon + 2 * Plan.Period + SlotPlan.Lead, end);
        Assert.False(gate.Holds(end));
        Assert.Equal(InSlot(1) + 2 * Plan.Period, gate.EarliestFor(Core(), InSlot(1) + 2 * Plan.Period));
    }

    [Fact]
    public void Without_a_plan_nobody_speaks_when_a_beacon_would_come_for_an_hour()
    {
        var gate = Gate(17);
        for (var round = 3; round * Plan.Period < TimeSpan.FromMinutes(59); round++)
        {
            var due = Beacon + round * Plan.Period;
            var free = due + Milliseconds(400);

            Assert.Equal(free, gate.EarliestFor(Core(), due));
            Assert.Equal(free, gate.EarliestFor(Core(), free));
            var last = free + -(Plan.BeaconMax + Milliseconds(800) + CoreOnAir);
            Assert.Equal(last, gate.EarliestFor(Core(), last));
            Assert.Equal(free, gate.EarliestFor(Core(), last + Milliseconds(1)));
        }

        Assert.Equal(Beacon + 200 * Plan.Period, gate.EarliestFor(Core(), Beacon + 200 * Plan.Period));
    }

    [Fact]
    public void Whatever_it_grants_lies_in_a_slot_that_the_station_may_use_and_ends_in_it()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var self = (ushort)random.Next(15, 22);
            var gate = new SlotGate(self, random);
            gate.Begin(Plan, Beacon);
            var alert = random.Next(2) == 0;
            var onAir = Airtime.Of(random.Next(20, 201), 10, 125_000, 5);
            var offer = Core(alert ? Precedence.Flash : Precedence.Routine) with { OnAir = onAir };
            var now = Beacon + Plan.Period * random.NextDouble();

            var start = gate.EarliestFor(offer, now);
            Assert.True(start >= now);
            if (start >= Beacon + Plan.Period) continue;

            var use = Plan.UseOf(Plan.SlotAt(start - Beacon));
            var last = Plan.UseOf(Plan.SlotAt(start + onAir - Beacon));
            Assert.True(
                (use.Purpose == SlotPurpose.Turn && use.Station == self) || (alert && use.Purpose == SlotPurpose.Open));
            Assert.Equal((use.Purpose, use.Station), (last.Purpose, last.Station));
        }
    }

    private static SlotGate Gate(ushort self)
    {
        var gate = new SlotGate(self, new Random(1));
        gate.Begin(Plan, Beacon);
        return gate;
    }

    private static RadioOffer Core(Precedence precedence = Precedence.Emergency, uint serial = 1) => new(
        1, Frame(Direction.Up, Series.Numbered, Kind.Alarm, precedence, serial), CoreOnAir, 1, Urgent: true, ReceiptExpected: true);

    private static RadioOffer Long(Precedence precedence = Precedence.Emergency) =>
        Core(precedence) with { OnAir = LongOnAir };

    private static RadioOffer Receipt() => new(
        1, Frame(Direction.Down, Series.Signal, Kind.Receipt, Precedence.Routine, 1), Airtime.Of(24, 10, 125_000, 5), 1,
        Urgent: true, ReceiptExpected: false, Answer: true);

    private static byte[] Frame(Direction direction, Series series, Kind kind, Precedence precedence, uint serial)
    {
        var frame = new byte[49];
        new FrameHeader(1, MessageStatus.Actual, direction, series, kind, precedence, 17, 7, serial).Write(frame);
        return frame;
    }

    private static Instant InSlot(int slot) => Beacon + TimeSpan.FromMilliseconds(300 + 700 * slot);

    private static TimeSpan Milliseconds(double count) => TimeSpan.FromMilliseconds(count);

    private static Instant At(double seconds) => new(TimeSpan.FromSeconds(seconds));
}
