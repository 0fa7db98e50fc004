using System.Globalization;
using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Places.Import;

/// <summary>What a column means to us.</summary>
internal enum Meaning
{
    Street, Number, Letter, Addition, Postcode, Place, Gemeente, Status, X, Y, Longitude, Latitude, Geometry, Hectometres,
    Kilometres, RoadNumber, RouteLetter, RouteNumber, Section, Side, PostLetter, Name, Kind,
}

/// <summary>Which column of a table has which meaning, and the values in it.</summary>
/// <remarks>Names: BAG as the Kadaster (`bag-light.gpkg`: openbare_ruimte_naam, woonplaats_naam, toevoeging) and the common
/// CSV conversions (openbareruimte, huisnummertoevoeging, woonplaats, gemeente, x, y) write them; NWB by the product
/// description of NWB-wegen (HECTOMTRNG, WVK_ID, ZIJDE, HECTO_LTTR; WEGNUMMER, ROUTELTR, ROUTENR, WPSNAAM, GME_NAAM). Capitals,
/// spaces and underscores make no difference.</remarks>
internal sealed class ColumnMap
{
    private static readonly Dictionary<Meaning, string[]> Names = new()
    {
        [Meaning.Street] = ["openbareruimtenaam", "openbareruimte", "straatnaam", "straat", "sttnaam"],
        [Meaning.Number] = ["huisnummer", "nummer"],
        [Meaning.Letter] = ["huisletter"],
        [Meaning.Addition] = ["huisnummertoevoeging", "toevoeging"],
        [Meaning.Postcode] = ["postcode"],
        [Meaning.Place] = ["woonplaatsnaam", "woonplaats", "wpsnaam", "plaats"],
        [Meaning.Gemeente] = ["gemeentenaam", "gemeente", "gmenaam"],
        [Meaning.Status] = ["nummeraanduidingstatus", "verblijfsobjectstatus", "status"],
        [Meaning.X] = ["x", "rdx", "xcoordinaat", "xrd"],
        [Meaning.Y] = ["y", "rdy", "ycoordinaat", "yrd"],
        [Meaning.Longitude] = ["lon", "longitude", "lengtegraad"],
        [Meaning.Latitude] = ["lat", "latitude", "breedtegraad"],
        [Meaning.Geometry] = ["geometrie", "geometry", "geom", "wkt", "wktgeom", "geopunt"],
        [Meaning.Hectometres] = ["hectomtrng", "hectometrering"],
        [Meaning.Kilometres] = ["km", "hm", "hectometer", "kilometer"],
        [Meaning.RoadNumber] = ["wegnummer", "weg"],
        [Meaning.RouteLetter] = ["routeltr"],
        [Meaning.RouteNumber] = ["routenr"],
        [Meaning.Section] = ["wvkid"],
        [Meaning.Side] = ["zijde", "kant"],
        [Meaning.PostLetter] = ["hectolttr", "hectoletter", "letter"],
        [Meaning.Name] = ["naam", "name"],
        [Meaning.Kind] = ["soort", "kind", "type"],
    };

    private readonly ISourceTable _table;
    private readonly Dictionary<Meaning, int> _columns = [];

    public ColumnMap(ISourceTable table)
    {
        _table = table;
        var written = table.Columns.Select(FoldedText.Key).ToList();
        foreach (var (meaning, names) in Names)
            foreach (var name in names)
                if (written.IndexOf(name) is >= 0 and var at && _columns.TryAdd(meaning, at)) break;
    }

    public bool Has(params ReadOnlySpan<Meaning> meanings)
    {
        foreach (var meaning in meanings)
            if (!_columns.ContainsKey(meaning)) return false;
        return true;
    }

    /// <summary>A pair of coordinates, or text or a column of geometry.</summary>
    public bool HasPosition => _table is GeoPackageTable || Has(Meaning.X, Meaning.Y)
        || Has(Meaning.Longitude, Meaning.Latitude) || Has(Meaning.Geometry);

    /// <summary>The names that would have been understood.</summary>
    public static string Expected(Meaning meaning) => string.Join(" or ", Names[meaning]);

    /// <summary>The value, trimmed; empty when there is no such column.</summary>
    public string Value(SourceRow row, Meaning meaning) => _columns.TryGetValue(meaning, out var at) ? row.Values[at] : "";

    /// <summary>A number with a point or a comma; null when it is none.</summary>
    public double? Real(SourceRow row, Meaning meaning) => double.TryParse(
        Value(row, meaning).Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && double.IsFinite(value) ? value : null;

    /// <summary>A whole number, which some conversions write as 3.0; null when it is none.</summary>
    public int? Whole(SourceRow row, Meaning meaning) =>
        Real(row, meaning) is { } value and > int.MinValue and < int.MaxValue && value == Math.Floor(value) ? (int)value : null;

    /// <summary>Where the row is, in the national grid; null when that is nowhere in it.</summary>
    public Rd? Position(SourceRow row)
    {
        if (row.Geometry is var (x, y, srid)) return Of(x, y, srid);
        if (Real(row, Meaning.X) is { } rdX && Real(row, Meaning.Y) is { } rdY) return Of(rdX, rdY, 28992);
        if (Wkb.TryText(Value(row, Meaning.Geometry), out x, out y)) return Of(x, y, x < 200 && y < 200 ? 4326 : 28992);
        return Real(row, Meaning.Longitude) is { } longitude && Real(row, Meaning.Latitude) is { } latitude
            ? Of(longitude, latitude, 4326) : null;
    }

    // 7415 is RD with a height; 4258 is ETRS89, within a metre of WGS84 for our purpose.
    private static Rd? Of(double x, double y, int srid) => srid switch
    {
        28992 or 7415 => x is >= 0 and <= Rd.XMax && y is >= Rd.YMin and <= Rd.YMax
            ? new Rd((int)Math.Round(x), (int)Math.Round(y)) : null,
        4326 or 4258 => new WorldPosition(y, x).ToRd(),
        _ => null,
    };
}
