using Noodlink.Cli.Air;
using Noodlink.Station.Modems;
using Xunit.Abstractions;

namespace Noodlink.Station.Tests.Modems;

/// <summary>Modems that do nothing and say nothing about it: how soon that is noticed, in virtual time.</summary>
public sealed class HungAndMuteTests(ITestOutputHelper output)
{
    public static TheoryData<string> AnsweringDevices => Bench.AnsweringDevices;

    public static TheoryData<string> ReportingDevices => Bench.ReportingDevices;

    public static TheoryData<string> SentReportingDevices => Bench.SentReportingDevices;

    // Issue, "hung modem that answers commands, noticed"; radio.md T6; modems.md §0.2.
    [Theory]
    [MemberData(nameof(SentReportingDevices))]
    public void A_modem_that_answers_and_does_not_send_is_noticed_within_twice_the_time_on_air_and_a_second(
        string device)
    {
        foreach (var bytes in new[] { 1, 51, 200 })
        {
            var bench = new Bench(device).Ready();
            bench.Device.Fault = ModemFault.Stuck;
            var frame = new byte[Math.Min(bytes, bench.Dialect.FrameBytesMax)];
            var bound = 2 * bench.Dialect.TimeOnAir(frame.Length) + TimeSpan.FromSeconds(1);
            var began = bench.Now;

            var sent = bench.Send(frame);

            output.WriteLine($"{device}, {frame.Length} bytes: noticed after {bench.Now - began}, allowed {bound}");
            Assert.Equal((false, false), (sent.OnAir, sent.Busy));
            Assert.True(bench.Now - began <= bound, $"{device}, {bytes} bytes: {bench.Now - began}, allowed {bound}");
            Assert.Empty(bench.PeerHeard);
        }
    }

    // modems.md §0.2, §7 vector 9: silence after a frame; two expiries, the resync, and then the port.
    [Theory]
    [MemberData(nameof(ReportingDevices))]
    public void A_hung_modem_is_resynchronised_and_then_reopened_in_time(string device)
    {
        var bench = new Bench(device).Ready();
        bench.IsMute = true;
        var began = bench.Now;
        Assert.True(bench.Conversation.TrySend(new byte[50], bench.Now));
        bench.Until(() => bench.Sent.Any(), seconds: 10);
        Assert.False(bench.Sent.Single().OnAir);

        var patience = 2 * bench.Dialect.TimeOnAir(50) + ModemConversation.PatienceBase
            + TimeSpan.FromMilliseconds(400);
        Assert.True(bench.Now - began <= patience, $"first expiry after {bench.Now - began}");
        bench.Until(() => bench.Conversation.ReopenBecause is not null, seconds: 10);
        Assert.True(bench.Now - began <= 3 * patience, $"reopened after {bench.Now - began}");
        Assert.False(bench.Conversation.Status.Ready);
    }

    [Theory]
    [MemberData(nameof(ReportingDevices))]
    public void A_modem_that_answers_the_resync_is_set_up_again_without_reopening(string device)
    {
        var bench = new Bench(device).Ready();
        var isAwake = false;
        bench.OnTheLine = said =>
        {
            isAwake |= bench.Conversation.Status.Detail.Contains("resynchronising", StringComparison.Ordinal);
            return isAwake ? [said] : [];
        };
        Assert.True(bench.Conversation.TrySend(new byte[50], bench.Now));
        bench.Until(() => bench.TimesReady == 2, seconds: 10);
        Assert.Null(bench.Conversation.ReopenBecause);
        Assert.True(bench.Send([1]).OnAir);
    }

    [Theory]
    [MemberData(nameof(ReportingDevices))]
    public void A_modem_that_stays_hung_gets_its_reset_wires_pulled(string device)
    {
        var bench = new Bench(device).Ready();
        bench.IsMute = true;
        Assert.True(bench.Conversation.TrySend(new byte[50], bench.Now));
        for (var opening = 0; opening < 3; opening++)
        {
            Assert.False(bench.Conversation.WantsReset);
            bench.Until(() => bench.Conversation.ReopenBecause is not null, seconds: 20);
            bench.Conversation.Lost("reopening");
            bench.Open();
            if (bench.Conversation.WantsReset) break;
        }

        Assert.True(bench.Conversation.WantsReset);
        bench.IsMute = false;
        bench.Until(() => bench.TimesReady == 2, seconds: 20);
        Assert.True(bench.Send([1]).OnAir);
        Assert.False(bench.Conversation.WantsReset);
    }

    // A processor that stood still goes on where it was: also between the clear channel and the first symbol.
    [Theory]
    [MemberData(nameof(ReportingDevices))]
    public void A_modem_that_hung_at_any_moment_of_a_sending_sends_again_when_it_is_back(string device)
    {
        for (var milliseconds = 5; milliseconds < 1000; milliseconds += 45)
        {
            var bench = new Bench(device) { ReopensItself = true }.Ready();
            Assert.True(bench.Conversation.TrySend(new byte[50], bench.Now));
            bench.Run(TimeSpan.FromMilliseconds(milliseconds));
            bench.Device.Hang(isHung: true);
            bench.Run(TimeSpan.FromSeconds(3));
            bench.Device.Hang(isHung: false);
            bench.Until(() => bench.Conversation.Status.Ready && bench.Send([1]).OnAir, seconds: 30);
        }
    }

    // A modem that takes frames and never sends them must not stay "ready" for ever because it answers questions.
    [Theory]
    [MemberData(nameof(ReportingDevices))]
    public void A_modem_that_takes_frames_and_never_sends_them_is_not_left_alone(string device)
    {
        var bench = new Bench(device).Ready();
        bench.Device.Fault = ModemFault.Stuck;
        for (var frame = 0; frame < 10 && bench.Conversation.ReopenBecause is null; frame++)
        {
            bench.Until(() => bench.Conversation.Status.Ready, seconds: 20);
            var before = bench.Sent.Count();
            Assert.True(bench.Conversation.TrySend(new byte[20], bench.Now));
            bench.Until(() => bench.Sent.Count() > before, seconds: 20);
            bench.Run(TimeSpan.FromSeconds(2));
        }

        Assert.NotNull(bench.Conversation.ReopenBecause);
    }

    // Those that say nothing about frames are found by the question every 15 s.
    [Theory]
    [MemberData(nameof(AnsweringDevices))]
    public void A_modem_that_falls_silent_between_frames_is_reopened_and_works_when_it_is_back(string device)
    {
        var bench = new Bench(device).Ready();
        var began = bench.Now;
        bench.IsMute = true;
        bench.Until(
            () => bench.Conversation.ReopenBecause is not null,
            seconds: ModemConversation.HeartbeatAfter.TotalSeconds + 20);
        Assert.False(bench.Conversation.Status.Ready);
        Assert.True(bench.Now - began > ModemConversation.HeartbeatAfter / 2);

        bench.Conversation.Lost("reopening");
        bench.IsMute = false;
        bench.Ready();
        Assert.True(bench.Send([1]).OnAir);
    }

    // modems.md §5.3: the firmware waits for a clear channel by itself, and nobody tells how long. That is no hang.
    [Fact]
    public void A_frame_that_waits_inside_for_a_clear_channel_is_waited_for_as_long_as_the_modem_says_so()
    {
        var bench = JammedAfterItsAnswer(seconds: 4);
        bench.Until(() => bench.Sent.Any(), seconds: 10);

        Assert.True(bench.Sent.Single().OnAir, bench.Sent.Single().Detail);
        Assert.True(bench.Now.SinceStart > TimeSpan.FromSeconds(4));
        Assert.Equal(1, bench.TimesReady);
    }

    [Fact]
    public void A_channel_that_stays_busy_gives_the_frame_back_after_eight_seconds()
    {
        var bench = JammedAfterItsAnswer(seconds: 60);
        bench.Until(() => bench.Sent.Any(), seconds: 13);
        Assert.False(bench.Sent.Single().OnAir);
        Assert.True(bench.Now.SinceStart > TimeSpan.FromSeconds(8));
    }

    [Fact]
    public void A_busy_channel_is_told_before_the_modem_has_the_frame()
    {
        var bench = new Bench("meshcore").Ready();
        var jammer = bench.Channel.Attach(bench.OnAirTuning, _ => { });
        bench.Channel.Transmit(jammer, new byte[1], TimeSpan.FromSeconds(1), () => { });
        var sent = bench.Send(new byte[20]);
        Assert.Equal((false, true), (sent.OnAir, sent.Busy));
        bench.Run(TimeSpan.FromSeconds(3));
        Assert.Single(bench.OnAir);
        Assert.True(bench.Send(new byte[20]).OnAir);
    }

    // Issue: "mute ones: 5 unanswered frames and nothing heard show 'modem zwijgt' and reopen".
    [Fact]
    public void Five_frames_of_a_mute_modem_and_nothing_heard_are_told_and_the_line_is_opened_again()
    {
        var bench = new Bench("kiss-plain").Ready();
        for (var frame = 1; frame <= 5; frame++)
        {
            Assert.False(bench.Conversation.Status.IsSilent);
            Assert.Null(bench.Conversation.ReopenBecause);
            bench.Send([7]);
        }

        Assert.Contains("silent", bench.Conversation.ReopenBecause, StringComparison.Ordinal);
        bench.Conversation.Lost("reopening");
        bench.Ready();
        Assert.True(bench.Conversation.Status is { Ready: true, IsSilent: true });
        Assert.Contains("5 frames sent and nothing heard", bench.Conversation.Status.Detail, StringComparison.Ordinal);

        // It may be that the others are switched off: opened again, but more and more seldom.
        for (var frame = 6; frame < 10; frame++) bench.Send([7]);
        Assert.Null(bench.Conversation.ReopenBecause);
        bench.Send([7]);
        Assert.NotNull(bench.Conversation.ReopenBecause);
    }

    // A beacon of the coördinatiepunt, or a receipt: on a calm evening nobody says anything to it.
    [Fact]
    public void Frames_that_nobody_has_to_answer_do_not_make_a_modem_silent()
    {
        var bench = new Bench("kiss-plain").Ready();
        for (var frame = 1; frame <= 20; frame++)
        {
            Assert.True(bench.Conversation.TrySend(new byte[] { 7 }, bench.Now, answerExpected: false));
            bench.Until(() => bench.Sent.Count() == frame, seconds: 10);
        }

        Assert.False(bench.Conversation.Status.IsSilent);
        Assert.Null(bench.Conversation.ReopenBecause);
    }

    [Fact]
    public void The_first_thing_heard_ends_the_silence_and_noise_does_not()
    {
        var bench = new Bench("kiss-plain") { ReopensItself = true }.Ready();
        for (var frame = 1; frame <= 5; frame++) bench.Send([7]);
        bench.Until(() => bench.Conversation.Status is { Ready: true, IsSilent: true }, seconds: 10);
        bench.Say(new byte[] { 1, 2, 3, 0xC0 });
        bench.Run(TimeSpan.FromSeconds(2));
        Assert.True(bench.Conversation.Status.IsSilent);

        bench.PeerSends([1]);
        bench.Until(() => !bench.Conversation.Status.IsSilent, seconds: 2);
        Assert.DoesNotContain("silent", bench.Conversation.Status.Detail, StringComparison.Ordinal);
        for (var frame = 1; frame < 5; frame++) bench.Send([7]);
        Assert.False(bench.Conversation.Status.IsSilent);
    }

    [Theory]
    [MemberData(nameof(ReportingDevices))]
    public void A_modem_that_tells_what_it_does_is_never_called_silent_though_nobody_answers(string device)
    {
        var bench = new Bench(device).Ready();
        for (var frame = 1; frame <= 12; frame++) Assert.True(bench.Send([7]).OnAir);
        Assert.False(bench.Conversation.Status.IsSilent);
        Assert.Equal(1, bench.TimesReady);
    }

    /// <summary>Has a frame that met a channel which was clear when it was asked, and busy before the modem had drawn its
    /// number.</summary>
    private static Bench JammedAfterItsAnswer(double seconds)
    {
        var bench = new Bench("meshcore").Ready();
        var jammer = bench.Channel.Attach(bench.OnAirTuning, _ => { });
        bench.OnTheLine = said =>
        {
            if (said is [0xC0, 6, 0x8E, 0, 0xC0] && bench.OnAir.Count == 0)
                bench.Channel.Transmit(jammer, new byte[1], TimeSpan.FromSeconds(seconds), () => { });
            return [said];
        };
        Assert.True(bench.Conversation.TrySend(new byte[20], bench.Now));
        return bench;
    }
}
