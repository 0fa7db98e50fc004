using System.Globalization;
using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Dutch;

/// <summary>A location in one Dutch line, in the order of an alert line of the meldkamer (domain.md §2.3): object,
/// street and number or road and hectometre, then the place.</summary>
/// <remarks>Says everything that was entered, whatever its kind: nothing typed may be lost. Pure; call from any
/// thread.</remarks>
public static class PlaceText
{
    /// <summary>"Modelweg 3, 9843AB Grijpskerk".</summary>
    /// <param name="location">Null when nobody said where: "onbekend".</param>
    /// <param name="here">What "Hier" means: the noodsteunpunt with its address, or null when the reader
    /// knows.</param>
    public static string Of(Location? location, string? here = null)
    {
        if (location is null) return Labels.Unknown;
        var parts = new List<string>();
        if (location.Kind == LocationKind.Here) parts.Add(AtPoint(here));
        Add(parts, location.Spot);
        Add(parts, House(location));
        Add(parts, Road(location));
        Add(parts, Join(location.Postcode, location.Place));
        if (location.Gemeente is { Length: > 0 } gemeente) parts.Add(Say.It(Words.PlaceLine_Gemeente, gemeente));
        Add(parts, location.Text);
        if (location.Rd is { } rd) parts.Add(Say.It(Words.PlaceLine_Rd, rd.X, rd.Y));
        return parts.Count == 0 ? Labels.Unknown : string.Join(", ", parts);
    }

    /// <summary>"N355, hectometer 17,3, rechts, richting Grijpskerk"; null when no road was entered.</summary>
    public static string? Road(Location location)
    {
        var parts = new List<string>();
        Add(parts, location.Road);
        if (location.Hectometre is { } hectometre)
            parts.Add(
                Say.It(
                    Words.PlaceLine_Hectometre,
                    hectometre.ToString("0.0##", CultureInfo.InvariantCulture).Replace('.', ',')));
        if (location.Side is { } side)
            parts.Add(side == RoadSide.Unknown ? Words.PlaceLine_SideUnknown : Labels.Of(side));
        if (location.Towards is { Length: > 0 } towards) parts.Add(Say.It(Words.PlaceLine_Towards, towards));
        return parts.Count == 0 ? null : string.Join(", ", parts);
    }

    // On the radio the number comes first and the street follows. A bare "3" says nothing to who reads it aloud.
    private static string? House(Location location) => string.IsNullOrWhiteSpace(location.Street)
        && !string.IsNullOrWhiteSpace(location.Number) ? Say.It(Words.PlaceLine_HouseNumber, location.Number)
        : Join(location.Street, location.Number);

    // Many points are called "Noodsteunpunt Zuidhorn"; saying it twice helps nobody.
    private static string AtPoint(string? here) => here switch
    {
        null => Words.PlaceLine_Here,
        _ when here.StartsWith(Words.PlaceLine_Point, StringComparison.OrdinalIgnoreCase) => Say.It(Words.PlaceLine_At, here),
        _ => Say.It(Words.PlaceLine_AtPoint, here),
    };

    private static void Add(List<string> parts, string? part)
    {
        if (!string.IsNullOrWhiteSpace(part)) parts.Add(part.ReplaceLineEndings(" "));
    }

    private static string? Join(string? first, string? second) =>
        string.IsNullOrWhiteSpace(first) ? second : string.IsNullOrWhiteSpace(second) ? first : $"{first} {second}";
}
