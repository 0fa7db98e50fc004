using Microsoft.Data.Sqlite;
using Noodlink.Protocol;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Radio;
using Noodlink.Protocol.Wire;

namespace Noodlink.Station.Queue;

internal sealed partial class MessageQueue
{
    /// <summary>Rows of one answer: far more than its receipts can name.</summary>
    private const int HeldMax = 128;

    /// <summary>What is here of a sender, by whatever bearer it came, for the receipts of one answer.</summary>
    /// <param name="refusedToo">A hub gives no receipt for what it could not read: it sends a refusal.</param>
    public List<HeldMessage> Held(RadioQuestion question, bool refusedToo)
    {
        var held = Prepared(
                $"""
                SELECT serial,
                  CASE entered WHEN {EnteredFirst} THEN coalesce(
                    (SELECT complete FROM account a WHERE a.n = m.n AND ordinal = 0), 0) ELSE complete END,
                  number, parts, kind
                FROM message m
                WHERE sender = $1 AND serial BETWEEN $2 AND $3 AND epoch = $4 AND own = 0 AND entered <> 1 AND parts <> 0
                  AND ($5 = 1 OR state <> {(int)MessageState.Refused} OR entered <> 0)
                ORDER BY serial LIMIT {HeldMax}
                """)
            .All(
                HeldRow, (long)question.Sender, (long)question.BeginFrom, (long)question.NameUpTo, (long)question.Epoch,
                refusedToo ? 1L : 0L);
        // Of what is below the question only the last: there the receipt begins.
        held.RemoveRange(0, Math.Max(0, held.FindIndex(message => message.Serial >= question.First) - 1));
        return held;
    }

    private static HeldMessage HeldRow(SqliteDataReader row)
    {
        var parts = (ulong)row.GetInt64(3);
        return new HeldMessage(
            (uint)row.GetInt64(0), row.GetInt32(1) == 1,
            MessageNumber.TryParse(row.GetString(2), out var number) && number.Epoch is not null, parts,
            BodyCodec.HasCore((Kind)row.GetInt32(4)) && (parts >> Parts.Core & 1) == 1);
    }
}
