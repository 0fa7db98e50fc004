using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Radio;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Radio;

/// <summary>The channel while a hub divides the time: station 17 has the second turn, slots of 0.70 s from 0.30 s after the
/// beacon.</summary>
public sealed class SlotChannelTests
{
    private static readonly Instant Beacon = At(100);
    private static readonly SlotPlan Plan = SlotPlanTests.Plan(10, 125_000, 5, 20, 17, 0, 20, 20, 20, 20, 20, 20, 20);
    private static readonly TimeSpan OnAir = Airtime.Of(51, 10, 125_000, 5);

    private readonly RadioChannel _channel;
    private readonly SlotGate _gate = new(17, new Random(1));

    public SlotChannelTests()
    {
        var timing = new RadioTiming(TimeSpan.FromMilliseconds(412), TimeSpan.FromMilliseconds(1845));
        var budget = new AirtimeBudget("869.40-869.65", 10, new BootClock(Guid.Empty, TimeSpan.Zero), [], At(0));
        _channel = new RadioChannel(timing, budget, new Random(1), At(0), _gate);
        _channel.ModemCameReady(timing, At(0));
        _channel.TimePassed(Beacon);
        _gate.Begin(Plan, Beacon);
    }

    [Fact]
    public void In_its_turn_it_sends_three_cores_and_listens_for_no_receipt()
    {
        for (var slot = 3; slot < 6; slot++)
        {
            Assert.False(_channel.TryOffer(Core(Precedence.Emergency), Slot(slot) + TimeSpan.FromMilliseconds(-1)));
            Assert.Equal(Slot(slot), _channel.PollWakeUp(Slot(slot) + TimeSpan.FromMilliseconds(-1)));
            Send(Core(Precedence.Emergency, serial: (uint)slot), Slot(slot));
            Assert.False(_channel.IsListening);
        }

        Assert.False(_channel.TryOffer(Core(Precedence.Emergency), Slot(6)));
        Assert.Equal([3, 4, 5], _gate.Sent.Select(sent => sent.Answer));
    }

    [Fact]
    public void After_an_open_slot_it_listens_for_the_receipt_of_its_danger_to_life()
    {
        Send(Core(Precedence.Flash), Slot(6));

        Assert.True(_channel.IsListening);
        Assert.Empty(_gate.Sent);
    }

    [Fact]
    public void Danger_to_life_behind_a_refused_message_still_wakes_it_at_the_open_slot()
    {
        var now = Slot(5) + TimeSpan.FromMilliseconds(100);
        Assert.False(_channel.TryOffer(Core(Precedence.Emergency), now));
        Assert.False(_channel.TryOffer(Core(Precedence.Flash), now));

        Assert.Equal(Slot(6), _channel.PollWakeUp(now));
    }

    [Fact]
    public void What_others_announce_does_not_keep_it_out_of_its_turn()
    {
        _channel.Received(new LinkHeader(0, 1, TimeSpan.FromSeconds(5)), Slot(2));

        Assert.True(_channel.TryOffer(Core(Precedence.Routine, urgent: false), Slot(3)));
    }

    [Fact]
    public void What_was_sent_in_a_turn_does_not_go_again_before_the_beacon_that_answers()
    {
        Send(Core(Precedence.Emergency), Slot(3));

        Assert.False(_channel.TryOffer(Core(Precedence.Emergency), Slot(4)));
        Assert.True(_channel.TryOffer(Core(Precedence.Emergency, serial: 10), Slot(4)));
    }

    [Fact]
    public void A_frame_that_met_a_busy_channel_goes_again_in_the_next_slot()
    {
        Assert.True(_channel.TryOffer(Core(Precedence.Emergency), Slot(3)));
        Assert.True(_channel.TryPollFrame(Slot(3), out _));
        _channel.Transmitted(onAir: false, "busy", Slot(3) + TimeSpan.FromMilliseconds(50), isBusy: true);

        Assert.Equal(Slot(4), _channel.PollWakeUp(Slot(3) + TimeSpan.FromMilliseconds(50)));
    }

    private void Send(RadioOffer offer, Instant at)
    {
        Assert.True(_channel.TryOffer(offer, at));
        Assert.True(_channel.TryPollFrame(at, out _));
        _channel.Transmitted(onAir: true, null, at + OnAir);
        while (_channel.TryPollEvent(out _)) { }
    }

    private static RadioOffer Core(Precedence precedence, bool urgent = true, uint serial = 9)
    {
        var frame = new byte[49];
        new FrameHeader(1, MessageStatus.Actual, Direction.Up, Series.Numbered, Kind.Alarm, precedence, 17, 7, serial).Write(frame);
        return new RadioOffer(1, frame, OnAir, 1, urgent, ReceiptExpected: true);
    }

    private static Instant Slot(int slot) => Beacon + TimeSpan.FromMilliseconds(300 + 700 * slot);

    private static Instant At(double seconds) => new(TimeSpan.FromSeconds(seconds));
}
