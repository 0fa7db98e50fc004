using Microsoft.Data.Sqlite;
using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Queue;

// Problem: whatever became of the disk or the file, the station starts within seconds and takes noodmeldingen; and after
// one failed flush no word of that file is believed any more, for the page cache may show what the disk never got
// (durability.md §3.4).
//
// Idea: opening is looking. The indexes are compared with their tables, every message with its checksum, the log with its
// own, the highest numbers with their witness. A file that fails any of it is salvaged row by row into a fresh one, which
// takes its place; the damaged one stays beside it. A fault while running does the same without a restart. Where nothing
// can be written at all, what can be read is shown from memory, and every transaction is refused until the disk is back.
//
// A restart after a disk fault does the same by the mark `.doubt`. On a disk that does not even take the mark, it is the
// checkpoint at the opening that makes the old file sound: all that was committed is written and flushed once more,
// before anything new is built on it.

internal sealed partial class MessageQueue
{
    private readonly QueueFiles _files;
    private readonly CommitWitness _witness;
    private bool _inMemory;
    private (uint Serial, long N) _committed;

    private MessageQueue(QueueFiles files, StationIdentity who)
    {
        _files = files;
        _who = who;
        _witness = new CommitWitness(files.Directory);
        _reserve = SerialReserve.Open(files.Directory);
        _committed = (_witness.Serial, _witness.N);
        Place = new QueuePlace(files.Path);
    }

    /// <summary>Where readers find the rows, and whether they can be believed.</summary>
    public QueuePlace Place { get; }

    /// <summary>Dutch, for the screen: what was damaged, where it was put, and which numbers are missing; null when all is
    /// well. As of the latest opening.</summary>
    public string? Notice { get; private set; }

    /// <summary>False: the disk failed, nothing can be stored, and what was read may be old. See
    /// <see cref="TryRenew"/>.</summary>
    public bool IsTrusted => Place.Doubt is null;

    /// <summary>References and versions of salvaged messages are still to be made again.</summary>
    public bool NeedsMending =>
        IsTrusted && Prepared($"SELECT 1 FROM counter WHERE name = '{SalvageMending.Pending}'").Scalar() is not null;

    /// <summary>Opens the queue in <paramref name="directory"/>, salvages a damaged one, and brings it up to date. Always
    /// gives a queue; on a disk that cannot be written one that shows what can be read and stores nothing.</summary>
    /// <param name="recovered">As <see cref="Notice"/>, with <see cref="LostWords"/>.</param>
    /// <exception cref="NewerFileException">Written by newer software; not touched.</exception>
    public static MessageQueue Open(string directory, StationIdentity who, TimeProvider time, out string? recovered)
    {
        var files = new QueueFiles(directory, time);
        var queue = new MessageQueue(files, who);
        try
        {
            Directory.CreateDirectory(
                directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if (!files.CanWrite()) throw new IOException($"{directory} cannot be written.");
            queue.Take(queue.OpenFile(), inMemory: false);
        }
        catch (Exception e) when (!DiskFull.Is(e) && (Sqlite.IsStorage(e) || e is UnauthorizedAccessException))
        {
            queue.TakeMemory(e);
        }

        recovered = queue.Told();
        return queue;
    }

    /// <summary>A queue that shows what can be read and stores nothing until the disk has room.</summary>
    /// <param name="recovered">As <see cref="Notice"/>, with <see cref="LostWords"/>.</param>
    public static MessageQueue OpenUnwritten(
        string directory, StationIdentity who, TimeProvider time, Exception reason, out string? recovered)
    {
        var queue = new MessageQueue(new QueueFiles(directory, time), who);
        queue.TakeMemory(reason);
        recovered = queue.Told();
        return queue;
    }

    private void TakeMemory(Exception reason)
    {
        Take(OpenMemory(), inMemory: true);
        Place.Distrust(reason.Message);
    }

    private string? Told() => Notice is null && _lostWords.Count == 0 ? null
        : string.Join(" ", new[] { Notice, WordsOf(_lostWords) }.OfType<string>());

    /// <summary>From now on nothing is stored or acknowledged from this file.</summary>
    public void Distrust(Exception fault)
    {
        if (!IsTrusted) return;
        var mark = _files.Mark();
        Place.Distrust(fault.Message);
        _files.Distrust(mark);
    }

    /// <summary>Can anything be written in the data directory now?</summary>
    public bool CanBeWritten() => _files.CanWrite();

    /// <summary>Goes on in a fresh file with everything that was committed, or in the old one when it was only out of
    /// reach. Outside a transaction.</summary>
    /// <returns>False: the disk does not take it; try again later.</returns>
    public bool TryRenew()
    {
        try
        {
            if (!_inMemory)
            {
                Build(_files.Mark());
                Abandon();
                _files.Swap();
            }

            Take(_inMemory ? OpenFile() : OpenChecked(_files.Path), inMemory: false);
            Place.MoveTo(_files.Path);
            return true;
        }
        catch (Exception e) when (Sqlite.IsStorage(e) || e is UnauthorizedAccessException)
        {
            // Between two files there is still what can be read.
            if (_connection is not null) return false;
            TakeMemory(e);
            return false;
        }
    }

    /// <summary>The references of messages, once more from their words: a lost page of references hides no
    /// intrekking.</summary>
    public void MendReferences()
    {
        foreach (var (n, sender, epoch, kind, body) in Prepared(
                         "SELECT n, sender, epoch, kind, body FROM message WHERE body IS NOT NULL AND complete = 1 AND kind <= 5")
                     .All(row => (row.GetInt64(0), (ushort)row.GetInt32(1), (ushort)row.GetInt32(2), (Kind)row.GetInt32(3), row.Bytes(4)!)))
            if (Protocol.Wire.BodyCodec.TryDecode(kind, body, coreOnly: false) is Protocol.Wire.DecodeResult.Ok ok)
                KeepReferences(n, ok.Body, sender, epoch);
    }

    /// <summary>Inside the transaction that mended everything.</summary>
    public void Mended() => Prepared($"DELETE FROM counter WHERE name = '{SalvageMending.Pending}'").Run();

    private SqliteConnection OpenFile()
    {
        var damaged = _files.ClearWay();
        var distrusted = _files.IsDistrusted(out var mark);
        if (File.Exists(_files.Path)) damaged |= !Schema.RefuseNewer(_files.Path);
        if (!damaged && !distrusted && !SalvagePages.HasDamagedLog(_files.Path))
        {
            try
            {
                return OpenChecked(_files.Path);
            }
            catch (Exception e) when (e is SqliteException fault && Sqlite.MayBeDamage(fault) || e is InvalidOperationException)
            {
                // Whatever SQLite says of it: the rows are looked at one by one.
            }
        }

        Build(mark);
        _files.Swap();
        return OpenChecked(_files.Path);
    }

    private void Build(LogMark? mark)
    {
        File.Delete(_files.Building);
        using var fresh = Sqlite.OpenFresh(_files.Building);
        Schema.Migrate(fresh);
        Salvage.Fill(_files.Path, mark, fresh, _who);
    }

    private SqliteConnection OpenMemory()
    {
        var place = $"file:noodlink-{Guid.NewGuid():N}?mode=memory&cache=shared";
        var fresh = Sqlite.OpenFresh(place);
        Schema.Migrate(fresh);
        if (File.Exists(_files.Path)) _ = Schema.RefuseNewer(_files.Path);
        _files.IsDistrusted(out var mark);
        Salvage.Fill(_files.Path, mark, fresh, _who);
        Place.MoveTo(place);
        return fresh;
    }

    private static SqliteConnection OpenChecked(string path)
    {
        var connection = Sqlite.OpenWriter(path);
        try
        {
            if (Sqlite.Scalar(connection, "PRAGMA integrity_check(1)") is not "ok")
                throw new SqliteException($"{path}: integrity_check failed.", SQLitePCL.raw.SQLITE_CORRUPT);
            Schema.Migrate(connection);
            if (!AllReadable(connection))
                throw new SqliteException($"{path}: a number is out of its range.", SQLitePCL.raw.SQLITE_CORRUPT);
            if (!AllWhole(connection))
                throw new SqliteException($"{path}: a message does not fit its checksum.", SQLitePCL.raw.SQLITE_CORRUPT);
            Sqlite.Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
            Sqlite.FoldsAtClose(connection, folds: true);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static bool AllReadable(SqliteConnection connection) =>
        SalvageShape.AllOf(connection).Where(shape => shape.IsTable).Select(SalvageRange.Query).OfType<string>()
            .All(query => Sqlite.Scalar(connection, query) is null);

    private static bool AllWhole(SqliteConnection connection)
    {
        using var rows = new Statement(connection, $"SELECT {SummedColumns} FROM message WHERE body IS NOT NULL");
        return rows.All(row => SummedRow(row).IsWhole).TrueForAll(whole => whole);
    }

    /// <summary>The old file stays as it is: nothing is folded into it any more.</summary>
    private void Abandon()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        _statements.Clear();
        if (_connection is { } old)
        {
            Sqlite.FoldsAtClose(old, folds: false);
            old.Dispose();
        }

        _connection = null!;
    }

    private void Take(SqliteConnection connection, bool inMemory)
    {
        if (_connection is not null) Abandon();
        _connection = connection;
        _inMemory = inMemory;
        if (!inMemory) _reserve = SerialReserve.Open(_files.Directory);
        var isFirst = Epoch == 0;
        if (isFirst) Epoch = (ushort)System.Security.Cryptography.RandomNumberGenerator.GetInt32(1, 0x10000);
        var lost = SetFloors(isFirst);
        _serial = Math.Max(_floor, HighestOwnSerial());
        var signal = (uint)ToLong(Prepared("SELECT value FROM counter WHERE name = 'signal'").Scalar());
        // From the start again before they run out: this start has an epoch of its own, so no nonce returns.
        if (isFirst) _signalSerial = signal > MessageNumber.SerialMax / 2 ? 0 : signal;
        _signalBound = _signalSerial;
        _lostWords.Clear();
        _lostWords.UnionWith(Damaged());
        Notice = NoticeOf(lost);
    }
}
