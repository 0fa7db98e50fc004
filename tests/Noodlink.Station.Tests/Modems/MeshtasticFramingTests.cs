using System.Text;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

/// <summary>The stream and the protobuf in it, from bytes alone.</summary>
public sealed class MeshtasticFramingTests
{
    // modems.md §7 vector 5, at every split: the official reader loses this frame (StreamAPI.cpp, code reading).
    [Fact]
    public void A_stray_first_byte_before_a_frame_loses_nothing_wherever_the_line_splits()
    {
        byte[] line = [0x01, 0xFF, 0x7E, 0x94, 0x94, 0xC3, 0x00, 0x02, 0x08, 0x01];
        for (var first = 0; first <= line.Length; first++)
            for (var second = first; second <= line.Length; second++)
                Assert.Equal(["0801"], Read(line[..first], line[first..second], line[second..]));
    }

    [Theory]
    [InlineData("9494C300020801", "0801")]
    [InlineData("94949494C300020801", "0801")]
    [InlineData("94C394C300020801", "0801")] // a first half, and the whole
    [InlineData("94C3020194C300020801", "0801")] // 513 is too long, and what follows is no part of it
    [InlineData("94C3FFFF94C300020801", "0801")]
    [InlineData("94C3000094C300020801", " 0801")] // an empty message is one (StreamAPI.cpp)
    [InlineData("94C3000894C30002080194C300020802", "0801 0802")] // a damaged length swallowed a frame
    [InlineData("94C30004080194C300020802", "0802")]
    [InlineData("94C300020801", "0801")]
    [InlineData("94C3000408", "")]
    [InlineData("", "")]
    public void Frames_are_found(string line, string messages) =>
        Assert.Equal(messages, string.Join(' ', Read(Convert.FromHexString(line))));

    // MAX_TO_FROM_RADIO_SIZE.
    [Fact]
    public void A_message_of_512_bytes_is_the_longest()
    {
        byte[] longest = [.. new ProtobufWriter().Bytes(1, new byte[509]).ToArray()];
        Assert.Equal(512, longest.Length);
        Assert.Equal([Convert.ToHexString(longest)], Read(MeshtasticFraming.Encode(longest)));
        Assert.Empty(Read(MeshtasticFraming.Encode(new ProtobufWriter().Bytes(1, new byte[510]).ToArray())));
    }

    // StreamAPI.h: with debug_log_api_enabled, old firmware could write its log into the middle of a frame.
    [Fact]
    public void A_frame_that_the_log_cut_in_two_costs_that_frame_only()
    {
        var frame = MeshtasticFraming.Encode(new ProtobufWriter().Bytes(2, new byte[40]).ToArray());
        var log = Encoding.ASCII.GetBytes("\u001b[32mINFO  | 12:00:01 7 [Router] Received DeviceTelemetry\r\n");
        for (var at = 1; at < frame.Length; at++)
        {
            var messages = Read([.. log, .. frame[..at], .. log, .. frame[at..], .. log, .. frame, .. log]);
            Assert.Equal(Convert.ToHexString(frame[4..]), messages[^1]);
        }
    }

    [Fact]
    public void Log_text_between_frames_is_no_noise()
    {
        var framing = new MeshtasticFraming();
        framing.Read("\u001b[34mDEBUG \u001b[0m| 1 [Power] x\r\n\t"u8, []);
        Assert.False(framing.IsHalfRead);
        framing.Read([0x00, 0xFF, (byte)'a'], []);
        Assert.True(framing.IsHalfRead);
        Assert.Equal((2, 0), (framing.TakeNoise(), framing.TakeNoise()));
    }

    [Fact]
    public void Any_bytes_are_fine_and_not_more_than_a_frame_is_kept()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var random = new Random(seed);
            var modem = new MeshtasticModem(RunningModem.Fast);
            var framing = new MeshtasticFraming();
            var words = new List<ModemWord>();
            for (var piece = 0; piece < 150; piece++)
            {
                var bytes = Crumb(random);
                modem.Read(bytes, words);
                framing.Read(bytes, []);
                Assert.True(framing.HeldBytes < 516, $"seed {seed}: {framing.HeldBytes} held");
                Assert.True(words.Count < 1000, $"seed {seed}");
                words.Clear();
            }

            modem.Quiet(words);
            Assert.False(modem.IsHalfRead, $"seed {seed}");
            words.Clear();
            modem.Read(MeshtasticFraming.Encode(new ProtobufWriter().Number(8, 1).ToArray()), words);
            Assert.IsType<ModemWord.Rebooted>(words[^1]);
        }
    }

    // developers.google.com/protocol-buffers/docs/encoding: the examples of the page.
    [Fact]
    public void Protobuf_is_read_and_written_as_its_page_says()
    {
        var message = new ProtobufWriter().Number(1, 150).Bytes(2, "testing"u8).Fixed(3, 0x01020304).ToArray();
        Assert.Equal("089601" + "120774657374696E67" + "1D04030201", Convert.ToHexString(message));
        var reader = new ProtobufReader(message);
        Assert.True(reader.Next());
        Assert.Equal((1, 150ul), (reader.Field, reader.Number));
        Assert.True(reader.Next());
        Assert.Equal((2, "testing"), (reader.Field, Encoding.ASCII.GetString(reader.Bytes)));
        Assert.True(reader.Next());
        Assert.Equal((3, 0x01020304u), (reader.Field, reader.Unsigned));
        Assert.False(reader.Next());
        Assert.False(reader.IsBroken);

        // -2 as int32 takes ten bytes.
        var negative = new ProtobufReader(Convert.FromHexString("08FEFFFFFFFFFFFFFFFF01"));
        Assert.True(negative.Next());
        Assert.Equal(-2, negative.Signed);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("0801", true)]
    [InlineData("090102030405060708", true)] // eight bytes
    [InlineData("F8FFFFFF0F01", true)] // the highest field number, unknown
    [InlineData("08", false)]
    [InlineData("0880", false)]
    [InlineData("08FFFFFFFFFFFFFFFFFFFF01", false)] // eleven bytes of varint
    [InlineData("0B", false)] // a group begins
    [InlineData("0C", false)]
    [InlineData("0F", false)] // no such type
    [InlineData("0001", false)] // field 0
    [InlineData("120574657374", false)] // shorter than it says
    [InlineData("12FFFFFFFF0F00", false)]
    [InlineData("12FFFFFFFFFFFFFFFFFF0100", false)]
    [InlineData("1D040302", false)]
    [InlineData("0901", false)]
    public void A_message_is_whole_or_broken(string message, bool isWhole) =>
        Assert.Equal(isWhole, ProtobufReader.IsWhole(Convert.FromHexString(message)));

    private static byte[] Crumb(Random random)
    {
        var bytes = new byte[random.Next(1, 300)];
        random.NextBytes(bytes);
        switch (random.Next(5))
        {
            case 0: return [0x94, 0xC3, .. bytes];
            case 1: return [0x94, 0xC3, (byte)random.Next(4), .. bytes];
            case 2: return MeshtasticFraming.Encode(bytes);
            case 3:
                var inner = new ProtobufWriter();
                for (var field = 0; field < 6; field++)
                    inner.Number(random.Next(1, 16), (ulong)random.NextInt64())
                        .Bytes(random.Next(1, 16), bytes.AsSpan(0, bytes.Length / 9))
                        .Fixed(random.Next(1, 16), (uint)random.NextInt64(uint.MaxValue));
                var message = new ProtobufWriter().Message(random.Next(1, 20), inner).ToArray();
                return MeshtasticFraming.Encode(message.AsSpan(0, Math.Min(512, message.Length)));
            default: return bytes;
        }
    }

    private static List<string> Read(params byte[][] pieces)
    {
        var framing = new MeshtasticFraming();
        var messages = new List<byte[]>();
        foreach (var piece in pieces) framing.Read(piece, messages);
        framing.Quiet(messages);
        return [.. messages.Select(Convert.ToHexString)];
    }
}
