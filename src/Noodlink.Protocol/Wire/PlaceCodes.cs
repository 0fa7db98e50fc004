using System.Diagnostics.CodeAnalysis;

namespace Noodlink.Protocol.Wire;

/// <summary>Postcode in 24 bits: four digits (14 bits), two letters (5 bits each).</summary>
internal static class PostcodeCode
{
    public static bool TryPack([NotNullWhen(true)] string? postcode, out uint packed)
    {
        packed = 0;
        if (postcode is not { Length: 6 } || postcode[0] is < '1' or > '9') return false;
        uint digits = 0;
        foreach (var c in postcode.AsSpan(0, 4))
        {
            if (!char.IsAsciiDigit(c)) return false;
            digits = (digits * 10) + (uint)(c - '0');
        }

        if (!char.IsAsciiLetterUpper(postcode[4]) || !char.IsAsciiLetterUpper(postcode[5])) return false;
        packed = (digits << 10) | (uint)(Symbols.Letter(postcode[4]) << 5) | (uint)Symbols.Letter(postcode[5]);
        return true;
    }

    public static bool TryUnpack(uint packed, [NotNullWhen(true)] out string? postcode)
    {
        postcode = null;
        var (digits, first, second) = (packed >> 10, (packed >> 5) & 31, packed & 31);
        if (digits is < 1000 or > 9999 || first is 0 or > 26 || second is 0 or > 26) return false;
        postcode = $"{digits}{(char)('A' + first - 1)}{(char)('A' + second - 1)}";
        return true;
    }
}

/// <summary>House number in 16 bits and its addition in four symbols: "3a", "12-2", "45bis". What does not fit ("12 A",
/// "03") goes as text.</summary>
internal static class HouseNumberCode
{
    private const int AdditionSymbols = 4;

    public static bool TryPack(string? text, out ushort number, out uint addition)
    {
        (number, addition) = (0, 0);
        if (text is null) return true;
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9') is var end && end < 0 ? text.Length : end;
        if (digits is 0 or > 5 || text[0] == '0') return false;
        if (!ushort.TryParse(text.AsSpan(0, digits), out var value)) return false;
        if (!Symbols.TryPack(text.AsSpan(digits), AdditionSymbols, out var symbols)) return false;
        (number, addition) = (value, (uint)symbols);
        return true;
    }

    /// <summary>No text when there is no number.</summary>
    public static bool TryUnpack(ushort number, uint addition, out string? text)
    {
        text = null;
        if (number == 0) return addition == 0;
        if (!Symbols.TryUnpack(addition, AdditionSymbols, out var symbols)) return false;
        text = $"{number}{symbols}";
        return true;
    }
}

/// <summary>Road in 16 bits: a letter (5 bits) and a number (11 bits): "N355", "A7".</summary>
internal static class RoadCode
{
    private const int NumberMax = 0x7FF;

    public static bool TryPack([NotNullWhen(true)] string? road, out ushort packed)
    {
        packed = 0;
        if (road is not { Length: >= 2 and <= 5 } || !char.IsAsciiLetterUpper(road[0]) || road[1] == '0') return false;
        foreach (var c in road.AsSpan(1))
            if (!char.IsAsciiDigit(c)) return false;
        var number = int.Parse(road.AsSpan(1));
        if (number > NumberMax) return false;
        packed = (ushort)((Symbols.Letter(road[0]) << 11) | number);
        return true;
    }

    public static bool TryUnpack(ushort packed, [NotNullWhen(true)] out string? road)
    {
        road = null;
        var (letter, number) = (packed >> 11, packed & NumberMax);
        if (letter is 0 or > 26 || number == 0) return false;
        road = $"{(char)('A' + letter - 1)}{number}";
        return true;
    }
}
