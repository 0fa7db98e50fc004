namespace Noodlink.Station.Places.Import;

/// <summary>Addresses of the BAG.</summary>
internal sealed class AddressReader(GazetteerWriter writer, RoadBook roads, Func<string, bool> isElsewhere)
{
    public static string Expected =>
        $"columns {ColumnMap.Expected(Meaning.Street)}; {ColumnMap.Expected(Meaning.Number)}; "
        + $"{ColumnMap.Expected(Meaning.Place)}; and x and y (RD), lon and lat, or a geometry; and if it has them huisletter, "
        + "huisnummertoevoeging, postcode, gemeente";

    public static bool Fits(ColumnMap map) => map.Has(Meaning.Street, Meaning.Number, Meaning.Place) && map.HasPosition;

    public void Read(ColumnMap map, SourceRow row, TableTally tally)
    {
        var street = map.Value(row, Meaning.Street);
        var place = map.Value(row, Meaning.Place);
        var gemeente = map.Value(row, Meaning.Gemeente) is { Length: > 0 } said ? said : roads.GemeenteOf(place);
        if (isElsewhere(gemeente))
        {
            if (gemeente.Length > 0) tally.LeaveElsewhere();
            else tally.Refuse(row, "gemeente not known (no column gemeente, and no road section of this village)");
            return;
        }

        var typed = map.Value(row, Meaning.Postcode);
        var code = default(TypedPostcode);
        if (map.Value(row, Meaning.Status).Contains("ingetrokken", StringComparison.OrdinalIgnoreCase))
            tally.Refuse(row, "withdrawn in the register");
        else if (!IsName(street)) tally.Refuse(row, "no street of 1 to 80 characters");
        else if (!IsName(place)) tally.Refuse(row, "no village of 1 to 80 characters");
        else if (map.Whole(row, Meaning.Number) is not { } number || !HouseNumber.TryCompose(
            number, map.Value(row, Meaning.Letter), map.Value(row, Meaning.Addition), out var house))
            tally.Refuse(row, $"no house number of 1 to {HouseNumber.NumberMax}");
        else if (typed.Length > 0 && !(TypedPostcode.TryParse(typed, out code) && code.IsWhole))
            tally.Refuse(row, "no postcode like 9843AB");
        else if (map.Position(row) is not { } rd) tally.Refuse(row, "no position in the Netherlands");
        else tally.Take(writer.AddAddress(street, house, code, place, gemeente, rd));
    }

    public static bool IsName(string text) => text.Length is > 0 and <= 80 && !text.Any(char.IsControl);
}
