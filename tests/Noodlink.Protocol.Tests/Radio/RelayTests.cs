using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Radio;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Radio;

/// <summary>One relay and what it hears. It is station 5, at SF9; station 9 is the one that it may carry.</summary>
public sealed class RelayTests
{
    private static readonly RadioTiming Timing = new(OnAir(RadioTiming.ReceiptFrameBytes), OnAir(RadioTiming.LongFrameBytes));

    private readonly HubDistance _distance = new(Timing, OnAir(52));
    private Instant _now = new(TimeSpan.FromHours(1));
    private Relay _relay;
    private uint _signal;

    public RelayTests() => _relay = Relay(seed: 1);

    [Fact]
    public void A_noodmelding_that_is_repeated_and_not_answered_is_passed_on_one_hop_higher_and_byte_for_byte()
    {
        var frame = Alarm(9, 1);
        HearHub();
        var copy = UntilCopy(frame);

        Assert.Equal(frame, copy.Frame.ToArray());
        Assert.Equal(1, copy.Header.Hop);
        Assert.False(copy.Header.More);
        Assert.True(copy is { Station: 9, IsAlarm: true, IsAnswered: true, IsAnswer: false });
    }

    [Fact]
    public void A_first_try_is_left_to_its_station()
    {
        Hear(Alarm(9, 1), attempt: 1);

        Assert.Null(Pass(60));
        Assert.Equal(1, _relay.Count(RelayReason.LeftToOthers));
    }

    [Fact]
    public void What_the_hub_answers_is_not_passed_on()
    {
        HearHub();
        for (var attempt = 1; attempt <= 12; attempt++)
        {
            Hear(Alarm(9, 1), attempt);
            _now += TimeSpan.FromMilliseconds(10);
            Hear(Receipt(9), down: true);
            Assert.Null(Pass(1.5));
        }

        Assert.Equal(0, _relay.Count(RelayReason.Relayed));
    }

    [Fact]
    public void The_same_bytes_of_the_same_attempt_go_once_and_of_a_later_attempt_again()
    {
        var frame = Alarm(9, 1);
        HearHub();
        var first = UntilCopy(frame);
        Send(first);
        for (var echo = 0; echo < 5; echo++) Hear(frame, first.Header.Attempt);
        Assert.Null(Pass(30));
        Assert.True(_relay.Count(RelayReason.Repeated) >= 5);

        Assert.NotEqual(first.Header.Attempt, UntilCopy(frame, from: first.Header.Attempt + 1).Header.Attempt);
    }

    [Fact]
    public void A_forgery_under_the_same_number_does_not_hold_back_the_noodmelding()
    {
        HearHub();
        var forgery = Alarm(9, 1);
        forgery[^1] ^= 1; // the same readable header, another seal
        Send(UntilCopy(forgery));

        Assert.Equal(Alarm(9, 1), UntilCopy(Alarm(9, 1)).Frame.ToArray());
    }

    [Fact]
    public void After_ten_minutes_a_transmission_is_forgotten()
    {
        var memory = new RelayMemory();
        var (hash, at) = (RelayMemory.HashOf(Alarm(9, 1)), Instant.Zero);
        memory.Note(hash, attempt: 3, hop: 0, at);

        memory.Forget(at + TimeSpan.FromSeconds(599));
        Assert.NotNull(memory.Find(hash, 3));
        Assert.Null(memory.Find(hash, 4));
        Assert.Null(memory.Find(RelayMemory.HashOf(Alarm(9, 2)), 3));
        memory.Forget(at + TimeSpan.FromSeconds(600));
        Assert.Null(memory.Find(hash, 3));
        Assert.Equal(0, memory.Count);
    }

    [Fact]
    public void Suppression_ends_after_ten_minutes()
    {
        var frame = Alarm(9, 1);
        HearHub();
        var first = UntilCopy(frame);
        Send(first);
        Pass(601);

        for (var again = 0; again < 20; again++)
        {
            Hear(frame, first.Header.Attempt);
            if (Pass(1.5) is not { } copy) continue;
            Assert.Equal(first.Header.Attempt, copy.Header.Attempt);
            return;
        }

        Assert.Fail("never again");
    }

    [Fact]
    public void A_frame_with_three_hops_behind_it_is_passed_on_by_nobody()
    {
        for (var attempt = 1; attempt <= 31; attempt++)
        {
            Hear(Alarm(9, 1), attempt, hop: 3);
            Assert.Null(Pass(5));
        }

        Assert.Equal(31, _relay.Count(RelayReason.HopLimit));
    }

    [Fact]
    public void Own_frames_and_those_for_this_station_are_not_its_to_relay_but_tell_it_where_the_hub_is()
    {
        Assert.NotNull(Hear(Alarm(5, 1), attempt: 2, hop: 1)); // our own, passed on: listen on
        Assert.Null(Hear(Alarm(5, 1), attempt: 2));
        Hear(Receipt(5), hop: 2, down: true);

        Assert.Null(Pass(60));
        Assert.Equal(2, _distance.Hops(_now));
        Assert.True(_distance.ExtraListen(_now) > TimeSpan.FromSeconds(2));
        Pass(600);
        Assert.Null(_distance.Hops(_now));
        Assert.Equal(TimeSpan.Zero, _distance.ExtraListen(_now));
    }

    [Fact]
    public void A_receipt_goes_only_through_who_carried_something_for_its_station_and_only_for_ten_minutes()
    {
        Hear(Receipt(9), down: true);
        Assert.Null(Pass(10));
        Assert.Equal(1, _relay.Count(RelayReason.NotVia));

        Send(UntilCopy(Alarm(9, 1)));
        Hear(Receipt(9), down: true);
        var receipt = Pass(3);
        Assert.True(receipt is { IsAnswer: true, IsAnswered: false, Station: 9, Header.Hop: 1 });
        Send(receipt!);

        Pass(601);
        Hear(Receipt(9), down: true);
        Assert.Null(Pass(10));
    }

    [Fact]
    public void A_station_that_repeats_what_was_answered_gets_the_receipt_again_and_the_hub_is_left_alone()
    {
        var frame = Alarm(9, 1);
        HearHub();
        var copy = UntilCopy(frame);
        Send(copy);
        Hear(Receipt(9), down: true);
        var receipt = Pass(3)!;
        Send(receipt);

        Hear(frame, copy.Header.Attempt % 31 + 1);

        Assert.Equal(receipt.Frame.ToArray(), Pass(1)!.Frame.ToArray());
    }

    [Fact]
    public void A_noodmelding_goes_before_a_report()
    {
        HearHub();
        for (var attempt = 1; attempt <= 40; attempt++)
        {
            Hear(Report(7, 1), LinkHeader.AttemptOf(attempt));
            Hear(Alarm(9, 1), LinkHeader.AttemptOf(attempt + 12));
            _now += TimeSpan.FromSeconds(11);
            if (_relay.WaitingCount < 2)
            {
                Assert.False(_relay.TryPoll(_now += TimeSpan.FromSeconds(20), out _)); // too old: let go
                continue;
            }

            Assert.True(_relay.TryPoll(_now, out var first) && first!.IsAlarm);
            Send(first);
            Assert.True(_relay.TryPoll(_now, out var second) && !second!.IsAlarm);
            return;
        }

        Assert.Fail("the two never waited together");
    }

    [Fact]
    public void The_copies_of_a_burst_tell_how_long_they_go_on()
    {
        HearHub();
        for (var attempt = 2; attempt <= 60; attempt++)
        {
            for (var part = 3u; part >= 1; part--)
                Hear(Report(9, part), LinkHeader.AttemptOf(attempt), following: TimeSpan.FromSeconds(0.5 * (part - 1)));
            for (var step = 0; step < 120; step++)
            {
                _now += TimeSpan.FromMilliseconds(100);
                if (!_relay.TryPoll(_now, out var first)) continue;
                Assert.Equal(3, _relay.WaitingCount);
                Assert.True(first!.Header.More && !first.IsAnswered);
                Send(first);
                Assert.True(_relay.TryPoll(_now, out var second) && second!.Header.More);
                Send(second!);
                Assert.True(_relay.TryPoll(_now, out var last) && !last!.Header.More && last.IsAnswered);
                return;
            }
        }

        Assert.Fail("never relayed");
    }

    [Fact]
    public void Another_relay_that_is_first_saves_the_copy()
    {
        HearHub();
        var frame = Alarm(9, 1);
        for (var attempt = 1; attempt <= 12; attempt++)
        {
            Hear(frame, attempt);
            Hear(frame, attempt, hop: 1);
            Assert.Null(Pass(0.4));
        }

        Assert.True(_relay.Count(RelayReason.OtherWasFirst) > 0);
    }

    [Fact]
    public void Whatever_comes_in_nothing_throws_and_what_is_kept_stays_bounded()
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var random = new Random(seed);
            _relay = Relay(seed);
            RelayCopy? inModem = null;
            for (var step = 0; step < 2000; step++)
            {
                _now += TimeSpan.FromMilliseconds(random.Next(200));
                var frame = random.Next(4) == 0 ? new byte[random.Next(200)] : Alarm((ushort)random.Next(1, 600), (uint)random.Next(1, 9));
                if (random.Next(4) == 0) random.NextBytes(frame);
                _relay.Heard(
                    new LinkHeader(random.Next(4), random.Next(32), TimeSpan.FromSeconds(random.Next(3))), frame,
                    random.Next(2) == 0 ? null : random.NextDouble() * 60 - 40, _now);
                if (inModem is not null && random.Next(2) == 0)
                {
                    _relay.Transmitted(inModem.Ticket, random.Next(4) > 0, _now);
                    inModem = null;
                }

                var isDue = _relay.TryPoll(_now, out var copy);
                Assert.True(isDue == _relay.PollWakeUp() <= _now || inModem is not null, $"seed {seed}, step {step}");
                Assert.True(copy is null || copy.Header.Hop is >= 1 and <= 3);
                if (isDue && random.Next(3) > 0) _relay.Taken(inModem = copy!, _now);
                Assert.True(_relay.WaitingCount <= Protocol.Radio.Relay.Most, $"seed {seed}: {_relay.WaitingCount} wait");
            }
        }
    }

    private static TimeSpan OnAir(int bytes) => Airtime.Of(bytes, 9, 125_000, 5);

    private static byte[] Alarm(ushort station, uint serial) => Frame(station, Kind.Alarm, Series.Numbered, serial, false);

    private static byte[] Report(ushort station, uint serial) =>
        Frame(station, Kind.SituationReport, Series.Numbered, serial, false);

    private byte[] Receipt(ushort station) => Frame(station, Kind.Receipt, Series.Signal, ++_signal, true);

    private static byte[] Frame(ushort station, Kind kind, Series series, uint serial, bool down)
    {
        var frame = new byte[series == Series.Signal ? 24 : 51];
        new FrameHeader(1, MessageStatus.Actual, down ? Direction.Down : Direction.Up, series, kind, Precedence.Flash,
            station, 77, serial, series == Series.Signal ? 0u : 1).Write(frame);
        return frame;
    }

    private Relay Relay(int seed) => new(5, OnAir, _distance, new Random(seed), new Instant(TimeSpan.Zero));

    private TimeSpan? Hear(
        byte[] frame, int attempt = 1, int hop = 0, bool down = false, TimeSpan following = default)
    {
        if (down) frame[0] |= 4;
        return _relay.Heard(new LinkHeader(hop, attempt, following), frame, snrDb: null, _now);
    }

    /// <summary>It hears the hub itself, speaking to somebody else.</summary>
    private void HearHub() => Hear(Receipt(1), down: true);

    /// <summary>Its station repeats it, until our copy is due.</summary>
    private RelayCopy UntilCopy(byte[] frame, int from = 1)
    {
        for (var tries = from; tries < from + 60; tries++)
        {
            Hear(frame, LinkHeader.AttemptOf(tries));
            if (Pass(1.3) is { } copy) return copy;
        }

        throw new InvalidOperationException("never relayed");
    }

    /// <summary>The first copy that is due within this time.</summary>
    private RelayCopy? Pass(double seconds)
    {
        var end = _now + TimeSpan.FromSeconds(seconds);
        while (_relay.PollWakeUp() is var next && next <= end)
        {
            _now = Instant.Max(_now, next);
            if (_relay.TryPoll(_now, out var copy)) return copy;
        }

        _now = end;
        return null;
    }

    private void Send(RelayCopy copy)
    {
        _relay.Taken(copy, _now);
        _now += OnAir(copy.Frame.Length + copy.Header.Length);
        _relay.Transmitted(copy.Ticket, onAir: true, _now);
    }
}
