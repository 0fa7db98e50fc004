using System.Text;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

/// <summary>The location as one line of text, for the core of a noodmelding that has no coded place.</summary>
internal static class PlaceText
{
    /// <summary>What a person would say first comes first: "sluis Gaarkeuken, Grijpskerk", "Proefstraat 14,
    /// Zuidhorn".</summary>
    public static string Of(Location location)
    {
        // Without the space a number such as "12 bis" is one word, which is carried whole or not at all.
        var street = Join(" ", location.Street, location.Number?.Replace(" ", "", StringComparison.Ordinal));
        var sign = location.Hectometre is { } kilometres ? FormattableString.Invariant($"hm {kilometres:0.0}") : null;
        var road = Join(" ", location.Road, sign);
        var (spot, text) = (location.Spot, location.Text);
        var (place, gemeente) = (location.Place, location.Gemeente);
        return location.Kind switch
        {
            LocationKind.Text => Join(", ", text, spot, street, road, place, gemeente),
            LocationKind.Road => Join(", ", road, spot, street, text, place, gemeente),
            LocationKind.Address => Join(", ", street, place, spot, road, text, gemeente),
            _ => Join(", ", spot, street, road, text, place, gemeente),
        };
    }

    /// <summary>Is the location text all there is, so that the block may carry it as such?</summary>
    public static bool IsOnlyText(Location location) =>
        location.Text is not null
        && location == new Location
        {
            Kind = location.Kind, Certainty = location.Certainty, Rd = location.Rd, Text = location.Text,
        };

    /// <summary>Writes as much as fits, and returns how many bytes that is.</summary>
    public static int Cut(string text, Span<byte> bytes, out bool cut)
    {
        cut = Encoding.UTF8.GetByteCount(text) > bytes.Length;
        if (!cut) return Encoding.UTF8.GetBytes(text, bytes);

        var length = 0;
        var chars = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (length + rune.Utf8SequenceLength > bytes.Length) break;
            length += rune.Utf8SequenceLength;
            chars += rune.Utf16SequenceLength;
        }

        var kept = text.AsSpan(0, WholeNumbers(text, chars)).TrimEnd(" ,");
        return Encoding.UTF8.GetBytes(kept, bytes);
    }

    // A word with a digit is a house number, a road or a hectometre sign: all of it or nothing.
    private static int WholeNumbers(string text, int end)
    {
        if (end == 0 || EndsWord(text, end)) return end;
        var start = end;
        while (start > 0 && text[start - 1] != ' ') start--;
        var stop = end;
        while (stop < text.Length && !EndsWord(text, stop)) stop++;
        return text.AsSpan(start, stop - start).ContainsAnyInRange('0', '9') ? start : end;
    }

    private static bool EndsWord(string text, int at) =>
        text[at] == ' ' || (text[at] == ',' && (at + 1 == text.Length || text[at + 1] == ' '));

    private static string Join(string separator, params ReadOnlySpan<string?> parts)
    {
        var joined = new StringBuilder();
        foreach (var part in parts)
        {
            if (string.IsNullOrEmpty(part)) continue;
            if (joined.Length > 0) joined.Append(separator);
            joined.Append(part);
        }

        return joined.ToString();
    }
}
