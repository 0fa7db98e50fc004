using Noodlink.Station.Modems;

namespace Noodlink.Station.Tests.Modems;

/// <summary>Our frames in a stream that cuts, merges, loses and adds (modems.md §3.4).</summary>
public sealed class EbyteFramingTests
{
    private static readonly byte[] First = [1, 2, 3, 0x16, 200, 0xC1, 0x00, 0x09];
    private static readonly byte[] Second = [.. Enumerable.Range(0, 200).Select(at => (byte)(at * 7 % 256))];

    // The check value of CRC-16/CCITT-FALSE; and the layout, byte by byte.
    [Fact]
    public void A_frame_is_mark_length_bytes_and_sum()
    {
        Assert.Equal(0x29B1, EbyteFraming.Sum("123456789"u8));
        Assert.Equal("1603" + "010203" + EbyteFraming.Sum([3, 1, 2, 3]).ToString("X4"),
            Convert.ToHexString(EbyteFraming.Encode([1, 2, 3])));
    }

    // §7 vector 7: cut at every point, with and without the strength byte behind each packet, in both formulas.
    [Theory]
    [InlineData(null)]
    [InlineData(0x7E)]
    [InlineData(0xC1)]
    [InlineData(0xFF)]
    public void A_stream_is_understood_wherever_it_is_cut(int? strength)
    {
        byte[] behind = strength is { } value ? [(byte)value] : [];
        byte[] stream = [.. EbyteFraming.Encode(First), .. behind, .. EbyteFraming.Encode(Second), .. behind];
        for (var at = 0; at <= stream.Length; at++)
        {
            var framing = new EbyteFraming { IsAsked = true };
            var pieces = new List<EbytePiece>();
            framing.Read(stream.AsSpan(0, at), pieces);
            framing.Read(stream.AsSpan(at), pieces);
            framing.Quiet(pieces);
            Assert.True(Frames(pieces).SequenceEqual([First, Second], Equality), $"cut at {at}");
        }
    }

    [Theory]
    [InlineData("byte by byte")]
    [InlineData("a mark in front")]
    [InlineData("half a frame in front")]
    [InlineData("a frame with one wrong bit in front")]
    [InlineData("somebody's text in front")]
    [InlineData("both merged")]
    public void What_stands_in_front_of_a_frame_does_not_hide_it(string what)
    {
        var frame = EbyteFraming.Encode(Second);
        var wrong = EbyteFraming.Encode(First);
        wrong[4] ^= 8;
        byte[] stream = what switch
        {
            "a mark in front" => [0x16, .. frame],
            "half a frame in front" => [.. frame[..100], .. frame],
            "a frame with one wrong bit in front" => [.. wrong, .. frame],
            "somebody's text in front" => [.. "temp=21.5;\r\n\x16\x05"u8, .. frame],
            "both merged" => [.. wrong, .. frame[..30], 0x16, 0x16, 200, .. frame],
            _ => frame,
        };
        var framing = new EbyteFraming();
        var pieces = new List<EbytePiece>();
        foreach (var value in stream) framing.Read([value], pieces);
        framing.Quiet(pieces);
        Assert.Equal(Second, Assert.Single(Frames(pieces)));
        Assert.Equal(stream.Length - frame.Length, pieces.Sum(piece => piece.NoiseBytes));
        Assert.False(framing.IsHalfRead);
    }

    // §3.2: answers are known by their shape, only after a question, never inside a frame.
    [Theory]
    [InlineData("C1000912340062041803000000", true, "C100091234006204180300 00")]
    [InlineData("C1C2C30201", true, "C1C2C30201")]
    [InlineData("FFFFFF", true, "FFFFFF")]
    [InlineData("C100019C", true, "C100019C")]
    [InlineData("C180070022101 60B0000", true, "C180070022101 60B0000")]
    [InlineData("FFFF00C100019C", true, "C100019C")]
    [InlineData("C1FF09C100019C", true, "C100019C")]
    [InlineData("C100019C", false, "")]
    [InlineData("C0000000000000", true, "")]
    public void Answers_are_known_by_their_shape(string line, bool isAsked, string answer)
    {
        var framing = new EbyteFraming { IsAsked = isAsked };
        var pieces = new List<EbytePiece>();
        framing.Read(Hex(line), pieces);
        framing.Quiet(pieces);
        Assert.Equal(
            answer.Replace(" ", "", StringComparison.Ordinal),
            string.Join(',', pieces.Where(piece => piece.Answer.Length > 0).Select(piece => Convert.ToHexString(piece.Answer))));

        framing.Read(EbyteFraming.Encode(Hex(line)), pieces);
        Assert.Equal(Hex(line), Frames(pieces).Last());
    }

    [Fact]
    public void Any_bytes_are_read_without_a_fault_and_at_most_one_frame_is_kept()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var random = new Random(seed);
            var framing = new EbyteFraming();
            var pieces = new List<EbytePiece>();
            long read = 0, told = 0;
            for (var piece = 0; piece < 60; piece++)
            {
                var bytes = new byte[random.Next(1, 500)];
                random.NextBytes(bytes);
                for (var at = 0; at < bytes.Length; at++)
                    if (random.Next(4) == 0) bytes[at] = new byte[] { 0x16, 0xC1, 0xC2, 0xFF, 0, 9, 200 }[random.Next(7)];
                framing.IsAsked = random.Next(2) == 0;
                framing.IsAskedAsE32 = random.Next(4) == 0;
                framing.Read(bytes, pieces);
                read += bytes.Length;
                if (random.Next(5) == 0) framing.Quiet(pieces);
                told = pieces.Sum(Bytes);
                Assert.InRange(read - told, 0, EbyteFraming.FrameBytesMax + EbyteFraming.AddedBytes - 1);
            }

            framing.Quiet(pieces);
            Assert.Equal(read, pieces.Sum(Bytes));
            pieces.Clear();
            framing.Read(EbyteFraming.Encode(First), pieces);
            Assert.Equal(First, Assert.Single(Frames(pieces)));
        }
    }

    private static long Bytes(EbytePiece piece) =>
        piece.NoiseBytes + piece.Answer.Length
        + (piece.Frame.Length > 0 ? piece.Frame.Length + EbyteFraming.AddedBytes : 0);

    private static IEnumerable<byte[]> Frames(IEnumerable<EbytePiece> pieces) =>
        pieces.Where(piece => piece.Frame.Length > 0).Select(piece => piece.Frame);

    private static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));

    private static IEqualityComparer<byte[]> Equality { get; } =
        EqualityComparer<byte[]>.Create((left, right) => left!.AsSpan().SequenceEqual(right));
}
