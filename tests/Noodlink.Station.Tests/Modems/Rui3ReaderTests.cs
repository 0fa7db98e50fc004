using System.Text;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

/// <summary>What RUI3 firmware really says, in the shapes of all its generations.</summary>
public sealed class Rui3ReaderTests
{
    private static readonly RadioSettings Home = new();

    // modems.md §7 vector 3, at every split point.
    [Fact]
    public void A_frame_between_a_command_and_its_status_is_heard_and_the_status_is_still_the_commands()
    {
        byte[] line = [.. "+EVT:RXP2P:-110:-7:00FF\r\nOK\r\n"u8];
        for (var split = 0; split <= line.Length; split++)
        {
            var modem = new Rui3Modem(Home);
            var words = new List<ModemWord>();
            modem.Read(line.AsSpan(0, split), words);
            modem.Read(line.AsSpan(split), words);
            var heard = Assert.IsType<ModemWord.Heard>(words[0]);
            Assert.Equal([0x00, 0xFF], heard.Frame.ToArray());
            Assert.Equal((-110.0, -7.0), (heard.RssiDbm!.Value, heard.SnrDb!.Value));
            Assert.IsType<ModemWord.Accepted>(words[1]);
            Assert.False(modem.IsHalfRead);
        }
    }

    [Theory]
    [InlineData("OK\r\n", "Accepted")]
    [InlineData("\r\nOK\r\n", "Accepted")] // §2: the manual's form, with an empty line before it
    [InlineData("\0\0\n\rOK\r", "Accepted")]
    [InlineData(">OK\r\n", "Accepted")]
    [InlineData("OKAY\r\n", "Noticed")]
    [InlineData("AT+CAD=1\r\nOK\r\n", "Answered")] // a question is over with its status, not with its value
    [InlineData("AT+CAD=1\r\n", "Answered")] // its status got lost
    [InlineData("AT+CAD=1\r\nAT_ERROR\r\nOK\r\n", "Refused Accepted")]
    [InlineData("AT+CAD=?\n\r\r\nOK\r\n", "Noticed Accepted")] // echo of a question
    [InlineData("AT+PSEND=0102\n\r\r\nOK\r\n", "Noticed Accepted")] // echo of a frame
    [InlineData("AT_PARAM_ERROR\r\n", "Refused")]
    [InlineData("AT_COMMAND_NOT_FOUND\r\nAT+XYZ: Command not found!!\r\n", "Refused Noticed")] // source, atcmd.c
    [InlineData("P2P_RX_ON already, please disable P2P RX before setting.\r\nAT_PARAM_ERROR\r\n", "Noticed Refused")]
    [InlineData("+EVT:TXP2P DONE\r\n", "Transmitted")]
    [InlineData("OK+EVT:TXP2P DONE\r\n", "Accepted Transmitted")]
    [InlineData("---AOK+EVT:RXP2P:-30:13:1234\r\n", "Noticed Heard")] // forum.rakwireless.com/t/9530
    [InlineData("+EVT:RXP2P:-30:13:1234\r\n", "Heard")]
    [InlineData("+EVT:RXP2P:-30:13:123\r\n", "Noticed")] // a digit got lost
    [InlineData("+EVT:RXP2P:-30:13:12G4\r\n", "Noticed")]
    [InlineData("+EVT:RXP2P:-30:13:\r\n", "Noticed")]
    [InlineData("+EVT:RXP2P:RSSI -45:SNR 8:4544\r\n", "Heard")]
    [InlineData("+EVT:RXP2P, RSSI -110, SNR 5\r\n+EVT:4544\r\n", "Heard")] // §2: older firmware
    [InlineData("+EVT:RXP2P, RSSI -110, SNR 5\r\nOK\r\n+EVT:4544\r\n", "Accepted Heard")]
    [InlineData("+EVT:RXP2P, RSSI -110, SNR 5\r\n", "Noticed")]
    [InlineData("+EVT:4544\r\n", "Noticed")]
    [InlineData("at+recv=-110,5,2:4544\r\n", "Heard")] // §2: RUI2
    [InlineData("+EVT:RXP2P RECEIVE TIMEOUT\r\n+EVT:RXP2P RECEIVE ERROR\r\n", "Noticed Noticed")]
    [InlineData("+EVT:RXP2P_RECEIVE_TIMEOUT\r\n", "Noticed")] // §2: RUI3-Arduino-Library
    [InlineData("RAKwireless RAK3172-E\r\n-----\r\nCurrent Work Mode: LoRa P2P.\r\n", "Noticed Rebooted")]
    [InlineData("RAKwireless RAK3172-E Example\r\n", "Rebooted")] // its last line got lost
    [InlineData("V1.0.4\r\nOK\r\n", "Answered Accepted")] // §2: before RUI3
    public void Lines_are_known_by_their_shape(string line, string expected)
    {
        var modem = new Rui3Modem(Home);
        var words = new List<ModemWord>();
        modem.Read(Encoding.Latin1.GetBytes(line), words);
        modem.Quiet(words);
        Assert.Equal(expected, string.Join(' ', words.Select(word => word.GetType().Name)));
        Assert.False(modem.IsHalfRead);
    }

    [Fact]
    public void Whatever_comes_the_reader_does_not_throw_and_keeps_little()
    {
        string[] crumbs =
        [
            "+EVT:", "RXP2P:", "RXP2P, ", "-30:13:", "AT+", "=", "?", "OK", "\r", "\n", ":", ",", "at+recv=", "AT_", "V1",
            "RAKwireless ", "Current Work Mode:", "00FF", "TXP2P DONE", "AT_BUSY_ERROR", "\r\n",
        ];
        ReaderNoise.Endure(() => new Rui3Modem(Home), crumbs, "+EVT:RXP2P:-30:13:1234\r\n");
    }
}
