using System.Security.Cryptography;
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
// The class is one noun in seven files: this one (opening, transactions), Own (what is made here), Received (what comes
// in), Entered (what people type in for others), Node (what the hub tells of our messages), Hub (what staff and forwarders
// do), Retention (what leaves again).

/// <summary>The messages of a station on disk, and the one place that writes them.</summary>
/// <remarks>Owned by the station's loop: one thread at a time. Between <see cref="Begin"/> and <see cref="Commit"/>
/// everything is one transaction.</remarks>
internal sealed partial class MessageQueue : IDisposable
{
    public const string FileName = "noodlink.db";

    /// <summary>Signals per reservation: a heartbeat and a receipt a minute need one write in eight hours.</summary>
    private const uint SignalBlock = 1024;

    private readonly SqliteConnection _connection;
    private readonly StationIdentity _who;
    private readonly SerialReserve _reserve;
    private readonly Dictionary<string, Statement> _statements = [];
    private readonly uint _floor;
    private uint _serial;
    private uint _signalSerial;
    private uint _signalBound;

    private MessageQueue(SqliteConnection connection, StationIdentity who, SerialReserve reserve)
    {
        _connection = connection;
        _who = who;
        _reserve = reserve;
        Epoch = (ushort)RandomNumberGenerator.GetInt32(1, 0x10000);
        _floor = Floor();
        _serial = Math.Max(_floor, HighestOwnSerial());
        var signal = (uint)ToLong(Prepared("SELECT value FROM counter WHERE name = 'signal'").Scalar());
        // From the start again before they run out: this start has an epoch of its own, so no nonce returns.
        _signalSerial = _signalBound = signal > MessageNumber.SerialMax / 2 ? 0 : signal;
    }

    /// <summary>Drawn at random at each start (architecture §4.4); never 0.</summary>
    public ushort Epoch { get; }

    /// <summary>The highest number given out.</summary>
    public uint HighestSerial => _serial;

    /// <summary>Opens the file in <paramref name="directory"/>, sets a damaged one aside, and brings it up to date.</summary>
    /// <param name="recovered">Dutch, for the screen: what was damaged and where it was put; null when all is well.</param>
    /// <exception cref="NewerFileException">Written by newer software; not touched.</exception>
    public static MessageQueue Open(string directory, StationIdentity who, TimeProvider time, out string? recovered)
    {
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var path = Path.Combine(directory, FileName);
        recovered = null;
        if (File.Exists(path)) Schema.RefuseNewer(path);
        var reserve = SerialReserve.Open(directory);
        try
        {
            var queue = new MessageQueue(OpenChecked(path), who, reserve);
            if (queue.DamagedWaiting() is { Count: > 0 } damaged) recovered = WordsOf(damaged);
            return queue;
        }
        catch (SqliteException e) when (Sqlite.IsDamaged(e))
        {
            recovered = SetAside(path, time);
            return new MessageQueue(OpenChecked(path), who, reserve);
        }
    }

    /// <summary>Dutch, for the screen: whose words cannot be shown any more.</summary>
    public static string WordsOf(IReadOnlyCollection<string> damaged) =>
        $"Beschadigd op de schijf, wordt niet getoond: {string.Join(", ", damaged)}.";

    public void Begin() => Prepared("BEGIN IMMEDIATE").Run();

    /// <exception cref="SqliteException">Nothing of the batch may be acknowledged: call <see cref="Rollback"/>.</exception>
    public void Commit() => Prepared("COMMIT").Run();

    public void Rollback()
    {
        // After a failed COMMIT the engine may have rolled back by itself; then there is nothing left to roll back.
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0) Prepared("ROLLBACK").Run();
        _serial = Math.Max(_floor, HighestOwnSerial());
    }

    /// <summary>Inside a transaction: takes the room of a few noodmeldingen, to learn at its commit whether it is there.</summary>
    public void Probe() => Prepared("INSERT OR REPLACE INTO chunk (n, part, plain) VALUES (0, 0, zeroblob(8192))").Run();

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
        try
        {
            if (_signalSerial >= _signalBound) ReserveSignals();
            return ++_signalSerial;
        }
        catch (SqliteException e) when (Sqlite.IsStorage(e))
        {
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
        _connection.Dispose();
    }

    private static SqliteConnection OpenChecked(string path)
    {
        var connection = Sqlite.OpenWriter(path);
        try
        {
            if (Sqlite.Scalar(connection, "PRAGMA quick_check(1)") is not "ok")
                throw new SqliteException($"{path}: quick_check failed.", SQLitePCL.raw.SQLITE_CORRUPT);
            Schema.Migrate(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static string SetAside(string path, TimeProvider time)
    {
        // A machine without a clock may start twice in the same second of 1970: what was set aside is never overwritten.
        var mark = $".kapot-{time.GetUtcNow():yyyyMMddHHmmss}";
        for (var i = 2; File.Exists(path + mark); i++) mark = $"{mark.Split('+')[0]}+{i}";
        foreach (var suffix in (string[])["", "-wal", "-shm"])
            if (File.Exists(path + suffix)) File.Move(path + suffix, path + mark + suffix, overwrite: true);
        DirectorySync.Flush(Path.GetDirectoryName(path)!);
        return $"De gegevens waren beschadigd en staan apart in {Path.GetFileName(path)}{mark}. " +
               "Eerdere meldingen staan niet meer in de lijst. Bel het coördinatiepunt.";
    }

    private static long ToLong(object? value) => value is null ? 0 : Convert.ToInt64(value);

    /// <summary>No number up to and including this one is given out here. A new file starts behind everything that the lost
    /// one may have given out; a file whose end was lost goes on behind the bound (architecture §4.2).</summary>
    private uint Floor()
    {
        var kept = Prepared("SELECT value FROM counter WHERE name = 'floor'").Scalar();
        var highest = Math.Max((uint)ToLong(kept), HighestOwnSerial());
        var floor = kept is null || _reserve.IsFarAhead(highest) ? Math.Max(highest, _reserve.Bound) : (uint)ToLong(kept);
        if (kept is null || floor != (uint)ToLong(kept))
            Prepared("INSERT OR REPLACE INTO counter (name, value) VALUES ('floor', $1)").Run((long)floor);
        return floor;
    }

    /// <summary>Also of what people typed in here without a number: it counts in our own series.</summary>
    private uint HighestOwnSerial() =>
        (uint)ToLong(Prepared("SELECT MAX(serial) FROM message WHERE sender = $1").Scalar((long)_who.Number));

    /// <summary>Each SQL text is prepared once; the text is the name.</summary>
    private Statement Prepared(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = new Statement(_connection, sql));
        return statement;
    }
}
