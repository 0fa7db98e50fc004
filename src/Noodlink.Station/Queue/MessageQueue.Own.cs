using Microsoft.Data.Sqlite;
using Noodlink.Protocol;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Queue;

/// <summary>A message to be made here.</summary>
internal sealed record NewMessage(
    Peer Peer, MessageBody Body, MessageStatus Status, Precedence Precedence, string? Key = null, byte[]? RequestHash = null);

/// <summary>An own message that waits for its complete Device receipt, as the courier needs it.</summary>
internal sealed record WaitingMessage(
    long N, ushort Peer, string Number, ushort Epoch, uint Serial, Kind Kind, MessageStatus Status, Precedence Precedence,
    long Parts, bool CoreThere, int RadioTries, MessageState Progress);

/// <summary>What is known of an own message that a receipt or a reference points at.</summary>
internal sealed record OwnMessage(
    long N, ushort Peer, string Number, Kind Kind, MessageStatus Status, Precedence Precedence, MessageState Progress,
    bool Asking, int HubEvent, uint HubSerial);

/// <summary>A message that a reference means.</summary>
internal sealed record MeantMessage(string Number, Kind Kind, MessageStatus Status, Precedence Precedence);

internal sealed partial class MessageQueue
{
    /// <summary>Numbers, seals and stores a message. Nothing may be said of it before <see cref="Commit"/>.</summary>
    /// <exception cref="SqliteException">Full or failing.</exception>
    /// <exception cref="IOException">The bound of numbers cannot be moved.</exception>
    public WaitingMessage Accept(NewMessage message, DateTimeOffset wall)
    {
        var serial = checked(_serial + 1);
        _reserve.Cover(serial);
        var created = (uint)Math.Clamp(wall.ToUnixTimeSeconds(), 1, uint.MaxValue);
        var number = new MessageNumber(_who.Id, serial).ToString();
        var body = BodyCodec.Encode(message.Body, out var coreLength);
        var radio = Parts.Split(body, coreLength, Parts.RadioSealedBytesMax);
        var n = InsertOwn(message, number, serial, created, body, wall, PartsMask(radio));
        var header = new FrameHeader(
            FrameHeader.CurrentVersion, message.Status, _who.IsHub ? Direction.Down : Direction.Up, Series.Numbered,
            message.Body.Kind, message.Precedence, message.Peer.Number, Epoch, serial, created);
        InsertPart(n, header, message.Peer, body);
        foreach (var (part, plaintext) in radio)
            if (part != 0) InsertPart(n, header with { Part = part }, message.Peer, plaintext);
        if (message.Key is { } key)
            Prepared("INSERT INTO idempotency (key, hash, n) VALUES ($1, $2, $3)").Run(key, message.RequestHash, n);
        _serial = serial;
        KeepReferences(n, message.Body, Epoch);
        return new WaitingMessage(
            n, message.Peer.Number, number, Epoch, serial, message.Body.Kind, message.Status, message.Precedence,
            PartsMask(radio), CoreThere: false, RadioTries: 0, MessageState.Queued);
    }

    /// <summary>The message that this key made, or null.</summary>
    public (byte[] Hash, string Number, MessageState State, DateTimeOffset Stored)? FindKey(string key)
    {
        var found = Prepared(
                """
                SELECT i.hash, m.number, m.state, m.stored FROM idempotency i JOIN message m ON m.n = i.n WHERE i.key = $1
                """)
            .First(
                row => Tuple.Create(
                    row.GetFieldValue<byte[]>(0), row.GetString(1), (MessageState)row.GetInt32(2),
                    DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3))),
                key);
        return found is null ? null : (found.Item1, found.Item2, found.Item3, found.Item4);
    }

    /// <summary>Everything that still has to go, best first. Parts whose checksum fails are reported, not sent.</summary>
    public List<WaitingMessage> Waiting() => Prepared(
            """
            SELECT n, peer, number, epoch, serial, kind, status, precedence, parts, core_there, radio_tries, progress
            FROM message WHERE waiting = 1 ORDER BY status, precedence, n
            """)
        .All(WaitingRow);

    public byte[]? Sealed(long n, byte part) => Prepared("SELECT sealed, sum FROM part WHERE n = $1 AND part = $2").First(
        row => row.GetFieldValue<byte[]>(0) is var bytes && RowSum.Of(bytes) == row.GetInt64(1) ? bytes : null!, n, (long)part);

    /// <summary>A part is about to be handed to a bearer.</summary>
    public void Offered(long n, BearerName bearer, DateTimeOffset wall)
    {
        Prepared(
            $"""
            UPDATE message SET attempts = attempts + 1, last_bearer = $2, first_sent = coalesce(first_sent, $3),
              first_bearer = coalesce(first_bearer, $2), radio_tries = radio_tries + ($2 = {(int)BearerName.Radio}),
              state = CASE state WHEN {(int)MessageState.Queued} THEN {(int)MessageState.Sending} ELSE state END,
              progress = CASE progress WHEN {(int)MessageState.Queued} THEN {(int)MessageState.Sending} ELSE progress END
            WHERE n = $1
            """).Run(n, (long)bearer, wall.ToUnixTimeMilliseconds());
    }

    /// <summary>The other side has it on disk: the core, or everything.</summary>
    /// <param name="clash">The other side holds another message with this number ("dubbel nummer").</param>
    public void Delivered(OwnMessage message, BearerName bearer, bool complete, bool clash, DateTimeOffset wall)
    {
        if (clash) Prepared("UPDATE message SET same_as = number WHERE n = $1").Run(message.N);
        Prepared("UPDATE message SET core_there = 1, waiting = waiting AND NOT $2 WHERE n = $1")
            .Run(message.N, complete ? 1L : 0L);
        if (complete && message.Kind == Kind.Receipt) Prepared("DELETE FROM part WHERE n = $1").Run(message.N);
        Prepared(
            """
            INSERT INTO reception (n, at, bearer, complete)
            SELECT $1, $2, $3, $4 WHERE NOT EXISTS
              (SELECT 1 FROM reception WHERE n = $1 AND bearer = $3 AND complete >= $4)
            """).Run(message.N, wall.ToUnixTimeMilliseconds(), (long)bearer, complete ? 1L : 0L);
        if (message.Progress is MessageState.Queued or MessageState.Sending or MessageState.Unconfirmed)
            Show(message.N, MessageState.DeliveredDevice, message.Asking);
    }

    /// <summary>The time for a receipt has run out: the volunteer is told to take the portofoon.</summary>
    public void Unconfirmed(long n, DateTimeOffset wall)
    {
        Prepared("UPDATE message SET unconfirmed = $2 WHERE n = $1").Run(n, wall.ToUnixTimeMilliseconds());
        Show(n, MessageState.Unconfirmed, asking: false);
    }

    /// <summary>The hub misses these numbers: send them again, whatever was receipted (architecture §4.8).</summary>
    public List<WaitingMessage> SendAgain(SerialRange range)
    {
        Prepared(
            """
            UPDATE message SET waiting = 1, core_there = 0 WHERE own = 1 AND sender = $1 AND serial BETWEEN $2 AND $3
              AND EXISTS (SELECT 1 FROM part WHERE part.n = message.n)
            """).Run((long)_who.Number, (long)range.First, (long)range.Last);
        return Prepared(
                """
                SELECT n, peer, number, epoch, serial, kind, status, precedence, parts, core_there, radio_tries, progress
                FROM message WHERE waiting = 1 AND own = 1 AND sender = $1 AND serial BETWEEN $2 AND $3
                """)
            .All(WaitingRow, (long)_who.Number, (long)range.First, (long)range.Last);
    }

    public OwnMessage? FindOwn(ushort epoch, uint serial) => Prepared(
            $"SELECT {OwnColumns} FROM message WHERE own = 1 AND sender = $1 AND serial = $2 AND epoch = $3")
        .First(OwnRow, (long)_who.Number, (long)serial, (long)epoch);

    public OwnMessage? FindOwn(string number) =>
        Prepared($"SELECT {OwnColumns} FROM message WHERE own = 1 AND number = $1").First(OwnRow, number);

    /// <summary>What kind of message a number means, when it is here.</summary>
    public MeantMessage? KindOf(string number) =>
        Prepared("SELECT number, kind, status, precedence FROM message WHERE number = $1").First(
            row => new MeantMessage(
                row.GetString(0), (Kind)row.GetInt32(1), (MessageStatus)row.GetInt32(2), (Precedence)row.GetInt32(3)),
            number);

    public int CountWaiting(out DateTimeOffset? oldest)
    {
        var row = Prepared("SELECT count(*), min(stored) FROM message WHERE waiting = 1")
            .First(r => Tuple.Create(r.GetInt32(0), r.Long(1)))!;
        oldest = row.Item2 is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
        return row.Item1;
    }

    private const string OwnColumns =
        "n, peer, number, kind, status, precedence, progress, asking, hub_event, hub_serial";

    private static OwnMessage OwnRow(SqliteDataReader row) => new(
        row.GetInt64(0), (ushort)row.GetInt32(1), row.GetString(2), (Kind)row.GetInt32(3), (MessageStatus)row.GetInt32(4),
        (Precedence)row.GetInt32(5), (MessageState)row.GetInt32(6), row.GetInt32(7) == 1, row.GetInt32(8),
        (uint)row.GetInt64(9));

    private static WaitingMessage WaitingRow(SqliteDataReader row) => new(
        row.GetInt64(0), (ushort)row.GetInt32(1), row.GetString(2), (ushort)row.GetInt32(3), (uint)row.GetInt64(4),
        (Kind)row.GetInt32(5), (MessageStatus)row.GetInt32(6), (Precedence)row.GetInt32(7), row.GetInt64(8),
        row.GetInt32(9) == 1, row.GetInt32(10), (MessageState)row.GetInt32(11));

    private static long PartsMask(IReadOnlyList<(byte Part, byte[] Plaintext)> radio) =>
        radio.Aggregate(1L, (mask, part) => mask | (1L << part.Part));

    private long InsertOwn(
        NewMessage message, string number, uint serial, uint created, byte[] body, DateTimeOffset wall, long parts)
    {
        Prepared(
            $"""
            INSERT INTO message (number, own, peer, sender, epoch, serial, created, kind, status, precedence, stored, parts,
              complete, body, state, progress, waiting, sum)
            VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, {(int)MessageState.Queued},
              {(int)MessageState.Queued}, 1, $13)
            """).Run(
            number, (long)message.Peer.Number, (long)_who.Number, (long)Epoch, (long)serial, (long)created,
            (long)message.Body.Kind, (long)message.Status, (long)message.Precedence, wall.ToUnixTimeMilliseconds(), parts,
            body,
            RowSum.Of(
                number, own: true, _who.Number, Epoch, serial, created, (byte)message.Body.Kind, (byte)message.Status,
                (byte)message.Precedence, body));
        return SQLitePCL.raw.sqlite3_last_insert_rowid(_connection.Handle);
    }

    private void InsertPart(long n, FrameHeader header, Peer peer, byte[] plaintext)
    {
        var frame = peer.Envelope.Seal(header, _who.Number, plaintext);
        Prepared("INSERT INTO part (n, part, sealed, sum) VALUES ($1, $2, $3, $4)")
            .Run(n, (long)header.Part, frame, RowSum.Of(frame));
    }

    /// <summary>Sets how far a message is, and what people see of it.</summary>
    private void Show(long n, MessageState progress, bool asking) =>
        Prepared("UPDATE message SET progress = $2, asking = $3, state = $4 WHERE n = $1").Run(
            n, (long)progress, asking ? 1L : 0L, (long)(asking ? MessageState.QueryOpen : progress));
}
