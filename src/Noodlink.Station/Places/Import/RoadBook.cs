namespace Noodlink.Station.Places.Import;

// The NWB tells of each road section (wegvak) which number stands on the signs, in which village and gemeente it lies; a
// hectometre post only says on which section it stands. WEGNUMMER of a national road is "007", the same for A7 and N7:
// only ROUTELTR with ROUTENR says which of the two the signs show.

/// <summary>What the road sections of the NWB say: the road of each section, and the gemeente of each village.</summary>
internal sealed class RoadBook
{
    private readonly Dictionary<long, Section> _sections = [];
    private readonly Dictionary<string, string?> _villages = new(StringComparer.Ordinal);

    /// <summary>One piece of a numbered road.</summary>
    public sealed record Section(string Road, string Place, string Gemeente);

    public static bool Fits(ColumnMap map) => map.Has(Meaning.Section)
        && (map.Has(Meaning.RoadNumber) || map.Has(Meaning.RouteLetter, Meaning.RouteNumber));

    public void Read(ColumnMap map, SourceRow row, TableTally tally)
    {
        if (SectionOf(map, row) is not { } section)
        {
            tally.Refuse(row, "no WVK_ID");
            return;
        }

        var (place, gemeente) = (map.Value(row, Meaning.Place), map.Value(row, Meaning.Gemeente));
        if (place.Length > 0 && gemeente.Length > 0)
        {
            // The same name in two gemeenten says nothing any more.
            var key = FoldedText.Words(place);
            if (!_villages.TryAdd(key, gemeente) && _villages[key] != gemeente) _villages[key] = null;
        }

        // Most sections are streets without a number: no post stands on them.
        var road = RoadOf(map, row);
        if (road.Length > 0) tally.Take(_sections.TryAdd(section, new Section(road, place, gemeente)));
    }

    /// <summary>The section with this number; null when it is not known, or not of a numbered road.</summary>
    public Section? Find(long section) => _sections.GetValueOrDefault(section);

    /// <summary>Empty when the village is not known, or lies in two.</summary>
    public string GemeenteOf(string place) => _villages.GetValueOrDefault(FoldedText.Words(place)) ?? "";

    /// <summary>WVK_ID, which some conversions write as 345289002.0.</summary>
    public static long? SectionOf(ColumnMap map, SourceRow row) =>
        map.Real(row, Meaning.Section) is { } section and > 0 and < 1e15 ? (long)section : null;

    /// <summary>"A7", "N355": as on the signs; empty where the source does not say it in full.</summary>
    public static string RoadOf(ColumnMap map, SourceRow row)
    {
        var letter = map.Value(row, Meaning.RouteLetter);
        var number = map.Value(row, Meaning.RouteNumber);
        if (letter.Length == 1 && map.Real(row, Meaning.RouteNumber) is { } route and > 0 and < 10_000)
            return Gazetteer.RoadName($"{letter}{(int)route}");
        return number.Length > 1 && char.IsAsciiLetter(number[0])
            ? Gazetteer.RoadName(number) : Gazetteer.RoadName(map.Value(row, Meaning.RoadNumber));
    }
}
