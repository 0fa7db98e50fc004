using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Noodlink.Station.Queue;

// The one file that knows which SQLite we run on.
//
// The package's own native library is an old one with known vulnerabilities; Debian's libsqlite3.so.0 is maintained, so
// the provider's import is pointed there. Durability is a property of every single connection (durability.md §3.1): FULL
// is set on each open and read back, because a pragma that did not take is worse than none.

/// <summary>Opens SQLite files the way a queue of noodmeldingen needs.</summary>
internal static class Sqlite
{
    /// <summary>"NLQ1": tells a Noodlink file from any other SQLite file.</summary>
    public const int ApplicationId = 0x4E4C5131;

    /// <summary>How long a connection waits for another one's lock.</summary>
    public const int BusyMilliseconds = 5000;

    /// <summary>Pages in the log after which a commit folds it into the file: 4 MB, SQLite's own default.</summary>
    public const int LogPages = 1000;

    /// <summary>The same on a full disk: a few noodmeldingen.</summary>
    public const int ShortLogPages = 64;

    static Sqlite()
    {
        NativeLibrary.SetDllImportResolver(
            typeof(SQLitePCL.SQLite3Provider_e_sqlite3).Assembly,
            static (name, assembly, path) => name == "e_sqlite3" ? NativeLibrary.Load("libsqlite3.so.0") : 0);
        SQLitePCL.raw.SetProvider(new SQLitePCL.SQLite3Provider_e_sqlite3());
    }

    public static string Version => SQLitePCL.raw.sqlite3_libversion().utf8_to_string();

    /// <summary>The one writing connection: WAL, FULL, single checkpointer.</summary>
    /// <exception cref="SqliteException">The file cannot be opened or is not a database.</exception>
    /// <exception cref="InvalidOperationException">A setting did not take.</exception>
    public static SqliteConnection OpenWriter(string path)
    {
        var connection = Open(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            // Until it was found to be whole, not even its own log is folded into the file.
            FoldsAtClose(connection, folds: false);
            // Before the first table: it cannot be changed afterwards without rewriting the file.
            Execute(connection, "PRAGMA auto_vacuum = INCREMENTAL");
            Execute(connection, "PRAGMA journal_mode = WAL");
            Execute(connection, "PRAGMA synchronous = FULL");
            Execute(connection, "PRAGMA mmap_size = 0");
            Execute(connection, "PRAGMA secure_delete = ON");
            Execute(connection, "PRAGMA cell_size_check = ON");
            Execute(connection, "PRAGMA temp_store = MEMORY");
            Execute(connection, "PRAGMA cache_size = -8192");
            Execute(connection, $"PRAGMA wal_autocheckpoint = {LogPages}");
            // A log that grew (a long reader, a large commit) is cut back to this at the next start of it.
            Execute(connection, $"PRAGMA journal_size_limit = {LogPages * 4096}");
            Require(connection, "journal_mode", "wal");
            Require(connection, "synchronous", "2");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>For a file that nobody looks at before it is full, flushed and renamed; or for one in memory.</summary>
    public static SqliteConnection OpenFresh(string path)
    {
        var connection = Open(path, SqliteOpenMode.ReadWriteCreate);
        Execute(connection, "PRAGMA auto_vacuum = INCREMENTAL");
        Execute(connection, "PRAGMA journal_mode = MEMORY");
        Execute(connection, "PRAGMA synchronous = OFF");
        Execute(connection, "PRAGMA secure_delete = ON");
        return connection;
    }

    /// <summary>Does the last connection to close write the log into the file and remove it?</summary>
    public static void FoldsAtClose(SqliteConnection connection, bool folds)
    {
        const int NoCheckpointOnClose = 1006; // SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE
        _ = SQLitePCL.raw.sqlite3_db_config(connection.Handle, NoCheckpointOnClose, folds ? 0 : 1, out _);
    }

    /// <summary>A reading connection that can neither write nor checkpoint, also not as the last one to close.</summary>
    public static SqliteConnection OpenReader(string path)
    {
        var connection = Open(path, SqliteOpenMode.ReadWrite);
        FoldsAtClose(connection, folds: false);
        Execute(connection, "PRAGMA wal_autocheckpoint = 0");
        Execute(connection, "PRAGMA query_only = ON");
        Execute(connection, "PRAGMA cache_size = -2048");
        return connection;
    }

    /// <summary>A reading connection that holds one moment until it is closed, and folds no log in when it is the last to
    /// close.</summary>
    public static SqliteConnection OpenSnapshot(string path)
    {
        const int noCheckpointOnClose = 1006; // SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE
        var connection = OpenReader(path);
        _ = SQLitePCL.raw.sqlite3_db_config(connection.Handle, noCheckpointOnClose, 1, out _);
        Execute(connection, "BEGIN");
        _ = Scalar(connection, "SELECT count(*) FROM sqlite_master");
        return connection;
    }

    /// <summary>A file that nobody changes, only replaces by rename: read without any lock, journal or log.</summary>
    public static SqliteConnection OpenImmutable(string path)
    {
        // In an address of this kind only these four mean something; a path may hold every one of them.
        var escaped = path.Replace("%", "%25", StringComparison.Ordinal).Replace("?", "%3f", StringComparison.Ordinal)
            .Replace("#", "%23", StringComparison.Ordinal).Replace(" ", "%20", StringComparison.Ordinal);
        var connection = Open($"file:{escaped}?immutable=1", SqliteOpenMode.ReadOnly);
        try
        {
            Execute(connection, "PRAGMA query_only = ON");
            Execute(connection, "PRAGMA cell_size_check = ON");
            Execute(connection, "PRAGMA mmap_size = 0");
            Execute(connection, "PRAGMA cache_size = -4096");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>A file that is being filled with a copy of another. It is flushed by whoever takes it over.</summary>
    public static SqliteConnection OpenCopy(string path) => Open(path, SqliteOpenMode.ReadWriteCreate);

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>The device is full, or a limit of ours is reached.</summary>
    public static bool IsFull(SqliteException e) => e.SqliteErrorCode == SQLitePCL.raw.SQLITE_FULL;

    /// <summary>The disk is the fault, not what was to be written on it.</summary>
    public static bool IsStorage(Exception e) =>
        e is IOException or SqliteException
        {
            SqliteErrorCode: SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_IOERR or SQLitePCL.raw.SQLITE_CORRUPT
                or SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN
                or SQLitePCL.raw.SQLITE_PERM or SQLitePCL.raw.SQLITE_NOMEM or SQLitePCL.raw.SQLITE_BUSY
                or SQLitePCL.raw.SQLITE_LOCKED
        };

    /// <summary>After this nobody knows what is on disk and what only in memory: the file is not trusted any more. A full
    /// disk is no such thing.</summary>
    public static bool EndsTrust(Exception e) =>
        !DiskFull.Is(e) && e is SqliteException
        {
            SqliteErrorCode: SQLitePCL.raw.SQLITE_IOERR or SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB
                or SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_PERM
        };

    /// <summary>At the opening: may the file be the cause? A damaged one gives nearly every error there is.</summary>
    public static bool MayBeDamage(SqliteException e) =>
        e.SqliteErrorCode is not (SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_NOMEM or SQLitePCL.raw.SQLITE_BUSY
            or SQLitePCL.raw.SQLITE_LOCKED);

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            Execute(connection, $"PRAGMA busy_timeout = {BusyMilliseconds}");
            Execute(connection, "PRAGMA trusted_schema = OFF");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Require(SqliteConnection connection, string pragma, string expected)
    {
        var actual = $"{Scalar(connection, $"PRAGMA {pragma}")}";
        if (actual != expected)
            throw new InvalidOperationException($"SQLite: {pragma} is {actual}, must be {expected}: {connection.DataSource}.");
    }
}
