using Microsoft.Data.Sqlite;
using Noodlink.Protocol;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;
using Noodlink.Station.Dutch;

namespace Noodlink.Station.Queue;

/// <summary>One reading connection with its prepared statements: rows in, views out.</summary>
internal sealed partial class ReadingConnection : IDisposable
{
    private const string Columns =
        """
        n, number, own, peer, kind, status, precedence, state, note, created, stored, body, complete, attempts, last_bearer,
        same_as, claimed_by, undone, withdrawn, screen_open, asking, released, meldkamer_number, first_sent, first_bearer,
        unconfirmed, epoch, serial, sender, sum, entered, differs, heard, waiting,
        own = 1 AND state IN (14, 15) AND read_event < hub_event
        """;

    private readonly SqliteConnection _connection;
    private readonly StationIdentity _who;
    private readonly Func<ushort, string?> _peerName;
    private readonly Action<string> _damaged;
    private readonly Dictionary<string, Statement> _statements = [];

    /// <param name="damaged">Told the number of a message of which the words are damaged.</param>
    public ReadingConnection(QueuePlace place, StationIdentity who, Func<ushort, string?> peerName, Action<string> damaged)
    {
        _damaged = damaged;
        Generation = place.Generation;
        _connection = Sqlite.OpenReader(place.Path);
        _who = who;
        _peerName = peerName;
    }

    /// <summary>Of the place that it reads.</summary>
    public int Generation { get; }

    /// <summary>The messages of one query with all that belongs to them, from one moment.</summary>
    public List<MessageView> Views(string where, object?[] values)
    {
        Prepared("BEGIN").Run();
        try
        {
            var rows = Prepared($"SELECT {Columns} FROM message {where}").All(Row, values);
            return rows.ConvertAll(View);
        }
        finally
        {
            Prepared("COMMIT").Run();
        }
    }

    public byte[]? FindSealed(string number)
    {
        var part = Prepared(
                """
                SELECT p.sealed, p.sum FROM message m JOIN part p ON p.n = m.n AND p.part = 0
                WHERE m.number = $1 AND m.own = 1
                """)
            .First(r => Tuple.Create(r.GetFieldValue<byte[]>(0), r.GetInt64(1)), number);
        return part is var (bytes, sum) && RowSum.Of(bytes) == sum ? bytes : null;
    }

    public string? NumberOf(long journal) => Prepared("SELECT number FROM message WHERE n = $1").Scalar(journal) as string;

    public List<string> WaitingInOrder(int limit) => Prepared(
            "SELECT number FROM message WHERE waiting = 1 ORDER BY peer, status, precedence, n LIMIT $1")
        .All(row => row.GetString(0), (long)limit);

    public bool IsOwn(ushort epoch, uint serial) => Prepared(
            "SELECT 1 FROM message WHERE own = 1 AND sender = $1 AND serial = $2 AND epoch = $3")
        .Scalar((long)_who.Number, (long)serial, (long)epoch) is not null;

    public WaitingCount CountWaiting() => Prepared(MessageQueue.WaitingSql).First(WaitingCount.Row)!;

    public List<VersionView> DueVersions(string forwarder, long after, int limit)
    {
        var due = Prepared(
                """
                SELECT id, base, version, source, as_of, cause, complete, sent FROM version WHERE id > $1 AND NOT EXISTS
                  (SELECT 1 FROM forwarding f WHERE f.version = version.id AND f.forwarder = $2 AND f.done <> 0)
                ORDER BY id LIMIT $3
                """)
            .All(
                row => new DueVersion(
                    row.GetInt64(0), row.GetString(1), row.GetInt32(2), row.GetInt64(3), row.GetInt64(4),
                    (VersionCause)row.GetInt32(5), row.GetInt32(6) == 1, Time(row.GetInt64(7))),
                after, forwarder, (long)limit);
        return [.. due.Select(VersionOf).OfType<VersionView>()];
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        _connection.Dispose();
    }

    private sealed record DueVersion(
        long Id, string Base, int Version, long Source, long AsOf, VersionCause Cause, bool Complete, DateTimeOffset Sent);

    private VersionView? VersionOf(DueVersion due)
    {
        if (Views("WHERE n = $1", [due.Source]).FirstOrDefault() is not { } source) return null;
        var root = Views("WHERE number = $1", [due.Base]).FirstOrDefault();
        var facts = root?.Body is Alarm alarm ? (due.Complete ? alarm.Facts : CoreOf(alarm)) : new AlarmFacts();
        var changes = root is null
            ? [source]
            : Views(
                $"""
                WHERE kind = {(int)Kind.AlarmUpdate} AND complete = 1 AND n <= $2 AND status = $3
                  AND n IN (SELECT n FROM reference WHERE target = $1) ORDER BY n
                """,
                [root.Journal, due.AsOf, (long)source.Status]);
        foreach (var update in changes.Select(change => change.Body).OfType<AlarmUpdate>()) facts = facts.With(update.Changes);
        var earlier = Prepared("SELECT version, sent FROM version WHERE base = $1 AND version < $2 ORDER BY version").All(
            row => new EarlierVersion(row.GetInt32(0), Time(row.GetInt64(1))), due.Base, (long)due.Version);
        var attempts = Prepared("SELECT forwarder, attempts FROM forwarding WHERE version = $1")
            .All(row => KeyValuePair.Create(row.GetString(0), row.GetInt32(1)), due.Id);
        return new VersionView(
            due.Id, due.Base, due.Version, source, due.Cause, facts, due.Complete, due.Sent, earlier,
            new Dictionary<string, int>(attempts, StringComparer.Ordinal));
    }

    /// <summary>What the core alone said: a version once forwarded does not change when the rest comes in.</summary>
    private static AlarmFacts CoreOf(Alarm alarm)
    {
        var body = BodyCodec.Encode(alarm, out var coreLength);
        return BodyCodec.TryDecode(Kind.Alarm, body.AsSpan(0, coreLength), coreOnly: true) is
            DecodeResult.Ok { Body: Alarm core } ? core.Facts : alarm.Facts;
    }

    private sealed record RowValues(
        long N, string Number, bool Own, ushort Peer, Kind Kind, MessageStatus Status, Precedence Precedence,
        MessageState State, string? Note, uint Created, long Stored, byte[]? Body, bool Complete, int Attempts,
        long? LastBearer, string? SameAs, string? ClaimedBy, bool Undone, bool Withdrawn, bool? ScreenOpen, bool Asking,
        bool Released, string? MeldkamerNumber, long? FirstSent, long? FirstBearer, long? Unconfirmed, ushort Epoch,
        uint Serial, ushort Sender, long Sum, bool EnteredFirst, bool Differs, bool Heard, bool Waiting, bool Unread)
    {
        public bool IsHeld => this is { Own: true, Waiting: true, Kind: Kind.HelpOffer, Released: false };
    }

    private static RowValues Row(SqliteDataReader r) => new(
        r.GetInt64(0), r.GetString(1), r.GetInt32(2) == 1, (ushort)r.GetInt32(3), (Kind)r.GetInt32(4),
        (MessageStatus)r.GetInt32(5), (Precedence)r.GetInt32(6), (MessageState)r.GetInt32(7), r.Text(8),
        (uint)r.GetInt64(9), r.GetInt64(10), r.Bytes(11), r.GetInt32(12) == 1, r.GetInt32(13), r.Long(14), r.Text(15),
        r.Text(16), r.GetInt32(17) == 1, r.GetInt32(18) == 1, r.Long(19) is { } open ? open == 1 : null,
        r.GetInt32(20) == 1, r.GetInt32(21) == 1, r.Text(22), r.Long(23), r.Long(24), r.Long(25), (ushort)r.GetInt32(26),
        (uint)r.GetInt64(27), (ushort)r.GetInt32(28), r.GetInt64(29), r.GetInt32(30) != 0,
        r.GetInt32(31) == 1, r.GetInt32(32) == 1, r.GetInt32(33) == 1, r.GetInt32(34) == 1);

    private MessageView View(RowValues row)
    {
        var receptions = Prepared(
                "SELECT bearer, at, complete, rssi, snr FROM reception WHERE n = $1 ORDER BY rowid")
            .All(
                r => (Bearer: (BearerName)r.GetInt32(0), At: Time(r.GetInt64(1)), Complete: r.GetInt32(2) == 1,
                    Rssi: r.Real(3), Snr: r.Real(4)), row.N);
        var handled = !_who.IsHub || row.Own ? null : Prepared(
                """
                SELECT ordinal, type, actor, at, note, question, channel, minutes, meldkamer_number
                FROM event WHERE n = $1 ORDER BY ordinal
                """)
            .All(MessageQueue.StaffEventRow, row.N);
        var body = BodyOf(row);
        var firstBearer = receptions.Count > 0 ? receptions[0].Bearer : (BearerName?)null;
        return new MessageView
        {
            Journal = row.N, Number = row.Number, Own = row.Own, Station = StationOf(row), Kind = row.Kind,
            Status = row.Status, Precedence = row.Precedence, State = row.State,
            StateLabel = LabelOf(row), Unheard = row.State == MessageState.Sending && IsUnheard(row),
            CreatedAt = DateTimeOffset.FromUnixTimeSeconds(row.Created), StoredAt = Time(row.Stored), Body = body,
            Complete = row.Complete, Attempts = row.Attempts,
            Bearer = row.Own ? row.LastBearer is { } last ? (BearerName)last : null : firstBearer,
            History = handled is null ? OwnHistory(row, receptions) : HubHistory(row, firstBearer, handled),
            Deliveries = row.Own ? [.. receptions.Select(r => new Delivery(r.Bearer, r.At, r.Complete))] : [],
            Receptions = row.Own ? [] : [.. receptions.Select(r => new Reception(r.Bearer, r.At, r.Rssi, r.Snr))],
            Forwarding = _who.IsHub && !row.Own ? ForwardingOf(row.Number) : [],
            Accounts = handled is not null && row.Kind == Kind.Alarm ? AccountsOf(row, body, firstBearer) : [],
            HungUp = HungUpOf(row), Held = row.IsHeld,
            Differs = row.Differs, SameNumberAs = row.SameAs, ClaimedBy = row.ClaimedBy, Undone = row.Undone, Unread = !_who.IsHub && row.Unread, Withdrawn = row.Withdrawn,
            ScreenOpenAtHub = row.ScreenOpen, QuestionOpen = row.Asking,
            AwaitsRelease = _who.AfterReview && !row.Own && row.Kind == Kind.Alarm && !row.Released,
            Sealed = row.State == MessageState.Refused && !row.Own ? SealedOf(row.N) : [],
            MeldkamerNumber = row.MeldkamerNumber,
            ReferredBy = Prepared(
                    "SELECT m.number FROM reference r JOIN message m ON m.n = r.n WHERE r.target = $1 ORDER BY m.n")
                .All(r => r.GetString(0), row.N),
        };
    }

    /// <summary>The content first, then the others as they came.</summary>
    private List<Account> AccountsOf(RowValues row, MessageBody? body, BearerName? first)
    {
        var accounts = Prepared(
                """
                SELECT ordinal, bearer, at, station, caller, typist, complete, body, sum FROM account WHERE n = $1
                ORDER BY ordinal
                """)
            .All(
                r => new Account(
                    (BearerName)r.GetInt32(1), Time(r.GetInt64(2)), r.GetString(3), r.Text(4), r.Text(5),
                    FactsOf(row, r.Bytes(7), r.GetInt64(8), r.GetInt32(6) == 1), r.GetInt32(6) == 1, r.GetInt32(0) == 0),
                row.N);
        if (accounts.Count == 0) return accounts;
        var content = row.EnteredFirst ? accounts.First(account => !account.Electronic) : new Account(
            first ?? BearerName.Mqtt, Time(row.Stored), StationOf(row), null, null, (body as Alarm)?.Facts, row.Complete, Electronic: true);
        return [content, .. accounts.Where(account => account != content).OrderBy(account => account.At)];
    }

    private AlarmFacts? FactsOf(RowValues row, byte[]? body, long sum, bool complete)
    {
        if (body is null) return null;
        if (RowSum.Of(body) != sum)
        {
            _damaged(row.Number);
            return null;
        }

        return BodyCodec.TryDecode(Kind.Alarm, body, coreOnly: !complete) is DecodeResult.Ok { Body: Alarm alarm }
            ? alarm.Facts : null;
    }

    private List<byte[]> SealedOf(long n) =>
        Prepared("SELECT sealed FROM part WHERE n = $1 ORDER BY part").All(r => r.GetFieldValue<byte[]>(0), n);

    private bool IsUnheard(RowValues row) => !_who.IsHub && !row.Heard &&
        row.Kind is Kind.Alarm or Kind.AlarmUpdate or Kind.AlarmCancel;

    private string LabelOf(RowValues row)
    {
        var held = row is { IsHeld: true, LastBearer: not (long)BearerName.Courier };
        var label = MessageLabels.OfOwn(row.State, IsUnheard(row), held);
        return row is { State: MessageState.Refused or MessageState.NotForwarded, Note: { } reason }
            ? Say.It(Words.State_Reason, label, reason) : label;
    }

    /// <summary>A row whose checksum fails shows no content: wrong words are worse than none.</summary>
    private MessageBody? BodyOf(RowValues row)
    {
        if (row.Body is not { } body) return null;
        var sum = RowSum.Of(
            row.Number, row.Own, row.Sender, row.Epoch, row.Serial, row.Created, (byte)row.Kind, (byte)row.Status,
            (byte)row.Precedence, body);
        if (sum != row.Sum)
        {
            _damaged(row.Number);
            return null;
        }

        var coreOnly = row is { Complete: false, Kind: Kind.Alarm };
        return BodyCodec.TryDecode(row.Kind, body, coreOnly) is DecodeResult.Ok ok ? ok.Body : null;
    }

    private string StationOf(RowValues row)
    {
        if (_peerName(row.Peer) is { } name) return name;
        var dash = row.Number.IndexOf('-', StringComparison.Ordinal);
        var end = dash < 0 ? -1 : row.Number.IndexOf('-', dash + 1);
        return end < 0 ? row.Number : row.Number[..end];
    }

    private List<HistoryEntry> OwnHistory(
        RowValues row, List<(BearerName Bearer, DateTimeOffset At, bool Complete, double? Rssi, double? Snr)> receptions)
    {
        if (!row.Own) return [new(MessageState.DeliveredDevice, Time(row.Stored), Words.Desk_Hub, null, null)];
        var by = _who.Id.ToString();
        var history = new List<HistoryEntry> { new(MessageState.Queued, Time(row.Stored), by, null, null) };
        if (row.FirstSent is { } sent)
            history.Add(new(MessageState.Sending, Time(sent), by, $"{(BearerName)(row.FirstBearer ?? 0)}", null));
        if (row.Unconfirmed is { } late) history.Add(new(MessageState.Unconfirmed, Time(late), by, null, null));
        if (receptions.Count > 0)
        {
            var first = receptions[0];
            history.Add(
                new(MessageState.DeliveredDevice, first.At, Words.Desk_Hub, $"{first.Bearer}",
                    first.Complete ? null : "toelichting volgt"));
        }

        history.Sort((left, right) => left.At.CompareTo(right.At));
        // Each receipt carries the meldkamer's number; it is news only once.
        var told = (string?)null;
        var events = Prepared(
                "SELECT state, at, actor, channel, note, minutes, meldkamer_number FROM event WHERE n = $1 ORDER BY ordinal")
            .All(
                r =>
                {
                    var (before, number) = (told, r.Text(6));
                    told = number;
                    return new HistoryEntry(
                        (MessageState)r.GetInt32(0), Time(r.GetInt64(1)), r.GetString(2),
                        r.Long(3) is { } channel ? $"{(MeldkamerChannel)channel}" : null,
                        NoteOf(r.Text(4), r.Long(5), number == before ? null : number));
                },
                row.N);
        // A question and a receipt are told by the hub's clock, to the second; in the same second the receipt goes first.
        foreach (var question in QuestionsAbout(row))
        {
            var later = events.FindIndex(e => e.At > question.At);
            events.Insert(later < 0 ? events.Count : later, question);
        }

        foreach (var e in events) Append(history, e);
        if (!_who.IsHub && row.Kind == Kind.Alarm) AddReadAloud(history, row.N);
        return history;
    }

    /// <summary>What the operator noted: it stands at its moment in the history, and takes the state of that moment.</summary>
    private void AddReadAloud(List<HistoryEntry> history, long n)
    {
        foreach (var (at, answeredBy, number, actor) in Prepared(
                     "SELECT at, answered_by, meldkamer_number, actor FROM read_aloud WHERE n = $1 ORDER BY at, rowid")
                     .All(r => (Time(r.GetInt64(0)), r.GetString(1), r.Text(2), r.GetString(3)), n))
        {
            var place = 1 + history.FindLastIndex(entry => entry.At <= at);
            var state = history[Math.Max(place, 1) - 1].State;
            history.Insert(
                Math.Max(place, 1),
                new(state, at, actor, $"{BearerName.Voice}", NoteOf(answeredBy, null, number), nameof(Station.ReadAloud)));
        }
    }

    /// <summary>At a noodsteunpunt: no receipt says that a question is open, the question itself does.</summary>
    private IEnumerable<HistoryEntry> QuestionsAbout(RowValues row)
    {
        if (_who.IsHub) return [];
        var asked = Prepared(
                $"""
                SELECT {Columns} FROM message
                WHERE own = 0 AND kind = {(int)Kind.Request} AND n IN (SELECT n FROM reference WHERE target = $1) ORDER BY n
                """)
            .All(Row, row.N);
        return asked.Select(question => new HistoryEntry(
            MessageState.QueryOpen, DateTimeOffset.FromUnixTimeSeconds(question.Created), Words.Desk_Hub, null,
            BodyOf(question) is Request request ? request.Text ?? request.Question?.ToString() : null));
    }

    private static List<HistoryEntry> HubHistory(RowValues row, BearerName? bearer, List<StaffEvent> events)
    {
        var first = row.State == MessageState.Refused ? MessageState.Refused : MessageState.DeliveredDevice;
        var history = new List<HistoryEntry> { new(first, Time(row.Stored), Words.Desk_System, $"{bearer}", row.Note) };
        var now = HubLifeCycle.Received;
        foreach (var e in events)
        {
            foreach (var skipped in now.Implied(e.Type)) history.Add(new(skipped, e.At, e.By, null, "implied"));
            now = now.Then(e);
            var asked = e.Type == StaffEventType.Query ? e.Question?.ToString() : null;
            var note = NoteOf(e.Note ?? asked, e.Minutes, e.MeldkamerNumber);
            if (e.Type is StaffEventType.Claimed or StaffEventType.Unclaimed or StaffEventType.Released
                or StaffEventType.Compared) note = e.Type.ToString().ToLowerInvariant();
            history.Add(
                new(
                    now.State, e.At, e.By, e.Channel?.ToString(), note,
                    e.Type is StaffEventType.Compared or StaffEventType.Separated ? e.Type.ToString() : null));
        }

        return history;
    }

    /// <summary>A higher state implies the lower ones (architecture §4.7): a receipt may be lost, its news is not.</summary>
    private static void Append(List<HistoryEntry> history, HistoryEntry e)
    {
        foreach (var skipped in HubLifeCycle.Between(history[^1].State, e.State))
            history.Add(new(skipped, e.At, e.By, null, "implied"));
        history.Add(e);
    }

    private static string? NoteOf(string? note, long? minutes, string? meldkamerNumber)
    {
        string?[] parts = [note, meldkamerNumber is null ? null : $"nr. {meldkamerNumber}", minutes is null ? null : $"{minutes} min"];
        var said = string.Join(", ", parts.Where(part => part is not null));
        return said.Length == 0 ? null : said;
    }

    private List<Forwarding> ForwardingOf(string number) => Prepared(
            """
            SELECT f.forwarder, v.version, f.at, f.outcome, f.attempts, f.detail,
              f.done = 2 AND NOT EXISTS (SELECT 1 FROM version later JOIN forwarding g ON g.version = later.id
                WHERE later.base = v.base AND later.id > v.id AND g.forwarder = f.forwarder AND g.done = 1)
            FROM version v JOIN forwarding f ON f.version = v.id WHERE v.base = $1 ORDER BY v.version, f.forwarder
            """)
        .All(
            r => new Forwarding(
                r.GetString(0), r.GetInt32(1), Time(r.GetInt64(2)), r.GetString(3), r.GetInt32(4), r.Text(5),
                r.GetInt32(6) == 1), number);

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private Statement Prepared(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = new Statement(_connection, sql));
        return statement;
    }
}
