using System.Globalization;
using Microsoft.Data.Sqlite;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Dutch;

namespace Noodlink.Station.Queue;

/// <summary>Makes rows that were salvaged fit together. What nothing bears out any more is shown less far along, and sent
/// again: the other side knows it by its number.</summary>
internal static class SalvageMending
{
    /// <summary>The counter that says: references and versions are still to be made again (<see cref="Duties.Mend"/>).</summary>
    public const string Pending = "mend";

    /// <summary>In that counter: an index knows of messages whose rows are gone.</summary>
    public const long WithLoss = 2;

    private const int Delivered = (int)MessageState.DeliveredDevice;
    private const int Sending = (int)MessageState.Sending;

    /// <summary>Received, and not all of it is here. Of what was typed in first, the electronic copy counts.</summary>
    private const string InPieces =
        """
        own = 0 AND (CASE entered WHEN 2 THEN NOT EXISTS
          (SELECT 1 FROM account WHERE account.n = message.n AND ordinal = 0 AND complete = 1) ELSE complete = 0 END)
        """;

    private static readonly string[] Steps =
    [
        // Pieces of a message that is whole, or that is asked for again as a whole.
        $"DELETE FROM chunk WHERE n NOT IN (SELECT n FROM message WHERE {InPieces} AND parts <> 0)",
        // What was wiped stays wiped, whatever an older page still had.
        $"""
        DELETE FROM part WHERE n IN (SELECT n FROM message WHERE body IS NULL AND sum = 0 AND complete = 1 AND waiting = 0
          AND state <> {(int)MessageState.Refused})
        """,
        "UPDATE event SET note = NULL WHERE n IN (SELECT n FROM message WHERE body IS NULL AND sum = 0 AND complete = 1)",
        // Of a message in pieces, only the pieces that are here were received.
        $"""
        UPDATE message SET parts = (SELECT coalesce(sum(1 << part), 0) FROM chunk WHERE chunk.n = message.n AND part < 63)
        WHERE {InPieces}
        """,
        // Out of the waiting row only with a complete receipt or a refusal.
        $"""
        UPDATE message SET waiting = 1 WHERE own = 1 AND waiting = 0 AND progress <> {(int)MessageState.Refused}
          AND NOT EXISTS (SELECT 1 FROM reception WHERE reception.n = message.n AND complete = 1)
          AND EXISTS (SELECT 1 FROM part WHERE part.n = message.n)
        """,
        $"""
        UPDATE message SET progress = CASE WHEN EXISTS (SELECT 1 FROM reception WHERE reception.n = message.n)
            THEN {Delivered} ELSE {Sending} END
        WHERE own = 1 AND progress NOT IN (1, 2, 3, 13)
          AND NOT EXISTS (SELECT 1 FROM event WHERE event.n = message.n AND event.state = message.progress)
          AND NOT (progress = {(int)MessageState.SeenByHuman} AND hub_serial > 0)
        """,
        $"""
        UPDATE message SET progress = {Sending} WHERE own = 1 AND progress = {Delivered}
          AND NOT EXISTS (SELECT 1 FROM reception WHERE reception.n = message.n)
        """,
        $"UPDATE message SET state = CASE asking WHEN 1 THEN {(int)MessageState.QueryOpen} ELSE progress END WHERE own = 1",
        // What an older page still had as open and was sent.
        """
        UPDATE draft SET sent_as = (SELECT number FROM idempotency i JOIN message m ON m.n = i.n WHERE key = 'form:' || id)
        WHERE sent_as IS NULL AND EXISTS
          (SELECT 1 FROM idempotency i JOIN message m ON m.n = i.n WHERE key = 'form:' || id)
        """,
        // The place is free for the message when it comes again: else that would be one version more, for the meldkamer.
        "DELETE FROM version WHERE source NOT IN (SELECT n FROM message)",
        // The number of a version that is gone is given out again: what was done with the first says nothing of the second.
        "DELETE FROM forwarding WHERE version NOT IN (SELECT id FROM version)",
    ];

    /// <summary>Inside the salvage's transaction.</summary>
    /// <param name="withLoss">Rows are known to be gone.</param>
    public static void Mend(SqliteConnection fresh, StationIdentity who, bool withLoss)
    {
        foreach (var step in Steps) Sqlite.Execute(fresh, step);
        Sqlite.Execute(
            fresh, $"INSERT OR REPLACE INTO counter (name, value) VALUES ('{Pending}', {(withLoss ? WithLoss : 1)})");
        if (who.IsHub) ReplayEvents(fresh);
    }

    /// <summary>How far a noodmelding is, follows from its events; where the row says more than they do, they stand.</summary>
    private static void ReplayEvents(SqliteConnection fresh)
    {
        using var rows = new Statement(
            fresh,
            """
            SELECT n, progress FROM message WHERE own = 0 AND kind = 1 AND state <> 14
              AND (progress <> 3 OR EXISTS (SELECT 1 FROM event WHERE event.n = message.n)) ORDER BY n
            """);
        using var events = new Statement(fresh, MessageQueue.EventsSql);
        using var set = new Statement(fresh, "UPDATE message SET progress = $2, state = $3, asking = $4, released = $5 WHERE n = $1");
        foreach (var (n, progress) in rows.All(row => (row.GetInt64(0), (MessageState)row.GetInt32(1))))
        {
            var life = HubLifeCycle.After(events.All(MessageQueue.StaffEventRow, n));
            if (Distance(life.Progress) > Distance(progress)) continue;
            set.Run(n, (long)life.Progress, (long)life.State, life.Asking ? 1L : 0L, life.Released ? 1L : 0L);
        }
    }

    /// <summary>How much the screen promises.</summary>
    private static int Distance(MessageState state) => state == MessageState.NotForwarded
        ? (int)MessageState.SeenByHuman : (int)state;
}

/// <summary>Runs of numbers as people read them.</summary>
internal static class NumberRanges
{
    /// <summary>A screen is not a list of thousands.</summary>
    private const int ShownMax = 12;

    /// <summary>In words: <c>GR-WK1-0012, GR-WK1-0020 tot en met 0031</c>.</summary>
    public static string Text(string station, IReadOnlyList<SerialRange> ranges)
    {
        var words = ranges.Take(ShownMax).Select(
            range => range.First == range.Last ? Number(station, range.First)
                : Say.It(
                    Words.Disk_Range, Number(station, range.First), range.Last.ToString("D4", CultureInfo.InvariantCulture)));
        var rest = ranges.Skip(ShownMax).Sum(range => (long)range.Last - range.First + 1);
        return rest > 0 ? Say.It(Words.Disk_RangesMore, string.Join(", ", words), rest) : string.Join(", ", words);
    }

    /// <summary>What of 1 up to and including <paramref name="last"/> is not in an ascending list.</summary>
    public static List<SerialRange> Missing(IEnumerable<uint> here, uint last)
    {
        var missing = new List<SerialRange>();
        uint next = 1;
        foreach (var serial in here)
        {
            if (serial > last) break;
            if (serial > next) missing.Add(new SerialRange(next, serial - 1));
            next = Math.Max(next, serial + 1);
        }

        if (next <= last) missing.Add(new SerialRange(next, last));
        return missing;
    }

    private static string Number(string station, uint serial) =>
        string.Create(CultureInfo.InvariantCulture, $"{station}-{serial:D4}");
}
