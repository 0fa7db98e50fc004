using System.Text;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

/// <summary>Bytes against words, without any device: the vectors of modems.md §7 and what firmware really
/// says.</summary>
public sealed class DialectVectorTests
{
    private static readonly RadioSettings Home = new();

    // §7 vector 1.
    [Fact]
    public void Kiss_escapes_as_in_the_vector()
    {
        Assert.Equal(
            Convert.FromHexString("C000DBDCDBDD00FFC0"),
            KissFraming.Encode(KissFraming.DataType, [0xC0, 0xDB, 0x00, 0xFF]));
    }

    // §5.3, the example for Europe: SetRadio 869.525 MHz, 125 kHz, SF9, 4/5.
    [Fact]
    public void MeshCore_is_set_with_the_bytes_of_its_protocol_page()
    {
        var modem = new KissModem(Home);
        var words = new List<ModemWord>();
        modem.Opened();
        modem.Read(Convert.FromHexString("C00697C0"), words);
        var step = modem.Configure().First(step => step.What == "frequency and spreading");
        Assert.Equal("C00609" + "08E6D333" + "48E80100" + "09" + "05" + "C0", Convert.ToHexString(step.Command.Span));
    }

    [Theory]
    [InlineData("C000414243C0", "414243")]
    [InlineData("C0C0C000414243C0C0", "414243")]
    [InlineData("626F6F740D0AC0C000414243C0", "414243")] // "boot" before the first FEND, §5.1
    [InlineData("C00041DBDC42DBDD43C0", "41C042DB43")]
    [InlineData("C00041DB4243C0C00044C0", "44")] // a byte after FESC that may not stand there: that frame is dropped
    [InlineData("C01041C0C00044C0", "44")] // port 1 is not ours
    [InlineData("C00041C00042C0", "41 42")] // one FEND between two frames
    public void Kiss_frames_are_read_as_the_standard_says(string line, string frames)
    {
        var words = new List<ModemWord>();
        var modem = new KissModem(Home);
        modem.Read(Convert.FromHexString(line), words);
        modem.Quiet(words);
        Assert.Equal(frames, string.Join(' ', Heard(words).Select(heard => Convert.ToHexString(heard.Frame.Span))));
    }

    [Fact]
    public void The_signal_that_follows_a_frame_belongs_to_it()
    {
        // §5.3: RxMeta is snr x 4, then rssi, both signed: F4 = -3 dB, A1 = -95 dBm. Known after the first; then
        // waited for.
        var modem = new KissModem(Home);
        var words = new List<ModemWord>();
        modem.Read(Convert.FromHexString("C00697C0"), words);
        modem.Read(Convert.FromHexString("C00001C0C006F9F4A1C0" + "C00002C0"), words);
        var first = Assert.Single(Heard(words));
        Assert.Equal((-95.0, -3.0), (first.RssiDbm!.Value, first.SnrDb!.Value));
        Assert.True(modem.IsHalfRead);
        modem.Quiet(words);
        Assert.Null(Heard(words).Last().RssiDbm);
    }

    // §7 vector 2: at every split point.
    [Fact]
    public void Rylr998_reads_by_length_at_every_split()
    {
        byte[] payload = [0x00, 0x2C, 0x0D, 0x0A, 0xFF, 0x2B, 0x52, 0x43, 0x56, 0x3D, 0x30, 0x2C];
        byte[] line = [.. "+RCV=69,12,"u8, .. payload, .. ",-75,9\r\n"u8];
        for (var split = 0; split <= line.Length; split++)
        {
            var modem = new Rylr998Modem(Home);
            var words = new List<ModemWord>();
            modem.Read(line.AsSpan(0, split), words);
            modem.Read(line.AsSpan(split), words);
            var heard = Assert.IsType<ModemWord.Heard>(Assert.Single(words));
            Assert.Equal(payload, heard.Frame.ToArray());
            Assert.Equal((-75.0, 9.0), (heard.RssiDbm!.Value, heard.SnrDb!.Value));
            Assert.False(modem.IsHalfRead);
        }
    }

    [Theory]
    [InlineData("+OK\r\n", "Accepted")]
    [InlineData("\0\0\r\n \u0001+OK\r\n", "Accepted")] // §0.5: NULs, empty lines
    [InlineData("+OKAY\r\n", "Noticed")] // §1: not by substring
    [InlineData("x+OK\r\n", "Noticed")]
    [InlineData("+READY\r\n", "Rebooted")]
    [InlineData("+RESET\r\n+READY\r\n", "Noticed Rebooted")]
    [InlineData("+ERR=12\r\n+ERR=19\r\n", "Noticed Noticed")] // §1: unsolicited
    [InlineData("+ERR=17\r\n", "Transmitted")]
    [InlineData("+ERR=4\r\n", "Refused")]
    [InlineData("+NETWORK=18\r\n", "Answered")] // §1: the guide's own spelling
    [InlineData("AT+SEND=0,5,HELLO\r\n+OK\r\n", "Noticed Accepted")] // echo
    [InlineData("+RCV=50,5,HELLO,-99,40\r\n", "Heard")]
    [InlineData("noise+RCV=50,5,HELLO,-99,40\r\n", "Noticed Heard")]
    [InlineData("+OK+RCV=50,5,HELLO,-99,40\r\n", "Accepted Heard")]
    [InlineData("+RCV=50,7,HELLO,-99,40\r\n+READY\r\n", "Noticed Noticed Rebooted")] // damaged length
    [InlineData("+RCV=50,,HELLO,-99,40\r\n+OK\r\n", "Noticed Noticed Accepted")]
    [InlineData("+RCV=123456,5,HELLO,-99,40\r\n", "Noticed Noticed")]
    public void Rylr998_lines_are_known_by_their_shape(string line, string expected)
    {
        var modem = new Rylr998Modem(Home);
        var words = new List<ModemWord>();
        modem.Read(Encoding.Latin1.GetBytes(line), words);
        modem.Quiet(words);
        Assert.Equal(expected, string.Join(' ', words.Select(word => word.GetType().Name)));
    }

    [Fact]
    public void A_damaged_length_that_swallows_a_banner_gives_the_banner_after_a_silence()
    {
        var modem = new Rylr998Modem(Home);
        var words = new List<ModemWord>();
        modem.Read("+RCV=50,95,HELLO,-99,40\r\n+READY\r\n"u8, words);
        Assert.Empty(words);
        modem.Quiet(words);
        Assert.Single(words.OfType<ModemWord.Rebooted>());
        Assert.False(modem.IsHalfRead);
    }

    // §1: 8 more bytes and a preamble of 12: 60 bytes take 427 ms instead of 370.
    [Fact]
    public void Rylr998_counts_what_the_module_adds_on_air()
    {
        Assert.Equal(427, new Rylr998Modem(Home).TimeOnAir(60).TotalMilliseconds, tolerance: 0.5);
        Assert.Equal(370, new KissModem(Home).TimeOnAir(60).TotalMilliseconds, tolerance: 0.5);
    }

    // §1: out of the box it is on 915 MHz with 22 dBm.
    [Fact]
    public void Rylr998_that_knows_no_questions_is_written_to_and_the_status_says_so()
    {
        var modem = new Rylr998Modem(Home);
        var commands = new List<string>();
        foreach (var step in modem.Configure())
        {
            var command = Encoding.ASCII.GetString(step.Command.Span).Trim();
            commands.Add(command);
            ModemWord word = command.EndsWith('?') ? new ModemWord.Refused("+ERR=4") : new ModemWord.Accepted();
            Assert.True(step.Judge!(word));
        }

        Assert.Contains("AT+BAND=869525000,M", commands);
        Assert.Contains("AT+CRFOP=14", commands);
        Assert.Contains("not read back: frequency, power", modem.Identity, StringComparison.Ordinal);
    }

    [Fact]
    public void Rylr998_is_never_sent_a_frame_before_frequency_and_power_are_read_back()
    {
        var bench = new Bench("rylr998", Home) { OnTheLine = _ => [] }.Open();
        bench.Run(TimeSpan.FromSeconds(30));
        Assert.False(bench.Conversation.TrySend(new byte[1], bench.Now));
        bench.OnTheLine = said => [said];
        bench.Conversation.Lost("again");
        bench.Ready();
        Assert.True(bench.Send([1]).OnAir);
        var written = Encoding.Latin1.GetString([.. bench.Written]);
        var send = written.IndexOf("AT+SEND", StringComparison.Ordinal);
        Assert.True(send > written.LastIndexOf("AT+BAND?", StringComparison.Ordinal), written);
        Assert.True(send > written.LastIndexOf("AT+CRFOP?", StringComparison.Ordinal), written);
        Assert.Contains("AT+BAND=869525000,M", written, StringComparison.Ordinal);
        Assert.Contains("AT+CRFOP=14", written, StringComparison.Ordinal);
        Assert.Contains("AT+PARAMETER?", written, StringComparison.Ordinal);
        Assert.DoesNotContain("AT+NETWORKID=", written, StringComparison.Ordinal); // it was 18: flash is not written
    }

    // A receipt may come 50 ms after our frame ended, and "sent" is only concluded 100 ms after it.
    [Fact]
    public void A_quick_receipt_is_reported_after_the_sent_that_it_belongs_to()
    {
        var bench = new Bench("rylr998").Ready();
        Assert.True(bench.Conversation.TrySend(new byte[20], bench.Now));
        bench.Run(bench.Dialect.TimeOnAir(20) + TimeSpan.FromMilliseconds(15));
        Assert.Empty(bench.Sent);
        bench.PeerSends([1]);
        Assert.IsType<ModemEvent.Sent>(bench.Events[^2]);
        Assert.IsType<ModemEvent.Received>(bench.Events[^1]);
    }

    private static IEnumerable<ModemWord.Heard> Heard(IEnumerable<ModemWord> words) => words.OfType<ModemWord.Heard>();
}
