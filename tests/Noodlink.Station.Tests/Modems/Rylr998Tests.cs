using System.Text;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

/// <summary>What users of this module tell, and its guide; each with its place in modems.md §1. (Lines and shapes stand in
/// <see cref="DialectVectorTests"/>, what all modems share in <see cref="ModemContractTests"/>.)</summary>
public sealed class Rylr998Tests
{
    private const string Device = "rylr998";

    // modems.md §1: "whether +OK comes before or after the transmission ends differs between reports".
    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void A_frame_is_sent_once_its_time_has_passed_whenever_the_OK_comes(double timesOnAir)
    {
        var bench = new Bench(Device).Ready();
        var onAir = bench.Dialect.TimeOnAir(100);
        bench.OnItsWay = () => IsSending(bench) ? onAir * timesOnAir : TimeSpan.Zero;
        var began = bench.Now;
        Assert.True(bench.Send(new byte[100]).OnAir);
        Assert.InRange(bench.Now - began, onAir, onAir + TimeSpan.FromMilliseconds(150));
    }

    // modems.md §1: "drivers add a minimum spacing because the next AT+SEND gets +ERR=17".
    [Fact]
    public void A_frame_after_a_frame_leaves_without_error_17()
    {
        var bench = new Bench(Device).Ready();
        for (byte frame = 1; frame <= 10; frame++) Assert.True(bench.Send([frame]).OnAir);
        Assert.Equal(10, bench.PeerHeard.Count);
    }

    // modems.md §1, the same: a module that needs more than the computed time.
    [Fact]
    public void A_module_that_is_slower_than_computed_gets_more_time_between_frames()
    {
        var bench = new Bench(Device).Ready();
        var before = Took(bench);
        for (var refusal = 0; refusal < 2; refusal++)
        {
            bench.OnTheLine = said => [IsSending(bench) ? "+ERR=17\r\n"u8.ToArray() : said];
            var refused = bench.Send([1]);
            Assert.False(refused.OnAir);
            Assert.Contains("+ERR=17", refused.Detail, StringComparison.Ordinal);
            bench.Run(TimeSpan.FromSeconds(1));
        }

        bench.OnTheLine = said => [said];
        Assert.Equal(300, (Took(bench) - before).TotalMilliseconds, tolerance: 5);
        Assert.True(bench.Conversation.Status.Ready);
    }

    // modems.md §1: "The vendor only promises ASCII; offer a hex/base64 fallback switch".
    [Theory]
    [InlineData("raw", 200, "AT+SEND=0,3,\0\u00FF+\r\n")]
    [InlineData("hex", 120, "AT+SEND=0,6,00FF2B\r\n")]
    [InlineData("base64", 180, "AT+SEND=0,4,AP8r\r\n")]
    public void A_payload_is_written_as_the_address_says(string binary, int most, string expected)
    {
        var modem = new Rylr998Modem(new RadioSettings(), binary);
        Assert.Equal(most, modem.FrameBytesMax);
        Assert.Equal(expected, Encoding.Latin1.GetString(modem.Send([0, 0xFF, (byte)'+']).Command.Span));

        var words = new List<ModemWord>();
        var received = expected.Replace("AT+SEND=0", "+RCV=7", StringComparison.Ordinal).TrimEnd() + ",-99,40\r\n";
        modem.Read(Encoding.Latin1.GetBytes(received), words);
        Assert.Equal([0, 0xFF, (byte)'+'], Assert.IsType<ModemWord.Heard>(Assert.Single(words)).Frame.ToArray());

        // The module takes 240 bytes (+ERR=13), and the air counts what is written.
        var longest = modem.Send(new byte[most]).Command.Length - "AT+SEND=0,240,\r\n".Length;
        Assert.InRange(longest, 200, 240);
        Assert.Equal(new Rylr998Modem(new RadioSettings()).TimeOnAir(longest), modem.TimeOnAir(most));
    }

    [Theory]
    [InlineData("hex", "+RCV=7,3,ABC,-99,40\r\n")]
    [InlineData("hex", "+RCV=7,4,ABCG,-99,40\r\n")]
    [InlineData("base64", "+RCV=7,3,AP8,-99,40\r\n")]
    [InlineData("base64", "+RCV=7,4,\0\u0001\u0002\u0003,-99,40\r\n")]
    public void A_payload_of_a_station_that_writes_otherwise_is_noticed_and_no_frame(string binary, string line)
    {
        var words = new List<ModemWord>();
        new Rylr998Modem(new RadioSettings(), binary).Read(Encoding.Latin1.GetBytes(line), words);
        Assert.Contains("?binary=", Assert.IsType<ModemWord.Noticed>(Assert.Single(words)).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rylr998:/dev/ttyUSB0?binary=hex", "")]
    [InlineData("rylr998:/dev/ttyUSB0?baud=9600&binary=base64", "")]
    [InlineData("rylr998+tcp://host:4001?binary=hex", "")]
    [InlineData("rylr998:/dev/ttyUSB0?binary=octal", "must be one of raw, hex, base64")]
    [InlineData("rylr998+tcp://host:4001?baud=9600", "only binary=raw|hex|base64")]
    [InlineData("kiss:/dev/ttyUSB0?binary=hex", "only baud=N")]
    public void The_address_says_how(string address, string fault)
    {
        var faults = ModemCatalogue.Faults(address, new RadioSettings());
        if (fault.Length == 0) Assert.Empty(faults);
        else Assert.Contains(fault, Assert.Single(faults), StringComparison.Ordinal);
    }

    // modems.md §1: "query reply shown in the guide is +NETWORK= (sic) – accept both".
    [Theory]
    [InlineData("+NETWORK=18\r\n")]
    [InlineData("+NETWORKID=18\r\n")]
    public void Both_names_of_the_network_are_read(string answer)
    {
        var bench = new Bench(Device) { OnTheLine = said => [IsAbout(said, "+NETWORK") ? Bytes(answer) : said] }.Ready();
        Assert.EndsWith("read back", bench.Conversation.Status.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("AT+NETWORKID=", Written(bench), StringComparison.Ordinal);
    }

    // modems.md §1: "CPIN … stored": deaf to everybody without the same password, which looks like a broken antenna.
    [Fact]
    public void A_password_that_somebody_left_in_the_module_is_told_and_not_touched()
    {
        var bench = new Bench(Device) { OnTheLine = said => [IsAbout(said, "+CPIN") ? Bytes("+CPIN=EEDCAA90\r\n") : said] };
        bench.Ready();
        Assert.Contains("password", bench.Conversation.Status.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("EEDCAA90", bench.Conversation.Status.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("AT+CPIN=", Written(bench), StringComparison.Ordinal);
    }

    // modems.md §1: sleep mode; "any byte wakes it".
    [Fact]
    public void A_module_that_sleeps_is_woken()
    {
        var bench = new Bench(Device);
        bench.Device.FromHost("AT+MODE=1\r\n"u8);
        bench.Ready().PeerSends([4, 2]);
        Assert.Equal([4, 2], bench.Received.Single().Frame.ToArray());
    }

    // modems.md §1: address, network and frequency are stored in flash, which wears.
    [Fact]
    public void What_is_stored_is_written_once_and_not_at_each_start()
    {
        var bench = new Bench(Device).Ready();
        Assert.Contains("AT+BAND=869525000,M", Written(bench), StringComparison.Ordinal);
        bench.Written.Clear();
        bench.Device.Reboot();
        bench.Until(() => bench.TimesReady == 2, seconds: 10);
        Assert.DoesNotContain("AT+BAND=", Written(bench), StringComparison.Ordinal);
        Assert.DoesNotContain("AT+ADDRESS=", Written(bench), StringComparison.Ordinal);
        Assert.Contains("AT+CRFOP=14", Written(bench), StringComparison.Ordinal);
    }

    // modems.md §1: "messages to another ADDRESS are filtered in the module, so use broadcast (0)".
    [Fact]
    public void An_address_that_somebody_gave_the_module_makes_it_neither_deaf_nor_mute()
    {
        var bench = new Bench(Device);
        bench.Device.FromHost("AT+ADDRESS=7\r\n"u8);
        bench.Ready();
        Assert.Contains("AT+ADDRESS=0\r\n", Written(bench), StringComparison.Ordinal);
        bench.PeerSends([4]);
        Assert.True(bench.Send([2]).OnAir);
        Assert.Equal([4], bench.Received.Single().Frame.ToArray());
        Assert.Equal([2], bench.PeerHeard.Single());
    }

    // modems.md §1: 22 dBm and SF9 after each restart. A brown-out in the middle of a sending may swallow +READY.
    [Fact]
    public void A_module_that_restarted_without_a_word_sends_nothing_before_it_is_set_again()
    {
        var bench = new Bench(Device).Ready();
        bench.IsMute = true;
        bench.Device.Reboot();
        bench.IsMute = false;
        Assert.False(bench.Send([1]).OnAir);
        bench.Until(() => bench.Conversation.Status.Ready, seconds: 5);
        Assert.True(bench.Send([1]).OnAir);
        Assert.Equal(14, Assert.Single(bench.OnAir).PowerDbm);
    }

    // modems.md §1: every error that can answer a frame leaves the modem usable.
    [Theory]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(13)]
    [InlineData(15)]
    [InlineData(17)]
    public void A_frame_that_is_refused_is_told_with_the_reason_and_the_next_one_goes(int error)
    {
        var bench = new Bench(Device).Ready();
        bench.OnTheLine = said => [IsSending(bench) ? Bytes($"+ERR={error}\r\n") : said];
        var sent = bench.Send([1]);
        Assert.False(sent.OnAir);
        Assert.Contains($"+ERR={error}", sent.Detail, StringComparison.Ordinal);
        bench.OnTheLine = said => [said];
        bench.Run(TimeSpan.FromSeconds(1));
        Assert.True(bench.Send([2]).OnAir);
        Assert.Equal(1, bench.TimesReady);
    }

    private static TimeSpan Took(Bench bench)
    {
        var began = bench.Now;
        Assert.True(bench.Send([1]).OnAir);
        return bench.Now - began;
    }

    /// <summary>The last command was a frame.</summary>
    private static bool IsSending(Bench bench)
    {
        var written = Written(bench);
        return written.LastIndexOf("AT+", StringComparison.Ordinal) is >= 0 and var last
            && written.AsSpan(last).StartsWith("AT+SEND");
    }

    private static bool IsAbout(byte[] said, string name) => Encoding.Latin1.GetString(said).StartsWith(name, StringComparison.Ordinal);

    private static string Written(Bench bench) => Encoding.Latin1.GetString([.. bench.Written]);

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
