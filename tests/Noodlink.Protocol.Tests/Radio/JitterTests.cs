using System.Reflection;
using Noodlink.Protocol.Radio;

namespace Noodlink.Protocol.Tests.Radio;

// Two stations that wait for the same thing and then start together destroy each other, and with the same waits they do it
// again and again. So there is chance in every wait that more than one station can be in.

/// <summary>Jitter everywhere, and what comes of it when the power returns.</summary>
public sealed class JitterTests
{
    private const int Seeds = 200;

    private static readonly RadioTiming Timing = new(TimeSpan.FromMilliseconds(226), TimeSpan.FromMilliseconds(1000));
    private static readonly TimeSpan OnAir = TimeSpan.FromMilliseconds(329);

    /// <summary>Every time in <see cref="RadioTiming"/>: how to wait it, and over how much it spreads; or why it is in
    /// no wait that others share.</summary>
    private static readonly Dictionary<string, Wait> Waits = new(StringComparer.Ordinal)
    {
        ["TurnAround"] = new(seed => Answer(seed), 0.055),
        ["TurnAroundSpread"] = new(seed => Answer(seed), 0.055),
        ["CourtesySpread"] = new(seed => Courtesy(seed, 1, urgent: false), 0.9),
        ["CourtesyMax"] = new(seed => Courtesy(seed, 60, urgent: false), 0.9),
        ["UrgentCourtesyMax"] = new(seed => Courtesy(seed, 60, urgent: true), 0.9),
        ["AlarmRoom"] = new(Room, 0.9),
        ["FirstDelayMax"] = new(FirstDelay, 27),
        ["BusyWait"] = new(Busy, 0.2),
        ["RelayedSpread"] = new(FarAnswer, 0.45),
        ["ReceiptAirtime"] = new(seed => Retry(seed), 0.7),
        ["LatencyMargin"] = new(seed => Retry(seed), 0.7),
        ["LongFrameAirtime"] = new("a length, not a wait"),
        ["Rest"] = new("of one modem that failed; its neighbours' did not"),
        ["RoutineCourtesyMax"] = new(LongCourtesy, 0.9),
        ["FarAnswerMax"] = new("never reached by answers that do come; then the retry's own chance counts"),
        ["BusyPatience"] = new("gives a frame back; it waits anew, with chance"),
        ["OwnTurn"] = new("inside one station: its own frame before a copy"),
        ["StuckMargin"] = new("of one modem that does not answer"),
    };

    private delegate TimeSpan Measure(int seed);

    public static TheoryData<string> Names =>
        [.. typeof(RadioTiming).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.PropertyType == typeof(TimeSpan)).Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void There_is_chance_in_every_wait_that_stations_share(string name)
    {
        Assert.True(Waits.TryGetValue(name, out var wait), $"{name}: who waits for it, and with which chance?");
        if (wait!.Measure is not { } measure) return;
        var waits = Enumerable.Range(1, Seeds).Select(seed => measure(seed).TotalSeconds).ToList();
        Assert.True(waits.Max() - waits.Min() > wait.Spread, $"{name}: {waits.Min():0.000} to {waits.Max():0.000} s");
        Assert.True(waits.Distinct().Count() > Seeds * 0.9, $"{name}: the same wait again and again");
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(12, true)]
    [InlineData(13, true)]
    [InlineData(40, true)]
    [InlineData(1, false)]
    [InlineData(40, false)]
    public void There_is_chance_in_every_wait_for_the_next_try(int tries, bool alarm)
    {
        var waits = Enumerable.Range(1, Seeds)
            .Select(seed => RetrySchedule.Next(tries, alarm, Timing.ReceiptAirtime, new Random(seed)).TotalSeconds).ToList();
        Assert.True(waits.Max() - waits.Min() > 0.3 * waits.Average(), $"{waits.Min():0.00} to {waits.Max():0.00} s");
    }

    [Fact]
    public void Forty_stations_that_get_their_power_back_at_once_do_not_fall_over_each_other()
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var mesh = new Mesh(seed, points: 40, Mesh.Everybody);
            foreach (var point in mesh.Points) point.Beat();
            mesh.Drive(35);
            Assert.Equal(40, mesh.Sent.Count);
            Assert.True(mesh.Hub.Beats >= 20, $"seed {seed}: {mesh.Hub.Beats} of 40 heartbeats arrived\n{mesh.Story}");
        }
    }

    // The noodmelding of one among forty that all talk at once. Without room behind it 56 of 100 were confirmed in 30 s.
    [Fact]
    public void Forty_stations_with_something_to_say_when_the_power_returns_get_it_said_and_a_noodmelding_soon()
    {
        const int Nights = 40;
        var late = new List<int>();
        for (var seed = 1; seed <= Nights; seed++)
        {
            var mesh = new Mesh(seed, points: 40, Mesh.Everybody);
            foreach (var point in mesh.Points) _ = point.Post(1, alarm: false);
            var noodmelding = mesh.Points[6].Post(2);
            if (!mesh.Drive(() => noodmelding.ReceiptedAt is not null, 30)) late.Add(seed);
            Assert.True(mesh.Drive(() => noodmelding.ReceiptedAt is not null, 120), mesh.Story);
            if (seed > 3) continue;
            Assert.True(mesh.Drive(() => mesh.Points.All(point => point.AllReceipted), 900), mesh.Story);
        }

        Assert.True(late.Count <= Nights / 20, $"after 30 s not confirmed with seeds {string.Join(' ', late)}");
    }

    private static TimeSpan Answer(int seed)
    {
        var (channel, now) = Ready(seed);
        Assert.True(channel.TryOffer(Offer(receiptExpected: false, answer: true), now));
        return channel.PollWakeUp(now) - now;
    }

    private static TimeSpan Courtesy(int seed, double following, bool urgent)
    {
        var (channel, now) = Ready(seed);
        channel.Received(new LinkHeader(0, 1, TimeSpan.FromSeconds(following)), now);
        return UntilTaken(channel, Offer(urgent: urgent), now);
    }

    private static TimeSpan Room(int seed)
    {
        var (channel, now) = Ready(seed);
        channel.Received(new LinkHeader(0, 1, TimeSpan.Zero), now, RadioTraffic.Alarm);
        return UntilTaken(channel, Offer(urgent: false), now);
    }

    private static TimeSpan LongCourtesy(int seed)
    {
        var (channel, now) = Ready(seed);
        var began = now;
        while (true)
        {
            channel.Received(new LinkHeader(0, 1, LinkHeader.FollowingMax), now);
            now = Instant.Min(channel.PollWakeUp(now), now + TimeSpan.FromSeconds(5));
            channel.TimePassed(now);
            if (channel.TryOffer(Offer(urgent: false), now)) return now - began;
        }
    }

    private static TimeSpan FirstDelay(int seed)
    {
        var channel = Fresh(seed, out var now);
        return UntilTaken(channel, Offer(urgent: false), now);
    }

    private static TimeSpan Busy(int seed)
    {
        var (channel, now) = Ready(seed);
        Assert.True(channel.TryOffer(Offer(), now));
        Assert.True(channel.TryPollFrame(now, out _));
        channel.Transmitted(onAir: false, "busy", now, isBusy: true);
        return channel.PollWakeUp(now) - now;
    }

    private static TimeSpan FarAnswer(int seed)
    {
        var (channel, now) = Ready(seed);
        channel.ExtraListen = TimeSpan.FromSeconds(3);
        Assert.True(channel.TryOffer(Offer(), now));
        Assert.True(channel.TryPollFrame(now, out _));
        channel.Transmitted(onAir: true, null, now);
        return UntilTaken(channel, Offer() with { Attempt = 2 }, now);
    }

    /// <summary>The channel listens for a fixed time; the same frame goes again after it with chance.</summary>
    private static TimeSpan Retry(int seed) => RetrySchedule.ForAnswer(Timing.ReceiptAirtime, new Random(seed));

    private static TimeSpan UntilTaken(RadioChannel channel, RadioOffer offer, Instant now)
    {
        var began = now;
        for (var step = 0; step < 100; step++)
        {
            if (channel.TryOffer(offer, now)) return now - began;
            now = channel.PollWakeUp(now);
            channel.TimePassed(now);
        }

        throw new InvalidOperationException("never taken");
    }

    private static RadioOffer Offer(bool urgent = true, bool receiptExpected = true, bool answer = false) =>
        new(1, new byte[] { 1 }, OnAir, 1, urgent, receiptExpected, answer);

    private static RadioChannel Fresh(int seed, out Instant now)
    {
        now = new Instant(TimeSpan.FromSeconds(100));
        var budget = new AirtimeBudget("869.40-869.65", 10, new BootClock(Guid.Empty, TimeSpan.Zero), [], now);
        var channel = new RadioChannel(Timing, budget, new Random(seed), now);
        channel.ModemCameReady(Timing, now);
        return channel;
    }

    private static (RadioChannel Channel, Instant Now) Ready(int seed)
    {
        var channel = Fresh(seed, out var now);
        channel.TimePassed(now += Timing.FirstDelayMax);
        while (channel.TryPollEvent(out _)) { }

        return (channel, now);
    }

    private sealed record Wait(Measure? Measure, double Spread, string? WhyNot)
    {
        public Wait(Measure measure, double spread)
            : this(measure, spread, null) { }

        public Wait(string whyNot)
            : this(null, 0, whyNot) { }
    }
}
