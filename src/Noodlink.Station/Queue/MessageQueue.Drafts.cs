using Microsoft.Data.Sqlite;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Station.Dutch;

namespace Noodlink.Station.Queue;

// Drafts stand in the file of the messages because of one sentence: what was sent is not open any more. One commit stores
// the message, its key and the number on the draft; a power cut leaves all three or none.

internal sealed partial class MessageQueue
{
    internal const string DraftColumns = "id, form, fields, at, sent_as, dropped, blank, sum";

    /// <summary>Drafts that are not open and not a day old yet, at most so many: who makes thousands fills no disk.</summary>
    private const int PastDraftsMax = 200;

    /// <summary>Inside a transaction: keeps what was typed. What was thrown away comes back when something else was typed,
    /// not by a save that was still under way.</summary>
    public DraftOutcome KeepDraft(DraftText draft, bool isBlank, DateTimeOffset wall)
    {
        if (FindKey(draft.Key) is { Number: var sent }) return new DraftOutcome.AlreadySent(sent);
        var before = FindDraft(draft.Id);
        if (before?.SentAs is { } number) return new DraftOutcome.AlreadySent(number);
        if (before is { Dropped: true } && before.Fields == draft.Fields) return new DraftOutcome.Kept(before);
        if (before is not { IsOpen: true } && !isBlank && CountOpenDrafts(draft.Form) >= DraftText.OpenMax)
            return new DraftOutcome.NotStored(Say.It(Words.Draft_TooMany, DraftText.OpenMax));
        var at = DateTimeOffset.FromUnixTimeMilliseconds(wall.ToUnixTimeMilliseconds());
        Prepared(
            """
            INSERT INTO draft (id, form, fields, at, dropped, blank, sum) VALUES ($1, $2, $3, $4, 0, $5, $6)
            ON CONFLICT (id) DO UPDATE SET form = $2, fields = $3, at = $4, dropped = 0, blank = $5, sum = $6
            """).Run(
            draft.Id, draft.Form, draft.Fields, at.ToUnixTimeMilliseconds(), isBlank ? 1L : 0L,
            RowSum.Of(draft.Id, draft.Form, draft.Fields));
        if (before is null) ForgetDrafts();
        return new DraftOutcome.Kept(draft with { ChangedAt = at, SentAs = null, Dropped = false, Blank = isBlank });
    }

    /// <summary>Inside a transaction.</summary>
    public DraftOutcome DropDraft(string id, DateTimeOffset wall)
    {
        if (FindDraft(id) is not { } draft) return new DraftOutcome.Unknown();
        if (draft.SentAs is { } number) return new DraftOutcome.AlreadySent(number);
        if (!draft.Dropped)
            Prepared("UPDATE draft SET dropped = 1, at = $2 WHERE id = $1").Run(id, wall.ToUnixTimeMilliseconds());
        return new DraftOutcome.Kept(draft with { Dropped = true });
    }

    /// <summary>Inside a transaction: forgets the drafts that were sent, thrown away or left blank before a
    /// moment.</summary>
    public int WipeDrafts(DateTimeOffset before) =>
        Prepared("DELETE FROM draft WHERE (sent_as IS NOT NULL OR dropped = 1 OR blank = 1) AND at < $1")
            .Run(before.ToUnixTimeMilliseconds());

    public DraftText? FindDraft(string id) =>
        Prepared($"SELECT {DraftColumns} FROM draft WHERE id = $1").First(DraftRow, id);

    /// <summary>The message that a draft became, where its key was lost on the disk.</summary>
    public (string Number, MessageState State, DateTimeOffset Stored)? FindSent(string key)
    {
        if (DraftText.IdOf(key) is not { } id) return null;
        var found = Prepared(
                """
                SELECT m.number, m.state, m.stored FROM draft d JOIN message m ON m.number = d.sent_as WHERE d.id = $1
                """)
            .First(
                row => Tuple.Create(
                    row.GetString(0), (MessageState)row.GetInt32(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2))),
                id);
        return found is null ? null : (found.Item1, found.Item2, found.Item3);
    }

    /// <summary>The message with this key is stored: its draft is open no longer.</summary>
    private void DraftSent(string key, string number, DateTimeOffset wall)
    {
        if (DraftText.IdOf(key) is { } id)
            Prepared("UPDATE draft SET sent_as = $2, at = $3 WHERE id = $1").Run(id, number, wall.ToUnixTimeMilliseconds());
    }

    /// <summary>Of noodmeldingen, or of all other forms together.</summary>
    private long CountOpenDrafts(string form) => ToLong(
        Prepared(
                $"""
                SELECT count(*) FROM draft WHERE sent_as IS NULL AND dropped = 0 AND blank = 0
                  AND (form = '{DraftText.Alarm}') = $1
                """)
            .Scalar(form == DraftText.Alarm ? 1L : 0L));

    private void ForgetDrafts() => Prepared(
        $"""
        DELETE FROM draft WHERE id IN (SELECT id FROM draft WHERE sent_as IS NOT NULL OR dropped = 1 OR blank = 1
          ORDER BY at DESC, id LIMIT -1 OFFSET {PastDraftsMax})
        """).Run();

    internal static DraftText DraftRow(SqliteDataReader row)
    {
        var (id, form, fields) = (row.GetString(0), row.GetString(1), row.GetString(2));
        var isWhole = RowSum.Of(id, form, fields) == row.GetInt64(7);
        return new DraftText(
            id, form, isWhole ? fields : DraftText.Remains(fields),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)), row.Text(4))
        {
            Dropped = row.GetInt32(5) == 1, Blank = row.GetInt32(6) == 1, Damaged = !isWhole,
        };
    }
}
