using System.Text;
using Noodlink.Cli.Air;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

/// <summary>The traps of RUI3 firmware; each names where it is told.</summary>
public sealed class Rui3ModemTests
{
    private static readonly RadioSettings Home = new();

    // §2: out of the box it is in LoRaWAN mode, and a change of mode restarts it.
    [Fact]
    public void A_module_out_of_the_box_is_brought_into_p2p_mode_and_set_before_it_is_ready()
    {
        var bench = new Bench("rui3", Home).Ready();
        var written = Written(bench);
        Assert.Equal(1, Count(written, "AT+NWM=0"));
        Assert.Contains("AT+P2P=869525000:9:125:0:8:14:1\r\n", written, StringComparison.Ordinal);
        Assert.Contains("AT+CAD=1\r\n", written, StringComparison.Ordinal);
        Assert.DoesNotContain("AT+PSEND", written, StringComparison.Ordinal);
        Assert.Contains("RUI_4.0.6", bench.Conversation.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("read back", bench.Conversation.Status.Detail, StringComparison.Ordinal);
    }

    // §2: "do not write flash on every SF change: use the 7th field"; nor what is already so.
    [Fact]
    public void The_flash_memory_is_not_written_again_after_a_restart()
    {
        var bench = new Bench("rui3", Home).Ready();
        bench.Device.Reboot();
        bench.Until(() => bench.TimesReady == 2, seconds: 20);
        var written = Written(bench);
        Assert.Equal(1, Count(written, "AT+NWM=0\r\n"));
        Assert.Equal(1, Count(written, "AT+CAD=1\r\n"));
        Assert.Equal(2, Count(written, "AT+P2P=869525000:9:125:0:8:14:1\r\n"));
        Assert.Equal(0, Count(written, ":14\r\n"));
    }

    // §2: firmware before the 7th field and before CAD; there a frame is sent when its time on air has passed.
    [Fact]
    public void Older_firmware_gets_six_fields_and_what_it_does_not_know_is_told()
    {
        var bench = new Bench("rui3-old", Home).Ready();
        Assert.Contains("AT+P2P=869525000:9:125:0:8:14\r\n", Written(bench), StringComparison.Ordinal);
        Assert.Contains(
            "it does not know: listening before sending", bench.Conversation.Status.Detail, StringComparison.Ordinal);
        var began = bench.Now;
        Assert.True(bench.Send(new byte[40]).OnAir);
        Assert.True(bench.Now - began >= bench.Dialect.TimeOnAir(40), $"after {bench.Now - began}");
    }

    // §2: with PRECV=65534 every PSEND is busy, and settings are refused while it receives; seen on RUI 4 after power-up.
    [Fact]
    public void A_module_that_is_receiving_already_is_stopped_before_it_is_set()
    {
        var bench = new Bench("rui3", Home);
        bench.Device.FromHost("AT+NWM=0\r\n"u8);
        bench.Run(TimeSpan.FromSeconds(1));
        bench.Device.FromHost("AT+PRECV=65534\r\n"u8);
        bench.Ready();
        Assert.True(bench.Send([1]).OnAir);
    }

    // modems.md §2: after AT_BUSY_ERROR the receiver is re-armed.
    [Fact]
    public void After_a_busy_channel_the_receiver_is_started_again()
    {
        var bench = new Bench("rui3", Home).Ready();
        Jam(bench, TimeSpan.FromMilliseconds(600));
        var sent = bench.Send([1, 2, 3]);
        Assert.Equal((false, true), (sent.OnAir, sent.Busy));
        Assert.Contains("AT_BUSY_ERROR", sent.Detail, StringComparison.Ordinal);
        bench.Run(TimeSpan.FromSeconds(1));
        Assert.EndsWith("AT+PRECV=0\r\nAT+PRECV=65533\r\n", Written(bench), StringComparison.Ordinal);
        Assert.Equal(1, bench.TimesReady);
        Hears(bench);
        Assert.True(bench.Send([4]).OnAir);
    }

    // modems.md §2: on a transmit time-out the firmware prints nothing, and (code reading) does not receive again.
    [Fact]
    public void A_sending_that_ends_without_a_word_is_noticed_in_time_and_the_receiver_is_started_again()
    {
        var bench = new Bench("rui3", Home).Ready();
        bench.Device.Fault = ModemFault.Stuck;
        var began = bench.Now;
        Assert.False(bench.Send(new byte[50]).OnAir);
        var patience = 2 * bench.Dialect.TimeOnAir(50) + ModemConversation.PatienceBase + TimeSpan.FromMilliseconds(400);
        Assert.True(bench.Now - began <= patience, $"after {bench.Now - began}");
        bench.Device.Fault = ModemFault.None;
        bench.Run(TimeSpan.FromSeconds(1));
        Assert.Equal(1, bench.TimesReady);
        Hears(bench);
    }

    // Source, service_lora_p2p_recv: AT+PRECV is state in memory; another program, or a restart that keeps its settings.
    [Theory]
    [InlineData("rui3")]
    [InlineData("rui3-old")]
    public void A_receiver_that_stopped_without_a_word_is_noticed(string device)
    {
        var bench = new Bench(device, Home).Ready();
        bench.IsMute = true;
        bench.Device.FromHost("AT+PRECV=0\r\n"u8);
        bench.IsMute = false;
        bench.Until(() => bench.TimesReady == 2, 2 * ModemConversation.HeartbeatAfter.TotalSeconds + 10);
        Hears(bench);
    }

    [Fact]
    public void Settings_that_changed_without_a_word_are_noticed()
    {
        var bench = new Bench("rui3", Home).Ready();
        bench.IsMute = true;
        bench.Device.FromHost("AT+PRECV=0\r\nAT+P2P=868300000:9:125:0:8:14\r\nAT+PRECV=65533\r\n"u8);
        bench.IsMute = false;
        bench.Until(() => bench.TimesReady == 2, 2 * ModemConversation.HeartbeatAfter.TotalSeconds + 10);
        Hears(bench);
    }

    // modems.md §2: in LoRaWAN mode P2P commands are refused; somebody, or a reset to factory settings, may put it there.
    [Fact]
    public void A_module_that_went_back_to_lorawan_mode_is_brought_back()
    {
        var bench = new Bench("rui3", Home).Ready();
        bench.IsMute = true;
        bench.Device.FromHost("AT+NWM=1\r\n"u8);
        bench.Run(TimeSpan.FromSeconds(2));
        bench.IsMute = false;
        bench.Until(() => bench.TimesReady == 2, 2 * ModemConversation.HeartbeatAfter.TotalSeconds + 10);
        Hears(bench);
    }

    // modems.md §2: encryption, sync word and inversion live in flash memory; with another one nobody hears it.
    [Fact]
    public void What_an_earlier_owner_set_is_set_back()
    {
        var bench = new Bench("rui3", Home);
        bench.Device.FromHost("AT+NWM=0\r\n"u8);
        bench.Run(TimeSpan.FromSeconds(1));
        bench.Device.FromHost("AT+ENCRY=1\r\nAT+SYNCWORD=3444\r\nAT+IQINVER=1\r\nAT+LPM=1\r\n"u8);
        bench.Ready();
        foreach (var command in new[] { "AT+ENCRY=0", "AT+SYNCWORD=1424", "AT+IQINVER=0", "AT+LPM=0" })
            Assert.Equal(1, Count(Written(bench), $"{command}\r\n"));
        Hears(bench);
    }

    // modems.md §2: a RAK4631 leaves the USB when its mode changes, and comes back as another opening.
    [Fact]
    public void A_module_whose_line_goes_when_its_mode_changes_is_found_in_the_new_mode()
    {
        var bench = new Bench("rui3", Home).Open();
        bench.Until(() => Written(bench).EndsWith("AT+NWM=0\r\n", StringComparison.Ordinal), seconds: 5);
        bench.Conversation.Lost("the device is gone");
        bench.Run(TimeSpan.FromSeconds(1));
        bench.Ready();
        Assert.Equal(1, Count(Written(bench), "AT+NWM=0\r\n"));
        Hears(bench);
    }

    // forum.rakwireless.com/t/16372: a host that starts writes rubbish to the module, which waits for the rest of it.
    [Fact]
    public void Half_a_command_before_the_first_one_does_no_harm()
    {
        var bench = new Bench("rui3", Home);
        bench.Device.FromHost("AT+NWM=0\r\n"u8);
        bench.Run(TimeSpan.FromSeconds(1));
        bench.Device.FromHost([(byte)'A', 0x80, 0xFF, (byte)'T']);
        bench.Ready();
        Assert.Equal(1, Count(Written(bench), "\r\nAT\r\n"));
        Assert.True(bench.Send([1]).OnAir);
    }

    // A module that is stuck says the same as one on a busy channel.
    [Fact]
    public void A_channel_that_is_busy_without_end_has_the_module_set_up_again()
    {
        var bench = new Bench("rui3", Home).Ready();
        Jam(bench, TimeSpan.FromHours(1));
        var frames = 0;
        for (; bench.TimesReady == 1 && frames < 200; frames++)
        {
            Assert.False(bench.Send([1]).OnAir);
            bench.Run(TimeSpan.FromMilliseconds(200));
        }

        Assert.InRange(frames, 100, 110);
        Assert.True(bench.Sent.Take(99).All(sent => sent.Busy));
        Assert.Null(bench.Conversation.ReopenBecause);
    }

    [Fact]
    public void A_channel_that_is_busy_now_and_again_is_no_reason_to_set_anything_up()
    {
        var bench = new Bench("rui3", Home).Ready();
        for (var round = 0; round < 4; round++)
        {
            Jam(bench, TimeSpan.FromSeconds(8));
            for (var frame = 0; frame < 60; frame++)
            {
                Assert.True(bench.Send([1]).Busy);
                bench.Run(TimeSpan.FromMilliseconds(100));
            }

            bench.Run(TimeSpan.FromSeconds(8));
            Assert.True(bench.Send([2]).OnAir);
        }

        Assert.Equal(1, bench.TimesReady);
    }

    // The steps after a failure say nothing about frequency and power.
    [Fact]
    public void Frames_that_fail_do_not_put_off_the_question_about_the_settings()
    {
        var bench = new Bench("rui3", Home).Ready();
        Jam(bench, TimeSpan.FromHours(1));
        var before = Count(Written(bench), "AT+P2P=?");
        for (var second = 0; second < 40; second++)
        {
            Assert.True(bench.Send([1]).Busy);
            bench.Run(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(before + 1, Count(Written(bench), "AT+P2P=?"));
    }

    // §2: firmware up to 1.0.4 has another AT set.
    [Fact]
    public void Firmware_from_before_rui3_is_refused_with_its_version()
    {
        var bench = new Bench("rui3", Home)
        {
            OnTheLine = said => [said.AsSpan().StartsWith("AT+VER="u8) ? "V1.0.4\r\n"u8.ToArray() : said],
        };
        bench.Open();
        bench.Run(TimeSpan.FromSeconds(3));
        Assert.False(bench.Conversation.Status.Ready);
        Assert.Contains("V1.0.4, which is older than RUI3", bench.Conversation.Status.Detail, StringComparison.Ordinal);
    }

    // docs.rakwireless.com/release-notes/rui3/2022/v3.4.0: 65533 is new; before it was a window in which nothing is sent.
    [Theory]
    [InlineData("3.2.0-p2_22q1_final.87", false)]
    [InlineData("RUI_3.3.9_RAK3172-E", false)]
    [InlineData("RUI_3.4.0_RAK3172-E", true)]
    [InlineData("3.4.2-p2_22q1_final.87", true)]
    [InlineData("RUI_4.0.6_RAK3172-E", true)]
    [InlineData("RUI_10.0.0", true)]
    [InlineData("home-made", true)]
    [InlineData("99999999999.1", true)]
    [InlineData("", true)]
    public void Firmware_that_cannot_send_while_it_receives_is_refused(string version, bool isRight)
    {
        var step = new Rui3Modem(Home).Configure().Single(step => step.What == "firmware");
        Assert.Equal(isRight, step.Judge!(new ModemWord.Answered($"AT+VER={version}")));
    }

    // A mode that does not stick would wear the flash memory out, one restart per round.
    [Fact]
    public void A_module_that_does_not_keep_its_mode_is_not_restarted_for_ever()
    {
        var bench = new Bench("rui3", Home)
        {
            OnTheLine = said => [said.AsSpan().StartsWith("AT+NWM="u8) ? "AT+NWM=1\r\n"u8.ToArray() : said],
        };
        bench.Open();
        bench.Run(TimeSpan.FromMinutes(2));
        Assert.Equal(3, Count(Written(bench), "AT+NWM=0\r\n"));
        Assert.Contains(bench.Events, happened => happened is ModemEvent.Changed { Status.Detail: var detail }
            && detail.Contains("the modem says AT+NWM=1", StringComparison.Ordinal));
    }

    // §2: with low power on, the first byte may arrive as another one; what cannot be read as a status is asked again.
    [Fact]
    public void A_heartbeat_whose_first_byte_was_damaged_sets_the_module_up_again()
    {
        var modem = new Rui3Modem(Home);
        Assert.False(modem.Heartbeat.Judge!(new ModemWord.Refused("AT_COMMAND_NOT_FOUND")));
        Assert.False(modem.Heartbeat.Judge!(new ModemWord.Refused("AT_COMMAND_NOT_FOUND")));
        Assert.Equal("\r\nAT\r\n"u8.ToArray(), modem.Resync.Command.ToArray());
    }

    // §2: even number of digits, all values; upper case as in the manual.
    [Fact]
    public void Every_byte_is_sent_as_two_digits()
    {
        var modem = new Rui3Modem(Home);
        for (var value = 0; value < 256; value++)
            Assert.Equal($"AT+PSEND={value:X2}\r\n", Encoding.ASCII.GetString(modem.Send([(byte)value]).Command.Span));
    }

    // radio.md §12: no bytes of its own, preamble 8.
    [Theory]
    [InlineData(51, 9, 328.704)]
    [InlineData(20, 10, 370.688)]
    [InlineData(160, 12, 5906.432)]
    public void The_time_on_air_is_the_plain_one(int bytes, int spreadingFactor, double milliseconds) =>
        Assert.Equal(milliseconds,
            new Rui3Modem(Home with { SpreadingFactor = spreadingFactor }).TimeOnAir(bytes).TotalMilliseconds, 0.1);

    [Theory]
    [InlineData(4, 125_000, "5..22")]
    [InlineData(23, 125_000, "5..22")]
    [InlineData(14, 62_500, "125000, 250000 or 500000")]
    public void What_it_cannot_do_is_a_fault(int powerDbm, int bandwidthHz, string part) =>
        Assert.Contains(part, Assert.Single(ModemCatalogue.Faults(
            "rui3:/dev/ttyUSB0", Home with { PowerDbm = powerDbm, BandwidthHz = bandwidthHz })), StringComparison.Ordinal);

    private static void Jam(Bench bench, TimeSpan span)
    {
        var tuning = new Tuning(Home.FrequencyHz, Home.SpreadingFactor, Home.BandwidthHz);
        var jammer = bench.Channel.Attach(tuning, _ => { });
        bench.Channel.Transmit(jammer, new byte[1], span, () => { });
    }

    private static void Hears(Bench bench)
    {
        var before = bench.Received.Count();
        bench.PeerSends([9, 9]);
        bench.Run(TimeSpan.FromMilliseconds(100));
        Assert.Equal(before + 1, bench.Received.Count());
    }

    private static string Written(Bench bench) => Encoding.ASCII.GetString([.. bench.Written]);

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
