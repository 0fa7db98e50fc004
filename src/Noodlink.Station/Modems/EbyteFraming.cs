namespace Noodlink.Station.Modems;

// Our frames in a stream of bytes that has none.
//
// An Ebyte module carries bytes: what stands together in one write may come out in two pieces, two writes in one, a
// packet in the middle may be missing, and somebody else's bytes may stand between. So every frame of ours is
//
//     16 | length | 1..200 bytes | CRC, high byte | CRC, low byte
//
// where length counts the bytes between itself and the CRC, and the CRC is CRC-16 (polynomial 1021, begins with FFFF,
// not reflected, not inverted; "123456789" gives 29B1) over the length and the bytes.
//
// Reading. A frame begins at a 16 with a possible length. When its CRC is right it is a frame; when it is wrong, only
// the 16 is dropped and the search goes on behind it, for a real frame may stand inside the false one. What is in
// front of a 16 is noise. A beginning without its end is dropped the same way after a silence. The mark is none of the
// values that modules append as strength (7E..FF in both formulas, for -1 to -130 dBm), and no letter.
//
// The module's own answers (to C0, C1, C2) have no mark. They are looked for only after a question, until the next
// frame of ours leaves, and only outside a frame.

/// <summary>What stood in the stream.</summary>
/// <param name="Frame">The bytes of one of our frames; else empty.</param>
/// <param name="Answer">What the module answered; else empty.</param>
/// <param name="NoiseBytes">Neither: so many bytes.</param>
internal sealed record EbytePiece(byte[] Frame, byte[] Answer, int NoiseBytes = 0);

/// <summary>Takes bytes in pieces of any size. Any bytes are fine; none throws; never holds more than one frame. One
/// thread at a time.</summary>
internal sealed class EbyteFraming
{
    /// <summary>Mark, length and CRC.</summary>
    public const int AddedBytes = 4;

    public const int FrameBytesMax = 200;

    private const byte Mark = 0x16;

    private readonly List<byte> _buffer = [];

    /// <summary>The module was asked something; E22 answers are looked for.</summary>
    public bool IsAsked { get; set; }

    /// <summary>It was asked as an E32 is.</summary>
    public bool IsAskedAsE32 { get; set; }

    public bool IsHalfRead => _buffer.Count > 0;

    public static byte[] Encode(ReadOnlySpan<byte> frame)
    {
        byte[] counted = [(byte)frame.Length, .. frame];
        var sum = Sum(counted);
        return [Mark, .. counted, (byte)(sum >> 8), (byte)(sum & 0xFF)];
    }

    /// <summary>CRC-16/CCITT-FALSE.</summary>
    public static ushort Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0xFFFF;
        foreach (var value in bytes)
        {
            sum ^= value << 8;
            for (var bit = 0; bit < 8; bit++) sum = (sum & 0x8000) != 0 ? ((sum << 1) ^ 0x1021) & 0xFFFF : sum << 1;
        }

        return (ushort)sum;
    }

    public void Reset() => _buffer.Clear();

    public void Read(ReadOnlySpan<byte> bytes, ICollection<EbytePiece> pieces)
    {
        _buffer.AddRange(bytes);
        Scan(pieces, dropped: 0);
    }

    /// <summary>No more bytes of what was begun will come: its first byte is dropped and the rest read again.</summary>
    public void Quiet(ICollection<EbytePiece> pieces)
    {
        var dropped = 0;
        while (_buffer.Count > 0)
        {
            _buffer.RemoveAt(0);
            dropped = Scan(pieces, dropped + 1, isLast: true);
        }

        TellNoise(pieces, dropped);
    }

    /// <summary>Takes everything that is whole; returns the noise not yet told.</summary>
    private int Scan(ICollection<EbytePiece> pieces, int dropped, bool isLast = false)
    {
        var bytes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_buffer);
        var at = 0;
        while (at < bytes.Length)
        {
            var (length, isFrame) = Measure(bytes[at..]);
            if (length == 0) break;
            if (length < 0)
            {
                at++;
                dropped++;
                continue;
            }

            TellNoise(pieces, dropped);
            dropped = 0;
            var whole = bytes.Slice(at, length).ToArray();
            pieces.Add(isFrame ? new EbytePiece(whole[2..^2], []) : new EbytePiece([], whole));
            at += length;
        }

        _buffer.RemoveRange(0, at);
        if (isLast) return dropped;
        TellNoise(pieces, dropped);
        return 0;
    }

    private static void TellNoise(ICollection<EbytePiece> pieces, int count)
    {
        if (count > 0) pieces.Add(new EbytePiece([], [], count));
    }

    /// <summary>How long the thing is that begins here; 0: more bytes are needed to know; below 0: nothing begins
    /// here.</summary>
    private (int Length, bool IsFrame) Measure(ReadOnlySpan<byte> bytes)
    {
        if (bytes[0] != Mark) return (MeasureAnswer(bytes), false);
        if (bytes.Length < 2) return (0, true);
        if (bytes[1] is 0 or > FrameBytesMax) return (-1, false);
        var length = bytes[1] + AddedBytes;
        if (bytes.Length < length) return (0, true);
        var sum = (bytes[length - 2] << 8) | bytes[length - 1];
        return (Sum(bytes[1..(length - 2)]) == sum ? length : -1, true);
    }

    private int MeasureAnswer(ReadOnlySpan<byte> bytes)
    {
        if (IsAskedAsE32 && bytes[0] is 0xC0 or 0xC2) return bytes.Length < 6 ? 0 : 6;
        if (!IsAsked) return -1;
        if (bytes[0] == 0xFF) return Match(bytes, [0xFF, 0xFF, 0xFF], more: 0);
        if (bytes[0] != 0xC1) return -1;
        if (bytes.Length >= 2 && bytes[1] == 0xC2) return Match(bytes, [0xC1, 0xC2, 0xC3, 0x02], more: 1);
        if (bytes.Length < 3) return 0;

        // Start and count of registers: 00..08 or the product's 80..86.
        if (bytes[1] is > 8 and not 0x80 || bytes[2] is 0 or > 9) return -1;
        return bytes.Length < 3 + bytes[2] ? 0 : 3 + bytes[2];
    }

    private static int Match(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> wanted, int more)
    {
        var known = Math.Min(bytes.Length, wanted.Length);
        if (!bytes[..known].SequenceEqual(wanted[..known])) return -1;
        return bytes.Length < wanted.Length + more ? 0 : wanted.Length + more;
    }
}
