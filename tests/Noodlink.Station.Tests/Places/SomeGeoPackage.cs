using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using Noodlink.Station.Queue;

namespace Noodlink.Station.Tests.Places;

/// <summary>A GeoPackage as other programs write it.</summary>
internal sealed class SomeGeoPackage : IDisposable
{
    private readonly SqliteConnection _connection;

    public SomeGeoPackage(string path)
    {
        _connection = Sqlite.OpenCopy(path);
        Sqlite.Execute(
            _connection,
            """
            CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT,
              organization_coordsys_id INTEGER, definition TEXT, description TEXT);
            INSERT INTO gpkg_spatial_ref_sys VALUES ('RD', 28992, 'EPSG', 28992, '', ''), ('WGS', 4326, 'EPSG', 4326, '', ''),
              ('own number', 7, 'EPSG', 28992, '', '');
            CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, srs_id INTEGER);
            CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER,
              z INTEGER, m INTEGER);
            """);
    }

    public void Nameless() => Sqlite.Execute(_connection, "INSERT INTO gpkg_contents VALUES (NULL, 'features', 28992)");

    public void Table(string name, int srs, string columns)
    {
        Sqlite.Execute(_connection, $"CREATE TABLE {Quoted(name)} (fid INTEGER PRIMARY KEY, geom BLOB, {columns})");
        using var contents = new Statement(_connection, "INSERT INTO gpkg_contents VALUES ($1, 'features', $2)");
        contents.Run(name, (long)srs);
        using var geometry = new Statement(
            _connection, "INSERT INTO gpkg_geometry_columns VALUES ($1, 'geom', 'GEOMETRY', $2, 0, 0)");
        geometry.Run(name, (long)srs);
    }

    public void Row(string table, byte[] geometry, params object?[] values)
    {
        var places = string.Concat(values.Select((_, i) => $", ${i + 2}"));
        using var insert = new Statement(_connection, $"INSERT INTO {Quoted(table)} VALUES (NULL, $1{places})");
        insert.Run([geometry, .. values]);
    }

    public void Dispose() => _connection.Dispose();

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A point with the header of a GeoPackage.</summary>
    /// <param name="envelope">0..4: none, XY, XYZ, XYM, XYZM.</param>
    /// <param name="type">1 point, 1001 with height, 4 several points.</param>
    public static byte[] Point(double x, double y, int envelope = 0, bool bigEndian = false, uint type = 1)
    {
        var bytes = new List<byte>([(byte)'G', (byte)'P', 0, (byte)((envelope << 1) | (bigEndian ? 0 : 1)), .. Whole(28992)]);
        for (var i = 0; i < (envelope switch { 0 => 0, 1 => 4, 4 => 8, _ => 6 }); i++) bytes.AddRange(Real(i < 2 ? x : y));
        bytes.AddRange([(byte)(bigEndian ? 0 : 1), .. Whole(type)]);
        if (type == 4) bytes.AddRange([.. Whole(1), (byte)(bigEndian ? 0 : 1), .. Whole(1)]);
        bytes.AddRange([.. Real(x), .. Real(y)]);
        if (type == 1001) bytes.AddRange(Real(3.5));
        return [.. bytes];

        byte[] Whole(uint value)
        {
            var four = new byte[4];
            if (bigEndian) BinaryPrimitives.WriteUInt32BigEndian(four, value);
            else BinaryPrimitives.WriteUInt32LittleEndian(four, value);
            return four;
        }

        byte[] Real(double value)
        {
            var eight = new byte[8];
            if (bigEndian) BinaryPrimitives.WriteDoubleBigEndian(eight, value);
            else BinaryPrimitives.WriteDoubleLittleEndian(eight, value);
            return eight;
        }
    }

    /// <summary>A square berth.</summary>
    public static byte[] Square(double x, double y, double half)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write("GP"u8);
        writer.Write((byte)0);
        writer.Write((byte)1);
        writer.Write(28992);
        writer.Write((byte)1);
        writer.Write(3);
        writer.Write(1);
        writer.Write(5);
        foreach (var (dx, dy) in new[] { (-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1) })
        {
            writer.Write(x + (dx * half));
            writer.Write(y + (dy * half));
        }

        return bytes.ToArray();
    }
}
