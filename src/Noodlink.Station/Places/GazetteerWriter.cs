using System.Globalization;
using Microsoft.Data.Sqlite;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Queue;

namespace Noodlink.Station.Places;

/// <summary>Makes a gazetteer: rows in any order, then <see cref="Finish"/>. Nobody sees the file before it is whole, checked
/// and renamed.</summary>
/// <remarks>One thread. What is added twice stands in it once.</remarks>
public sealed class GazetteerWriter : IDisposable
{
    private const int RowsPerCommit = 50_000;

    private readonly string _path;
    private readonly string _temporary;
    private readonly SqliteConnection _connection;
    private readonly Statement _street;
    private readonly Statement _findStreet;
    private readonly Statement _address;
    private readonly Statement _road;
    private readonly Statement _post;
    private readonly Statement _spot;
    private readonly Dictionary<(string Street, string Place, string Gemeente), long> _streets = [];
    private readonly Dictionary<string, long> _roads = new(StringComparer.Ordinal);
    private int _rows;
    private bool _closed;

    /// <param name="path">Where the gazetteer will stand; an older one stays until the new one is whole.</param>
    /// <exception cref="IOException">Nothing can be written there, or something else than a gazetteer stands there.</exception>
    public GazetteerWriter(string path)
    {
        _path = Path.GetFullPath(path);
        _temporary = $"{_path}.{Environment.ProcessId}.tmp";
        RefuseOtherFile();
        ClearAway();
        try
        {
            _connection = Sqlite.OpenFresh(_temporary);
        }
        catch (SqliteException e)
        {
            throw new IOException($"{_path} cannot be written: {e.Message}", e);
        }

        Sqlite.Execute(_connection, GazetteerSchema.Tables);
        Sqlite.Execute(_connection, "BEGIN");
        _street = new Statement(_connection, "INSERT OR IGNORE INTO street VALUES (NULL, $1, $2, $3, $4, $5, $6)");
        _findStreet = new Statement(
            _connection, "SELECT id FROM street WHERE folded = $1 AND place_folded = $2 AND gemeente_folded = $3");
        _address = new Statement(
            _connection, "INSERT OR IGNORE INTO address VALUES (NULL, $1, $2, $3, $4, $5, $6, $7, $8)");
        _road = new Statement(_connection, "INSERT INTO road VALUES (NULL, $1) RETURNING id");
        _post = new Statement(_connection, "INSERT OR IGNORE INTO post VALUES (NULL, $1, $2, $3, $4, $5, $6, $7, $8)");
        _spot = new Statement(_connection, "INSERT OR IGNORE INTO spot VALUES (NULL, $1, $2, $3, $4, $5, 0, $6, $7)");
    }

    /// <summary>A house. A postcode of which only the digits are known, or none at all (area 0), is allowed.</summary>
    /// <returns>False: it was there already.</returns>
    public bool AddAddress(
        string street, HouseNumber number, TypedPostcode postcode, string place, string gemeente, Rd rd)
    {
        if (!_streets.TryGetValue((street, place, gemeente), out var id))
        {
            object?[] folded = [FoldedText.Key(street), FoldedText.Words(place), FoldedText.Words(gemeente)];
            _street.Run(street, folded[0], place, folded[1], gemeente, folded[2]);
            _streets.Add((street, place, gemeente), id = (long)_findStreet.Scalar(folded)!);
        }

        return Count(_address.Run(
            id, (long)number.Number, number.Suffix, number.Key, (long)postcode.Area, postcode.Letters ?? "",
            (long)rd.X, (long)rd.Y));
    }

    /// <summary>A hectometre post.</summary>
    /// <param name="road">"N355".</param>
    /// <param name="hectometre">Kilometres with one decimal, as on the sign.</param>
    /// <param name="side">Seen towards the higher numbers; null where the source does not say.</param>
    /// <param name="letter">Of a slip road, or empty.</param>
    /// <param name="place">Where it stands, or empty.</param>
    /// <param name="gemeente">Where it stands, or empty.</param>
    /// <param name="rd">Where it stands.</param>
    /// <returns>False: it was there already.</returns>
    public bool AddPost(
        string road, decimal hectometre, RoadSide? side, string letter, string place, string gemeente, Rd rd)
    {
        if (!_roads.TryGetValue(road, out var id)) _roads.Add(road, id = (long)_road.Scalar(road)!);
        return Count(_post.Run(
            id, (long)decimal.Truncate(hectometre * 10), (long)(side ?? RoadSide.Unknown), letter, place, gemeente, (long)rd.X, (long)rd.Y));
    }

    /// <summary>A named spot.</summary>
    /// <returns>False: it was there already.</returns>
    public bool AddSpot(string name, string kind, string place, string gemeente, Rd rd) =>
        Count(_spot.Run(name, FoldedText.Words(name), kind, place, gemeente, (long)rd.X, (long)rd.Y));

    /// <summary>Builds the indexes, checks the file, flushes it and puts it in its place.</summary>
    /// <param name="madeAt">When; stands in the file.</param>
    /// <exception cref="IOException">It cannot be written, or is not whole when read back.</exception>
    public GazetteerCounts Finish(DateTimeOffset madeAt)
    {
        try
        {
            Sqlite.Execute(_connection, GazetteerSchema.Finish);
            AddWords();
            foreach (var (name, sql) in Counted)
                Sqlite.Execute(_connection, $"INSERT INTO meta VALUES ('{name}', (SELECT count(*) FROM {sql}))");
            Sqlite.Execute(_connection, $"INSERT INTO meta VALUES ('made', '{madeAt.ToUnixTimeSeconds()}')");
            Sqlite.Execute(_connection, $"PRAGMA application_id = {GazetteerSchema.ApplicationId}");
            Sqlite.Execute(_connection, $"PRAGMA user_version = {GazetteerSchema.Version}");
            Sqlite.Execute(_connection, "COMMIT");
            Sqlite.Execute(_connection, "ANALYZE");
            if (Sqlite.Scalar(_connection, "PRAGMA integrity_check") is not "ok")
                throw new IOException($"{_temporary} is not whole when read back; is the disk full or failing?");
            Close();
        }
        catch (SqliteException e)
        {
            throw new IOException($"{_path} cannot be written: {e.Message}", e);
        }

        using (var file = new FileStream(_temporary, FileMode.Open, FileAccess.ReadWrite)) file.Flush(flushToDisk: true);
        using (var whole = Gazetteer.TryOpen(_temporary, out var fault))
        {
            if (whole is null) throw new IOException(fault);
            File.Move(_temporary, _path, overwrite: true);
            DirectorySync.Flush(Path.GetDirectoryName(_path)!);
            return whole.Counts;
        }
    }

    /// <summary>What was not finished is thrown away.</summary>
    public void Dispose()
    {
        Close();
        File.Delete(_temporary);
    }

    private static readonly (string Name, string Sql)[] Counted =
    [
        ("addresses", "address"), ("streets", "street"), ("roads", "road"), ("posts", "post"),
        ("spots", "spot WHERE village = 0"), ("villages", "spot WHERE village = 1"),
    ];

    /// <summary>Every word of a spot's name, kind and village leads to it.</summary>
    private void AddWords()
    {
        using var insert = new Statement(_connection, "INSERT OR IGNORE INTO spot_word VALUES ($1, $2)");
        using var select = new Statement(_connection, "SELECT id, folded, kind, place FROM spot");
        foreach (var (id, words) in select.All(
            r => (r.GetInt64(0), $"{r.GetString(1)} {FoldedText.Words(r.GetString(2))} {FoldedText.Words(r.GetString(3))}")))
            foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries)) insert.Run(word, id);
    }

    /// <summary>Only an older gazetteer is replaced: a slip of the hand costs no other file, and no device.</summary>
    private void RefuseOtherFile()
    {
        if (!Path.Exists(_path)) return;
        var fault = "it is empty, or no file";
        if (new FileInfo(_path) is { Length: > 0 })
            using (var older = Gazetteer.TryOpen(_path, out fault))
                if (older is not null || GazetteerSchema.IsMarked(_path)) return;
        throw new IOException($"{_path} is there already and is no gazetteer ({fault}) Choose another name, or remove it.");
    }

    /// <summary>What an import left that was killed: it is of the size of a country.</summary>
    private void ClearAway()
    {
        var name = Path.GetFileName(_path);
        if (Path.GetDirectoryName(_path) is not { } folder || !Directory.Exists(folder)) return;
        foreach (var left in Directory.EnumerateFiles(folder, $"{name}.*.tmp"))
            if (int.TryParse(Path.GetFileName(left).AsSpan(name.Length + 1).TrimEnd(".tmp"), NumberStyles.None,
                    CultureInfo.InvariantCulture, out var maker)
                && (maker == Environment.ProcessId || !Directory.Exists($"/proc/{maker}")))
                File.Delete(left);
    }

    private bool Count(int changed)
    {
        if (++_rows % RowsPerCommit == 0)
        {
            Sqlite.Execute(_connection, "COMMIT");
            Sqlite.Execute(_connection, "BEGIN");
        }

        return changed > 0;
    }

    private void Close()
    {
        if (_closed) return;
        _closed = true;
        foreach (var statement in new[] { _street, _findStreet, _address, _road, _post, _spot }) statement.Dispose();
        _connection.Dispose();
    }
}
