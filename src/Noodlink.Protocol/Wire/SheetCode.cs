using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Noodlink.Protocol.Wire;

// Problem: somebody cycles to the coördinatiepunt with a printed noodmelding, and retyping fourteen answers takes minutes
// and makes mistakes. The sheet should carry the sealed message itself, for a scanner that types like a keyboard.
//
// Idea: the bytes as text that survives a scanner, a keyboard set to another country and a clipboard: digits and capitals
// only. A QR code packs those two in eleven bits (ISO/IEC 18004, alphanumeric mode), so 32 letters cost hardly more than
// bytes, while base45 would use signs that stand elsewhere on another keyboard. The letters are Crockford's, without I, L,
// O and U, so what is read as one of those can only be a 1 or a 0. The length stands in front, so half a scan is told from
// a wrong one, and a CRC-32C behind, so a mistake is found before the seal says "not genuine", which means something else.
//
// Format: "NB1", then in base 32 (5 bits per character, high bit first, padded with zeros):
//   length of the frame, 2 bytes, big-endian | the frame as sealed | CRC-32C over length and frame, 4 bytes, big-endian
//
// The seal protects the message; the code is only paper. References: crockford.com/base32.html, RFC 3720 appendix B.4.

/// <summary>A sealed part as text on paper, and back. Pure; safe on any thread.</summary>
public static class SheetCode
{
    /// <summary>What every code starts with; the digit is the version of this format.</summary>
    public const string Prefix = "NB1";

    /// <summary>Bytes: the longest frame there is room for; a whole noodmelding has some 220.</summary>
    public const int FrameBytesMax = 1024;

    /// <summary>Characters of text that are looked at: ten codes one behind the other.</summary>
    public const int TextMax = 20_000;

    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int LengthBytes = 2;
    private const int SumBytes = 4;

    /// <summary>The text of a frame: capitals and digits.</summary>
    /// <exception cref="ArgumentException">Empty, or longer than <see cref="FrameBytesMax"/>.</exception>
    public static string Of(ReadOnlySpan<byte> frame)
    {
        if (frame.Length is 0 or > FrameBytesMax)
            throw new ArgumentException($"{frame.Length} bytes, must be 1..{FrameBytesMax}.", nameof(frame));
        var bytes = new byte[LengthBytes + frame.Length + SumBytes];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)frame.Length);
        frame.CopyTo(bytes.AsSpan(LengthBytes));
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(^SumBytes..), SumOf(bytes.AsSpan(..^SumBytes)));
        var text = new StringBuilder(Prefix, Prefix.Length + CharactersOf(bytes.Length));
        var (bits, count) = (0u, 0);
        foreach (var b in bytes)
        {
            (bits, count) = (((bits & 0x1F) << 8) | b, count + 8);
            for (; count >= 5; count -= 5) text.Append(Letters[(int)((bits >> (count - 5)) & 0x1F)]);
        }

        if (count > 0) text.Append(Letters[(int)((bits << (5 - count)) & 0x1F)]);
        return text.ToString();
    }

    /// <summary>Reads every code in a text, one behind the other, in whatever lines. Never throws.</summary>
    /// <param name="text">As scanned, pasted or typed: small letters, spaces and dashes are allowed.</param>
    /// <param name="fault">What is wrong; <see cref="SheetFault.None"/> when all of the text was codes.</param>
    /// <returns>The frames of the codes before the fault.</returns>
    public static IReadOnlyList<byte[]> ReadAll(string? text, out SheetFault fault)
    {
        var frames = new List<byte[]>();
        if (text is { Length: > TextMax })
        {
            fault = SheetFault.NotACode;
            return frames;
        }

        var rest = Plain(text ?? "").AsSpan();
        fault = rest.IsEmpty ? SheetFault.Empty : SheetFault.None;
        while (!rest.IsEmpty)
        {
            fault = Read(ref rest, out var frame);
            if (fault != SheetFault.None) break;
            frames.Add(frame);
        }

        return frames;
    }

    private static SheetFault Read(ref ReadOnlySpan<char> text, out byte[] frame)
    {
        frame = [];
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
            return Prefix.AsSpan().StartsWith(text, StringComparison.Ordinal) ? SheetFault.Cut : SheetFault.NotACode;
        var rest = text[Prefix.Length..];
        Span<byte> length = stackalloc byte[LengthBytes];
        if (rest.Length < CharactersOf(LengthBytes)) return SheetFault.Cut;
        if (!TryDecode(rest, length)) return SheetFault.Damaged;
        var bytes = new byte[LengthBytes + BinaryPrimitives.ReadUInt16BigEndian(length) + SumBytes];
        if (bytes.Length is <= LengthBytes + SumBytes or > LengthBytes + FrameBytesMax + SumBytes) return SheetFault.Damaged;
        var characters = CharactersOf(bytes.Length);
        if (rest.Length < characters) return SheetFault.Cut;
        if (!TryDecode(rest[..characters], bytes)) return SheetFault.Damaged;
        if (BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(^SumBytes..)) != SumOf(bytes.AsSpan(..^SumBytes)))
            return SheetFault.Damaged;
        frame = bytes[LengthBytes..^SumBytes];
        text = rest[characters..];
        return SheetFault.None;
    }

    private static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        var (bits, count, at) = (0u, 0, 0);
        foreach (var c in text)
        {
            var value = Letters.IndexOf(c, StringComparison.Ordinal);
            if (value < 0) return false;
            (bits, count) = (((bits & 0xFF) << 5) | (uint)value, count + 5);
            if (count < 8) continue;
            if (at == bytes.Length) return true;
            bytes[at++] = unchecked((byte)(bits >> (count - 8)));
            count -= 8;
        }

        return at == bytes.Length;
    }

    /// <summary>Without what scanners, clipboards and people put in between, and with the look-alikes put right.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c) || c is '-' or '\uFEFF') continue;
            plain.Append(char.ToUpperInvariant(c) switch { 'O' => '0', 'I' or 'L' => '1', var other => other });
        }

        return plain.ToString();
    }

    private static int CharactersOf(int bytes) => ((bytes * 8) + 4) / 5;

    private static uint SumOf(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var b in bytes) sum = BitOperations.Crc32C(sum, b);
        return ~sum;
    }
}

/// <summary>Why a text is not the code of a sheet.</summary>
public enum SheetFault
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>There is nothing in it.</summary>
    Empty,

    /// <summary>It does not start as a code does.</summary>
    NotACode,

    /// <summary>The end is missing: half a scan.</summary>
    Cut,

    /// <summary>The check at the end does not agree.</summary>
    Damaged,
}
