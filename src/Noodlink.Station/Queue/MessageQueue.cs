using Microsoft.Data.Sqlite;
using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Queue;

// Problem: a noodmelding that a person was told is stored must still be there after a power cut at any moment, once, and
// go on being sent until the other side has it on disk too.
//
// Idea: one SQLite file in WAL with synchronous=FULL, written by one connection on one thread, which is also the only one
// that checkpoints (durability.md §3). A batch of inputs is one transaction; nobody is told anything before its commit.
// Rows move through states and leave only by retention. What a frame is, was decided once, at Accept: the sealed parts
// are rows, and are sent again byte for byte for as long as it takes.
//
// The class is one noun in eleven files: this one (transactions), Open (opening, and going on after a fault), Numbers
// (which were given out, which are missing), Own (what is made here), Received (what comes in), Entered (what people type
// in for others), Node (what the hub tells of our messages), Hub (what staff and forwarders do), Drafts (what is
// not a message yet), Facts (what the point knows of itself), Retention (what leaves again).

/// <summary>The messages of a station on disk, and the one place that writes them.</summary>
/// <remarks>Owned by the station's loop: one thread at a time. Between <see cref="Begin"/> and <see cref="Commit"/>
/// everything is one transaction.</remarks>
internal sealed partial class MessageQueue : IDisposable
{
    public const string FileName = "noodlink.db";

    /// <summary>Signals per reservation: a heartbeat and a receipt a minute need one write in eight hours.</summary>
    private const uint SignalBlock = 1024;

    private readonly StationIdentity _who;
    private readonly Dictionary<string, Statement> _statements = [];
    private SqliteConnection _connection = null!; // from Open on; null only while one file takes the place of another
    private SerialReserve _reserve;
    private uint _floor;
    private long _journalFloor;
    private uint _serial;
    private uint _signalSerial;
    private uint _signalBound;

    /// <summary>Drawn at random at each start (architecture §4.4); never 0.</summary>
    public ushort Epoch { get; private set; }

    /// <summary>The highest number given out.</summary>
    public uint HighestSerial => _serial;

    /// <exception cref="SqliteException">Full, failing, or not trusted since it failed.</exception>
    public void Begin()
    {
        if (Place.Doubt is { } reason) throw new SqliteException(reason, SQLitePCL.raw.SQLITE_IOERR);
        Prepared("BEGIN IMMEDIATE").Run();
    }

    /// <exception cref="SqliteException">Nothing of the batch may be acknowledged: call <see cref="Rollback"/>.</exception>
    public void Commit()
    {
        var committed = (_serial, Math.Max(_journalFloor, LastRow()));
        Prepared("COMMIT").Run();
        _committed = committed;
        _witness.Note(_committed.Serial, _committed.N);
    }

    public void Rollback()
    {
        try
        {
            // After a failed COMMIT the engine may have rolled back by itself; then there is nothing left to roll back.
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0) Prepared("ROLLBACK").Run();
        }
        catch (SqliteException e)
        {
            Distrust(e);
        }

        _serial = IsTrusted ? Math.Max(_floor, HighestOwnSerial()) : Math.Max(_floor, _committed.Serial);
    }

    /// <summary>Inside a transaction: takes the room of a few noodmeldingen, to learn at its commit whether it is there.</summary>
    public void Probe()
    {
        // A noodsteunpunt also needs a number for it.
        if (!_who.IsHub) _reserve.Cover(checked(_serial + 1));
        Prepared("INSERT OR REPLACE INTO chunk (n, part, plain) VALUES (0, 0, zeroblob(8192))").Run();
    }

    /// <summary>Inside a later transaction: gives that room back.</summary>
    public void EndProbe() => Prepared("DELETE FROM chunk WHERE n = 0").Run();

    /// <summary>Inside a transaction: changes one small row, so that its commit shows that this file takes commits.</summary>
    public void Prove() => Prepared(
        "INSERT INTO counter (name, value) VALUES ('probe', 1) ON CONFLICT (name) DO UPDATE SET value = value + 1").Run();

    /// <summary>The next serial of the signals' own series; reserved on disk in blocks, so gaps are normal. Outside a
    /// transaction.</summary>
    /// <returns>Null when no block can be reserved: the disk is full or failing.</returns>
    public uint? NextSignalSerial()
    {
        if (!IsTrusted) return null;
        try
        {
            if (_signalSerial >= _signalBound) ReserveSignals();
            return ++_signalSerial;
        }
        catch (SqliteException e) when (Sqlite.IsStorage(e))
        {
            if (Sqlite.EndsTrust(e)) Distrust(e);
            return null;
        }
    }

    /// <summary>Inside a transaction: reserves the next block before the last one runs out, so that on a full disk the
    /// reservation gets its room with the rest of the upkeep.</summary>
    /// <returns>To be told to <see cref="SignalsReserved"/> after the commit; null: there are enough.</returns>
    public uint? ReserveSignalsAhead() => _signalBound - _signalSerial > SignalBlock / 4 ? null : KeepSignalBound();

    public void SignalsReserved(uint bound) => _signalBound = Math.Max(_signalBound, bound);

    private void ReserveSignals() => SignalsReserved(KeepSignalBound());

    private uint KeepSignalBound()
    {
        var bound = checked(_signalSerial + SignalBlock);
        Prepared("INSERT OR REPLACE INTO counter (name, value) VALUES ('signal', $1)").Run((long)bound);
        return bound;
    }

    /// <summary>Outside a transaction: on a full disk the log is folded into the file early, so that it does not take what
    /// the messages need.</summary>
    public void KeepLogShort(bool isShort) =>
        Sqlite.Execute(_connection, $"PRAGMA wal_autocheckpoint = {(isShort ? Sqlite.ShortLogPages : Sqlite.LogPages)}");

    /// <summary>Outside a transaction: folds the log into the file, so that the next commit writes over it and needs less
    /// new room.</summary>
    /// <returns>False: there was nothing in it, or not all of it could be folded in.</returns>
    public bool FoldLog()
    {
        try
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
            using var row = command.ExecuteReader();
            return row.Read() && row.GetInt32(0) == 0 && row.GetInt32(1) > 0 && row.GetInt32(1) == row.GetInt32(2);
        }
        catch (SqliteException e) when (Sqlite.IsStorage(e))
        {
            return false;
        }
    }

    /// <summary>When the latest message was stored, by the wall clock of that moment; null when there is none.</summary>
    public DateTimeOffset? LatestStored() => Prepared("SELECT stored FROM message ORDER BY n DESC LIMIT 1").Scalar() is long at
        ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;

    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        if (!IsTrusted) Sqlite.FoldsAtClose(_connection, folds: false);
        _connection.Dispose();
        _witness.Dispose();
    }

    private static long ToLong(object? value) => value is null ? 0 : Convert.ToInt64(value);

    /// <summary>Each SQL text is prepared once; the text is the name.</summary>
    private Statement Prepared(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = new Statement(_connection, sql));
        return statement;
    }
}
