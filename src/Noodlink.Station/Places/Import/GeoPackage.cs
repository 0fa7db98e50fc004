using Microsoft.Data.Sqlite;
using Noodlink.Station.Queue;

namespace Noodlink.Station.Places.Import;

/// <summary>A table with geometry in a GeoPackage (OGC 12-128r18): a SQLite file that says of itself what is in
/// it.</summary>
internal sealed class GeoPackageTable : ISourceTable
{
    private readonly SqliteConnection _connection;
    private readonly string _table;
    private readonly string? _geometry;
    private readonly int _srid;

    private GeoPackageTable(string path, string table, string? geometry, int srid)
    {
        Name = $"{Path.GetFileName(path)}, table {table}";
        _table = table;
        _geometry = geometry;
        _srid = srid;
        _connection = Sqlite.OpenImmutable(Path.GetFullPath(path));
        using var columns = new Statement(_connection, "SELECT name FROM pragma_table_info($1)");
        Columns = [.. columns.All(row => row.GetString(0), table).Where(name => name != geometry)];
    }

    public string Name { get; }

    public IReadOnlyList<string> Columns { get; }

    /// <summary>Every table of the file that has rows with a position, or that others refer to.</summary>
    /// <exception cref="InvalidDataException">It is no GeoPackage.</exception>
    public static IReadOnlyList<GeoPackageTable> Open(string path)
    {
        try
        {
            using var connection = Sqlite.OpenImmutable(Path.GetFullPath(path));
            if (Sqlite.Scalar(connection, "SELECT count(*) FROM sqlite_master WHERE name = 'gpkg_contents'") is not 1L)
                throw new InvalidDataException(
                    $"{Path.GetFileName(path)} is a SQLite file but no GeoPackage: it has no table gpkg_contents.");
            using var contents = new Statement(
                connection,
                """
                SELECT c.table_name, g.column_name, coalesce(s.organization_coordsys_id, g.srs_id, 0)
                FROM gpkg_contents c LEFT JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
                LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id
                WHERE c.data_type IN ('features', 'attributes') AND c.table_name IS NOT NULL ORDER BY c.table_name
                """);
            var found = contents.All(row => (Table: row.GetString(0), Geometry: row.Text(1), Srid: row.GetInt32(2)));
            return [.. found.Select(one => new GeoPackageTable(path, one.Table, one.Geometry, one.Srid))];
        }
        catch (SqliteException e)
        {
            throw new InvalidDataException($"{Path.GetFileName(path)} cannot be read as GeoPackage: {e.Message}", e);
        }
    }

    public IEnumerable<SourceRow> Rows(Action<long, long> progress)
    {
        var all = Convert.ToInt64(Ask(() => Sqlite.Scalar(_connection, $"SELECT max(rowid) FROM {Quoted(_table)}") ?? 0L));
        var names = string.Concat(Columns.Select(column => $", CAST({Quoted(column)} AS TEXT)"));
        using var command = _connection.CreateCommand();
        command.CommandText =
            $"SELECT rowid, {(_geometry is null ? "NULL" : Quoted(_geometry))}{names} FROM {Quoted(_table)} ORDER BY rowid";
        using var reader = Ask(command.ExecuteReader);
        var row = new SourceRow { Values = new string[Columns.Count] };
        for (var count = 0L; Ask(reader.Read); count++)
        {
            if (count % 1000 == 0) progress(count, Math.Max(all, count));
            row.Line = reader.GetInt64(0);
            row.Geometry = Ask(() => !reader.IsDBNull(1) && reader.GetValue(1) is byte[] blob
                && Wkb.TryMiddle(blob, out var x, out var y) ? (x, y, _srid) : ((double, double, int)?)null);
            for (var i = 0; i < row.Values.Length; i++)
                row.Values[i] = Ask(() => reader.IsDBNull(i + 2) ? "" : reader.GetString(i + 2).Trim());
            yield return row;
        }

        progress(1, 1);
    }

    public void Dispose() => _connection.Dispose();

    private T Ask<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException e)
        {
            throw new InvalidDataException($"{Name} is damaged: {e.Message}", e);
        }
    }

    // A name may hold anything; between quotation marks, doubled inside, it is only a name.
    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
