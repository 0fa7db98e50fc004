using Microsoft.Data.Sqlite;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;

namespace Noodlink.Station.Queue;

// Problem: a noodmelding is read aloud over the portofoon at 14:05 and goes to the meldkamer. At 15:40 the LAN is back and
// the same noodmelding comes in by itself. It must not be a second one: nobody may be alarmed or sent again. And a number
// that was heard wrong must not make another noodmelding disappear behind this one.
//
// Idea: with a number it is that message, so it takes the row that the electronic copy would take: same station, same
// serial, and epoch 0, which no program ever has, until the copy brings its own. The first account is the content, and it
// never changes: what was forwarded stays what was forwarded. Every other account stands beside it whole, to be compared
// by people; they may also say that the two are not the same, and then both go on by themselves.
//
// References: interfaces.md §4 (by voice or paper), architecture §4.4 (identity), §4.6 (exact duplicates).

/// <summary>A noodmelding that staff type in.</summary>
/// <param name="Station">Number of the noodsteunpunt; the coördinatiepunt's own for somebody at its desk.</param>
internal sealed record NewEntry(
    ushort Station, HandEntry Entry, Alarm Body, MessageStatus Status, Precedence Precedence, DateTimeOffset At);

/// <summary>A message that has the number which was read aloud.</summary>
/// <param name="IsAlone">It was typed in, and its electronic copy has not come.</param>
internal sealed record NumberHolder(
    long N, string Number, ushort Epoch, ushort Peer, Kind Kind, MessageStatus Status, MessageState State, bool HasContent,
    DateTimeOffset Stored, bool IsAlone)
{
    public bool IsRefused => State == MessageState.Refused;

    /// <summary>The number by which nobody can mean another message.</summary>
    public string Exact =>
        MessageNumber.TryParse(Number, out var number) && number.Epoch is null && Epoch != 0 ? $"{Number}-{Epoch:X4}" : Number;
}

internal sealed partial class MessageQueue
{
    /// <summary>Accounts of one message that are kept: more is not a second reading but a program that repeats itself.</summary>
    public const int AccountsMax = 20;

    private const int EnteredAlone = 1;
    private const int EnteredFirst = 2;
    private const int EnteredApart = 3;

    /// <summary>The messages of a station with this serial, in order of arrival.</summary>
    public List<NumberHolder> HoldersOf(ushort sender, uint serial) => Prepared(
            """
            SELECT n, number, epoch, peer, kind, status, state, body IS NOT NULL, stored, entered FROM message
            WHERE own = 0 AND sender = $1 AND serial = $2 ORDER BY n
            """)
        .All(
            row => new NumberHolder(
                row.GetInt64(0), row.GetString(1), (ushort)row.GetInt32(2), (ushort)row.GetInt32(3), (Kind)row.GetInt32(4),
                (MessageStatus)row.GetInt32(5), (MessageState)row.GetInt32(6), row.GetInt32(7) == 1,
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(8)), row.GetInt32(9) == EnteredAlone),
            (long)sender, (long)serial);

    /// <summary>A new message with the number that was said, or with one of our own series when none was.</summary>
    /// <param name="sameAs">Another message of the same serial, when the number says which life it is of.</param>
    public HandledMessage Enter(NewEntry entry, string? sameAs)
    {
        var (sender, epoch, serial) = (entry.Station, (ushort)0, 0u);
        string number;
        if (entry.Entry.Number is { } said)
        {
            (epoch, serial, number) = (said.Epoch ?? 0, said.Serial, said.ToString());
        }
        else
        {
            serial = checked(_serial + 1);
            _reserve.Cover(serial);
            (sender, epoch, number) = (_who.Number, Epoch, new MessageNumber(_who.Id, serial).ToString());
            _serial = serial;
        }

        var created = (uint)Math.Clamp(entry.At.ToUnixTimeSeconds(), 1, uint.MaxValue);
        var body = BodyCodec.Encode(entry.Body, out _);
        Prepared(
            $"""
            INSERT INTO message (number, own, peer, sender, epoch, serial, created, kind, status, precedence, stored, parts,
              complete, body, same_as, state, progress, waiting, entered, sum, n)
            VALUES ($1, 0, $2, $3, $4, $5, $6, {(int)Kind.Alarm}, $7, $8, $9, 0, 1, $10, $11,
              {(int)MessageState.DeliveredDevice}, {(int)MessageState.DeliveredDevice}, 0, {EnteredAlone}, $12, $13)
            """).Run(
            number, (long)entry.Station, (long)sender, (long)epoch, (long)serial, (long)created, (long)entry.Status,
            (long)entry.Precedence, entry.At.ToUnixTimeMilliseconds(), body, sameAs,
            SumOf(number, sender, epoch, serial, created, entry.Status, entry.Precedence, body), NextRow());
        var n = SQLitePCL.raw.sqlite3_last_insert_rowid(_connection.Handle);
        if (sameAs is not null)
            Prepared("UPDATE message SET same_as = coalesce(same_as, $2) WHERE number = $1").Run(sameAs, number);
        KeepReferences(n, entry.Body, sender, epoch);
        ResolveReferencesTo(number, n);
        AddAccount(n, entry);
        return FindHandled(n)!;
    }

    /// <summary>One more reception of a message that is here, with what was said this time.</summary>
    /// <returns>False: there are as many accounts of it as are kept.</returns>
    public bool AddAccount(long n, NewEntry entry)
    {
        var body = BodyCodec.Encode(entry.Body, out _);
        var at = entry.At.ToUnixTimeMilliseconds();
        var again = Prepared("SELECT 1 FROM account WHERE n = $1 AND ordinal > 0 AND bearer = $2 AND body = $3")
            .Scalar(n, (long)entry.Entry.Via, body) is not null;
        var last = ToLong(Prepared("SELECT max(ordinal) FROM account WHERE n = $1").Scalar(n));
        if (!again && last >= AccountsMax) return false;
        if (!again)
            Prepared(
                """
                INSERT INTO account (n, ordinal, bearer, at, station, caller, typist, complete, body, sum)
                VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9)
                """).Run(
                n, last + 1, (long)entry.Entry.Via, at, entry.Entry.OnBehalfOf.ToString(), entry.Entry.Caller,
                entry.Entry.By, body, RowSum.Of(body));
        Prepared(
            $"""
            INSERT INTO reception (n, at, bearer, complete) SELECT $1, $2, $3, 1
            WHERE (SELECT count(*) FROM reception WHERE n = $1) < {ReceptionsMax}
            """).Run(n, at, (long)entry.Entry.Via);
        return true;
    }

    public void KeepKey(string key, byte[]? hash, long n) =>
        Prepared("INSERT INTO idempotency (key, hash, n) VALUES ($1, $2, $3)").Run(key, hash, n);

    /// <summary>What could not be read was read aloud: from now on that is its content.</summary>
    public void Revive(NumberHolder refused, NewEntry entry)
    {
        Prepared(
            """
            INSERT OR IGNORE INTO account (n, ordinal, bearer, at, station, complete, sum)
            SELECT $1, 0, coalesce((SELECT bearer FROM reception WHERE n = $1 ORDER BY rowid LIMIT 1), 0), $2, $3, 1, 0
            """).Run(refused.N, refused.Stored.ToUnixTimeMilliseconds(), entry.Entry.OnBehalfOf.ToString());
        Prepared(
            $"""
            UPDATE message SET body = $2, complete = 1, note = NULL, entered = {EnteredFirst},
              state = {(int)MessageState.DeliveredDevice}, progress = {(int)MessageState.DeliveredDevice} WHERE n = $1
            """).Run(refused.N, BodyCodec.Encode(entry.Body, out _));
        Rewrite(refused.N, entry.Precedence);
        AddAccount(refused.N, entry);
    }

    /// <summary>An account says something worse: in lists and on the air the message goes by the highest of them.</summary>
    public void Raise(long n, Precedence precedence)
    {
        if (FindHandled(n) is { } message && precedence < message.Precedence) Rewrite(n, precedence);
    }

    public void Differ(long n, bool gravely) =>
        Prepared("UPDATE message SET differs = $2 WHERE n = $1").Run(n, gravely ? 1L : 0L);

    /// <summary>What each account says, the content first; only what is here to be read.</summary>
    /// <param name="ordinal">0: the electronic copy; from 1: typed in; null: the content.</param>
    public AlarmFacts? AccountFacts(long n, int? ordinal, out bool complete)
    {
        complete = true;
        var sql = ordinal is null ? "SELECT body, complete FROM message WHERE n = $1"
            : "SELECT body, complete FROM account WHERE n = $1 AND ordinal = $2";
        var found = Prepared(sql).First(row => Tuple.Create(row.Bytes(0), row.GetInt32(1) == 1), [n, .. Ordinal(ordinal)]);
        if (found is not { Item1: { } body } account) return null;
        complete = account.Item2;
        return BodyCodec.TryDecode(Kind.Alarm, body, coreOnly: !complete) is DecodeResult.Ok { Body: Alarm alarm }
            ? alarm.Facts : null;
    }

    public int LastAccount(long n) => (int)ToLong(Prepared("SELECT max(ordinal) FROM account WHERE n = $1").Scalar(n));

    /// <summary>The electronic copy of a message that was typed in first turns out to be another noodmelding. It gets its own
    /// place, with its own receptions and what refers to it.</summary>
    /// <returns>Null: there is no such copy, or none that can be read.</returns>
    public HandledMessage? SeparateCopy(HandledMessage message, DateTimeOffset wall)
    {
        var copy = Prepared(
                $"""
                SELECT m.created, m.parts, a.complete, a.body, m.peer FROM message m JOIN account a ON a.n = m.n AND a.ordinal = 0
                WHERE m.n = $1 AND m.entered = {EnteredFirst} AND a.body IS NOT NULL
                """)
            .First(
                row => new SeparateRow(
                    (uint)row.GetInt64(0), row.GetInt64(1), row.GetInt32(2), row.GetFieldValue<byte[]>(3), row.GetInt32(4)),
                message.N);
        if (copy is null || !MessageNumber.TryParse(message.Number, out var said)) return null;
        var number = FreeNumber($"{said with { Epoch = null }}", message.Epoch);
        Prepared(
            $"""
            UPDATE message SET epoch = 0, created = stored / 1000, parts = 0, entered = {EnteredApart}, differs = 0,
              same_as = coalesce(same_as, $2) WHERE n = $1
            """).Run(message.N, number);
        Rewrite(message.N, message.Precedence);
        Prepared(
            $"""
            INSERT INTO message (number, own, peer, sender, epoch, serial, created, kind, status, precedence, stored, parts,
              complete, body, same_as, state, progress, waiting, sum)
            VALUES ($1, 0, $2, $3, $4, $5, $6, {(int)Kind.Alarm}, $7, $8, $9, $10, $11, $12, $13,
              {(int)MessageState.DeliveredDevice}, {(int)MessageState.DeliveredDevice}, 0, $14)
            """).Run(
            number, (long)copy.Peer, (long)message.Sender, (long)message.Epoch, (long)message.Serial, (long)copy.Created,
            (long)message.Status, (long)message.Precedence, wall.ToUnixTimeMilliseconds(), copy.Parts, (long)copy.Complete,
            copy.Body, message.Number,
            SumOf(
                number, message.Sender, message.Epoch, message.Serial, copy.Created, message.Status, message.Precedence,
                copy.Body));
        var n = SQLitePCL.raw.sqlite3_last_insert_rowid(_connection.Handle);
        MoveCopy(message, n);
        return FindHandled(n);
    }

    private sealed record SeparateRow(uint Created, long Parts, int Complete, byte[] Body, int Peer);

    private void MoveCopy(HandledMessage from, long n)
    {
        Prepared("UPDATE chunk SET n = $2 WHERE n = $1").Run(from.N, n);
        Prepared("UPDATE part SET n = $2 WHERE n = $1").Run(from.N, n);
        // A sealed part may have come on paper too; what was typed in at that very moment is not it.
        Prepared(
            """
            UPDATE reception SET n = $2 WHERE n = $1 AND bearer IN (1, 2, 3, 5) AND NOT EXISTS
              (SELECT 1 FROM account a WHERE a.n = $1 AND a.ordinal > 0 AND a.at = reception.at AND a.bearer = reception.bearer)
            """).Run(from.N, n);
        Prepared(
            """
            UPDATE reference SET target = $2
            WHERE target = $1 AND n IN (SELECT n FROM message WHERE own = 0 AND sender = $3 AND epoch = $4)
            """).Run(from.N, n, (long)from.Sender, (long)from.Epoch);
        Prepared("DELETE FROM account WHERE n = $1 AND ordinal = 0").Run(from.N);
    }

    /// <summary>What was typed in under the number of a message that was here turns out to be about something else.</summary>
    /// <returns>What was said, to be entered without that number; null when nothing was typed in later.</returns>
    public NewEntry? TakeOutEntry(HandledMessage message, DateTimeOffset wall)
    {
        var last = LastAccount(message.N);
        var own = ToLong(Prepared("SELECT entered FROM message WHERE n = $1").Scalar(message.N)) == 0 ? 0 : 1;
        if (last <= own) return null;
        var said = Prepared("SELECT bearer, station, caller, typist, body FROM account WHERE n = $1 AND ordinal = $2").First(
            row => Tuple.Create(
                (EntryWay)row.GetInt32(0), row.GetString(1), row.Text(2), row.Text(3), row.Bytes(4)), message.N, (long)last);
        if (said is not var (via, station, caller, typist, body) || body is null || !StationId.TryParse(station, out var id) ||
            BodyCodec.TryDecode(Kind.Alarm, body, coreOnly: false) is not DecodeResult.Ok { Body: Alarm alarm }) return null;
        Prepared("DELETE FROM account WHERE n = $1 AND ordinal = $2").Run(message.N, (long)last);
        return new NewEntry(
            message.Peer, new HandEntry(id, via, Number: null, caller, typist), alarm, message.Status,
            Precedences.Of(alarm, null), wall);
    }

    /// <summary>An electronic copy came of a message that was typed in: it takes that message's place as its identity, and its
    /// words stand beside it. Behind another status wall it is not the same, nor is another kind.</summary>
    private ReceivedRow? Join(IncomingPart part, DateTimeOffset wall)
    {
        var h = part.Header;
        if (h.Kind != Kind.Alarm || !_who.IsHub) return null;
        var found = Prepared(
                $"""
                SELECT n, number FROM message WHERE own = 0 AND sender = $1 AND serial = $2 AND entered = {EnteredAlone}
                  AND status = $3 AND epoch IN (0, $4)
                """)
            .First(
                row => Tuple.Create(row.GetInt64(0), row.GetString(1)), (long)part.Sender, (long)h.Serial, (long)h.Status,
                (long)h.Epoch);
        if (found is not var (n, number)) return null;
        Prepared($"UPDATE message SET epoch = $2, created = $3, entered = {EnteredFirst} WHERE n = $1")
            .Run(n, (long)h.Epoch, (long)h.CreatedSeconds);
        var message = FindHandled(n)!;
        Rewrite(n, h.Precedence < message.Precedence ? h.Precedence : message.Precedence);
        Prepared("INSERT INTO account (n, ordinal, bearer, at, station, complete, sum) VALUES ($1, 0, $2, $3, $4, 0, 0)")
            .Run(n, (long)part.Bearer, wall.ToUnixTimeMilliseconds(), part.Name ?? "");
        return new ReceivedRow(n, number, 0, Complete: false, null, MessageState.DeliveredDevice, Entered: true);
    }

    /// <summary>What was wiped after its time is not kept again because a copy of it came in at last.</summary>
    private void KeepCopy(long n, long bit, byte[] body, bool complete)
    {
        Prepared("UPDATE message SET parts = parts | $2 WHERE n = $1").Run(n, bit);
        Prepared(
            """
            UPDATE account SET complete = $2, sum = $4, body = CASE WHEN (SELECT body FROM message WHERE n = $1) IS NULL
              THEN NULL ELSE $3 END
            WHERE n = $1 AND ordinal = 0
            """).Run(n, complete ? 1L : 0L, body, RowSum.Of(body));
    }

    /// <summary>It is known by what was read aloud; only its electronic copy cannot be read.</summary>
    private PartOutcome RefuseCopy(IncomingPart part, ReceivedRow row, long bit, Protocol.Messages.RefusalReason reason)
    {
        Prepared("UPDATE message SET parts = parts | $2 WHERE n = $1").Run(row.N, bit);
        Prepared("UPDATE account SET complete = 1, body = NULL WHERE n = $1 AND ordinal = 0").Run(row.N);
        KeepSealed(row.N, part);
        return new PartOutcome(
            row.N, Known: false, Complete: true, row.Clash, Readable: false, Completed: false, null, reason)
        { Entered = true };
    }

    /// <summary>The checksum of a row of which something changed that it covers. A row that was damaged stays so.</summary>
    private void Rewrite(long n, Precedence precedence)
    {
        Prepared("UPDATE message SET precedence = $2 WHERE n = $1").Run(n, (long)precedence);
        var row = Prepared($"SELECT {SummedColumns} FROM message WHERE n = $1").First(SummedRow, n)!;
        if (row.Body is null) return;
        Prepared("UPDATE message SET sum = $2 WHERE n = $1").Run(
            n, SumOf(row.Number, row.Sender, row.Epoch, row.Serial, row.Created, row.Status, row.Precedence, row.Body));
    }

    private static long SumOf(
        string number, ushort sender, ushort epoch, uint serial, uint created, MessageStatus status, Precedence precedence,
        byte[] body) => RowSum.Of(
        number, own: false, sender, epoch, serial, created, (byte)Kind.Alarm, (byte)status, (byte)precedence, body);

    private static object?[] Ordinal(int? ordinal) => ordinal is { } number ? [(long)number] : [];
}
