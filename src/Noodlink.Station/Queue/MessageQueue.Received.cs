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
/// <param name="Name">The maker as people know it, for the number on screen; null for a hub, whose id stands in its
/// questions (its receipts need no name).</param>
internal sealed record IncomingPart(
    FrameHeader Header, ushort Sender, string? Name, byte[] Plaintext, ReadOnlyMemory<byte> Sealed, BearerName Bearer,
    double? RssiDbm, double? SnrDb);

/// <summary>What a part changed.</summary>
/// <param name="Known">This very part was here already.</param>
/// <param name="Complete">Everything of the message is here.</param>
/// <param name="Clash">Another message holds its number; this one carries its epoch behind it.</param>
/// <param name="Readable">There is content now that was not there before this part: the core, or all of it.</param>
/// <param name="Completed">This part brought the last of it.</param>
/// <param name="Body">The content as far as known; null when it cannot be read.</param>
/// <param name="Refusal">It can never be read here; <see cref="RefusalReason.Unknown"/> when that was said before.</param>
internal sealed record PartOutcome(
    long N, bool Known, bool Complete, bool Clash, bool Readable, bool Completed, MessageBody? Body,
    RefusalReason? Refusal)
{
    /// <summary>Nothing of this message was here before.</summary>
    public bool First { get; init; }

    /// <summary>Of a message that is not complete, bit i: part i is here, this one too.</summary>
    public long Parts { get; init; }

    /// <summary>Hub: the message was typed in before its electronic copy came, and this part is of that copy.</summary>
    public bool Entered { get; init; }

    /// <summary>Hub: this is the first part of that copy; what people did since is not told to its maker yet.</summary>
    public bool Joined { get; init; }
}

internal sealed partial class MessageQueue
{
    /// <summary>Receptions of one message that are kept: whoever repeats a genuine frame for hours fills no disk.</summary>
    public const int ReceptionsMax = 200;

    /// <summary>Keeps a part: exactly once, however often and over whichever bearer it comes (architecture §4.6).</summary>
    public PartOutcome Receive(IncomingPart part, DateTimeOffset wall)
    {
        var row = FindReceived(part);
        var outcome = row is null ? First(part, wall) : Further(part, row);
        Prepared(
            $"""
            INSERT INTO reception (n, at, bearer, complete, rssi, snr) SELECT $1, $2, $3, $4, $5, $6
            WHERE (SELECT count(*) FROM reception WHERE n = $1) < {ReceptionsMax}
            """).Run(
            outcome.N, wall.ToUnixTimeMilliseconds(), (long)part.Bearer, outcome.Complete ? 1L : 0L, part.RssiDbm,
            part.SnrDb);
        return outcome with
        {
            First = row is null && !outcome.Joined,
            Parts = outcome.Complete ? 0 : ToLong(Prepared("SELECT parts FROM message WHERE n = $1").Scalar(outcome.N)),
        };
    }

    /// <summary>This very part is here.</summary>
    public bool Knows(IncomingPart part) =>
        FindReceived(part) is { } row && (row.Complete || (row.Parts & BitOf(part.Header.Part)) != 0);

    private static long BitOf(byte part) => 1L << Math.Min(part, (byte)62);

    /// <summary>The serials of this sender that were ever accepted, as ascending ranges. Not those of which the disk kept
    /// only the number: they are asked for again.</summary>
    public List<SerialRange> Seen(ushort sender)
    {
        var ranges = new List<SerialRange>();
        foreach (var serial in Prepared(
                     """
                     SELECT DISTINCT serial FROM message WHERE own = 0 AND sender = $1 AND entered NOT IN (1, 3)
                       AND parts <> 0 ORDER BY serial
                     """).All(row => (uint)row.GetInt64(0), (long)sender))
        {
            if (ranges.Count > 0 && ranges[^1].Last + 1 == serial) ranges[^1] = ranges[^1] with { Last = serial };
            else ranges.Add(new SerialRange(serial, serial));
        }

        return ranges;
    }

    /// <param name="Complete">Of the electronic copy.</param>
    /// <param name="Body">As <paramref name="Complete"/>.</param>
    /// <param name="Entered">People typed it in first: the electronic copy is an account beside that.</param>
    private sealed record ReceivedRow(
        long N, string Number, long Parts, bool Complete, byte[]? Body, MessageState State, bool Entered = false)
    {
        public bool IsRefused => Entered ? Complete && Body is null : State == MessageState.Refused;

        public bool Clash => MessageNumber.TryParse(Number, out var number) && number.Epoch is not null;
    }

    private ReceivedRow? FindReceived(IncomingPart part) => Prepared(
            """
            SELECT n, number, parts,
              CASE entered WHEN 2 THEN (SELECT complete FROM account a WHERE a.n = m.n AND ordinal = 0) ELSE complete END,
              CASE entered WHEN 2 THEN (SELECT body FROM account a WHERE a.n = m.n AND ordinal = 0) ELSE body END,
              state, entered FROM message m
            WHERE sender = $1 AND serial = $2 AND epoch = $3 AND created = $4 AND own = 0
              AND entered <> 1
            """)
        .First(
            row => new ReceivedRow(
                row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetInt32(3) == 1, row.Bytes(4),
                (MessageState)row.GetInt32(5), row.GetInt32(6) == EnteredFirst),
            (long)part.Sender, (long)part.Header.Serial, (long)part.Header.Epoch, (long)part.Header.CreatedSeconds);

    private PartOutcome First(IncomingPart part, DateTimeOffset wall)
    {
        if (Join(part, wall) is { } entered) return Further(part, entered) with { Joined = true };
        var (number, sameAs) = NumberFor(part, part.Name ?? $"C{part.Sender}", n: 0);
        var h = part.Header;
        Prepared(
            $"""
            INSERT INTO message (number, own, peer, sender, epoch, serial, created, kind, status, precedence, stored, parts,
              complete, same_as, state, progress, waiting, sum, n)
            VALUES ($1, 0, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, $11, {(int)MessageState.DeliveredDevice},
              {(int)MessageState.DeliveredDevice}, 0, 0, $12)
            """).Run(
            number, (long)h.Station, (long)part.Sender, (long)h.Epoch, (long)h.Serial, (long)h.CreatedSeconds, (long)h.Kind,
            (long)h.Status, (long)h.Precedence, wall.ToUnixTimeMilliseconds(), sameAs, NextRow());
        var n = SQLitePCL.raw.sqlite3_last_insert_rowid(_connection.Handle);
        if (sameAs is not null)
            Prepared("UPDATE message SET same_as = coalesce(same_as, $2) WHERE number = $1").Run(sameAs, number);
        return Further(
            part, new ReceivedRow(n, number, 0, Complete: false, null, MessageState.DeliveredDevice));
    }

    /// <summary>The number on screen: the first holder keeps it, a later one carries its epoch (architecture §4.4). Also a
    /// station that got the id of an earlier one meets numbers that are taken.</summary>
    private (string Number, string? SameAs) NumberFor(IncomingPart part, string name, long n)
    {
        var plain = $"{name}-{part.Header.Serial:D4}";
        var holder = Prepared(
                "SELECT number FROM message WHERE n <> $4 AND ((sender = $1 AND serial = $2) OR number = $3) ORDER BY n LIMIT 1")
            .Scalar((long)part.Sender, (long)part.Header.Serial, plain, n) as string;
        if (holder is null) return (plain, null);
        return (FreeNumber(plain, part.Header.Epoch), holder);
    }

    /// <summary>Two of the same epoch would be one chance in 65,536 on top of a restored image; the next free mark tells them
    /// apart.</summary>
    private string FreeNumber(string plain, ushort epoch)
    {
        var mark = epoch;
        while (Prepared("SELECT 1 FROM message WHERE number = $1").Scalar($"{plain}-{mark:X4}") is not null)
            mark = (ushort)((mark + 1) & 0xFFFF);
        return $"{plain}-{mark:X4}";
    }

    /// <summary>What a hub says to people tells which hub it was; from then on it carries the hub's name.</summary>
    private ReceivedRow Named(IncomingPart part, ReceivedRow row, MessageBody body)
    {
        if (part.Name is not null || body.Maker is not { } from) return row;
        var (number, sameAs) = NumberFor(part, from.ToString(), row.N);
        Prepared("UPDATE message SET number = $2, same_as = $3 WHERE n = $1").Run(row.N, number, sameAs);
        Prepared("UPDATE message SET same_as = $2 WHERE same_as = $1").Run(row.Number, number);
        return row with { Number = number };
    }

    private PartOutcome Further(IncomingPart part, ReceivedRow row)
    {
        var bit = BitOf(part.Header.Part);
        var known = (row.Parts & bit) != 0 && (row.Complete || HasChunk(row.N, part));
        if (known || row.Complete)
        {
            if (!known) Prepared("UPDATE message SET parts = parts | $2 WHERE n = $1").Run(row.N, bit);
            if (row.IsRefused && !known) KeepSealed(row.N, part);
            return new PartOutcome(
                row.N, known, row.Complete, row.Clash, Readable: false, Completed: false, null,
                row.IsRefused && !row.Entered ? RefusalReason.Unknown : null) { Entered = row.Entered };
        }

        if (!BodyCodec.CanRead(part.Header)) return Refuse(part, row, bit, RefusalReason.NewerVersion);
        if (part.Header.Part == Parts.Whole) return Whole(part, row, bit, part.Plaintext);
        KeepChunk(row.N, part);
        var chunks = Chunks(row.N, part);
        if (Parts.TryJoin(part.Header.Kind, chunks, out var body, out var complete))
            return complete ? Whole(part, row, bit, body) : CoreOnly(part, row, bit, body);
        Prepared("UPDATE message SET parts = parts | $2 WHERE n = $1").Run(row.N, bit);
        return new PartOutcome(
            row.N, Known: false, Complete: false, row.Clash, Readable: false, Completed: false, null, null)
        { Entered = row.Entered };
    }

    private PartOutcome Whole(IncomingPart part, ReceivedRow row, long bit, byte[] body)
    {
        switch (BodyCodec.TryDecode(part.Header, body, coreOnly: false))
        {
            case DecodeResult.Ok ok:
                row = Named(part, row, ok.Body);
                Keep(part, row, bit, body, complete: true);
                Prepared("DELETE FROM chunk WHERE n = $1").Run(row.N);
                KeepReferences(row.N, ok.Body, part.Sender, part.Header.Epoch);
                ResolveReferencesTo(row, part);
                return new PartOutcome(
                    row.N, Known: false, Complete: true, row.Clash, Readable: row.Body is null && !row.Entered,
                    Completed: !row.Entered, ok.Body, null) { Entered = row.Entered };
            case DecodeResult.Failed failed:
                return Refuse(part, row, bit, ReasonOf(failed));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private PartOutcome CoreOnly(IncomingPart part, ReceivedRow row, long bit, byte[] body)
    {
        switch (BodyCodec.TryDecode(part.Header, body, coreOnly: true))
        {
            case DecodeResult.Ok ok:
                var readable = row.Body is null;
                Keep(part, row, bit, body, complete: false);
                ResolveReferencesTo(row, part);
                return new PartOutcome(
                    row.N, Known: false, Complete: false, row.Clash, readable && !row.Entered, Completed: false, ok.Body, null)
                { Entered = row.Entered };
            case DecodeResult.Failed failed:
                // The whole starts with these very bytes: it cannot be read either, and its sender must know now.
                return Refuse(part, row, bit, ReasonOf(failed));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static RefusalReason ReasonOf(DecodeResult.Failed failed) =>
        failed.Failure == DecodeFailure.NewerVersion ? RefusalReason.NewerVersion : RefusalReason.Malformed;

    /// <summary>Genuine, but not to be read here: the sealed bytes are kept for staff and for newer software.</summary>
    private PartOutcome Refuse(IncomingPart part, ReceivedRow row, long bit, RefusalReason reason)
    {
        if (row.Entered) return RefuseCopy(part, row, bit, reason);
        Prepared(
            $"""
            UPDATE message SET parts = parts | $2, complete = 1, note = $3, state = {(int)MessageState.Refused},
              progress = {(int)MessageState.Refused} WHERE n = $1
            """).Run(row.N, bit, Dutch.RefusalText.Of(reason));
        KeepSealed(row.N, part);
        return new PartOutcome(
            row.N, Known: false, Complete: true, row.Clash, Readable: false, Completed: false, null, reason);
    }

    private void KeepSealed(long n, IncomingPart part) =>
        Prepared("INSERT OR REPLACE INTO part (n, part, sealed, sum) VALUES ($1, $2, $3, $4)").Run(
            n, (long)part.Header.Part, part.Sealed.ToArray(), RowSum.Of(part.Sealed.Span));

    private void Keep(IncomingPart part, ReceivedRow row, long bit, byte[] body, bool complete)
    {
        if (row.Entered)
        {
            KeepCopy(row.N, bit, body, complete);
            return;
        }

        var h = part.Header;
        var sum = RowSum.Of(
            row.Number, own: false, part.Sender, h.Epoch, h.Serial, h.CreatedSeconds, (byte)h.Kind, (byte)h.Status,
            (byte)h.Precedence, body);
        _lostWords.Remove(row.Number);
        // The kind, status and precedence too: what the disk damaged comes again.
        Prepared(
            """
            UPDATE message SET parts = parts | $2, complete = $3, body = $4, sum = $5, kind = $6, status = $7, precedence = $8
            WHERE n = $1
            """).Run(
            row.N, bit, complete ? 1L : 0L, body, sum, (long)h.Kind, (long)h.Status, (long)h.Precedence);
    }

    /// <summary>Writes down what a message refers to, and which messages that are, as far as they are here.</summary>
    private void KeepReferences(long n, MessageBody body, ushort sender, ushort epoch)
    {
        foreach (var number in ReferencesOf(body).Distinct())
            Prepared("INSERT OR IGNORE INTO reference (n, number, target) VALUES ($1, $2, $3)")
                .Run(n, number.ToString(), Target(number, sender, epoch));
    }

    /// <summary>A message that others already spoke of has come in. Where it shares its number, what was said in the same
    /// life of its maker meant this one.</summary>
    private void ResolveReferencesTo(ReceivedRow row, IncomingPart part)
    {
        if (!MessageNumber.TryParse(row.Number, out var number)) return;
        var plain = number with { Epoch = null };
        foreach (var name in (MessageNumber[])[number, plain with { Epoch = part.Header.Epoch }])
            ResolveReferencesTo(name.ToString(), row.N);
        if (number.Epoch is null) return;
        Prepared(
            """
            UPDATE reference SET target = $2
            WHERE number = $1 AND n IN (SELECT n FROM message WHERE sender = $3 AND epoch = $4)
            """).Run(plain.ToString(), row.N, (long)part.Sender, (long)part.Header.Epoch);
    }

    private void ResolveReferencesTo(string number, long n) =>
        Prepared("UPDATE reference SET target = $2 WHERE number = $1 AND target IS NULL").Run(number, n);

    /// <summary>Which message a number means. Where two share it: the one whose epoch stands in the number, else the one
    /// made in the same life of the program as the message that refers, else the first holder.</summary>
    private object? Target(MessageNumber number, ushort sender, ushort epoch)
    {
        var plain = (number with { Epoch = null }).ToString();
        if (number.Epoch is { } life)
            return Prepared("SELECT n FROM message WHERE number = $1 OR (number = $2 AND epoch = $3)")
                .Scalar(number.ToString(), plain, (long)life);
        return Prepared(
                """
                SELECT coalesce(
                  (SELECT c.n FROM message c, message h WHERE h.number = $1 AND c.sender = h.sender AND c.serial = h.serial
                    AND c.sender = $2 AND c.epoch = $3 AND c.same_as IS NOT NULL),
                  (SELECT n FROM message WHERE number = $1))
                """)
            .Scalar(plain, (long)sender, (long)epoch);
    }

    internal static ValueList<MessageNumber> ReferencesOf(MessageBody body) => body switch
    {
        Alarm alarm => alarm.References,
        AlarmUpdate update => update.References,
        AlarmCancel cancel => cancel.References,
        Request request => request.References,
        Reply reply => reply.References,
        HelpRequest request => request.References,
        HelpOffer offer => offer.References,
        MatchNote note => note.References,
        _ => [],
    };

    private static MessageBody WithReferences(MessageBody body, ValueList<MessageNumber> references) => body switch
    {
        Alarm alarm => alarm with { References = references },
        AlarmUpdate update => update with { References = references },
        AlarmCancel cancel => cancel with { References = references },
        Request request => request with { References = references },
        Reply reply => reply with { References = references },
        HelpRequest request => request with { References = references },
        HelpOffer offer => offer with { References = references },
        MatchNote note => note with { References = references },
        _ => body,
    };
}
