using System.Diagnostics.CodeAnalysis;

namespace Noodlink.Protocol.Messages;

/// <summary>The name of a station that people say aloud: region, dash, place: <c>GR-WK1</c>.</summary>
/// <remarks>Two capitals, a dash, two to five capitals or digits (interfaces.md §2, <c>Station:Id</c>).</remarks>
public readonly record struct StationId
{
    private readonly string? _text;

    private StationId(string text) => _text = text;

    /// <summary>Reads exactly what <see cref="ToString"/> writes. Never throws; false for anything else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out StationId id)
    {
        id = default;
        if (text is null || text.Length is < 5 or > 8 || text[2] != '-') return false;
        if (!char.IsAsciiLetterUpper(text[0]) || !char.IsAsciiLetterUpper(text[1])) return false;
        foreach (var c in text.AsSpan(3))
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c)) return false;
        id = new StationId(text);
        return true;
    }

    /// <exception cref="FormatException">The text is not a station id.</exception>
    public static StationId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a station id such as GR-WK1.");

    public override string ToString() => _text ?? "";
}

/// <summary>The number of a message as people see and say it: <c>GR-WK1-0042</c>, or <c>GR-WK1-0042-3F9A</c> when two
/// messages carry the same number (a restored disk image) and the epoch tells them apart (architecture §4.4).</summary>
/// <param name="Station">Who made the message.</param>
/// <param name="Serial">1..16,777,215; shown with at least four digits.</param>
/// <param name="Epoch">Only where two messages share a serial: the later one's epoch; otherwise null.</param>
public readonly record struct MessageNumber(StationId Station, uint Serial, ushort? Epoch = null)
{
    /// <summary>A serial is 24 bits on the wire.</summary>
    public const uint SerialMax = 0xFF_FFFF;

    // Region 2, place 5, serial 8, epoch 4, and three dashes.
    private const int TextLengthMax = 22;
/// <summary>Reads exactly what <see cref="ToString"/> writes. Never throws; false for anything else.</summary>

    public static bool TryParse([NotNullWhen(true)] string? text, out MessageNumber number)
    {
        number = default;
        var parts = text is { Length: <= TextLengthMax } ? text.Split('-') : [];
        if (parts.Length is not (3 or 4) || !StationId.TryParse($"{parts[0]}-{parts[1]}", out var station)) return false;
        if (parts[2].Length is < 4 or > 8 || !parts[2].All(char.IsAsciiDigit)) return false;
        if (!uint.TryParse(parts[2], out var serial) || serial is 0 or > SerialMax) return false;
        ushort? epoch = null;
        if (parts.Length == 4)
        {
            if (parts[3].Length != 4 || !parts[3].All(char.IsAsciiHexDigitUpper)) return false;
            epoch = Convert.ToUInt16(parts[3], 16);
            if (epoch == 0) return false;
        }

        number = new MessageNumber(station, serial, epoch);
        return true;
    }

    public override string ToString() => Epoch is { } epoch ? $"{Station}-{Serial:D4}-{epoch:X4}" : $"{Station}-{Serial:D4}";
}

/// <summary>The identity of a message without a clock: who made it, in which life of the program, the how-manieth.</summary>
/// <param name="Sender">Station number of the maker, 1..65534 (a hub has one too).</param>
/// <param name="Epoch">1..65535, drawn at random at each process start; 0 is never used.</param>
/// <param name="Serial">24 bits, counted on disk, per series: numbered messages without gaps, signals with gaps.</param>
public readonly record struct MessageId(ushort Sender, ushort Epoch, uint Serial)
{
    public override string ToString() => $"{Sender}/{Epoch:X4}/{Serial}";
}
