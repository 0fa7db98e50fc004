using Microsoft.Data.Sqlite;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Queue;

/// <summary>A received message as a Device receipt names it.</summary>
internal sealed record ReceivedSerial(ushort Sender, ushort Epoch, uint Serial, bool Complete, string Number)
{
    /// <summary>It carries its epoch, because another holds its number.</summary>
    public bool Clash => MessageNumber.TryParse(Number, out var number) && number.Epoch is not null;
}

internal sealed partial class MessageQueue
{
    /// <summary>Messages of one sender that are looked at for the courier's receipts; older ones were receipted in an
    /// earlier file or on another bearer long ago.</summary>
    private const int ReceivedLatelyMax = 8192;

    private const string ReceivedColumns = "m.sender, m.epoch, m.serial, m.complete, m.number";

    /// <summary>What a receipt may be given for: all of it is here, or what can be read of it.</summary>
    private const string IsReceived = "m.own = 0 AND (m.complete = 1 OR m.body IS NOT NULL)";

    /// <summary>What a person brought in, the latest first: its makers may not be reached in any other way.</summary>
    public List<ReceivedSerial> ReceivedByHand() => Prepared(
            $"""
            SELECT {ReceivedColumns} FROM message m WHERE {IsReceived} AND m.state <> {(int)MessageState.Refused}
              AND m.n IN (SELECT n FROM reception WHERE bearer >= {(int)BearerName.Courier})
            ORDER BY m.n DESC LIMIT {ReceivedLatelyMax}
            """)
        .All(SerialRow);

    /// <summary>The highest serials that are here of one sender.</summary>
    /// <param name="refusedToo">A hub gives no receipt for what it could not read: it sends a refusal.</param>
    public List<ReceivedSerial> ReceivedLately(ushort sender, bool refusedToo) => Prepared(
            $"""
            SELECT {ReceivedColumns} FROM message m
            WHERE {IsReceived} AND m.sender = $1 AND ($2 = 1 OR m.state <> {(int)MessageState.Refused})
            ORDER BY m.serial DESC LIMIT {ReceivedLatelyMax}
            """)
        .All(SerialRow, (long)sender, refusedToo ? 1L : 0L);

    private static ReceivedSerial SerialRow(SqliteDataReader row) => new(
        (ushort)row.GetInt32(0), (ushort)row.GetInt32(1), (uint)row.GetInt64(2), row.GetInt32(3) == 1, row.GetString(4));
}
