using Microsoft.Data.Sqlite;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;

namespace Noodlink.Station.Queue;

/// <summary>A received message that staff act on.</summary>
internal sealed record HandledMessage(
    long N, string Number, ushort Sender, ushort Epoch, uint Serial, Kind Kind, MessageStatus Status,
    Precedence Precedence, bool Readable, ushort Peer)
{
    /// <summary>Its maker can be told what people do: the noodsteunpunt knows it by this identity. A message that was typed
    /// in is known there only from its electronic copy on.</summary>
    public bool HasMaker => Epoch != 0;
}

internal sealed partial class MessageQueue
{
    /// <summary>The bulletins that a message is about.</summary>
    public List<long> BulletinsMeantBy(long n) => Prepared(
            $"SELECT m.n FROM reference r JOIN message m ON m.n = r.target WHERE r.n = $1 AND m.kind = {(int)Kind.Bulletin}")
        .All(row => row.GetInt64(0), n);

    private const string HandledColumns = "n, number, sender, epoch, serial, kind, status, precedence, body IS NOT NULL, peer";

    public HandledMessage? FindHandled(string number) =>
        Prepared($"SELECT {HandledColumns} FROM message WHERE own = 0 AND number = $1").First(HandledRow, number);

    public HandledMessage? FindHandled(long n) =>
        Prepared($"SELECT {HandledColumns} FROM message WHERE own = 0 AND n = $1").First(HandledRow, n);

    /// <summary>The noodmeldingen that a received message is about: what it refers to, or what a question of ours that it
    /// refers to was about. Only behind the same status wall (architecture §4.12).</summary>
    public List<HandledMessage> AlarmsMeantBy(long n, MessageStatus status) => Prepared(
            $"""
            SELECT {HandledColumns} FROM message WHERE own = 0 AND kind = {(int)Kind.Alarm} AND status = $2 AND n IN
              (SELECT target FROM reference WHERE n = $1
               UNION SELECT deeper.target FROM reference r JOIN reference deeper ON deeper.n = r.target WHERE r.n = $1)
            """)
        .All(HandledRow, n, (long)status);

    /// <summary>The coded question of ours that a received answer is to; null: one in words, several, or it names none.
    /// </summary>
    public Question? QuestionMeantBy(long n)
    {
        var asked = Prepared(
                $"""
                SELECT body FROM message WHERE own = 1 AND kind = {(int)Kind.Request} AND body IS NOT NULL
                  AND n IN (SELECT target FROM reference WHERE n = $1)
                """)
            .All(row => row.GetFieldValue<byte[]>(0), n);
        return asked.Count == 1 && BodyCodec.TryDecode(Kind.Request, asked[0], coreOnly: false) is
            DecodeResult.Ok { Body: Request request } ? request.Question : null;
    }

    /// <summary>What happened to a message, oldest first.</summary>
    public List<StaffEvent> Events(long n) => Prepared(EventsSql).All(StaffEventRow, n);

    internal const string EventsSql =
        """
        SELECT ordinal, type, actor, at, note, question, channel, minutes, meldkamer_number
        FROM event WHERE n = $1 ORDER BY ordinal
        """;

    /// <summary>The number of the next event. After a refusal of its electronic copy, which was number 1 to its maker, it
    /// goes on from there.</summary>
    public ushort NextEvent(long n) => (ushort)(1 + ToLong(
        Prepared(
                """
                SELECT max(coalesce((SELECT max(ordinal) FROM event WHERE n = $1), 0),
                  EXISTS (SELECT 1 FROM account WHERE n = $1 AND ordinal = 0 AND complete = 1 AND body IS NULL))
                """)
            .Scalar(n)));

    /// <summary>Adds an event and brings the shown state up to it.</summary>
    public StaffEvent Record(HandledMessage message, StaffAction action, HubLifeCycle before, ushort number, DateTimeOffset wall)
    {
        var e = new StaffEvent(
            number, action.Type, action.By, wall, action.Note, action.Question, action.Channel, action.Minutes,
            action.MeldkamerNumber);
        var after = before.Then(e);
        Prepared(
            """
            INSERT INTO event (n, ordinal, type, state, at, actor, note, question, channel, minutes, meldkamer_number)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """).Run(
            message.N, (long)number, (long)e.Type, (long)after.State, wall.ToUnixTimeMilliseconds(), e.By, e.Note,
            e.Question is { } q ? (long)q : null, e.Channel is { } c ? (long)c : null,
            e.Minutes is { } m ? (long)m : null, e.MeldkamerNumber);
        Prepared(
            """
            UPDATE message SET progress = $2, asking = $3, state = $4, claimed_by = $5, undone = $6, withdrawn = $7,
              released = $8, meldkamer_number = $9, note = $10 WHERE n = $1
            """).Run(
            message.N, (long)after.Progress, after.Asking ? 1L : 0L, (long)after.State, after.ClaimedBy,
            after.JustUndone ? 1L : 0L, after.Withdrawn ? 1L : 0L, after.Released ? 1L : 0L, after.MeldkamerNumber,
            e.Type is StaffEventType.NotForwarded or StaffEventType.Undone ? e.Note : null);
        return e;
    }

    /// <summary>A new version for the forwarders. The noodmelding's number is its name, also when an aanvulling came
    /// first; versions count in order of commit (interfaces.md §4). One that was lost on disk gets its own place back:
    /// the file that stands there is left as it is.</summary>
    public void AddVersion(string baseNumber, long source, VersionCause cause, bool complete, DateTimeOffset wall)
    {
        var again = Prepared("SELECT 1 FROM version WHERE base = $1 AND source = $2 AND cause = $3")
            .Scalar(baseNumber, source, (long)cause);
        if (again is not null) return;
        Prepared(
            """
            INSERT INTO version (base, version, source, as_of, cause, complete, sent)
            SELECT $1, (SELECT min(free.v) FROM (SELECT 1 AS v UNION ALL SELECT version + 1 FROM version WHERE base = $1) free
              WHERE free.v NOT IN (SELECT version FROM version WHERE base = $1)), $2, $3, $4, $5, $6
            """).Run(
            baseNumber, source, LastRow(), (long)cause, complete ? 1L : 0L, wall.ToUnixTimeMilliseconds());
    }

    /// <summary>Noodmeldingen, aanvullingen and intrekkingen that no version stands for, oldest first.</summary>
    public List<HandledMessage> Unversioned() => Prepared(
            $"""
            SELECT {HandledColumns} FROM message WHERE own = 0 AND kind IN (1, 2, 3) AND body IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM version WHERE source = message.n) ORDER BY n
            """)
        .All(HandledRow);

    public bool IsComplete(long n) => ToLong(Prepared("SELECT complete FROM message WHERE n = $1").Scalar(n)) == 1;

    /// <summary>Is there a version of this noodmelding already?</summary>
    public bool HasVersion(string baseNumber) =>
        Prepared("SELECT 1 FROM version WHERE base = $1").Scalar(baseNumber) is not null;

    /// <summary>The numbers that a received message refers to and that are not here.</summary>
    public List<string> NumbersMissedBy(long n) =>
        Prepared("SELECT number FROM reference WHERE n = $1 AND target IS NULL").All(row => row.GetString(0), n);

    /// <summary>The intrekkingen of a noodmelding that were here before it, oldest first: of its own station, behind the
    /// same status wall.</summary>
    public List<HandledMessage> CancelsOf(HandledMessage alarm) => Prepared(
            $"""
            SELECT {HandledColumns} FROM message WHERE own = 0 AND body IS NOT NULL AND complete = 1
              AND kind = {(int)Kind.AlarmCancel} AND sender = $2 AND status = $3
              AND n IN (SELECT n FROM reference WHERE target = $1) ORDER BY n
            """)
        .All(HandledRow, alarm.N, (long)alarm.Sender, (long)alarm.Status);

    /// <summary>What a forwarder did; attempts are counted on disk.</summary>
    public long? Forwarded(long version, string forwarder, ForwardingResult result, DateTimeOffset wall)
    {
        Prepared(
            """
            INSERT INTO forwarding (version, forwarder, done, outcome, at, attempts, detail) VALUES ($1, $2, $3, $4, $5, $7, $6)
            ON CONFLICT (version, forwarder) DO UPDATE SET done = excluded.done, outcome = excluded.outcome,
              at = excluded.at, attempts = attempts + excluded.attempts, detail = excluded.detail WHERE done <> 1
            """).Run(
            version, forwarder, (long)result.Stand, result.Outcome, wall.ToUnixTimeMilliseconds(), result.Detail,
            result.Tried ? 1L : 0L);
        return Prepared("SELECT m.n FROM version v JOIN message m ON m.number = v.base WHERE v.id = $1").Scalar(version)
            is long n ? n : null;
    }

    /// <summary>A person asks to try again what a forwarder had stopped with. Not what a later version, which tells
    /// everything, has overtaken.</summary>
    /// <param name="detail">Dutch: who asked.</param>
    /// <returns>How many versions are tried again.</returns>
    public int ForwardAgain(string baseNumber, string detail, DateTimeOffset wall) =>
        Prepared(
            """
            UPDATE forwarding SET done = 0, at = $3, detail = $2 WHERE done = 2
              AND version IN (SELECT id FROM version WHERE base = $1)
              AND NOT EXISTS (SELECT 1 FROM version later JOIN forwarding f ON f.version = later.id
                WHERE later.base = $1 AND later.id > forwarding.version AND f.forwarder = forwarding.forwarder AND f.done = 1)
            """).Run(baseNumber, detail, wall.ToUnixTimeMilliseconds());

    /// <summary>Where the next message is journaled: behind every row that was ever committed, also one that the disk
    /// lost.</summary>
    private long NextRow() => Math.Max(_journalFloor, LastRow()) + 1;

    private long LastRow() => ToLong(Prepared("SELECT max(n) FROM message").Scalar());

    private static HandledMessage HandledRow(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetString(1), (ushort)row.GetInt32(2), (ushort)row.GetInt32(3), (uint)row.GetInt64(4),
        (Kind)row.GetInt32(5), (MessageStatus)row.GetInt32(6), (Precedence)row.GetInt32(7), row.GetInt32(8) == 1,
        (ushort)row.GetInt32(9));

    internal static StaffEvent StaffEventRow(SqliteDataReader row) => new(
        (ushort)row.GetInt32(0), (StaffEventType)row.GetInt32(1), row.GetString(2),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)), row.Text(4),
        row.Long(5) is { } question ? (Question)question : null,
        row.Long(6) is { } channel ? (MeldkamerChannel)channel : null,
        row.Long(7) is { } minutes ? (ushort)minutes : null, row.Text(8));
}
