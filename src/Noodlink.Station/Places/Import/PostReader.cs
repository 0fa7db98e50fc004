using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Places.Import;

/// <summary>Hectometre posts of the NWB.</summary>
internal sealed class PostReader(GazetteerWriter writer, RoadBook roads, Func<string, bool> isElsewhere)
{
    public static string Expected =>
        "for posts: hectomtrng (hectometres: 173) or km (17,3); wegnummer, or wvk_id with a table of road sections; and x and y "
        + "(RD) or a geometry; and if it has them zijde, hecto_lttr; for road sections: wvk_id; wegnummer or routeltr and "
        + "routenr; wpsnaam, gme_naam";

    public static bool Fits(ColumnMap map) =>
        (map.Has(Meaning.Hectometres) || map.Has(Meaning.Kilometres))
        && (map.Has(Meaning.RoadNumber) || map.Has(Meaning.Section)) && map.HasPosition;

    public void Read(ColumnMap map, SourceRow row, TableTally tally)
    {
        var section = RoadBook.SectionOf(map, row) is { } id ? roads.Find(id) : null;
        var road = section?.Road ?? RoadBook.RoadOf(map, row);
        var place = map.Value(row, Meaning.Place) is { Length: > 0 } village ? village : section?.Place ?? "";
        var gemeente = map.Value(row, Meaning.Gemeente) is { Length: > 0 } said ? said
            : section?.Gemeente is { Length: > 0 } known ? known : roads.GemeenteOf(place);
        if (road.Length == 0) tally.Refuse(row, "on no road with a number (wegnummer, or a known wvk_id)");
        else if (isElsewhere(gemeente)) tally.LeaveElsewhere();
        else if (KilometresOf(map, row) is not { } kilometres) tally.Refuse(row, "no hectometre of 0 to 999.9 km");
        else if (map.Position(row) is not { } rd) tally.Refuse(row, "no position in the Netherlands");
        else
            tally.Take(writer.AddPost(
                road, kilometres, SideOf(map.Value(row, Meaning.Side)), LetterOf(map.Value(row, Meaning.PostLetter)), place,
                gemeente, rd));
    }

    // HECTOMTRNG counts hectometres; the other names hold what stands on the sign.
    private static decimal? KilometresOf(ColumnMap map, SourceRow row)
    {
        var value = map.Has(Meaning.Hectometres)
            ? map.Real(row, Meaning.Hectometres) / 10 : map.Real(row, Meaning.Kilometres);
        return value is >= 0 and <= (double)Limits.HectometreMax ? Math.Round((decimal)value, 1) : null;
    }

    private static RoadSide? SideOf(string side) => side.ToUpperInvariant() switch
    {
        "L" or "LI" or "LINKS" => RoadSide.Left,
        "R" or "RE" or "RECHTS" => RoadSide.Right,
        _ => null,
    };

    // A hash stands for "none" in the NWB.
    private static string LetterOf(string letter) =>
        letter.Length == 1 && char.IsAsciiLetter(letter[0]) ? letter.ToLowerInvariant() : "";
}
