using Microsoft.Data.Sqlite;
using Noodlink.Station.Queue;

namespace Noodlink.Station.Places;

// MBTiles 1.3: a SQLite file with a table of facts and a table of square pictures, 256 pixels wide, of the world in the web
// mercator projection: at zoom level z there are 2^z columns and rows. Its rows count from the south (TMS); addresses on
// the web count from the north, so every row is turned round here and nowhere else.
// A file may also hold vector tiles (format pbf). Those are no pictures: a browser would need a library to draw them, and
// we have none; the file is refused in so many words.

/// <summary>Map pictures from an MBTiles file.</summary>
/// <remarks>Safe to call from any thread; reads take turns and never throw. What comes out is sent to a browser, so only
/// what begins as a picture does is given at all.</remarks>
public sealed class TileFile : IDisposable
{
    /// <summary>The deepest level there is a use for: 2^22 pictures across the world, one every ten metres.</summary>
    public const int ZoomLimit = 22;

    private const int BytesMax = 1 << 20;

    private readonly Lock _turn = new();
    private readonly SqliteConnection _connection;
    private readonly Statement _find;
    private bool _disposed;

    private TileFile(SqliteConnection connection, string path)
    {
        _connection = connection;
        Path = path;
        _find = new Statement(
            connection, "SELECT tile_data FROM tiles WHERE zoom_level = $1 AND tile_column = $2 AND tile_row = $3");
        (ZoomMin, ZoomMax) = (Fact("minzoom") ?? Level("min"), Fact("maxzoom") ?? Level("max"));
        Attribution = FactText("attribution");
        Version = File.GetLastWriteTimeUtc(path).Ticks.ToString("x");
    }

    /// <summary>Where the file stands.</summary>
    public string Path { get; }

    /// <summary>The first level that has pictures, 0..22.</summary>
    public int ZoomMin { get; }

    /// <summary>The last level that has pictures, 0..22; a map may enlarge these.</summary>
    public int ZoomMax { get; }

    /// <summary>Whose map it is, as its makers want it said; may hold markup. Null when they do not say.</summary>
    public string? Attribution { get; }

    /// <summary>Changes when the file is replaced.</summary>
    public string Version { get; }

    /// <summary>Opens a file.</summary>
    /// <returns>Null with one English sentence in <paramref name="fault"/>: missing, foreign, damaged, or not pictures.</returns>
    public static TileFile? TryOpen(string path, out string fault)
    {
        fault = "";
        if (!File.Exists(path))
        {
            fault = $"{path} is not there.";
            return null;
        }

        SqliteConnection? connection = null;
        try
        {
            connection = Sqlite.OpenImmutable(System.IO.Path.GetFullPath(path));
            using var format = new Statement(connection, "SELECT value FROM metadata WHERE name = $1");
            var said = (format.Scalar("format") as string)?.ToLowerInvariant();
            if (said is "pbf" or "mvt")
                fault = $"{path} holds vector tiles (format {said}); needed are pictures: png, jpg or webp.";
            else return new TileFile(connection, path);
        }
        catch (Exception e) when (IsOfTheFile(e))
        {
            fault = $"{path} cannot be read as MBTiles: {e.Message}";
        }

        connection?.Dispose();
        return null;
    }

    /// <summary>One picture.</summary>
    /// <param name="zoom">Level, 0 for the whole world in one picture.</param>
    /// <param name="x">Column, counted from the west.</param>
    /// <param name="y">Row, counted from the north.</param>
    /// <returns>Null: there is no such picture.</returns>
    public Tile? Find(int zoom, int x, int y)
    {
        if (zoom is < 0 or > ZoomLimit) return null;
        var across = 1 << zoom;
        if (x < 0 || y < 0 || x >= across || y >= across) return null;
        lock (_turn)
        {
            if (_disposed) return null;
            try
            {
                return _find.Scalar((long)zoom, (long)x, (long)across - 1 - y) is byte[] { Length: <= BytesMax } bytes
                    && MediaTypeOf(bytes) is { } mediaType ? new Tile(mediaType, bytes) : null;
            }
            catch (Exception e) when (IsOfTheFile(e))
            {
                return null;
            }
        }
    }

    /// <summary>After this there are no pictures.</summary>
    public void Dispose()
    {
        lock (_turn)
        {
            _disposed = true;
            _find.Dispose();
            _connection.Dispose();
        }
    }

    /// <summary>By how it begins, whatever the file says of itself: a picture is shown as that or not at all.</summary>
    private static string? MediaTypeOf(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> png = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10], jpeg = [0xFF, 0xD8, 0xFF];
        if (bytes.StartsWith(png)) return "image/png";
        if (bytes.StartsWith(jpeg)) return "image/jpeg";
        return bytes.Length > 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8) ? "image/webp" : null;
    }

    private int Level(string which) =>
        Sqlite.Scalar(_connection, $"SELECT {which}(zoom_level) FROM tiles") is long level ? Bounded(level) : 0;

    private int? Fact(string name) => long.TryParse(FactText(name), out var value) ? Bounded(value) : null;

    private string? FactText(string name)
    {
        using var fact = new Statement(_connection, "SELECT value FROM metadata WHERE name = $1");
        return fact.Scalar(name) as string;
    }

    private static int Bounded(long level) => (int)Math.Clamp(level, 0, ZoomLimit);

    private static bool IsOfTheFile(Exception e) => e is SqliteException or InvalidOperationException or InvalidCastException
        or OverflowException or FormatException or ArgumentException or IOException or UnauthorizedAccessException;
}

/// <summary>A picture of the map.</summary>
/// <param name="MediaType">image/png, image/jpeg or image/webp.</param>
/// <param name="Bytes">As they go to a browser.</param>
public sealed record Tile(string MediaType, byte[] Bytes);
