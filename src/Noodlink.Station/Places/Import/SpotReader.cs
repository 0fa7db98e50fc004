namespace Noodlink.Station.Places.Import;

/// <summary>Named spots: a list that the gemeente or the station keeps itself.</summary>
internal sealed class SpotReader(GazetteerWriter writer, Func<string, bool> isElsewhere)
{
    public static string Expected =>
        $"columns {ColumnMap.Expected(Meaning.Name)}; {ColumnMap.Expected(Meaning.Kind)}; and x and y (RD), lon and lat, or a "
        + "geometry; and if it has them plaats, gemeente";

    public static bool Fits(ColumnMap map) => map.Has(Meaning.Name, Meaning.Kind) && map.HasPosition;

    public void Read(ColumnMap map, SourceRow row, TableTally tally)
    {
        var name = map.Value(row, Meaning.Name);
        var kind = map.Value(row, Meaning.Kind);
        var place = map.Value(row, Meaning.Place);
        var gemeente = map.Value(row, Meaning.Gemeente);
        if (gemeente.Length > 0 && isElsewhere(gemeente)) tally.LeaveElsewhere();
        else if (!AddressReader.IsName(name) || FoldedText.Words(name).Length == 0)
            tally.Refuse(row, "no name of 1 to 80 characters");
        else if (kind.Length > 80 || place.Length > 80 || gemeente.Length > 80) tally.Refuse(row, "longer than 80 characters");
        else if (map.Position(row) is not { } rd) tally.Refuse(row, "no position in the Netherlands");
        else tally.Take(writer.AddSpot(name, kind, place, gemeente, rd));
    }
}
