using Noodlink.Protocol.Radio;

namespace Noodlink.Protocol.Tests.Radio;

public sealed class RadioChannelTests
{
    private static readonly TimeSpan OnAir = TimeSpan.FromMilliseconds(329);
    private static readonly TimeSpan Following = TimeSpan.FromSeconds(1);
    private static readonly RadioTiming Timing = new(TimeSpan.FromMilliseconds(226), TimeSpan.FromMilliseconds(1000));

    private readonly AirtimeBudget _budget;
    private RadioChannel _channel;
    private Instant _now = new(TimeSpan.FromSeconds(100));
    private long _ticket;

    public RadioChannelTests()
    {
        _budget = new AirtimeBudget("869.40-869.65", 10, new BootClock(Guid.Empty, TimeSpan.Zero), [], Instant.Zero);
        _channel = Ready(seed: 1);
    }

    [Fact]
    public void A_frame_goes_to_the_modem_once_with_its_link_header_and_its_charge()
    {
        Assert.True(Offer(RadioTraffic.Alarm, attempt: 5, more: true));

        Assert.True(_channel.TryPollFrame(_now, out var transmission));
        Assert.Equal([0x25, 4, 0xAB], transmission!.Frame.ToArray());
        Assert.Equal(OnAir, transmission.Charge.OnAir);
        Assert.Equal(OnAir, _budget.Used(_now));
        Assert.False(_channel.TryPollFrame(_now, out _));
    }

    [Fact]
    public void After_a_question_it_listens_as_long_as_the_answer_usually_takes()
    {
        var waits = new List<double>();
        for (var seed = 0; seed < 200; seed++)
        {
            _channel = Ready(seed);
            Send(RadioTraffic.Alarm);
            Assert.True(_channel.IsListening);
            Assert.False(Offer(RadioTraffic.Alarm));
            waits.Add(UntilReady().TotalSeconds);
            Assert.True(Offer(RadioTraffic.Alarm));
        }

        Assert.All(waits, wait => Assert.Equal(0.426, wait, 3));
    }

    [Fact]
    public void An_answer_goes_also_while_it_listens_and_the_listening_takes_that_much_longer()
    {
        Send(RadioTraffic.Alarm);
        var until = _channel.PollWakeUp(_now);

        Send(RadioTraffic.Answer);

        Assert.True(_channel.IsListening);
        Assert.Equal(until + OnAir, _channel.PollWakeUp(_now));
    }

    [Fact]
    public void An_answer_waits_for_the_other_modem_to_turn_round_and_a_little_by_chance()
    {
        var waits = new List<double>();
        for (var seed = 0; seed < 200; seed++)
        {
            _channel = Ready(seed);
            Assert.True(Offer(RadioTraffic.Answer));
            Assert.False(_channel.TryPollFrame(_now, out _));
            var departure = _channel.PollWakeUp(_now);
            waits.Add((departure - _now).TotalMilliseconds);
            Assert.True(_channel.TryPollFrame(departure, out _));
        }

        Assert.All(waits, wait => Assert.InRange(wait, 20, 80));
        Assert.True(waits.Max() - waits.Min() > 55, "hardly any chance in it");
    }

    [Fact]
    public void After_a_frame_with_more_behind_it_the_next_one_gets_the_air()
    {
        _channel.Received(new LinkHeader(0, 1, Following), _now);
        Assert.False(Offer(RadioTraffic.Routine));
        Assert.InRange(UntilReady().TotalSeconds, 1.476, 2.476); // what follows, its answer, 0-1 s

        _channel.Received(new LinkHeader(0, 1, Following), _now);
        Pass(0.5);
        _channel.Received(new LinkHeader(0, 2), _now);
        Assert.False(Offer(RadioTraffic.Routine));
        Assert.InRange(UntilReady().TotalSeconds, 0.476, 1.476); // now its answer
        Assert.True(Offer(RadioTraffic.Routine));
    }

    [Fact]
    public void A_noodmelding_is_courteous_for_ten_seconds_in_a_whole_row_and_an_answer_not_at_all()
    {
        var began = _now;
        _channel.Received(new LinkHeader(0, 1, Following), _now);
        Assert.False(Offer(RadioTraffic.Alarm));
        _channel.Received(new LinkHeader(0, 1, TimeSpan.FromSeconds(60)), _now);
        while (!Offer(RadioTraffic.Alarm))
        {
            Pass(0.3);
            _channel.Received(new LinkHeader(0, 1, Following), _now);
        }

        Assert.InRange((_now - began).TotalSeconds, 1.3, 2.8); // as long as the first frame of the row said
        _channel = Ready(seed: 2);
        began = _now;
        _channel.Received(new LinkHeader(0, 1, TimeSpan.FromSeconds(60)), _now);
        while (!Offer(RadioTraffic.Alarm)) Pass(0.1);
        Assert.InRange((_now - began).TotalSeconds, 9.9, 11.1); // nobody has a longer row; and 0-1 s of chance
        _channel = Ready(seed: 2);
        _channel.Received(new LinkHeader(0, 1, Following), _now);
        Assert.True(Offer(RadioTraffic.Answer));
    }

    [Theory]
    [InlineData(RadioTraffic.Alarm, 13)]
    [InlineData(RadioTraffic.Routine, 75)]
    public void Who_announces_more_in_every_frame_silences_no_station_for_ever(RadioTraffic traffic, double seconds)
    {
        Send(traffic);
        var began = _now;
        while (!Offer(traffic, attempt: 2))
        {
            Pass(0.4);
            Assert.True((_now - began).TotalSeconds < seconds, $"{traffic}: silent for {_now - began}");
            if (Offer(traffic, attempt: 2)) break;
            _channel.Received(new LinkHeader(0, 7, LinkHeader.FollowingMax), _now);
        }
    }

    [Fact]
    public void Rows_that_begin_and_end_all_the_time_hold_a_new_noodmelding_back_for_one_of_them()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            _channel = Ready(seed);
            var began = _now;
            var chance = new Random(seed);
            do
            {
                var following = chance.Next(2) == 0 ? TimeSpan.Zero : LinkHeader.FollowingMax;
                _channel.Received(new LinkHeader(0, 7, following), _now);
                Pass(0.4);
                Assert.True((_now - began).TotalSeconds < 14, $"seed {seed}: silent for {_now - began}");
            }
            while (!Offer(RadioTraffic.Alarm));
        }
    }

    [Fact]
    public void Who_repeats_our_own_frame_as_if_relayed_holds_no_noodmelding_back_for_ever()
    {
        Send(RadioTraffic.Alarm);
        var began = _now;
        while (!Offer(RadioTraffic.Alarm, attempt: 2))
        {
            _channel.ListenOn(TimeSpan.FromSeconds(3), _now);
            Pass(0.4);
            Assert.True((_now - began).TotalSeconds < 13, $"silent for {_now - began}");
        }
    }

    [Fact]
    public void A_lone_frame_of_somebody_else_holds_nobody_up()
    {
        _channel.Received(new LinkHeader(0, 1), _now);

        Assert.True(Offer(RadioTraffic.Routine));
    }

    [Fact]
    public void Power_on_delays_routine_traffic_by_a_random_time_and_nothing_else()
    {
        foreach (var traffic in new[] { RadioTraffic.Alarm, RadioTraffic.Answer })
        {
            _channel = Fresh(seed: 3);
            Assert.True(Offer(traffic));
        }

        var waits = new List<double>();
        for (var seed = 0; seed < 200; seed++)
        {
            _channel = Fresh(seed);
            waits.Add(Offer(RadioTraffic.Routine) ? 0 : UntilReady().TotalSeconds);
        }

        Assert.All(waits, wait => Assert.InRange(wait, 0, 30));
        Assert.True(waits.Max() - waits.Min() > 27, "hardly any chance in it");
    }

    [Fact]
    public void Without_airtime_it_says_when_there_is_some_again_and_the_reserve_is_for_noodmeldingen()
    {
        _ = _budget.Charge(TimeSpan.FromSeconds(269.9), _now);

        Assert.False(Offer(RadioTraffic.Routine));
        Assert.True(Offer(RadioTraffic.Alarm));
        Assert.True(_channel.TryPollFrame(_now, out _));
        _channel.Transmitted(onAir: true, null, _now);
        Assert.False(Offer(RadioTraffic.Routine));
        Pass(2);
        Assert.False(Offer(RadioTraffic.Routine));
        Assert.InRange(UntilReady().TotalSeconds, 3590, 4200);
        Assert.True(Offer(RadioTraffic.Routine));
    }

    [Fact]
    public void A_frame_that_may_never_be_sent_fails_with_the_reason()
    {
        Assert.True(_channel.TryOffer(
            new RadioOffer(77, new byte[] { 1 }, TimeSpan.FromSeconds(400), 1, Urgent: true, ReceiptExpected: true),
            _now));

        var done = Assert.IsType<RadioEvent.Done>(NextEvent());
        Assert.Equal((77, false), (done.Ticket, done.OnAir));
        Assert.Equal("400.0 s on air is more than may be sent in an hour (869.40-869.65 MHz, 360 s)", done.Detail);
    }

    [Fact]
    public void A_modem_that_failed_is_left_alone_for_a_second()
    {
        Send(RadioTraffic.Answer, onAir: false);

        Assert.False(Offer(RadioTraffic.Answer));
        Assert.Equal(TimeSpan.FromSeconds(1), UntilReady());
    }

    [Fact]
    public void A_modem_that_never_tells_ends_the_wait_and_its_late_word_is_ignored()
    {
        Assert.True(Offer(RadioTraffic.Alarm));
        Assert.True(_channel.TryPollFrame(_now, out _));
        var stuck = _channel.PollWakeUp(_now);

        Assert.Equal(4 * OnAir + TimeSpan.FromSeconds(10), stuck - _now);
        _channel.TimePassed(_now = stuck);
        Assert.False(Assert.IsType<RadioEvent.Done>(NextEvent()).OnAir);
        _channel.Transmitted(onAir: true, null, _now);
        Assert.Null(NextEvent());
    }

    [Fact]
    public void A_modem_lost_before_the_frame_reached_it_ends_the_offer()
    {
        Assert.True(Offer(RadioTraffic.Answer));

        _channel.ModemWasLost(_now);

        Assert.Equal("the modem was lost", Assert.IsType<RadioEvent.Done>(NextEvent()).Detail);
        Assert.False(_channel.TryPollFrame(_now + TimeSpan.FromSeconds(1), out _));
        Assert.False(Offer(RadioTraffic.Alarm));
        Assert.Equal(Instant.Never, UntilNothingRuns());
        _channel.ModemCameReady(Timing, _now);
        Assert.IsType<RadioEvent.Ready>(NextEvent());
    }

    [Fact]
    public void Whatever_happens_in_whatever_order_each_offer_ends_once_and_the_channel_waits_for_nothing_for_ever()
    {
        for (var seed = 1; seed <= 300; seed++) new Wanderer(seed).Walk(400);
    }

    private RadioChannel Fresh(int seed)
    {
        var channel = new RadioChannel(Timing, _budget, new Random(seed), _now);
        channel.ModemCameReady(Timing, _now);
        return channel;
    }

    /// <summary>Past its first delay.</summary>
    private RadioChannel Ready(int seed)
    {
        var channel = Fresh(seed);
        channel.TimePassed(_now += Timing.FirstDelayMax);
        return channel;
    }

    private bool Offer(RadioTraffic traffic, int attempt = 1, bool more = false) => _channel.TryOffer(
        new RadioOffer(++_ticket, new byte[] { 0xAB }, OnAir, attempt, Urgent: traffic != RadioTraffic.Routine,
            ReceiptExpected: traffic != RadioTraffic.Answer, Answer: traffic == RadioTraffic.Answer,
            Following: more ? Following : default),
        _now);

    private void Send(RadioTraffic traffic, bool onAir = true)
    {
        Assert.True(Offer(traffic));
        if (traffic == RadioTraffic.Answer) _now = _channel.PollWakeUp(_now);
        Assert.True(_channel.TryPollFrame(_now, out _));
        _channel.Transmitted(onAir, null, _now);
        Assert.Equal(onAir, Assert.IsType<RadioEvent.Done>(NextEvent()).OnAir);
    }

    /// <summary>What was told meanwhile is forgotten.</summary>
    private void Pass(double seconds)
    {
        _channel.TimePassed(_now += TimeSpan.FromSeconds(seconds));
        while (NextEvent() is not null) { }
    }

    /// <summary>Follows the wake-ups until the channel says Ready.</summary>
    private TimeSpan UntilReady()
    {
        var from = _now;
        while (true)
        {
            while (NextEvent() is { } what)
                if (what is RadioEvent.Ready) return _now - from;
            var next = _channel.PollWakeUp(_now);
            Assert.NotEqual(Instant.Never, next);
            _channel.TimePassed(_now = Instant.Max(next, _now));
        }
    }

    private Instant UntilNothingRuns()
    {
        for (var i = 0; i < 10 && _channel.PollWakeUp(_now) != Instant.Never; i++)
            _channel.TimePassed(_now = _channel.PollWakeUp(_now));
        return _channel.PollWakeUp(_now);
    }

    private RadioEvent? NextEvent() => _channel.TryPollEvent(out var what) ? what : null;

    /// <summary>Calls everything at random and keeps the books.</summary>
    private sealed class Wanderer(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly HashSet<long> _open = [];
        private Instant _now = Instant.Zero;
        private long _ticket;
        private int _inModem;

        public void Walk(int steps)
        {
            var budget = new AirtimeBudget("869.40-869.65", 1, new BootClock(Guid.Empty, TimeSpan.Zero), [], _now);
            var channel = new RadioChannel(Timing, budget, _random, _now);
            for (var step = 0; step < steps; step++)
            {
                Happen(channel);
                Poll(channel);
                Assert.True(_open.Count <= 1, $"seed {seed}: {_open.Count} frames inside");
                Assert.True(budget.Used(_now) <= budget.Allowance, $"seed {seed}: above the allowance");
            }

            // Calm: with a modem that works and time that passes, a noodmelding goes.
            channel.ModemCameReady(Timing, _now);
            for (var i = 0; i < 3; i++)
            {
                channel.TimePassed(_now += TimeSpan.FromHours(1));
                Poll(channel);
                channel.Transmitted(onAir: true, null, _now);
                Poll(channel);
            }

            channel.TimePassed(_now += TimeSpan.FromSeconds(5));
            Assert.True(_open.Count == 0, $"seed {seed}: an offer without an end");
            Assert.True(channel.TryOffer(Some(_random), _now), $"seed {seed}: stuck");
        }

        private void Poll(RadioChannel channel)
        {
            while (channel.TryPollFrame(_now, out _)) Assert.True(++_inModem == 1, $"seed {seed}: two frames out");
            while (channel.TryPollEvent(out var what))
            {
                if (what is not RadioEvent.Done done) continue;
                Assert.True(_open.Remove(done.Ticket), $"seed {seed}: done twice");
                _inModem = 0;
            }
        }

        private void Happen(RadioChannel channel)
        {
            switch (_random.Next(8))
            {
                case 0: channel.ModemCameReady(Timing, _now); break;
                case 1 when _random.Next(4) == 0: channel.ModemWasLost(_now); break;
                case 2: channel.Received(new LinkHeader(0, 1, LinkHeader.Step * _random.Next(2)), _now); break;
                case 3: channel.ReceiptHeard(_now); break;
                case 4 when _random.Next(10) > 0: channel.Transmitted(_random.Next(5) > 0, null, _now); break;
                case 5 or 6:
                    var offer = Some(_random);
                    if (channel.TryOffer(offer, _now)) Assert.True(_open.Add(offer.Ticket));
                    break;
                default:
                    var wakeUp = channel.PollWakeUp(_now);
                    var span = TimeSpan.FromMilliseconds(_random.Next(3000));
                    channel.TimePassed(_now = Instant.Min(Instant.Max(_now, wakeUp), _now + span));
                    break;
            }
        }

        private RadioOffer Some(Random random) => new(
            ++_ticket, new byte[] { 1 }, TimeSpan.FromMilliseconds(50 + random.Next(500)), 1,
            Urgent: random.Next(2) == 0, ReceiptExpected: random.Next(2) == 0, Answer: random.Next(3) == 0);
    }
}
