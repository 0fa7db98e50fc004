using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;

namespace Noodlink.Station.Queue;

/// <summary>Small named values that outlive the program.</summary>
internal sealed partial class MessageQueue
{
    public Dictionary<string, FactValue> Facts() => Prepared("SELECT name, value, at FROM fact")
        .All(
            row => KeyValuePair.Create(
                row.GetString(0), new FactValue(row.GetString(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)))))
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>What the hub ordered of exercises of people, in order of reception, as far as it can be read.</summary>
    public IEnumerable<(ExerciseOrder Order, ExerciseControl Control)> ExerciseOrders()
    {
        foreach (var row in Prepared(
                         $"""
                         SELECT {SummedColumns} FROM message
                         WHERE own = 0 AND kind = {(int)Kind.ExerciseControl} AND status <> {(int)MessageStatus.Test} AND complete = 1
                         ORDER BY n
                         """)
                     .All(SummedRow))
            if (row is { IsWhole: true, Body: { } body } && BodyCodec.TryDecode(Kind.ExerciseControl, body, coreOnly: false) is
                DecodeResult.Ok { Body: ExerciseControl control })
                yield return (new ExerciseOrder(control.From, row.Serial, row.Created), control);
    }

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
