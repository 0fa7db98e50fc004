namespace Noodlink.Station.Queue;

/// <summary>Numbers that the programs can read. One that is out of its range would break the screen that shows its row; no
/// checksum covers what changes in the life of a message.</summary>
internal static class SalvageRange
{
    /// <summary>The last moment that a DateTimeOffset can hold, in unix milliseconds.</summary>
    private const long LastMoment = 253_402_300_799_999;

    public static bool Holds(string column, long value) => Of(column) is not var (min, max) || (value >= min && value <= max);

    /// <summary>Finds a number out of its range in a file that is otherwise sound.</summary>
    /// <param name="shape">A table.</param>
    /// <returns>A query with a row for each, or null: every number will do.</returns>
    public static string? Query(SalvageShape shape)
    {
        var faults = shape.Columns.Where(column => column.Type == "INTEGER" && Of(column.Name) is not null)
            .Select(column => $"\"{column.Name}\" NOT BETWEEN {Of(column.Name)!.Value.Min} AND {Of(column.Name)!.Value.Max}")
            .ToList();
        return faults.Count == 0 ? null : $"SELECT 1 FROM \"{shape.Name}\" WHERE {string.Join(" OR ", faults)} LIMIT 1";
    }

    private static (long Min, long Max)? Of(string column) => column switch
    {
        "own" or "heard" or "waiting" or "core_there" or "asking" or "undone" or "withdrawn" or "released" or "screen_open"
            or "complete" or "dropped" or "blank" => (0, 1),
        "progress" => (1, 15),
        "state" or "kind" or "type" or "cause" or "bearer" or "first_bearer" or "last_bearer" or "status" or "precedence"
            or "question" or "channel" or "part" or "done" or "entered" => (0, byte.MaxValue),
        "sender" or "peer" or "epoch" or "minutes" or "hub_event" => (0, ushort.MaxValue),
        "serial" or "hub_serial" or "created" => (0, uint.MaxValue),
        "ordinal" or "version" or "attempts" or "radio_tries" => (int.MinValue, int.MaxValue),
        "stored" or "first_sent" or "unconfirmed" or "at" or "sent" => (0, LastMoment),
        "n" or "id" or "target" or "source" or "as_of" => (0, long.MaxValue),
        "sum" => (SalvageMessages.LostWords, uint.MaxValue),
        _ => null,
    };

    /// <summary>What stands in place of a number that cannot have been there: never further along than the message is.</summary>
    public static object? Instead(string column, bool own) => column switch
    {
        "state" or "progress" => (long)(own ? Protocol.LifeCycle.MessageState.Sending : Protocol.LifeCycle.MessageState.DeliveredDevice),
        "waiting" or "complete" => own ? 1L : 0L,
        "first_sent" or "unconfirmed" or "first_bearer" or "last_bearer" or "screen_open" => null,
        _ => 0L,
    };
}
