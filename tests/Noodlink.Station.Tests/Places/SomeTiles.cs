using Noodlink.Station.Queue;

namespace Noodlink.Station.Tests.Places;

/// <summary>A small MBTiles file in a folder of its own.</summary>
internal sealed class SomeTiles : IDisposable
{
    /// <summary>How a PNG begins.</summary>
    public static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, .. new byte[300]];

    private readonly string _folder = Directory.CreateTempSubdirectory("noodlink-map.").FullName;

    public string Path => System.IO.Path.Combine(_folder, "map.mbtiles");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public void Make(string format, params (int Zoom, int Column, int Row, byte[] Bytes)[] tiles)
    {
        File.Delete(Path);
        using var connection = Sqlite.OpenCopy(Path);
        Sqlite.Execute(
            connection,
            """
            CREATE TABLE metadata (name TEXT, value TEXT);
            CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB);
            """);
        using var fact = new Statement(connection, "INSERT INTO metadata VALUES ('format', $1)");
        fact.Run(format);
        using var tile = new Statement(connection, "INSERT INTO tiles VALUES ($1, $2, $3, $4)");
        foreach (var (zoom, column, row, bytes) in tiles) tile.Run((long)zoom, (long)column, (long)row, bytes);
    }
}
