using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Radio;
using Noodlink.Protocol.Sealing;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Radio;

public sealed class SlotPlanTests
{
    [Fact]
    public void At_SF10_a_slot_is_700_ms_a_round_half_a_minute_and_the_beacons_cost_the_hub_4_percent()
    {
        var slot = Hundredths(10, 125_000, 5);
        var beacon = Airtime.Of(SlotPlan.BeaconFrameBytes, 10, 125_000, 5);
        var period = SlotPlan.PeriodFor(slot, beacon) / 100.0;

        Assert.Equal(70, slot);
        Assert.InRange(period, 29, 30);
        Assert.InRange(beacon.TotalSeconds / period, 0.03, 0.04);
    }

    [Fact]
    public void With_every_setting_of_a_modem_a_core_fits_in_a_slot_and_the_longest_frame_in_a_turn()
    {
        int[] bandwidths = [125_000, 250_000, 500_000];
        foreach (var bandwidth in bandwidths)
            for (var factor = 7; factor <= 12; factor++)
                for (var rate = 5; rate <= 8; rate++)
                {
                    var plan = Plan(factor, bandwidth, rate);
                    var longest = Airtime.Of(Parts.RadioSealedBytesMax + 2, factor, bandwidth, rate);

                    Assert.True(Airtime.Of(53, factor, bandwidth, rate) + SlotPlan.Guard <= plan.Slot);
                    Assert.True(
                        longest + SlotPlan.Guard <= Beacon.SlotsPerTurn * plan.Slot,
                        $"SF{factor} {bandwidth} 4/{rate}: {longest} in {plan.Slot}");
                }
    }

    [Fact]
    public void The_longest_beacon_fits_in_a_radio_frame()
    {
        Assert.Equal(SlotPlan.BeaconFrameBytes - LinkHeader.BytesMin, BeaconBytes(SlotPlan.TurnsPerRound));
        Assert.InRange(BeaconBytes(Beacon.TurnsMax), 150, Parts.RadioSealedBytesMax);
    }

    [Fact]
    public void After_each_two_turns_there_is_an_open_slot_and_one_for_its_answer()
    {
        var plan = new SlotPlan(new Beacon(0, 1, 2000, 70, [17, 18, 0, 19], []));

        Assert.Equal(
            "17 17 17 18 18 18 Open Answer Hub Hub Hub 19 19 19 Open Answer",
            string.Join(' ', Enumerable.Range(0, plan.Slots).Select(plan.UseOf).Select(
                use => use.Purpose == SlotPurpose.Turn ? $"{use.Station}" : $"{use.Purpose}")));
        Assert.Equal(
            [0, 1, 2, 3, 4, 5, -1, -1, 6, 7, 8, 9, 10, 11, -1, -1],
            Enumerable.Range(0, plan.Slots).Select(slot => plan.UseOf(slot).Answer));
        Assert.Equal([3, 2, 1, 3, 2, 1, 1, 1], Enumerable.Range(0, 8).Select(slot => plan.UseOf(slot).SlotsLeft));
    }

    [Fact]
    public void A_frame_belongs_to_the_slot_whose_start_is_nearest()
    {
        var plan = Plan(10, 125_000, 5);

        for (var slot = 0; slot < plan.Slots; slot++)
        {
            Assert.Equal(slot, plan.SlotAt(plan.StartOf(slot)));
            Assert.Equal(slot - 1, plan.SlotAt(plan.StartOf(slot) - TimeSpan.FromMilliseconds(1)));
            Assert.Equal(slot, plan.NearestTo(plan.StartOf(slot) - TimeSpan.FromMilliseconds(340)));
            Assert.Equal(slot, plan.NearestTo(plan.StartOf(slot) + TimeSpan.FromMilliseconds(340)));
        }
    }

    /// <summary>Sealed bytes of a beacon that answers every slot of the round before.</summary>
    private static int BeaconBytes(int turns)
    {
        var answers = Enumerable.Repeat(new SlotAnswer(SlotResult.Part, 1), turns * Beacon.SlotsPerTurn);
        var beacon = new Beacon(0, 1, 60_000, 1, new ushort[turns].ToValueList(), answers.ToValueList());
        return BodyCodec.Encode(beacon, out _).Length + Envelope.SignalOverhead;
    }

    private static ushort Hundredths(int factor, int bandwidth, int rate) => SlotPlan.HundredthsFor(
        Airtime.Of(SlotPlan.SlotFrameBytes, factor, bandwidth, rate), Airtime.Of(200, factor, bandwidth, rate));

    internal static SlotPlan Plan(int factor, int bandwidth, int rate, params ushort[] turns)
    {
        var slot = Hundredths(factor, bandwidth, rate);
        var period = SlotPlan.PeriodFor(slot, Airtime.Of(SlotPlan.BeaconFrameBytes, factor, bandwidth, rate));
        if (turns.Length == 0) turns = [17, 18, 19, 20, 21, 22, 23, 24, 25, 26];
        return new SlotPlan(new Beacon(0, 1, period, slot, turns.ToValueList(), []));
    }
}
