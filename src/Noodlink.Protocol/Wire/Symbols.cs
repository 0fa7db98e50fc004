using System.Diagnostics.CodeAnalysis;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

// Names and codes are packed in groups of bits that can be read from a hex dump with pencil and paper:
//   letter, 5 bits: 1 = A ... 26 = Z, 0 = nothing
//   symbol, 6 bits: 0 = end, 1..10 = '0'..'9', 11..36 = 'a'..'z', 37..62 = 'A'..'Z', 63 = '-'

/// <summary>Letters of five bits, symbols of six, and the codes that are made of them.</summary>
internal static class Symbols
{
    /// <summary>Bytes of a packed <see cref="MessageNumber"/>: station 5, serial 3, epoch 2.</summary>
    public const int ReferenceBytes = 10;

    /// <summary>Bytes of a packed <see cref="StationId"/>: 2 letters of the region, 5 symbols of the place.</summary>
    public const int StationBytes = 5;

    public static int Letter(char c) => char.ToUpperInvariant(c) - 'A' + 1;

    public static int Symbol(char c) => c switch
    {
        >= '0' and <= '9' => c - '0' + 1,
        >= 'a' and <= 'z' => c - 'a' + 11,
        >= 'A' and <= 'Z' => c - 'A' + 37,
        '-' => 63,
        _ => -1,
    };

    public static char Symbol(int value) => value switch
    {
        <= 10 => (char)('0' + value - 1),
        <= 36 => (char)('a' + value - 11),
        <= 62 => (char)('A' + value - 37),
        _ => '-',
    };

    /// <summary>Symbols in the low <c>6 * count</c> bits, the first one highest.</summary>
    public static bool TryPack(ReadOnlySpan<char> text, int count, out ulong packed)
    {
        packed = 0;
        if (text.Length > count) return false;
        for (var i = 0; i < count; i++)
        {
            var symbol = i < text.Length ? Symbol(text[i]) : 0;
            if (symbol < 0) return false;
            packed = (packed << 6) | (uint)symbol;
        }

        return true;
    }

    /// <summary>The text of packed symbols; false when something follows the end.</summary>
    public static bool TryUnpack(ulong packed, int count, [NotNullWhen(true)] out string? text)
    {
        Span<char> chars = stackalloc char[count];
        var length = 0;
        text = null;
        for (var i = 0; i < count; i++)
        {
            var symbol = (int)((packed >> (6 * (count - 1 - i))) & 63);
            if (symbol == 0) continue;
            if (length != i) return false;
            chars[length++] = Symbol(symbol);
        }

        text = new string(chars[..length]);
        return true;
    }

    public static void WriteStation(BodyWriter writer, StationId station)
    {
        var text = station.ToString();
        if (text.Length == 0) throw new ArgumentException("A station id is empty.", nameof(station));
        TryPack(text.AsSpan(3), 5, out var place);
        var packed = ((ulong)Letter(text[0]) << 35) | ((ulong)Letter(text[1]) << 30) | place;
        writer.Byte((int)(packed >> 32));
        writer.UInt32((uint)(packed & 0xFFFF_FFFF));
    }

    public static StationId ReadStation(ref BodyReader reader)
    {
        var packed = ((ulong)reader.Byte() << 32) | reader.UInt32();
        if (reader.Failed) return default;
        var (first, second) = ((int)(packed >> 35), (int)(packed >> 30) & 31);
        if (first is 0 or > 26 || second is 0 or > 26 || !TryUnpack(packed & 0x3FFF_FFFF, 5, out var place)
            || !StationId.TryParse($"{(char)('A' + first - 1)}{(char)('A' + second - 1)}-{place}", out var station))
        {
            reader.Malformed("a station id that nobody can have");
            return default;
        }

        return station;
    }

    public static void WriteReferences(BodyWriter writer, ValueList<MessageNumber> references)
    {
        foreach (var reference in references)
        {
            if (reference.Serial is 0 or > MessageNumber.SerialMax || reference.Epoch == 0)
                throw new ArgumentException($"'{reference}' is not the number of a message.", nameof(references));
            WriteStation(writer, reference.Station);
            writer.UInt24(reference.Serial);
            writer.UInt16(reference.Epoch ?? 0);
        }
    }

    public static ValueList<MessageNumber> ReadReferences(ref BodyReader reader, int count, int least)
    {
        if (count < least || count > Limits.References)
        {
            reader.Malformed("too few or too many references");
            return [];
        }

        var references = new MessageNumber[count];
        for (var i = 0; i < count; i++)
        {
            var station = ReadStation(ref reader);
            var serial = reader.Serial();
            var epoch = reader.UInt16();
            references[i] = new MessageNumber(station, serial, epoch == 0 ? null : epoch);
        }

        return reader.Failed ? [] : ValueList.Create<MessageNumber>(references);
    }

    /// <exception cref="ArgumentException">Too few or too many: a fault in the program.</exception>
    public static void WriteCount(BodyWriter writer, ValueList<MessageNumber> references, int least)
    {
        if (references.Count < least || references.Count > Limits.References)
        {
            throw new ArgumentException(
                $"{references.Count} references, must be {least}..{Limits.References}.", nameof(references));
        }

        writer.Byte(references.Count);
    }
}
