using Microsoft.Data.Sqlite;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Queue;

namespace Noodlink.Station.Places;

/// <summary>Rows in, places out.</summary>
public sealed partial class Gazetteer
{
    private const string AddressSql =
        """
        SELECT x, y, name, number || suffix, area, letters, place, gemeente
        FROM address JOIN street ON street.id = address.street
        """;

    private const string PostSql =
        "SELECT x, y, road.name, hm, side, letter, place, gemeente FROM post JOIN road ON road.id = post.road";

    private const string SpotSql = "SELECT x, y, name, kind, village, place, gemeente FROM spot";

    private const string ByStreet = "ORDER BY suffix_key, folded, address.id LIMIT $4";

    private const string ByStreet3 = "ORDER BY folded, place_folded, suffix_key, address.id LIMIT $3";

    // Without a point every distance is null, and the names decide.
    private const string ByPlace =
        """
        ORDER BY folded, (address.x - $5) * (address.x - $5) + (address.y - $6) * (address.y - $6), place_folded, suffix_key,
          address.id LIMIT $4
        """;

    private const string InPlace =
        "($3 = '' OR replace(place_folded, ' ', '') = $3 OR replace(gemeente_folded, ' ', '') = $3)";

    /// <summary>What stands around a position, nearest first.</summary>
    /// <param name="here">The middle.</param>
    /// <param name="radius">Metres, 1..<see cref="RadiusMax"/>.</param>
    /// <param name="limit">1..<see cref="ItemsMax"/>.</param>
    /// <param name="kinds">Which kinds; none given: all that have a position of their own.</param>
    public IReadOnlyList<PlaceNear> Near(Rd here, int radius, int limit, params ReadOnlySpan<PlaceKind> kinds)
    {
        radius = Math.Clamp(radius, 1, RadiusMax);
        limit = Math.Clamp(limit, 1, ItemsMax);
        PlaceKind[] wanted = kinds.IsEmpty
            ? [PlaceKind.Address, PlaceKind.Post, PlaceKind.Spot, PlaceKind.Village] : kinds.ToArray();
        return Ask(
            () =>
            {
                var found = new List<(long Key, int Metres)>();
                foreach (var kind in wanted.Distinct()) found.AddRange(Around(here, radius, limit, kind));
                return [.. found.OrderBy(one => one.Metres).ThenBy(one => one.Key).Take(limit)
                    .Select(one => (Place: ByKey(one.Key), one.Metres))
                    .Where(one => one.Place is not null).Select(one => new PlaceNear(one.Place!, one.Metres))];
            }, (IReadOnlyList<PlaceNear>)[]);
    }

    /// <summary>The circle grows until it holds enough, so that a town does not give all its addresses for twenty; and the
    /// file itself picks the nearest, so that the rest is never read out.</summary>
    private List<(long Key, int Metres)> Around(Rd here, int radius, int limit, PlaceKind kind)
    {
        for (var reach = Math.Min(radius, 100); ; reach = Math.Min(radius, reach * 2))
        {
            var layer = (long)kind * GazetteerSchema.KindMetres;
            var inside = All(
                    r => (Key: r.GetInt64(0), Rd: new Rd(r.GetInt32(1), r.GetInt32(2))),
                    """
                    SELECT id, x0, y0 FROM near
                    WHERE x1 >= $1 - $3 AND x0 <= $1 + $3 AND y1 >= $2 - $3 AND y0 <= $2 + $3 AND k1 >= $4 AND k0 <= $4
                    ORDER BY (x0 - $1) * (x0 - $1) + (y0 - $2) * (y0 - $2), id LIMIT $5
                    """,
                    (long)here.X, (long)here.Y, (long)reach, layer, (long)limit)
                .ConvertAll(one => (one.Key, Metres: PlaceFound.Metres(one.Rd, here))).FindAll(one => one.Metres <= reach);
            if (inside.Count == limit || reach == radius) return inside;
        }
    }

    private PlaceFound? ByKey(long key)
    {
        var id = key / GazetteerSchema.KindsPerKey;
        return (PlaceKind)(key % GazetteerSchema.KindsPerKey) switch
        {
            PlaceKind.Address => First(AddressRow, $"{AddressSql} WHERE address.id = $1", id),
            PlaceKind.Post => First(PostRow, $"{PostSql} WHERE post.id = $1", id),
            _ => First(SpotRow, $"{SpotSql} WHERE id = $1", id),
        };
    }

    private AddressSearch Streets(string key, string where)
    {
        const string sql =
            """
            SELECT CAST(avg(x) AS INTEGER), CAST(avg(y) AS INTEGER), name, place, gemeente
            FROM street JOIN address ON address.street = street.id
            """;
        var rows = All(
            StreetRow, $"{sql} WHERE folded = $1 AND $2 = $2 AND {InPlace} GROUP BY street.id ORDER BY place_folded LIMIT $4",
            key, "", where, (long)ItemsMax + 1);
        if (rows.Count == 0)
            rows = All(
                StreetRow,
                $"""
                 {sql} WHERE folded >= $1 AND folded < $1 || '~' AND $2 = $2 AND {InPlace}
                 GROUP BY street.id ORDER BY folded, place_folded LIMIT $4
                 """, key, "", where, (long)ItemsMax + 1);
        var more = rows.Count > ItemsMax;
        return new AddressSearch(null, more ? rows.GetRange(0, ItemsMax) : rows, more);
    }

    private static PlaceFound AddressRow(SqliteDataReader row) => new()
    {
        Kind = PlaceKind.Address, Rd = Position(row), Street = row.GetString(2), Number = row.GetString(3),
        Postcode = row.GetInt32(4) is > 0 and var area ? $"{area:0000}{row.GetString(5)}" : null,
        Place = Word(row, 6), Gemeente = Word(row, 7),
    };

    private static PlaceFound StreetRow(SqliteDataReader row) => new()
    {
        Kind = PlaceKind.Street, Rd = Position(row), Street = row.GetString(2), Place = Word(row, 3), Gemeente = Word(row, 4),
    };

    private static PlaceFound PostRow(SqliteDataReader row) => new()
    {
        Kind = PlaceKind.Post, Rd = Position(row), Road = row.GetString(2), Hectometre = row.GetInt32(3) / 10m,
        Side = SideOf(row.GetInt32(4)), Letter = Word(row, 5),
        Place = Word(row, 6), Gemeente = Word(row, 7),
    };

    private static PlaceFound SpotRow(SqliteDataReader row) => new()
    {
        Kind = row.GetInt32(4) == 1 ? PlaceKind.Village : PlaceKind.Spot, Rd = Position(row), Spot = row.GetString(2),
        SpotKind = Word(row, 3), Place = Word(row, 5), Gemeente = Word(row, 6),
    };

    private static Rd Position(SqliteDataReader row) => new(row.GetInt32(0), row.GetInt32(1));

    private static RoadSide? SideOf(int side) =>
        (RoadSide)side is RoadSide.Left or RoadSide.Right ? (RoadSide)side : null;

    private static string? Word(SqliteDataReader row, int column) =>
        row.GetString(column) is { Length: > 0 } word ? word : null;

    private long Meta(string name) =>
        long.TryParse(Prepared("SELECT value FROM meta WHERE name = $1").Scalar(name) as string, out var value) ? value : 0;

    private long? Scalar(string sql, params ReadOnlySpan<object?> values) => Prepared(sql).Scalar(values) as long?;

    private T? First<T>(Func<SqliteDataReader, T> map, string sql, params ReadOnlySpan<object?> values)
        where T : class => Prepared(sql).First(map, values);

    private List<T> All<T>(Func<SqliteDataReader, T> map, string sql, params ReadOnlySpan<object?> values) =>
        Prepared(sql).All(map, values);

    private Statement Prepared(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = new Statement(_connection, sql));
        return statement;
    }

    private T Ask<T>(Func<T> lookup, T nothing)
    {
        lock (_turn)
        {
            if (_disposed) return nothing;
            try
            {
                return lookup();
            }
            catch (Exception e) when (IsOfTheFile(e))
            {
                Fault = $"{Path} is damaged: {e.Message}";
                return nothing;
            }
        }
    }

    /// <summary>What a file can bring about that is damaged, foreign, or was cut short under our hands.</summary>
    private static bool IsOfTheFile(Exception e) => e is SqliteException or InvalidOperationException or InvalidCastException
        or OverflowException or FormatException or ArgumentException or IOException or UnauthorizedAccessException;
}
