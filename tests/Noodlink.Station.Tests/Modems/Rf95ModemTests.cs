using System.Text;
using Noodlink.Cli.Air;
using Noodlink.Protocol.Radio;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

/// <summary>What rf95modem really says, and its traps; each names where it is told.</summary>
public sealed class Rf95ModemTests
{
    private static readonly RadioSettings Home = new(SpreadingFactor: 7, PowerDbm: 23);

    private const string Info = "+STATUS:\n\nfirmware:      0.7.4\nfeatures:      MCU  \nmodem config:  0 | medium range\n"
        + "max pkt size:  251\nfrequency:     869.53\nrx listener:   1\n\nrx bad:        0\ntx good:       3\n+OK\n";

    // modems.md §7 vector 4: a public driver wrote bytes below 0x10 with one digit, and so corrupted them.
    [Fact]
    public void Every_byte_is_sent_as_two_digits_and_read_back_from_two()
    {
        var modem = new Rf95Modem(Home);
        byte[] low = [.. Enumerable.Range(0, 128).Select(value => (byte)value)];
        byte[] high = [.. Enumerable.Range(128, 128).Select(value => (byte)value)];
        foreach (var half in new[] { low, high })
        {
            var command = Encoding.ASCII.GetString(modem.Send(half).Command.Span);
            Assert.Equal($"AT+TX={Convert.ToHexString(half)}\n", command);
            Assert.Equal(6 + 2 * 128 + 1, command.Length);
            var heard = Assert.IsType<ModemWord.Heard>(
                Assert.Single(Read(modem, $"+RX 128,{Convert.ToHexStringLower(half)},-15,8\n")));
            Assert.Equal(half, heard.Frame.ToArray());
        }
    }

    // modems.md §7 vector 4, at every split point.
    [Fact]
    public void A_frame_is_read_wherever_the_line_splits_it()
    {
        byte[] line = [.. "+RX 3,00010F,-15,8\r\n"u8];
        for (var split = 0; split <= line.Length; split++)
        {
            var modem = new Rf95Modem(Home);
            var words = new List<ModemWord>();
            modem.Read(line.AsSpan(0, split), words);
            modem.Read(line.AsSpan(split), words);
            var heard = Assert.IsType<ModemWord.Heard>(Assert.Single(words));
            Assert.Equal([0x00, 0x01, 0x0F], heard.Frame.ToArray());
            Assert.Equal((-15.0, 8.0), (heard.RssiDbm!.Value, heard.SnrDb!.Value));
            Assert.False(modem.IsHalfRead);
        }
    }

    [Theory]
    [InlineData("+OK\n", "Accepted")]
    [InlineData("\0\r\n+OK\r\n", "Accepted")]
    [InlineData("+OKAY\n", "Noticed")]
    [InlineData("+FREQ: 869.53\n", "Answered")] // §4: AT+FREQ has no +OK
    [InlineData(Info, "Answered")] // its +OK is not the answer to another command
    [InlineData(Info + "+OK\n", "Answered Accepted")]
    [InlineData("+STATUS:\nmodem config:  0 | medium range\n", "Answered")] // its +OK got lost
    [InlineData("+STATUS:\nmodem config:  0\n+RX 1,41,-15,8\nfrequency:     869.53\n+OK\n", "Heard Answered")]
    [InlineData("+FAIL: Unknown command: AT\n", "Refused")]
    [InlineData("+FAIL: Unknown command: \n", "Noticed")] // our own empty line
    [InlineData("+FAIL: MAX_MESSAGE_LEN EXCEEDED! 252 / 251\n", "Refused")]
    [InlineData("+RX failed\n", "Noticed")]
    [InlineData("+RX 3,414141,-15,8\n", "Heard")]
    [InlineData("noise+RX 3,414141,-15,8\n", "Noticed Heard")]
    [InlineData("+RX 3,4141,-15,8\n", "Noticed")] // digits got lost on the line
    [InlineData("+RX 3,41414,-15,8\n", "Noticed")]
    [InlineData("+RX 3,4141XY,-15,8\n", "Noticed")]
    [InlineData("+RX ,,,\n", "Noticed")]
    [InlineData("+RX 999999999999,41,-15,8\n", "Noticed")]
    [InlineData("+RX 0,,-15,8\n", "Noticed")]
    [InlineData("+SENT 0 bytes.\n", "Transmitted")]
    [InlineData("rf95modem firmware (v0.7.4)\nCopyright (c) 2018\n+FREQ: 868.10\nLoRa radio init OK!\n",
        "Noticed Answered Rebooted")]
    [InlineData("rf95modem firmware (v0.7.4)\n", "Rebooted")] // its last line got lost
    [InlineData("ets Jun  8 2016 00:22:57\nrst:0x1 (POWERON_RESET)\n", "Noticed Noticed")]
    public void Lines_are_known_by_their_shape(string line, string expected)
    {
        var modem = new Rf95Modem(Home);
        var words = Read(modem, line);
        modem.Quiet(words);
        Assert.Equal(expected, string.Join(' ', words.Select(word => word.GetType().Name)));
        Assert.False(modem.IsHalfRead);
    }

    // §4: boots on 868.10 with 23 dBm, which is not allowed there.
    [Fact]
    public void A_board_that_has_just_started_is_moved_to_the_band_that_allows_its_power_before_it_sends()
    {
        var bench = new Bench("rf95modem", Home).Ready();
        Assert.True(bench.Send([1, 2, 3]).OnAir);
        Assert.All(bench.OnAir, sent => Assert.Equal((869_525_000, 23), (sent.Tuning.FrequencyHz, sent.PowerDbm)));
        var written = Encoding.ASCII.GetString([.. bench.Written]);
        Assert.True(written.IndexOf("AT+TX", StringComparison.Ordinal) > written.IndexOf("AT+INFO", StringComparison.Ordinal));
        Assert.Contains("AT+FREQ=869.525\n", written, StringComparison.Ordinal);
        Assert.Contains("AT+MODE=0\n", written, StringComparison.Ordinal);
        Assert.Contains("0.7.4", bench.Conversation.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("frequency as 869.5", bench.Conversation.Status.Detail, StringComparison.Ordinal);
    }

    // §4: the echo of 869.525 is 869.52 or 869.53; rf95modem-go sends two decimals.
    [Theory]
    [InlineData("869.52", true)]
    [InlineData("869.53", true)]
    [InlineData("869.525", true)]
    [InlineData("869.51", false)]
    [InlineData("869.54", false)]
    [InlineData("868.10", false)]
    [InlineData("NaN", false)]
    [InlineData("", false)]
    public void A_frequency_is_read_back_to_the_last_decimal_that_is_told(string told, bool isRight)
    {
        var step = new Rf95Modem(Home).Configure().Single(step => step.What == "frequency");
        Assert.Equal(isRight, step.Judge!(new ModemWord.Answered($"+FREQ: {told}")));
    }

    [Theory]
    [InlineData("modem config:  0 | medium range", "frequency:     869.53", "rx listener:   1", true)]
    [InlineData("modem config:  3 | slow+long range", "frequency:     869.53", "rx listener:   1", false)]
    [InlineData("modem config:  0 | medium range", "frequency:     868.10", "rx listener:   1", false)]
    [InlineData("modem config:  0 | medium range", "frequency:     869.53", "rx listener:   0", false)]
    [InlineData("nothing of the kind", "", "", false)]
    public void The_heartbeat_reads_every_setting(string mode, string frequency, string listening, bool isRight) =>
        Assert.Equal(isRight, Judged(Home, mode, frequency, listening));

    // RadioHead, setModemConfig: its check is one off, so mode 4 without such a mode loads what stands behind its table.
    [Fact]
    public void A_mode_that_the_firmware_calls_unknown_is_not_used()
    {
        var slow = Home with { SpreadingFactor = 11 };
        Assert.True(Judged(slow, "modem config:  4 | slow+long range", "frequency:     869.52", "rx listener:   1"));
        Assert.False(Judged(slow, "modem config:  4 | unknown modem config!", "frequency:     869.52", "rx listener:   1"));
    }

    // §4: digits are not checked and an odd number of them is fine; what got lost on the line shows in the number sent.
    [Fact]
    public void A_frame_that_was_sent_shorter_than_it_was_is_not_called_sent()
    {
        var bench = new Bench("rf95modem", Home).Ready();
        bench.OnTheLine = said => [said.AsSpan().StartsWith("+SENT 50"u8) ? "+SENT 49 bytes.\n"u8.ToArray() : said];
        var sent = bench.Send(new byte[50]);
        Assert.False(sent.OnAir);
        Assert.Contains("49 bytes. of 50", sent.Detail, StringComparison.Ordinal);
        Assert.True(bench.Send(new byte[20]).OnAir);
    }

    // §4: it reads nothing while it sends, so nothing is written before +SENT.
    [Fact]
    public void Nothing_is_written_while_it_sends()
    {
        var bench = new Bench("rf95modem", Home with { SpreadingFactor = 12, CodingRate = 8 }).Ready();
        Assert.True(bench.Conversation.TrySend(new byte[200], bench.Now));
        bench.Run(TimeSpan.FromMilliseconds(10));
        var written = bench.Written.Count;
        bench.Run(bench.Dialect.TimeOnAir(200) - TimeSpan.FromMilliseconds(50));
        Assert.Equal(written, bench.Written.Count);
        bench.Until(() => bench.Sent.Any(), seconds: 1);
        Assert.True(bench.Sent.Single().OnAir);
    }

    // §4: half a line is carried out after 2 s; the empty line before Resync ends it at once.
    [Fact]
    public void Half_a_command_of_a_program_before_us_does_no_harm()
    {
        var bench = new Bench("rf95modem", Home);
        bench.Device.FromHost("AT+MO"u8);
        bench.Ready();
        Assert.Equal(2, Encoding.ASCII.GetString([.. bench.Written]).Split("AT+RX=1\n").Length - 1);
        Assert.True(bench.Send([1]).OnAir);
        Assert.Equal([1], bench.PeerHeard.Single());
    }

    // §4: without its radio the firmware says so and loops for ever; only a hardware reset helps.
    [Fact]
    public void A_board_that_does_not_find_its_radio_is_reset()
    {
        var bench = new Bench("rf95modem", Home).Ready();
        bench.Say("rf95modem firmware (v0.7.4)\n+FAIL: LoRa radio init\n"u8.ToArray());
        bench.IsMute = true;
        for (var opening = 0; opening < 3 && !bench.Conversation.WantsReset; opening++)
        {
            bench.Until(() => bench.Conversation.ReopenBecause is not null, seconds: 20);
            bench.Conversation.Lost("reopening");
            bench.Open();
        }

        Assert.True(bench.Conversation.WantsReset);
        bench.IsMute = false;
        bench.Device.Reboot();
        bench.Until(() => bench.Conversation.Status.Ready, seconds: 20);
    }

    // §4: RadioHead's four bytes are on the air too.
    [Theory]
    [InlineData(51, 7, 125_000, 5)]
    [InlineData(200, 9, 31_250, 8)]
    [InlineData(1, 12, 125_000, 8)]
    [InlineData(200, 11, 125_000, 5)]
    public void The_time_on_air_counts_four_bytes_more(int bytes, int spreadingFactor, int bandwidthHz, int codingRate)
    {
        var settings = Home with
        {
            SpreadingFactor = spreadingFactor, BandwidthHz = bandwidthHz, CodingRate = codingRate,
        };
        Assert.Equal(
            Airtime.Of(bytes + 4, spreadingFactor, bandwidthHz, codingRate), new Rf95Modem(settings).TimeOnAir(bytes));
        Assert.Empty(ModemCatalogue.Faults("rf95modem:/dev/ttyUSB0", settings));
    }

    [Fact]
    public void The_four_bytes_are_on_the_air()
    {
        var lengths = new List<int>();
        var time = new FakeTime();
        var channel = new AirChannel(time, seed: 1) { Watcher = happened => lengths.Add(happened.FrameBytes) };
        var said = new StringBuilder();
        var device = new EmulatedRf95Modem(channel, bytes => said.Append(Encoding.ASCII.GetString(bytes.Span)));
        _ = new EmulatedRf95Modem(channel, bytes => said.Append(Encoding.ASCII.GetString(bytes.Span)));
        device.FromHost("at+tx=4142434\n"u8);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(8, Assert.Single(lengths));
        Assert.Contains("+SENT 4 bytes.\n", said.ToString(), StringComparison.Ordinal);
        Assert.Contains("+RX 4,41424340,", said.ToString(), StringComparison.Ordinal); // the odd digit is the high half
    }

    // §4: 23 dBm is allowed in one band only, and there is no command for less.
    [Theory]
    [InlineData(869_525_000, 14, 7, 125_000, 5, 10, "must be 23")]
    [InlineData(868_100_000, 23, 7, 125_000, 5, 1, "at most 14")]
    [InlineData(869_525_000, 23, 9, 125_000, 5, 10, "is no mode of rf95modem")]
    [InlineData(869_525_000, 23, 7, 125_000, 6, 10, "is no mode of rf95modem")]
    [InlineData(869_525_000, 23, 7, 500_000, 5, 10, "fits in none of the bands")]
    public void What_it_cannot_do_or_may_not_do_is_a_fault(
        int frequencyHz, int powerDbm, int spreadingFactor, int bandwidthHz, int codingRate, double percent, string part)
    {
        var settings = new RadioSettings(frequencyHz, spreadingFactor, bandwidthHz, codingRate, powerDbm, percent);
        Assert.Contains(
            part, Assert.Single(ModemCatalogue.Faults("rf95modem:/dev/ttyUSB0", settings)), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_comes_the_reader_does_not_throw_and_keeps_little()
    {
        string[] crumbs =
        [
            "+RX ", "3,", "414141", ",-15,8", "+OK", "+STATUS:", "\n", "\r\n", "+SENT ", "+FREQ: ", "+FAIL: ", "a:b\n",
            "rf95modem firmware", "LoRa radio init OK!", "frequency:  ", "-", "999999999999", "modem config: ", ":", ",",
        ];
        ReaderNoise.Endure(() => new Rf95Modem(Home), crumbs, "+RX 3,414141,-15,8\n");
    }

    private static bool? Judged(RadioSettings settings, string mode, string frequency, string listening)
    {
        var modem = new Rf95Modem(settings);
        var words = Read(modem, $"+STATUS:\n\n{mode}\n{frequency}\n{listening}\n+OK\n");
        return modem.Heartbeat.Judge!(words[^1]);
    }

    private static List<ModemWord> Read(Rf95Modem modem, string line)
    {
        var words = new List<ModemWord>();
        modem.Read(Encoding.Latin1.GetBytes(line), words);
        return words;
    }
}
