using System.Numerics;
using Microsoft.Data.Sqlite;
using Noodlink.Protocol;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Queue;

/// <summary>A part that came in, opened and authenticated.</summary>
/// <param name="Sender">Station number of the maker.</param>
/// <param name="Name">The maker as people know it, for the number on screen.</param>
internal sealed record IncomingPart(
    FrameHeader Header, ushort Sender, string Name, byte[] Plaintext, ReadOnlyMemory<byte> Sealed, BearerName Bearer,
    double? RssiDbm, double? SnrDb);

/// <summary>What a part changed.</summary>
/// <param name="Known">This very part was here already.</param>
/// <param name="Complete">Everything of the message is here.</param>
/// <param name="Clash">Another message holds its number.</param>
/// <param name="Readable">There is content now that was not there before this part: the core, or all of it.</param>
/// <param name="Completed">This part brought the last of it.</param>
/// <param name="Body">The content as far as known; null when it cannot be read.</param>
/// <param name="Refusal">It can never be read here; <see cref="RefusalReason.Unknown"/> when that was said before.</param>
internal sealed record PartOutcome(
    long N, bool Known, bool Complete, bool Clash, bool Readable, bool Completed, MessageBody? Body,
    RefusalReason? Refusal);

internal sealed partial class MessageQueue
{
    /// <summary>Keeps a part: exactly once, however often and over whichever bearer it comes (architecture §4.6).</summary>
    public PartOutcome Receive(IncomingPart part, DateTimeOffset wall)
    {
        var row = FindReceived(part);
        var outcome = row is null ? First(part, wall) : Further(part, row);
        Prepared("INSERT INTO reception (n, at, bearer, complete, rssi, snr) VALUES ($1, $2, $3, $4, $5, $6)").Run(
            outcome.N, wall.ToUnixTimeMilliseconds(), (long)part.Bearer, outcome.Complete ? 1L : 0L, part.RssiDbm,
            part.SnrDb);
        return outcome;
    }

    /// <summary>The serials of this sender that were ever accepted, as ascending ranges.</summary>
    public List<SerialRange> Seen(ushort sender)
    {
        var ranges = new List<SerialRange>();
        foreach (var serial in Prepared("SELECT DISTINCT serial FROM message WHERE own = 0 AND sender = $1 ORDER BY serial")
                     .All(row => (uint)row.GetInt64(0), (long)sender))
        {
            if (ranges.Count > 0 && ranges[^1].Last + 1 == serial) ranges[^1] = ranges[^1] with { Last = serial };
            else ranges.Add(new SerialRange(serial, serial));
        }

        return ranges;
    }

    private sealed record ReceivedRow(
        long N, string Number, long Parts, bool Complete, byte[]? Body, bool Clash, MessageState State);

    private ReceivedRow? FindReceived(IncomingPart part) => Prepared(
            """
            SELECT n, number, parts, complete, body, same_as, state FROM message
            WHERE sender = $1 AND serial = $2 AND epoch = $3 AND created = $4 AND own = 0
            """)
        .First(
            row => new ReceivedRow(
                row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetInt32(3) == 1, row.Bytes(4), !row.IsDBNull(5),
                (MessageState)row.GetInt32(6)),
            (long)part.Sender, (long)part.Header.Serial, (long)part.Header.Epoch, (long)part.Header.CreatedSeconds);

    private PartOutcome First(IncomingPart part, DateTimeOffset wall)
    {
        var (number, sameAs) = NumberFor(part);
        var h = part.Header;
        Prepared(
            $"""
            INSERT INTO message (number, own, peer, sender, epoch, serial, created, kind, status, precedence, stored, parts,
              complete, same_as, state, progress, waiting, sum)
            VALUES ($1, 0, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, $11, {(int)MessageState.DeliveredDevice},
              {(int)MessageState.DeliveredDevice}, 0, 0)
            """).Run(
            number, (long)h.Station, (long)part.Sender, (long)h.Epoch, (long)h.Serial, (long)h.CreatedSeconds, (long)h.Kind,
            (long)h.Status, (long)h.Precedence, wall.ToUnixTimeMilliseconds(), sameAs);
        var n = SQLitePCL.raw.sqlite3_last_insert_rowid(_connection.Handle);
        if (sameAs is not null)
            Prepared("UPDATE message SET same_as = coalesce(same_as, $2) WHERE number = $1").Run(sameAs, number);
        return Further(
            part, new ReceivedRow(n, number, 0, Complete: false, null, sameAs is not null, MessageState.DeliveredDevice));
    }

    /// <summary>The number on screen: the first holder keeps it, a later one carries its epoch (architecture §4.4).</summary>
    private (string Number, string? SameAs) NumberFor(IncomingPart part)
    {
        var plain = $"{part.Name}-{part.Header.Serial:D4}";
        var holder = Prepared("SELECT number FROM message WHERE sender = $1 AND serial = $2 ORDER BY n LIMIT 1")
            .Scalar((long)part.Sender, (long)part.Header.Serial) as string;
        if (holder is null) return (plain, null);
        // Two of the same epoch would be one chance in 65,536 on top of a restored image; the next free mark tells them apart.
        var mark = part.Header.Epoch;
        while (Prepared("SELECT 1 FROM message WHERE number = $1").Scalar($"{plain}-{mark:X4}") is not null)
            mark = (ushort)((mark + 1) & 0xFFFF);
        return ($"{plain}-{mark:X4}", holder);
    }

    private PartOutcome Further(IncomingPart part, ReceivedRow row)
    {
        var bit = 1L << Math.Min(part.Header.Part, (byte)62);
        var known = (row.Parts & bit) != 0;
        if (known || row.Complete)
        {
            if (!known) Prepared("UPDATE message SET parts = parts | $2 WHERE n = $1").Run(row.N, bit);
            RefusalReason? refused = row.State == MessageState.Refused ? RefusalReason.Unknown : null;
            return new PartOutcome(
                row.N, known, row.Complete, row.Clash, Readable: false, Completed: false, null, refused);
        }

        if (part.Header.Part == 0) return Whole(part, row, bit, part.Plaintext);
        Prepared("INSERT INTO chunk (n, part, plain) VALUES ($1, $2, $3)")
            .Run(row.N, (long)part.Header.Part, part.Plaintext);
        var chunks = Prepared("SELECT part, plain FROM chunk WHERE n = $1")
            .All(r => (Part: (byte)r.GetInt32(0), Plain: r.GetFieldValue<byte[]>(1)), row.N)
            .ToDictionary(chunk => chunk.Part, chunk => chunk.Plain);
        if (!Parts.TryJoin(part.Header.Kind, chunks, out var body, out var complete))
        {
            Prepared("UPDATE message SET parts = parts | $2 WHERE n = $1").Run(row.N, bit);
            return new PartOutcome(
                row.N, Known: false, Complete: false, row.Clash, Readable: false, Completed: false, null, null);
        }

        return complete ? Whole(part, row, bit, body) : CoreOnly(part, row, bit, body);
    }

    private PartOutcome Whole(IncomingPart part, ReceivedRow row, long bit, byte[] body)
    {
        switch (BodyCodec.TryDecode(part.Header, body, coreOnly: false))
        {
            case DecodeResult.Ok ok:
                Keep(part, row, bit, body, complete: true);
                Prepared("DELETE FROM chunk WHERE n = $1").Run(row.N);
                KeepReferences(row.N, ok.Body, part.Header.Epoch);
                ResolveReferencesTo(row.N, row.Number);
                return new PartOutcome(
                    row.N, Known: false, Complete: true, row.Clash, Readable: row.Body is null, Completed: true, ok.Body,
                    null);
            case DecodeResult.Failed failed:
                return Refuse(part, row, bit, failed);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private PartOutcome CoreOnly(IncomingPart part, ReceivedRow row, long bit, byte[] body)
    {
        if (BodyCodec.TryDecode(part.Header, body, coreOnly: true) is not DecodeResult.Ok ok)
        {
            // A core that cannot be read may still become a message that can: the refusal waits for all of it.
            Prepared("UPDATE message SET parts = parts | $2 WHERE n = $1").Run(row.N, bit);
            return new PartOutcome(
                row.N, Known: false, Complete: false, row.Clash, Readable: false, Completed: false, null, null);
        }

        var readable = row.Body is null;
        Keep(part, row, bit, body, complete: false);
        ResolveReferencesTo(row.N, row.Number);
        return new PartOutcome(
            row.N, Known: false, Complete: false, row.Clash, readable, Completed: false, ok.Body, null);
    }

    /// <summary>Genuine, but not to be read here: the sealed bytes are kept for staff and for newer software.</summary>
    private PartOutcome Refuse(IncomingPart part, ReceivedRow row, long bit, DecodeResult.Failed failed)
    {
        var reason = failed.Failure == DecodeFailure.NewerVersion ? RefusalReason.NewerVersion : RefusalReason.Malformed;
        Prepared(
            $"""
            UPDATE message SET parts = parts | $2, complete = 1, note = $3, state = {(int)MessageState.Refused},
              progress = {(int)MessageState.Refused} WHERE n = $1
            """).Run(row.N, bit, Dutch.RefusalText.Of(reason));
        Prepared("INSERT OR REPLACE INTO part (n, part, sealed, sum) VALUES ($1, $2, $3, $4)").Run(
            row.N, (long)part.Header.Part, part.Sealed.ToArray(), RowSum.Of(part.Sealed.Span));
        return new PartOutcome(
            row.N, Known: false, Complete: true, row.Clash, Readable: false, Completed: false, null, reason);
    }

    private void Keep(IncomingPart part, ReceivedRow row, long bit, byte[] body, bool complete)
    {
        var h = part.Header;
        var sum = RowSum.Of(
            row.Number, own: false, part.Sender, h.Epoch, h.Serial, h.CreatedSeconds, (byte)h.Kind, (byte)h.Status,
            (byte)h.Precedence, body);
        Prepared("UPDATE message SET parts = parts | $2, complete = $3, body = $4, sum = $5 WHERE n = $1")
            .Run(row.N, bit, complete ? 1L : 0L, body, sum);
    }

    /// <summary>Writes down what a message refers to, and which messages that are, as far as they are here.</summary>
    private void KeepReferences(long n, MessageBody body, ushort epoch)
    {
        foreach (var number in ReferencesOf(body).Select(reference => reference.ToString()).Distinct(StringComparer.Ordinal))
            Prepared("INSERT OR IGNORE INTO reference (n, number, target) VALUES ($1, $2, $3)")
                .Run(n, number, Target(number, epoch));
    }

    /// <summary>A message that others already spoke of has come in.</summary>
    private void ResolveReferencesTo(long n, string number) =>
        Prepared("UPDATE reference SET target = $2 WHERE number = $1 AND target IS NULL").Run(number, n);

    /// <summary>Which message a number means. Where two share it, the one made in the same life of the program as the
    /// message that refers; otherwise the first holder.</summary>
    private object? Target(string number, ushort epoch) => Prepared(
            """
            SELECT coalesce(
              (SELECT c.n FROM message c, message h WHERE h.number = $1 AND c.sender = h.sender AND c.serial = h.serial
                AND c.epoch = $2 AND c.same_as IS NOT NULL),
              (SELECT n FROM message WHERE number = $1))
            """)
        .Scalar(number, (long)epoch);

    internal static ValueList<MessageNumber> ReferencesOf(MessageBody body) => body switch
    {
        Alarm alarm => alarm.References,
        AlarmUpdate update => update.References,
        AlarmCancel cancel => cancel.References,
        Request request => request.References,
        Reply reply => reply.References,
        _ => [],
    };
}
