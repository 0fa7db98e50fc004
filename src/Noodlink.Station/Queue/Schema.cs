using System.Buffers.Binary;
using Microsoft.Data.Sqlite;

namespace Noodlink.Station.Queue;

/// <summary>The tables of a station's file and the way older files become today's. Tables are STRICT, times are unix
/// milliseconds by our clock, <c>created</c> is unix seconds by the maker's clock.</summary>
internal static class Schema
{
    /// <summary>Says the version a second time.</summary>
    public const string FormatCounter = "format";

    /// <summary>Migration i brings a file from version i to i + 1, in one transaction.</summary>
    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE message (
          n INTEGER PRIMARY KEY,               -- order of commit, the hub's journal number; rows are never deleted,
                                               -- so none is used twice; AUTOINCREMENT would cost a page per commit
          number TEXT NOT NULL UNIQUE,         -- GR-WK1-0042, or with the epoch behind it
          own INTEGER NOT NULL,                -- 1: made here
          peer INTEGER NOT NULL,               -- the noodsteunpunt that the frame names
          sender INTEGER NOT NULL, epoch INTEGER NOT NULL, serial INTEGER NOT NULL, created INTEGER NOT NULL,
          kind INTEGER NOT NULL, status INTEGER NOT NULL, precedence INTEGER NOT NULL,
          stored INTEGER NOT NULL,
          parts INTEGER NOT NULL,              -- bit i: part i was received; own: exists
          complete INTEGER NOT NULL,
          body BLOB,                           -- as encoded; null once wiped or when it could not be read
          same_as TEXT,                        -- the other message with this number
          state INTEGER NOT NULL,              -- what people see
          progress INTEGER NOT NULL,           -- the same, an open question aside
          note TEXT,                           -- the reason behind the state's label
          waiting INTEGER NOT NULL,            -- own, 1: no complete Device receipt yet
          core_there INTEGER NOT NULL DEFAULT 0,
          attempts INTEGER NOT NULL DEFAULT 0,
          radio_tries INTEGER NOT NULL DEFAULT 0,
          first_sent INTEGER, first_bearer INTEGER, last_bearer INTEGER,
          unconfirmed INTEGER,                 -- when the timer ran out
          hub_event INTEGER NOT NULL DEFAULT 0,-- node: newest event number of the hub
          hub_serial INTEGER NOT NULL DEFAULT 0, -- node: serial of the newest receipt of the hub
          screen_open INTEGER,                 -- node: as the latest receipt told
          asking INTEGER NOT NULL DEFAULT 0,   -- 1: a question is open
          undone INTEGER NOT NULL DEFAULT 0,
          withdrawn INTEGER NOT NULL DEFAULT 0,
          released INTEGER NOT NULL DEFAULT 0, -- hub: forwarders may have it
          claimed_by TEXT, meldkamer_number TEXT,
          sum INTEGER NOT NULL                 -- CRC-32C over what never changes, and the body
        ) STRICT;
        CREATE UNIQUE INDEX message_identity ON message (sender, serial, epoch, created);
        CREATE INDEX message_waiting ON message (peer, status, precedence, n) WHERE waiting = 1;
        CREATE INDEX message_open ON message (status, precedence, n)
          WHERE own = 0 AND kind = 1 AND state NOT IN (11, 12);
        CREATE TABLE part (
          n INTEGER NOT NULL, part INTEGER NOT NULL, sealed BLOB NOT NULL, sum INTEGER NOT NULL,
          PRIMARY KEY (n, part)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE chunk (
          n INTEGER NOT NULL, part INTEGER NOT NULL, plain BLOB NOT NULL,
          PRIMARY KEY (n, part)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE reference (
          n INTEGER NOT NULL, number TEXT NOT NULL, -- as the message says it
          target INTEGER,                      -- the message meant, once it is here
          PRIMARY KEY (n, number)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX reference_target ON reference (target);
        CREATE INDEX reference_open ON reference (number) WHERE target IS NULL;
        CREATE TABLE reception (
          n INTEGER NOT NULL, at INTEGER NOT NULL, bearer INTEGER NOT NULL, complete INTEGER NOT NULL,
          rssi REAL, snr REAL
        ) STRICT;
        CREATE INDEX reception_message ON reception (n);
        CREATE TABLE event (
          n INTEGER NOT NULL, ordinal INTEGER NOT NULL, type INTEGER NOT NULL, state INTEGER NOT NULL,
          at INTEGER NOT NULL, actor TEXT NOT NULL, note TEXT, question INTEGER, channel INTEGER, minutes INTEGER,
          meldkamer_number TEXT,
          PRIMARY KEY (n, ordinal)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE idempotency (key TEXT PRIMARY KEY, hash BLOB NOT NULL, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE version (
          id INTEGER PRIMARY KEY, base TEXT NOT NULL, version INTEGER NOT NULL,
          source INTEGER NOT NULL, as_of INTEGER NOT NULL, cause INTEGER NOT NULL, complete INTEGER NOT NULL,
          sent INTEGER NOT NULL,
          UNIQUE (base, version)
        ) STRICT;
        CREATE INDEX version_source ON version (source);
        CREATE TABLE forwarding (
          version INTEGER NOT NULL, forwarder TEXT NOT NULL, done INTEGER NOT NULL, outcome TEXT NOT NULL,
          at INTEGER NOT NULL, attempts INTEGER NOT NULL, detail TEXT,
          PRIMARY KEY (version, forwarder)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """,
        """
        -- Typed in by people (interfaces.md §4, by voice or paper). entered: 0 came by a machine; 1 typed in, no electronic
        -- copy yet; 2 typed in first, the electronic copy is an account of it; 3 typed in, an electronic one with its number
        -- turned out to be something else. The content of a message is its first account; others stand in account.
        ALTER TABLE message ADD COLUMN entered INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE message ADD COLUMN differs INTEGER NOT NULL DEFAULT 0; -- 1: accounts differ gravely, nobody looked yet
        CREATE INDEX message_differs ON message (n) WHERE differs = 1;
        CREATE TABLE account (
          n INTEGER NOT NULL,
          ordinal INTEGER NOT NULL,            -- 0: the electronic copy of a message that was typed in first; from 1: typed in
          bearer INTEGER NOT NULL, at INTEGER NOT NULL,
          station TEXT NOT NULL,               -- on whose behalf
          caller TEXT, typist TEXT,
          complete INTEGER NOT NULL,
          body BLOB,                           -- null: not here yet, not to be read, or wiped
          sum INTEGER NOT NULL,                -- CRC-32C over the body
          PRIMARY KEY (n, ordinal)
        ) STRICT, WITHOUT ROWID;
        -- Node: read aloud over the portofoon. A note of the operator, which changes no state.
        CREATE TABLE read_aloud (
          n INTEGER NOT NULL, at INTEGER NOT NULL, answered_by TEXT NOT NULL, meldkamer_number TEXT, actor TEXT NOT NULL
        ) STRICT;
        CREATE INDEX read_aloud_message ON read_aloud (n);
        """,
        """
        ALTER TABLE message ADD COLUMN hub_n INTEGER; -- node: the hub's newest receipt or question about it, as its row
        """,
        """
        ALTER TABLE message ADD COLUMN parts_there INTEGER NOT NULL DEFAULT 0; -- own: bit i, the other side has part i
        ALTER TABLE message ADD COLUMN heard INTEGER NOT NULL DEFAULT 0; -- node: 1, the hub was heard since it first left
        -- chunk.plain ends with its checksum from here on. Older ones do not fit theirs and come again.
        """,
        """
        -- What people typed in forms of this station and did not send yet; see DraftText.
        CREATE TABLE draft (
          id TEXT PRIMARY KEY, form TEXT NOT NULL, fields TEXT NOT NULL,
          at INTEGER NOT NULL,                 -- latest change
          sent_as TEXT,                        -- the message that it became, in the commit of that message
          dropped INTEGER NOT NULL, blank INTEGER NOT NULL,
          sum INTEGER NOT NULL                 -- CRC-32C over id, form and fields
        ) STRICT, WITHOUT ROWID;
        """,
        """
        -- What this point knows of itself: LocalFact; names with a small letter are the program's own.
        CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """,
        """
        CREATE INDEX message_bulletin ON message (n) WHERE kind = 13;
        """,
        """
        ALTER TABLE message ADD COLUMN read_event INTEGER NOT NULL DEFAULT -1; -- node: the event of the hub that people here read
        -- What somebody at a noodsteunpunt has to do something with, and what is not for real: found among 100,000.
        CREATE INDEX message_attention ON message (n)
          WHERE undone = 1 OR asking = 1 OR state = 13 OR (state IN (14, 15) AND read_event < hub_event);
        CREATE INDEX message_request ON message (n) WHERE own = 0 AND kind = 4;
        CREATE INDEX message_drill ON message (status, n) WHERE status <> 1;
        """,
    ];

    /// <summary>The version that this program writes.</summary>
    public static int Current => Migrations.Length;

    /// <summary>Brings the file to <see cref="Current"/>.</summary>
    public static void Migrate(SqliteConnection connection)
    {
        var version = Convert.ToInt32(Sqlite.Scalar(connection, "PRAGMA user_version"));
        if (version < 0) throw new SqliteException($"Format {version} does not exist.", SQLitePCL.raw.SQLITE_CORRUPT);
        for (; version < Migrations.Length; version++)
        {
            using var transaction = connection.BeginTransaction();
            Sqlite.Execute(connection, Migrations[version]);
            Sqlite.Execute(connection, $"PRAGMA application_id = {Sqlite.ApplicationId}");
            Sqlite.Execute(connection, $"PRAGMA user_version = {version + 1}");
            transaction.Commit();
        }

        using var told = new Statement(connection, $"SELECT value FROM counter WHERE name = '{FormatCounter}'");
        if (told.Scalar() is long known && known == Current) return;
        Sqlite.Execute(connection, $"INSERT OR REPLACE INTO counter (name, value) VALUES ('{FormatCounter}', {Current})");
    }

    /// <summary>Looks, without opening it for writing, whether this program may touch the file.</summary>
    /// <returns>False: the file says a version that its rows do not know of; it is damaged.</returns>
    /// <exception cref="NewerFileException">The file was written by newer software.</exception>
    public static bool RefuseNewer(string path)
    {
        int version;
        try
        {
            version = Math.Max(VersionInFile(path), VersionInLog(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        if (version <= Current) return true;
        // One flipped bit makes a file newer. The version stands in a row too, since this version on.
        if (Salvage.CounterIn(path, FormatCounter) is { } told && told <= Current) return false;
        throw new NewerFileException(path, version);
    }

    private static int VersionInFile(string path)
    {
        // Bytes 60..63 of an SQLite file are user_version, big-endian (sqlite.org/fileformat2.html §1.3).
        Span<byte> header = stackalloc byte[64];
        using var file = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length) return 0;
        return header.StartsWith("SQLite format 3\0"u8) ? BinaryPrimitives.ReadInt32BigEndian(header[60..]) : 0;
    }

    /// <summary>After a power cut the newest first page may stand in the log only, and SQLite cannot read the log without
    /// touching files. Format: sqlite.org/fileformat2.html §4.1-4.2: a header of 32 bytes with the page size at 8 and a
    /// salt at 16, then per page 24 bytes with its number at 0 and the salt at 8.</summary>
    private static int VersionInLog(string path)
    {
        if (!File.Exists(path + "-wal")) return 0;
        using var file = File.Open(path + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Span<byte> head = stackalloc byte[32];
        Span<byte> frame = stackalloc byte[24 + 64];
        if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length) return 0;
        var pageBytes = BinaryPrimitives.ReadUInt32BigEndian(head[8..]);
        if (pageBytes is < 512 or > 65536) return 0;
        var version = 0;
        for (long at = 32; at + 24 + pageBytes <= file.Length; at += 24 + pageBytes)
        {
            file.Position = at;
            file.ReadExactly(frame);
            if (!frame.Slice(8, 8).SequenceEqual(head.Slice(16, 8))) return version;
            if (BinaryPrimitives.ReadUInt32BigEndian(frame) == 1) version = BinaryPrimitives.ReadInt32BigEndian(frame[(24 + 60)..]);
        }

        return version;
    }
}

/// <summary>The data file belongs to newer software; the program stops and leaves it as it is.</summary>
public sealed class NewerFileException(string path, int version) : Exception(
    $"Station:DataDirectory: {path} has format {version}, this program knows up to {Schema.Current}: it was written by a " +
    "newer Noodlink. Start that version, or choose another data directory. The file was not touched.");
