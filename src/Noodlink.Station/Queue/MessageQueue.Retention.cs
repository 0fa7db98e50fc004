using Microsoft.Data.Sqlite;
using Noodlink.Protocol.LifeCycle;

namespace Noodlink.Station.Queue;

// What leaves again. The words of a message go when it has long been closed; its row, with id and times, stays for ever,
// because it is also the memory of numbers seen (architecture §4.6): some 400 bytes with all that belongs to it, 40 MB for
// 100,000 messages. They are not folded into ranges: id and times must stay anyway (interfaces.md §2), and every question
// that is asked all day finds its answer by an index, however many rows there are.
//
// Wiped is gone from the disk, not only from the tables: secure_delete writes zeros over what is deleted, and the log,
// which still holds the pages as they were, is cut to nothing. Everything goes in steps of a few milliseconds, in the
// loop's own thread: there is one writer and one checkpointer.

internal sealed partial class MessageQueue
{
    /// <summary>Rows that one step looks at, by their primary key.</summary>
    private const int RowsPerStep = 4096;

    /// <summary>Messages that one step wipes.</summary>
    internal const int WipedPerStep = 128;

    /// <summary>Free pages that one step gives back: 256 kB.</summary>
    internal const int PagesPerStep = 64;

    /// <summary>Free pages that stay in the file for what comes next.</summary>
    internal const int FreePagesKept = 2 * PagesPerStep;

    /// <summary>Ended: nothing more is expected of anyone, or the hub said that it can never read it.</summary>
    private static readonly string Ended =
        $"{(int)MessageState.Closed}, {(int)MessageState.Cancelled}, {(int)MessageState.Refused}";

    /// <summary>Inside a transaction: wipes body and parts of some messages that ended before <paramref name="before"/>;
    /// ids, times and the numbers seen stay. No open message is ever wiped, nor what belongs to one.</summary>
    /// <param name="after">Row to go on behind; 0: from the first.</param>
    /// <returns>How many were wiped, and the row to go on behind; null: all rows were looked at.</returns>
    public (int Wiped, long? Next) Wipe(DateTimeOffset before, long after)
    {
        var old = Prepared(
                $"""
                SELECT n FROM message WHERE n > $2 AND n <= $3 AND body IS NOT NULL AND stored < $1 AND waiting = 0
                  AND (state IN ({Ended}) OR kind <> 1)
                  AND NOT EXISTS (SELECT 1 FROM event e WHERE e.n = message.n AND e.at >= $1)
                  AND NOT EXISTS (SELECT 1 FROM reference r JOIN message open ON open.n = r.target
                    WHERE r.n = message.n AND open.kind = 1 AND open.state NOT IN ({Ended}))
                ORDER BY n LIMIT {WipedPerStep}
                """)
            .All(row => row.GetInt64(0), before.ToUnixTimeMilliseconds(), after, after + RowsPerStep);
        foreach (var n in old)
        {
            Prepared("UPDATE message SET body = NULL, note = NULL, sum = 0 WHERE n = $1").Run(n);
            Prepared("DELETE FROM part WHERE n = $1").Run(n);
            Prepared("DELETE FROM chunk WHERE n = $1").Run(n);
            Prepared("UPDATE event SET note = NULL WHERE n = $1").Run(n);
            Prepared("UPDATE account SET body = NULL, caller = NULL, sum = 0 WHERE n = $1").Run(n);
            Prepared("DELETE FROM read_aloud WHERE n = $1").Run(n);
            // A receiver of the meldkamer may have repeated the words when it refused them.
            Prepared(
                """
                UPDATE forwarding SET detail = NULL WHERE version IN
                  (SELECT id FROM version WHERE base = (SELECT number FROM message WHERE n = $1)
                   UNION SELECT id FROM version WHERE source = $1)
                """).Run(n);
        }

        if (old.Count == WipedPerStep) return (old.Count, old[^1]);
        var next = after + RowsPerStep;
        return (old.Count, next < LastRow() ? next : null);
    }

    /// <summary>Outside a transaction: gives a few of the freed pages back to the disk.</summary>
    /// <returns>True: there are more. False also when the disk does not take it now: nothing depends on it.</returns>
    public bool GiveBackPages()
    {
        if (!IsTrusted) return false;
        try
        {
            var free = ToLong(Prepared("PRAGMA freelist_count").Scalar());
            if (free <= FreePagesKept) return false;
            // One row for each page: only who reads them all has given them all back.
            using var command = _connection.CreateCommand();
            command.CommandText = $"PRAGMA incremental_vacuum({Math.Min(PagesPerStep, free - FreePagesKept)})";
            using var pages = command.ExecuteReader();
            while (pages.Read()) { }
            return free - PagesPerStep > FreePagesKept;
        }
        catch (SqliteException e) when (Sqlite.IsStorage(e))
        {
            if (Sqlite.EndsTrust(e)) Distrust(e);
            return false;
        }
    }

    /// <summary>Outside a transaction: folds the log into the file and cuts it to nothing. Waits for no reader.</summary>
    /// <returns>False: somebody reads, or the disk does not take it; it is for another time.</returns>
    public bool EmptyLog()
    {
        if (!IsTrusted) return false;
        try
        {
            Sqlite.Execute(_connection, "PRAGMA busy_timeout = 0");
            return Sqlite.Scalar(_connection, "PRAGMA wal_checkpoint(TRUNCATE)") is 0L;
        }
        catch (SqliteException e) when (Sqlite.IsStorage(e))
        {
            if (Sqlite.EndsTrust(e)) Distrust(e);
            return false;
        }
        finally
        {
            Sqlite.Execute(_connection, $"PRAGMA busy_timeout = {Sqlite.BusyMilliseconds}");
        }
    }
}
