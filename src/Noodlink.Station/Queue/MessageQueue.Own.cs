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
    long Parts, bool CoreThere, int RadioTries, MessageState Progress, long PartsThere = 0)
{
    /// <summary>An offer of help that stays off the radio until the hub asks for it; null: it is none.</summary>
    public HelpCategory? Offer { get; init; }
}

/// <summary>What is known of an own message that a receipt or a reference points at.</summary>
internal sealed record OwnMessage(
    long N, ushort Peer, string Number, ushort Epoch, Kind Kind, MessageStatus Status, Precedence Precedence,
    MessageState Progress, bool Asking, int HubEvent, uint HubSerial, bool Clash, long? HubN);

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
        var exact = Exact(message.Body);
        var body = BodyCodec.Encode(exact, out var coreLength);
        var radio = Parts.Cut(body, coreLength);
        var n = InsertOwn(message, number, serial, created, body, wall, PartsMask(radio));
        var header = new FrameHeader(
            FrameHeader.CurrentVersion, message.Status, _who.IsHub ? Direction.Down : Direction.Up, Series.Numbered,
            message.Body.Kind, message.Precedence, message.Peer.Number, Epoch, serial, created);
        InsertPart(n, header, message.Peer, body);
        foreach (var (part, plaintext) in radio)
            if (part != 0) InsertPart(n, header with { Part = part }, message.Peer, plaintext);
        if (message.Key is { } key)
        {
            Prepared("INSERT INTO idempotency (key, hash, n) VALUES ($1, $2, $3)").Run(key, message.RequestHash, n);
            DraftSent(key, number, wall);
        }

        _serial = serial;
        KeepReferences(n, exact, _who.Number, Epoch);
        return new WaitingMessage(
            n, message.Peer.Number, number, Epoch, serial, message.Body.Kind, message.Status, message.Precedence,
            PartsMask(radio), CoreThere: false, RadioTries: 0, MessageState.Queued)
        {
            Offer = (message.Body as HelpOffer)?.Category,
        };
    }

    /// <summary>Where the other side told that a number of ours is held twice, a reference says which one is meant.</summary>
    private MessageBody Exact(MessageBody body)
    {
        var said = ReferencesOf(body);
        var exact = said.Select(
                number => number.Epoch is null && FindOwn(number.ToString()) is { Clash: true } own
                    ? number with { Epoch = own.Epoch } : number)
            .ToValueList();
        return exact.Equals(said) ? body : WithReferences(body, exact);
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

    /// <summary>Everything that still has to go to one noodsteunpunt (or, at a noodsteunpunt, from it), best first.</summary>
    public List<WaitingMessage> Waiting(ushort peer) => Prepared(
            $"""
            SELECT {WaitingColumns}
            FROM message WHERE waiting = 1 AND peer = $1 ORDER BY status, precedence, n
            """)
        .All(WaitingRow, (long)peer);

    /// <summary>A part as it was sealed at Accept. Null when it is damaged and cannot be mended.</summary>
    public byte[]? Sealed(long n, byte part, Peer peer)
    {
        var stored = Prepared("SELECT sealed, sum FROM part WHERE n = $1 AND part = $2")
            .First(row => Tuple.Create(row.GetFieldValue<byte[]>(0), row.GetInt64(1)), n, (long)part);
        if (stored is not var (bytes, sum)) return Mended(n, part, peer, sum: null);
        return RowSum.Of(bytes) == sum ? bytes : Mended(n, part, peer, sum);
    }

    /// <summary>Makes a damaged part again from the body: the same content under the same header gives the same bytes, and
    /// the checksum that stands beside the damaged ones proves it. A part that is gone was lost on disk; then the row's own
    /// checksum, over header and content, is the proof, and the checksums of its other parts prove how it was cut.</summary>
    private byte[]? Mended(long n, byte part, Peer peer, long? sum)
    {
        var found = Prepared($"SELECT {SummedColumns} FROM message WHERE n = $1").First(SummedRow, n);
        if (found is not { Body: { } body, IsWhole: true } row) return null;
        var header = new FrameHeader(
            FrameHeader.CurrentVersion, row.Status, _who.IsHub ? Direction.Down : Direction.Up, Series.Numbered, row.Kind,
            row.Precedence, peer.Number, row.Epoch, row.Serial, row.Created, part);
        var coreLength = BodyCodec.HasCore(row.Kind) ? BodyCodec.AlarmCoreBytes : 0;
        if (Parts.MadeAgain(body, coreLength, part, IsOriginal) is not { } plaintext) return null;
        var frame = peer.Envelope.Seal(header, _who.Number, plaintext);
        return sum is null || RowSum.Of(frame) == sum ? frame : null;

        bool? IsOriginal(byte other, byte[] content) => SumOf(n, other) is { } told
            ? RowSum.Of(peer.Envelope.Seal(header with { Part = other }, _who.Number, content)) == told : null;
    }

    private long? SumOf(long n, byte part) =>
        (long?)Prepared("SELECT sum FROM part WHERE n = $1 AND part = $2").Scalar(n, (long)part);

    /// <summary>The numbers of messages of which the words were lost on disk.</summary>
    private List<string> Damaged() => Prepared(
            $"SELECT number FROM message WHERE body IS NULL AND sum = {SalvageMessages.LostWords} ORDER BY n")
        .All(row => row.GetString(0));

    private const string SummedColumns =
        "number, own, sender, epoch, serial, created, kind, status, precedence, body, sum";

    private sealed record Summed(
        string Number, bool Own, ushort Sender, ushort Epoch, uint Serial, uint Created, Kind Kind, MessageStatus Status,
        Precedence Precedence, byte[]? Body, long Sum)
    {
        public bool IsWhole => Body is null || Sum == RowSum.Of(
            Number, Own, Sender, Epoch, Serial, Created, (byte)Kind, (byte)Status, (byte)Precedence, Body);
    }

    private static Summed SummedRow(SqliteDataReader row) => new(
        row.GetString(0), row.GetInt32(1) == 1, (ushort)row.GetInt32(2), (ushort)row.GetInt32(3), (uint)row.GetInt64(4),
        (uint)row.GetInt64(5), (Kind)row.GetInt32(6), (MessageStatus)row.GetInt32(7), (Precedence)row.GetInt32(8),
        row.Bytes(9), row.GetInt64(10));

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

    /// <summary>The other side told which parts it has, all of them: what it said before is past.</summary>
    public void PartsThere(long n, long there) =>
        Prepared("UPDATE message SET parts_there = $2 WHERE n = $1 AND own = 1").Run(n, there);

    /// <summary>The hub was heard since this left.</summary>
    public void HeardAfter(long n) => Prepared("UPDATE message SET heard = 1 WHERE n = $1 AND own = 1").Run(n);

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
        // Half a message without a core says nothing over there yet.
        if (MessageStates.IsUnderway(message.Progress) && (complete || BodyCodec.HasCore(message.Kind)))
            Show(message.N, MessageState.DeliveredDevice, message.Asking);
    }

    /// <summary>The time for a receipt has run out: the volunteer is told to take the portofoon.</summary>
    /// <returns>False when the other side has shown in another way that it is there.</returns>
    public bool Unconfirmed(long n, DateTimeOffset wall) => Prepared(
            $"""
            UPDATE message SET unconfirmed = $2, progress = {(int)MessageState.Unconfirmed},
              state = {(int)MessageState.Unconfirmed}
            WHERE n = $1 AND progress IN ({(int)MessageState.Queued}, {(int)MessageState.Sending})
            """)
        .Run(n, wall.ToUnixTimeMilliseconds()) > 0;

    /// <summary>The hub misses these numbers: what was receipted is sent again (architecture §4.8). It is not there any more,
    /// so that is no longer shown; what people did stands. The hub's events count from 1 again.</summary>
    public List<WaitingMessage> SendAgain(SerialRange range)
    {
        const string missed =
            """
            own = 1 AND sender = $1 AND serial BETWEEN $2 AND $3 AND waiting = 0
            AND EXISTS (SELECT 1 FROM part WHERE part.n = message.n)
            """;
        object?[] values = [(long)_who.Number, (long)range.First, (long)range.Last];
        Prepared(
            $"""
            UPDATE event SET ordinal = ordinal - 1 - (SELECT max(hub_event) FROM message m WHERE m.n = event.n)
            WHERE n IN (SELECT n FROM message WHERE {missed})
            """).Run(values);
        return Prepared(
                $"""
                UPDATE message SET waiting = 1, core_there = 0, parts_there = 0, hub_event = 0, hub_serial = 0,
                  state = CASE state WHEN {(int)MessageState.DeliveredDevice} THEN {(int)MessageState.Sending} ELSE state END,
                  progress = CASE progress WHEN {(int)MessageState.DeliveredDevice} THEN {(int)MessageState.Sending}
                    ELSE progress END
                WHERE {missed}
                RETURNING {WaitingColumns}
                """)
            .All(WaitingRow, values);
    }

    public OwnMessage? FindOwn(ushort epoch, uint serial) => Prepared(
            $"SELECT {OwnColumns} FROM message WHERE own = 1 AND sender = $1 AND serial = $2 AND epoch = $3")
        .First(OwnRow, (long)_who.Number, (long)serial, (long)epoch);

    /// <summary>Our message that the other side means by a number: where it is held twice, only the one with our epoch.</summary>
    public OwnMessage? FindOwn(MessageNumber number)
    {
        var own = FindOwn((number with { Epoch = null }).ToString());
        return number.Epoch is { } life ? own?.Epoch == life ? own : null : own is { Clash: true } ? null : own;
    }

    public OwnMessage? FindOwn(string number) =>
        Prepared($"SELECT {OwnColumns} FROM message WHERE own = 1 AND number = $1").First(OwnRow, number);

    /// <summary>What kind of message a number means, when it is here.</summary>
    public MeantMessage? KindOf(string number) =>
        Prepared("SELECT number, kind, status, precedence FROM message WHERE number = $1").First(
            row => new MeantMessage(
                row.GetString(0), (Kind)row.GetInt32(1), (MessageStatus)row.GetInt32(2), (Precedence)row.GetInt32(3)),
            number);

    /// <summary>An offer of help that the hub has not asked for; see <see cref="HeldOffers"/>. Its precedence stands in
    /// the index, so that only rows of the lowest one are looked up.</summary>
    private static readonly string IsOffer =
        $"precedence = {(int)Precedence.Welfare} AND kind = {(int)Kind.HelpOffer} AND released = 0";

    /// <summary>Only the oldest and the offers are looked up: the index alone counts the others, however many wait.</summary>
    internal static readonly string WaitingSql =
        $"""
        SELECT w.many, m.stored,
          (SELECT count(*) FROM message INDEXED BY message_waiting WHERE waiting = 1 AND {IsOffer})
        FROM (SELECT count(*) AS many, min(n) AS n FROM message INDEXED BY message_waiting
          WHERE waiting = 1 AND NOT ({IsOffer})) w
        LEFT JOIN message m ON m.n = w.n
        """;

    public WaitingCount CountWaiting() => Prepared(WaitingSql).First(WaitingCount.Row)!;

    /// <summary>Inside a transaction: the hub asks for the offers that are here; they may go on the radio too.</summary>
    /// <returns>Their rows.</returns>
    public List<long> ReleaseOffers() => Prepared(
            $"UPDATE message SET released = 1 WHERE own = 1 AND waiting = 1 AND {IsOffer} RETURNING n")
        .All(row => row.GetInt64(0));

    /// <summary>Of an offer the first byte of its body is the category.</summary>
    private static readonly string WaitingColumns =
        $"""
        n, peer, number, epoch, serial, kind, status, precedence, parts, core_there, radio_tries, progress, parts_there,
          released, CASE kind WHEN {(int)Kind.HelpOffer} THEN substr(body, 1, 1) END
        """;

    private const string OwnColumns =
        "n, peer, number, epoch, kind, status, precedence, progress, asking, hub_event, hub_serial, same_as IS NOT NULL, hub_n";

    private static OwnMessage OwnRow(SqliteDataReader row) => new(
        row.GetInt64(0), (ushort)row.GetInt32(1), row.GetString(2), (ushort)row.GetInt32(3), (Kind)row.GetInt32(4),
        (MessageStatus)row.GetInt32(5), (Precedence)row.GetInt32(6), (MessageState)row.GetInt32(7), row.GetInt32(8) == 1,
        row.GetInt32(9), (uint)row.GetInt64(10), row.GetInt32(11) == 1, row.Long(12));

    private static WaitingMessage WaitingRow(SqliteDataReader row) => new(
        row.GetInt64(0), (ushort)row.GetInt32(1), row.GetString(2), (ushort)row.GetInt32(3), (uint)row.GetInt64(4),
        (Kind)row.GetInt32(5), (MessageStatus)row.GetInt32(6), (Precedence)row.GetInt32(7), row.GetInt64(8),
        row.GetInt32(9) == 1, row.GetInt32(10), (MessageState)row.GetInt32(11), row.GetInt64(12))
    {
        Offer = (Kind)row.GetInt32(5) != Kind.HelpOffer || row.GetInt32(13) == 1 ? null
            : row.Bytes(14) is [var category] ? (HelpCategory)category : HelpCategory.Unknown,
    };

    private static long PartsMask(IReadOnlyList<(byte Part, byte[] Plaintext)> radio) =>
        radio.Aggregate(1L, (mask, part) => mask | (1L << part.Part));

    private long InsertOwn(
        NewMessage message, string number, uint serial, uint created, byte[] body, DateTimeOffset wall, long parts)
    {
        Prepared(
            $"""
            INSERT INTO message (number, own, peer, sender, epoch, serial, created, kind, status, precedence, stored, parts,
              complete, body, state, progress, waiting, sum, n)
            VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, {(int)MessageState.Queued},
              {(int)MessageState.Queued}, 1, $13, $14)
            """).Run(
            number, (long)message.Peer.Number, (long)_who.Number, (long)Epoch, (long)serial, (long)created,
            (long)message.Body.Kind, (long)message.Status, (long)message.Precedence, wall.ToUnixTimeMilliseconds(), parts,
            body,
            RowSum.Of(
                number, own: true, _who.Number, Epoch, serial, created, (byte)message.Body.Kind, (byte)message.Status,
                (byte)message.Precedence, body), NextRow());
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
