using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Radio;

namespace Noodlink.Protocol.Tests.Radio;

/// <summary>Two sessions over virtual air. Each failure prints its seed and the last of what was on the air.</summary>
public sealed class RadioSessionTests
{
    private static readonly AirWeather Fair = new(0);

    [Fact]
    public void A_window_goes_in_one_burst_and_one_receipt_confirms_it()
    {
        var pair = Talking(seed: 1);
        var before = pair.Point.Sent.Count;
        var answers = pair.Hub.Sent.Count;
        for (var i = 0; i < 16; i++) pair.Point.Post();

        Assert.True(pair.Drive(() => pair.Point.Waiting == 0, TimeSpan.FromSeconds(15)), pair.Story);

        var burst = pair.Point.Sent.Skip(before).ToList();
        Assert.Equal(16, burst.Count);
        Assert.All(burst.SkipLast(1), frame => Assert.True(frame.Header.More));
        Assert.False(burst[^1].Header.More);
        Assert.Equal(answers + 1, pair.Hub.Sent.Count);
        for (var i = 0; i < 15; i++)
        {
            var left = burst[^1].To - burst[i].To;
            Assert.InRange(burst[i].Header.Following - left, TimeSpan.Zero, TimeSpan.FromSeconds(2.5));
        }
    }

    [Fact]
    public void Only_what_was_lost_goes_again_and_the_window_fills_up_behind_it()
    {
        var pair = Talking(seed: 2);
        for (var i = 0; i < 20; i++) pair.Point.Post();
        var before = pair.Point.Sent.Count;
        pair.Point.Loses = frame => frame is AirContent.Data { Message.Id: 4 or 9 } && pair.Point.Sent.Count <= before + 16;

        Assert.True(pair.Drive(() => pair.Point.Waiting == 0, TimeSpan.FromSeconds(30)), pair.Story);

        Assert.Equal(
            [.. Enumerable.Range(2, 16), 4, 9, 18, 19, 20, 21],
            pair.Point.Sent.Skip(before).Select(frame => ((AirContent.Data)frame.Content).Message.Id));
    }

    [Fact]
    public void A_lost_receipt_costs_a_poll_and_no_message_goes_twice()
    {
        var pair = Talking(seed: 3);
        for (var i = 0; i < 8; i++) pair.Point.Post();
        var lost = 0;
        pair.Hub.Loses = frame => frame is AirContent.Receipt && lost++ < 2;
        var before = pair.Point.Sent.Count;

        Assert.True(pair.Drive(() => pair.Point.Waiting == 0, TimeSpan.FromSeconds(20)), pair.Story);

        var sent = pair.Point.Sent.Skip(before).ToList();
        Assert.Equal(8, sent.Count(frame => frame.IsData));
        Assert.Equal(2, sent.Count(frame => frame.Content is AirContent.Question));
    }

    [Fact]
    public void Who_misses_the_last_frame_of_a_burst_answers_when_it_is_over()
    {
        var pair = Talking(seed: 4);
        var last = Enumerable.Range(0, 6).Select(_ => pair.Point.Post()).ToList()[^1];
        pair.Point.Loses = frame => frame is AirContent.Data data && data.Message == last && last.Tries == 1;
        var before = pair.Point.Sent.Count;

        Assert.True(pair.Drive(() => pair.Point.Waiting == 0, TimeSpan.FromSeconds(20)), pair.Story);

        Assert.DoesNotContain(pair.Point.Sent.Skip(before), frame => frame.Content is AirContent.Question);
        Assert.Equal(7, pair.Point.Sent.Count - before);
    }

    [Fact]
    public void An_answer_that_comes_before_the_modem_tells_that_the_question_has_left_ends_the_turn()
    {
        // Plain KISS at SF7: the modem is reckoned to be done 0.35 s after it was, and the answer takes less.
        var pair = new SessionPair(seed: 30, Fair, spreadingFactor: 7);
        pair.Point.ModemTellsAfter = pair.Hub.ModemTellsAfter = TimeSpan.FromMilliseconds(350);
        pair.Point.Loses = _ => pair.Point.Sent.Count <= 4;
        for (var i = 0; i < 60; i++) pair.Point.Post();

        Assert.True(pair.Drive(() => pair.Point.Waiting == 0, TimeSpan.FromSeconds(90)), pair.Story);
    }

    [Fact]
    public void A_receipt_names_what_the_receiver_has_beyond_the_burst_too()
    {
        var pair = Talking(seed: 5);
        var first = pair.Point.Post();
        pair.Hub.Loses = frame => frame is AirContent.Receipt;
        Assert.True(pair.Drive(() => pair.Hub.Knows(first), TimeSpan.FromSeconds(5)), pair.Story);
        pair.Drive(0.5);
        pair.Hub.Loses = _ => false;
        var second = pair.Point.Post(RadioRank.AlarmCore);
        Assert.True(pair.Drive(() => pair.Point.Waiting == 0, TimeSpan.FromSeconds(10)), pair.Story);
        Assert.Equal(1, first.Tries);
        Assert.Equal(1, second.Tries);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_new_noodmelding_is_next_on_the_air_inside_a_burst_with_half_a_window_unconfirmed_and_500_behind(int seed)
    {
        var pair = Talking(seed);
        pair.Hub.Loses = frame => frame is AirContent.Receipt { Content: var receipt } && receipt.Serials().Any(s => s % 2 == 0);
        for (var i = 0; i < 500; i++) pair.Point.Post(bytes: 100);
        pair.Drive(5 + seed);
        pair.Hub.Loses = _ => false;
        Assert.True(pair.Drive(() => pair.Point.Session.IsSending && pair.Point.Session.IsOpen, TimeSpan.FromSeconds(60)), pair.Story);
        var before = pair.Point.Sent.Count;

        var alarm = pair.Point.Post(RadioRank.AlarmCore);
        Assert.True(pair.Drive(() => alarm.Receipted is not null, TimeSpan.FromSeconds(10)), pair.Story);

        var frame = pair.Point.Sent[before];
        Assert.Equal(alarm, Assert.IsType<AirContent.Data>(frame.Content).Message);
        Assert.False(frame.Header.More);
        Assert.InRange((alarm.Receipted!.Value - alarm.Posted).TotalSeconds, 0, 2);
        Assert.True(pair.Drive(() => pair.Point.Waiting < 480, TimeSpan.FromSeconds(200)), pair.Story);
    }

    [Fact]
    public void Two_noodmeldingen_share_a_turn_and_routine_never_joins_it()
    {
        var pair = Talking(seed: 6);
        pair.Point.Post();
        pair.Point.Post();
        var alarms = new[] { pair.Point.Post(RadioRank.AlarmCore), pair.Point.Post(RadioRank.AlarmCore) };
        var before = pair.Point.Sent.Count;
        Assert.True(pair.Drive(() => pair.Point.Waiting == 0, TimeSpan.FromSeconds(10)), pair.Story);

        var sent = pair.Point.Sent.Skip(before).ToList();
        Assert.Equal(alarms, sent.Take(2).Select(frame => ((AirContent.Data)frame.Content).Message));
        Assert.Equal([true, false, true, false], sent.Select(frame => frame.Header.More));
    }

    [Fact]
    public void A_restart_in_mid_window_neither_floods_nor_forgets()
    {
        for (var seed = 10; seed < 30; seed++)
        {
            var pair = Talking(seed);
            for (var i = 0; i < 40; i++) pair.Point.Post();
            Assert.True(pair.Drive(() => pair.Point.Session.IsOpen, TimeSpan.FromSeconds(5)), pair.Story);
            pair.Drive(1);
            var alarm = pair.Point.Post(RadioRank.AlarmCore);
            pair.Point.Crash();
            var before = pair.Point.Sent.Count;
            pair.Hub.IsMuted = true;
            pair.Drive(30);

            // The hub is silent: a few frames of probing, not a window again and again; the noodmelding among the first.
            var sent = pair.Point.Sent.Skip(before).ToList();
            Assert.InRange(sent.Count, 3, 30);
            Assert.Equal(alarm, Assert.IsType<AirContent.Data>(sent[0].Content).Message);
            pair.Hub.IsMuted = false;
            Assert.True(pair.Drive(() => pair.Point.Waiting == 0, TimeSpan.FromMinutes(3)), pair.Story);
            Assert.Equal(42, pair.Hub.Journal.Count);
        }
    }

    [Fact]
    public void The_answer_to_a_new_noodmelding_does_not_wait_behind_what_was_complete_before()
    {
        var core = 1UL << Protocol.Wire.Parts.Core;
        var receipts = RadioReceipts.Of(
            epoch: 7,
            [
                new HeldMessage(3, Complete: true, Clash: false, Parts: 0, HasCore: true),
                new HeldMessage(4, Complete: false, Clash: false, core, HasCore: true),
            ],
            screenOpen: false);

        Assert.Equal([4u, 3u], receipts.Select(receipt => receipt.Base));
    }

    [Theory]
    [InlineData(RadioRank.AlarmCore, true)]
    [InlineData(RadioRank.Routine, false)]
    public void The_question_about_noodmeldingen_is_as_urgent_as_they_are(RadioRank rank, bool urgent)
    {
        var session = new RadioSession(new RadioPace(TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(0.2)), new Random(1));
        session.Heard();
        var parts = Enumerable.Range(1, 2).Select(serial => new RadioPart(
            new RadioMessage(7, (uint)serial, tries: 0), 1, rank, TimeSpan.FromSeconds(0.3))).ToList();
        var now = Instant.Zero;
        RadioSend? send;
        while ((send = session.Next(parts, now)) is not RadioSend.Question)
        {
            if (send is not null) session.Taken(send, now);
            session.Transmitted(onAir: true, now);
            now += TimeSpan.FromSeconds(1);
            Assert.True(now < Instant.Zero + TimeSpan.FromMinutes(2), "never asked");
        }

        Assert.Equal(urgent, ((RadioSend.Question)send).Urgent);
    }

    [Fact]
    public void Two_epochs_in_one_window_are_both_confirmed()
    {
        var pair = Talking(seed: 7);
        pair.Point.Other.IsMuted = true;
        for (var i = 0; i < 6; i++) pair.Point.Post();
        pair.Drive(1);
        pair.Point.Crash();
        for (var i = 0; i < 6; i++) pair.Point.Post();
        pair.Point.Other.IsMuted = false;

        Assert.True(pair.Drive(() => pair.Point.Waiting == 0, TimeSpan.FromMinutes(2)), pair.Story);
        Assert.Equal(13, pair.Hub.Journal.Count);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(300)]
    [InlineData(5000)]
    public void Serials_that_lie_far_apart_are_confirmed_by_gaps(int step)
    {
        var pair = Talking(seed: 8);
        pair.Point.SerialStep = step;
        for (var i = 0; i < 64; i++) pair.Point.Post();
        var before = pair.Point.Sent.Count(frame => frame.IsData);
        Assert.True(pair.Drive(() => pair.Point.Waiting == 0, TimeSpan.FromMinutes(3)), pair.Story);
        Assert.Equal(64, pair.Point.Sent.Count(frame => frame.IsData) - before);
    }

    [Fact]
    public void What_the_LAN_delivers_leaves_the_burst()
    {
        var pair = Talking(seed: 9);
        var all = Enumerable.Range(0, 16).Select(_ => pair.Point.Post()).ToList();
        var before = pair.Point.Sent.Count;
        pair.Drive(1);
        foreach (var message in all.Skip(8)) pair.Point.DeliverByLan(message);
        Assert.True(pair.Drive(() => pair.Point.Waiting == 0, TimeSpan.FromSeconds(20)), pair.Story);
        Assert.InRange(pair.Point.Sent.Count - before, 8, 10);
        pair.Drive(30);
        Assert.InRange(pair.Point.Sent.Count - before, 8, 10);
    }

    [Fact]
    public void A_hub_that_is_never_heard_gets_noodmeldingen_again_and_again_but_within_bounds()
    {
        var pair = new SessionPair(11, Fair);
        pair.Hub.IsMuted = true;
        var alarms = Enumerable.Range(0, 20).Select(_ => pair.Point.Post(RadioRank.AlarmCore)).ToList();
        for (var i = 0; i < 100; i++) pair.Point.Post();
        pair.Drive(3600);

        Assert.All(alarms, alarm => Assert.True(alarm.Tries >= 12, $"{alarm.Id}: {alarm.Tries}\n{pair.Story}"));
        Assert.DoesNotContain(pair.Point.Sent, frame => frame.Content is AirContent.Question);
        Assert.InRange(pair.Point.OnAirTotal.TotalSeconds, 60, 200);
        Assert.All(alarms, alarm => Assert.True(pair.Hub.Knows(alarm)));
    }

    [Fact]
    public void After_a_long_silence_the_backlog_flows_within_a_minute_or_two_of_the_first_answer()
    {
        var pair = Talking(seed: 12);
        pair.Weather = new AirWeather(1);
        for (var i = 0; i < 100; i++) pair.Point.Post();
        pair.Drive(3600);
        Assert.InRange(pair.Point.OnAirTotal.TotalSeconds, 5, 40);
        pair.Weather = Fair;
        Assert.True(pair.Drive(() => pair.Point.Waiting == 0, TimeSpan.FromSeconds(62 + 75)), pair.Story);
    }

    [Fact]
    public void A_message_that_the_receiver_never_keeps_stands_aside_for_the_others()
    {
        var pair = Talking(seed: 13);
        var refused = pair.Point.Post();
        pair.Point.Loses = frame => frame is AirContent.Data data && data.Message == refused;
        pair.Drive(60);
        for (var i = 0; i < 50; i++) pair.Point.Post();
        Assert.True(pair.Drive(() => pair.Point.Waiting == 1, TimeSpan.FromMinutes(2)), pair.Story);
        pair.Drive(3600);
        Assert.InRange(refused.Tries, 30, 200);
    }

    [Fact]
    public void Parts_of_a_long_message_are_asked_for_one_by_one()
    {
        var pair = Talking(seed: 14);
        var message = pair.Point.Post(parts: 5, bytes: 150);
        var before = pair.Point.Sent.Count;
        var dropped = false;
        pair.Point.Loses = frame => frame is AirContent.Data { Part: 2 } && !dropped && (dropped = true);
        Assert.True(pair.Drive(() => message.Receipted is not null, TimeSpan.FromSeconds(30)), pair.Story);
        Assert.Equal(
            new byte[] { 0, 1, 2, 3, 4, 2 },
            pair.Point.Sent.Skip(before).Select(frame => ((AirContent.Data)frame.Content).Part));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Bad_air_and_crashes_on_both_sides_lose_nothing_and_double_nothing(int seed)
    {
        var fault = SessionTorture.Run(seed, messages: 400);
        Assert.True(fault is null, fault);
    }

    /// <summary>Two stations that have met: one message each way is confirmed.</summary>
    private static SessionPair Talking(int seed)
    {
        var pair = new SessionPair(seed, Fair);
        pair.Drive(1.1);
        pair.Point.Post();
        Assert.True(pair.Drive(() => pair.Point.Waiting == 0, TimeSpan.FromSeconds(10)), pair.Story);
        pair.Drive(5);
        return pair;
    }
}
