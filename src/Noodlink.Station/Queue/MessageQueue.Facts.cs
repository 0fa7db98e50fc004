namespace Noodlink.Station.Queue;

/// <summary>Small named values that outlive the program.</summary>
internal sealed partial class MessageQueue
{
    public Dictionary<string, FactValue> Facts() => Prepared("SELECT name, value, at FROM fact")
        .All(
            row => KeyValuePair.Create(
                row.GetString(0), new FactValue(row.GetString(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)))))
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>Inside a transaction.</summary>
    /// <param name="value">Null: takes it away.</param>
    public void KeepFact(string name, string? value, DateTimeOffset wall)
    {
        if (value is null) Prepared("DELETE FROM fact WHERE name = $1").Run(name);
        else
            Prepared("INSERT OR REPLACE INTO fact (name, value, at) VALUES ($1, $2, $3)")
                .Run(name, value, wall.ToUnixTimeMilliseconds());
    }
}
