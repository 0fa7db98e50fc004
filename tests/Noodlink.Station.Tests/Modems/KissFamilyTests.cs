using System.Text;
using Noodlink.Cli.Air;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

/// <summary>Who stands behind a KISS line, and what is made of it (modems.md §5.1, §5.3).</summary>
public sealed class KissFamilyTests
{
    // modems.md §5.3. Without an answer nobody knows where it sends.
    [Theory]
    [InlineData("kiss-plain")]
    [InlineData("kiss-direwolf")]
    public void Meshcore_is_not_ready_without_an_answer_and_says_what_to_do(string device)
    {
        var bench = new Bench(device, new MeshCoreModem(RunningModem.Fast)) { ReopensItself = true }.Open();
        bench.Run(TimeSpan.FromSeconds(60));
        Assert.DoesNotContain(bench.Events, happened => happened is ModemEvent.Changed { Status.Ready: true });
        Assert.Contains(bench.Events, happened => happened is ModemEvent.Changed changed
            && changed.Status.Detail.Contains("another KISS modem is kiss:", StringComparison.Ordinal));
        Assert.Empty(bench.OnAir);
    }

    [Theory]
    [InlineData("meshcore", "MeshCore kiss_modem 2")]
    [InlineData("kiss", "MeshCore kiss_modem 2")]
    [InlineData("kiss-direwolf", "DIREWOLF 1.7 (KISS)")]
    [InlineData("kiss-plain", "plain KISS; frequency, power and spreading factor are set in the modem itself")]
    public void What_it_is_stands_in_the_status(string device, string identity) =>
        Assert.Contains(identity, new Bench(device).Ready().Conversation.Status.Detail, StringComparison.Ordinal);

    // modems.md §5.3: GetNoiseFloor, i16; MeshCore: 0 until it has measured.
    [Theory]
    [InlineData(new byte[] { 0x8B, 0xFF }, ", noise -117 dBm")]
    [InlineData(new byte[] { 0x88, 0xFF }, ", noise -120 dBm")]
    [InlineData(new byte[] { 0, 0 }, "read back")]
    [InlineData(new byte[] { }, "read back")]
    public void What_it_hears_of_noise_is_told_to_the_technician(byte[] answer, string end)
    {
        var said = MeshCoreModem.Hardware(0x90, answer);
        var bench = new Bench("meshcore") { OnTheLine = word => [word is [0xC0, 6, 0x90, ..] ? said : word] }.Ready();
        Assert.EndsWith(end, bench.Conversation.Status.Detail, StringComparison.Ordinal);
    }

    // A board that is taken for a plain modem would send on its own channel with its own power.
    [Fact]
    public void A_kiss_modem_whose_first_answer_got_lost_is_asked_again()
    {
        var swallowed = 0;
        var bench = new Bench("kiss") { OnTheLine = said => IsPong(said) && swallowed++ == 0 ? [] : [said] }.Ready();
        Assert.Contains("MeshCore", bench.Conversation.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(2, swallowed);
    }

    [Fact]
    public void A_kiss_modem_that_was_taken_for_a_plain_one_is_found_out_by_its_first_word()
    {
        var isDeaf = true;
        var bench = new Bench("kiss") { OnTheLine = said => isDeaf && IsPong(said) ? [] : [said] };
        bench.Device.FromHost(MeshCoreModem.Hardware(0x09, 0x08, 0xE6, 0xD3, 0x33, 0x90, 0xD0, 3, 0, 7, 5));
        bench.Ready();
        isDeaf = false;
        if (!bench.Conversation.Status.Detail.Contains("MeshCore", StringComparison.Ordinal)) bench.PeerSends([1]);
        bench.Until(
            () => bench.Conversation.Status is { Ready: true } status
                && status.Detail.Contains("MeshCore", StringComparison.Ordinal), seconds: 10);
    }

    // modems.md §5.1: TXBUF for pacing; what waits for its slot has not left.
    [Fact]
    public void Direwolf_has_sent_when_nothing_waits_in_it_any_more()
    {
        var bench = new Bench("kiss-direwolf").Ready();
        var jammer = bench.Channel.Attach(bench.OnAirTuning, _ => { });
        bench.Channel.Transmit(jammer, new byte[1], TimeSpan.FromSeconds(0.6), () => { });
        var began = bench.Now;
        Assert.True(bench.Send([1, 2]).OnAir);
        Assert.True(bench.Now - began > TimeSpan.FromSeconds(0.6));
        Assert.Equal([1, 2], bench.PeerHeard.Last());
    }

    // modems.md §5.1: "a TNC that is not in KISS mode echoes text".
    [Fact]
    public void A_TNC_that_prompts_is_told_to_go_into_KISS_mode()
    {
        var bench = new Bench("kiss-plain").Open();
        bench.Say("\r\ncmd:\r\n"u8.ToArray());
        bench.Until(() => bench.Conversation.Status.Ready, seconds: 20);
        var written = Encoding.Latin1.GetString([.. bench.Written]);
        Assert.Contains("\rKISS ON\rRESTART\r", written, StringComparison.Ordinal);
        Assert.True(bench.Send([5]).OnAir);
    }

    [Fact]
    public void A_TNC_in_KISS_mode_is_never_talked_to_in_text_nor_told_to_leave_it()
    {
        var bench = new Bench("kiss-plain").Ready();
        bench.Run(TimeSpan.FromSeconds(40));
        Assert.DoesNotContain("KISS", Encoding.Latin1.GetString([.. bench.Written]), StringComparison.Ordinal);
        Assert.DoesNotContain((byte)0xFF, bench.Written);
    }

    // modems.md §5.3: "TXDELAY 500 ms by default: set it small", and it is forgotten at each restart.
    [Theory]
    [InlineData("kiss-plain")]
    [InlineData("meshcore")]
    public void The_waiting_times_are_written_again_after_a_restart_that_nobody_told(string device)
    {
        var bench = new Bench(device).Ready();
        bench.IsMute = true;
        bench.Device.Reboot();
        bench.IsMute = false;
        bench.Written.Clear();
        bench.Run(ModemConversation.HeartbeatAfter + TimeSpan.FromSeconds(3));
        Assert.True(bench.Written.ToArray().AsSpan().IndexOf(KissFraming.Parameters()) >= 0);
    }

    // modems.md §5.3: only two answers wait inside, the third question gets F1 07.
    [Fact]
    public void One_question_is_asked_at_a_time()
    {
        var refusals = 0;
        var bench = new Bench("meshcore")
        {
            OnTheLine = said =>
            {
                if (said is [0xC0, 6, 0xF1, ..]) refusals++;
                return [said];
            },
        };
        bench.Ready();
        for (byte frame = 1; frame <= 5; frame++) Assert.True(bench.Send([frame]).OnAir);
        Assert.Equal(0, refusals);
        Assert.Equal(5, bench.PeerHeard.Count);
        Assert.Equal(1, bench.TimesReady);
    }

    // modems.md §5.3: a second frame while one is inside is answered F1 07; it is told as not sent.
    [Fact]
    public void A_modem_that_is_still_busy_with_a_frame_refuses_the_next()
    {
        var bench = new Bench("meshcore").Ready();
        bench.Device.FromHost(KissFraming.Encode(KissFraming.DataType, new byte[100]));
        var sent = bench.Send([1]);
        Assert.False(sent.OnAir);
        Assert.Contains("F1 07", sent.Detail, StringComparison.Ordinal);
        Assert.True(bench.Conversation.Status.Ready);
    }

    // modems.md §5.3: TxDone 00.
    [Fact]
    public void A_transmission_that_failed_in_the_chip_is_told_as_not_sent()
    {
        var bench = new Bench("meshcore")
        {
            OnTheLine = said => [said is [0xC0, 6, 0xF8, 1, 0xC0] ? [0xC0, 6, 0xF8, 0, 0xC0] : said],
        };
        var sent = bench.Ready().Send([1]);
        Assert.False(sent.OnAir);
        Assert.Contains("failed transmission", sent.Detail, StringComparison.Ordinal);
        Assert.True(bench.Conversation.Status.Ready);
    }

    // modems.md §5.3, code reading of older firmware: a frame while one is inside is dropped without F1 07. What is left
    // is the time-out, and the modem is well afterwards.
    [Fact]
    public void A_frame_that_old_firmware_dropped_without_a_word_has_an_end()
    {
        var bench = new Bench("meshcore").Ready();
        bench.OnTheLine = said => said is [0xC0, 6, 0xF8, ..] or [0xC0, 6, 0xF1, ..] ? [] : [said];
        Assert.False(bench.Send([1]).OnAir);
        bench.OnTheLine = said => [said];
        bench.Run(TimeSpan.FromSeconds(1));
        Assert.True(bench.Send([2]).OnAir);
        Assert.Equal(1, bench.TimesReady);
    }

    // modems.md §5.1: "no flow control": one frame inside at a time, and none before the one before has had its time.
    [Fact]
    public void A_plain_modem_never_holds_more_than_one_frame_of_ours()
    {
        var bench = new Bench("kiss-plain").Ready();
        for (byte frame = 1; frame <= 4; frame++)
        {
            Assert.True(bench.Send([frame]).OnAir);
            Assert.InRange(bench.OnAir.Count, frame - 1, frame);
        }
    }

    // modems.md §5.3: "compare with our own formula at start-up". A radio on another spreading factor says so here only.
    [Theory]
    [InlineData(0.5, false)]
    [InlineData(0.95, false)]
    [InlineData(1, true)]
    [InlineData(1.5, true)]
    [InlineData(2.1, false)]
    public void A_time_on_air_that_does_not_fit_our_settings_is_not_gone_on_with(double times, bool isGood)
    {
        var told = (int)(times * new MeshCoreModem(RunningModem.Fast).TimeOnAir(200).TotalMilliseconds);
        byte[] answer = MeshCoreModem.Hardware(0x8F, (byte)(told % 256), (byte)(told / 256), 0, 0);
        var bench = new Bench("meshcore") { OnTheLine = said => [said is [0xC0, 6, 0x8F, ..] ? answer : said] };
        bench.Open().Run(TimeSpan.FromSeconds(3));
        Assert.Equal(isGood, bench.Conversation.Status.Ready);
        if (!isGood) Assert.Contains("time on air", bench.Conversation.Status.Detail, StringComparison.Ordinal);
    }

    private static bool IsPong(byte[] said) => said is [0xC0, 6, 0x97, 0xC0];
}
