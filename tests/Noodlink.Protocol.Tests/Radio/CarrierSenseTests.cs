using Noodlink.Protocol.Radio;

namespace Noodlink.Protocol.Tests.Radio;

/// <summary>A modem that senses somebody else and gives the frame back.</summary>
public sealed class CarrierSenseTests
{
    private static readonly TimeSpan OnAir = TimeSpan.FromMilliseconds(329);
    private static readonly RadioTiming Timing = new(TimeSpan.FromMilliseconds(226), TimeSpan.FromMilliseconds(1000));

    private readonly AirtimeBudget _budget =
        new("869.40-869.65", 10, new BootClock(Guid.Empty, TimeSpan.Zero), [], Instant.Zero);

    private Instant _now = new(TimeSpan.FromSeconds(100));

    [Fact]
    public void A_frame_that_met_a_busy_channel_goes_again_a_little_later_as_the_same_try_on_the_same_charge()
    {
        var session = Ready(seed: 1);
        Assert.True(session.TryOffer(Alarm(1), _now));
        Assert.True(session.TryPollFrame(_now, out var first));
        Assert.False(first!.Again);

        session.Transmitted(onAir: false, "busy", _now, isBusy: true);

        Assert.False(session.TryPollEvent(out _)); // nobody counts a try
        Assert.False(session.TryPollFrame(_now, out _));
        _now = session.PollWakeUp(_now);
        Assert.True(session.TryPollFrame(_now, out var second));
        Assert.True(second!.Again);
        Assert.Equal(first.Frame.ToArray(), second.Frame.ToArray());
        Assert.Equal(OnAir, _budget.Used(_now));
    }

    [Fact]
    public void Those_who_waited_for_the_same_frame_do_not_look_again_at_the_same_moment()
    {
        var waits = new List<double>();
        for (var seed = 0; seed < 200; seed++)
        {
            var session = Ready(seed);
            Assert.True(session.TryOffer(Alarm(1), _now));
            Assert.True(session.TryPollFrame(_now, out _));
            session.Transmitted(onAir: false, "busy", _now, isBusy: true);
            waits.Add((session.PollWakeUp(_now) - _now).TotalMilliseconds);
        }

        Assert.All(waits, wait => Assert.InRange(wait, 50, 276));
        Assert.True(waits.Max() - waits.Min() > 200, "hardly any chance in it");
    }

    [Fact]
    public void A_channel_that_stays_busy_gives_the_frame_back_so_that_another_road_or_frame_is_chosen()
    {
        var session = Ready(seed: 2);
        var began = _now;
        Assert.True(session.TryOffer(Alarm(1), _now));
        RadioEvent? what = null;
        for (var look = 0; look < 1000 && what is null; look++)
        {
            _now = Instant.Max(_now, session.PollWakeUp(_now));
            Assert.True(session.TryPollFrame(_now, out _));
            session.Transmitted(onAir: false, "channel busy", _now, isBusy: true);
            _ = session.TryPollEvent(out what);
        }

        var done = Assert.IsType<RadioEvent.Done>(what);
        Assert.Equal((false, "channel busy"), (done.OnAir, done.Detail));
        Assert.InRange((_now - began).TotalSeconds, 5, 5.5);
        Assert.Equal(OnAir, _budget.Used(_now));
    }

    [Fact]
    public void A_noodmelding_does_not_stand_behind_a_report_that_waits_for_a_clear_channel()
    {
        var session = Ready(seed: 3);
        Assert.True(session.TryOffer(Alarm(1) with { Urgent = false }, _now));
        Assert.True(session.TryPollFrame(_now, out _));
        Assert.False(session.TryOffer(Alarm(2), _now)); // the modem has the report
        session.Transmitted(onAir: false, "busy", _now, isBusy: true);

        Assert.True(session.TryOffer(Alarm(2), _now));

        Assert.True(session.TryPollEvent(out var what));
        Assert.Equal((1, false), what is RadioEvent.Done done ? (done.Ticket, done.OnAir) : default);
        Assert.True(session.TryPollFrame(_now, out var transmission));
        Assert.False(transmission!.Again);
    }

    [Fact]
    public void A_modem_that_is_lost_while_the_frame_waits_ends_the_offer()
    {
        var session = Ready(seed: 4);
        Assert.True(session.TryOffer(Alarm(1), _now));
        Assert.True(session.TryPollFrame(_now, out _));
        session.Transmitted(onAir: false, "busy", _now, isBusy: true);

        session.ModemWasLost(_now);

        Assert.True(session.TryPollEvent(out var what));
        Assert.IsType<RadioEvent.Done>(what);
        Assert.False(session.TryPollFrame(_now + TimeSpan.FromSeconds(1), out _));
    }

    private static RadioOffer Alarm(long ticket) =>
        new(ticket, new byte[] { (byte)ticket }, OnAir, Attempt: 1, Urgent: true, ReceiptExpected: true);

    private RadioChannel Ready(int seed)
    {
        var session = new RadioChannel(Timing, _budget, new Random(seed), _now);
        session.ModemCameReady(Timing, _now);
        session.TimePassed(_now += Timing.FirstDelayMax);
        while (session.TryPollEvent(out _)) { }

        return session;
    }
}
