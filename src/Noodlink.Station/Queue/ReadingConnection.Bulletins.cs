using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Queue;

// A hub seals a bulletin for each station by itself, so one bulletin is many messages of the same words. A station tells
// that it hangs by a reply to its own message.

internal sealed partial class ReadingConnection
{
    /// <summary>More hang nowhere.</summary>
    private const int BulletinsMax = 500;

    /// <summary>As its index says it, or the index is not used.</summary>
    private static readonly string IsBulletin = $"kind = {(int)Kind.Bulletin}";

    /// <summary>Highest number first.</summary>
    public List<BulletinView> Bulletins()
    {
        Prepared("BEGIN").Run();
        try
        {
            var hung = HungUpBy($"SELECT n FROM message WHERE {IsBulletin}", []);
            var found = Prepared($"SELECT {Columns} FROM message WHERE {IsBulletin} AND body IS NOT NULL ORDER BY n DESC").All(Row)
                .Select(row => (Row: row, Body: BodyOf(row) as Bulletin)).Where(one => one.Body is not null)
                .GroupBy(one => (one.Body!, one.Row.Status, One: _who.IsHub ? 0 : one.Row.N))
                .Select(group => ViewOf(group.Key.Item1, group.Key.Status, [.. group.Select(one => one.Row).Reverse()], hung))
                .OrderByDescending(view => view.Content.Number).ThenByDescending(view => view.Journal)
                .Take(BulletinsMax).ToList();
            return found.ConvertAll(view => view with { ReplacedBy = ReplacementOf(view, found) });
        }
        finally
        {
            Prepared("COMMIT").Run();
        }
    }

    /// <param name="rows">Oldest first.</param>
    private BulletinView ViewOf(
        Bulletin body, MessageStatus status, List<RowValues> rows, Dictionary<long, List<Told>> hung) =>
        new()
        {
            Journal = rows[0].N, MessageNumber = rows[0].Number, Content = body, Status = status, At = Time(rows[0].Stored),
            Said = SaidOf(rows[0]),
            HungUp = Latest(rows.SelectMany(row => hung.GetValueOrDefault(row.N) ?? [])),
            Points = _who.IsHub ? [.. rows.Select(row => new BulletinPoint(StationOf(row), row.Number, row.State))] : [],
        };

    /// <summary>Only of the same hub, never over the status wall, and only by what was said later: a number that is given out
    /// again (a hub on a restored disk, somebody who counted wrong) is news, whatever once replaced the old one.</summary>
    private static int? ReplacementOf(BulletinView view, List<BulletinView> all) => all
        .Where(other => other.Status == view.Status && other.Content.From == view.Content.From && view.Said.IsBefore(other.Said) &&
            (other.Content.Replaces == view.Content.Number || other.Content.Number == view.Content.Number))
        .Max(other => (int?)other.Content.Number);

    /// <summary>Who hung up a bulletin of which this is one message.</summary>
    private List<HungUp> HungUpOf(RowValues row)
    {
        if (row.Kind != Kind.Bulletin || row.Body is null) return [];
        var same = _who.IsHub
            ? HungUpBy($"SELECT n FROM message WHERE {IsBulletin} AND status = $1 AND body = $2", [(long)row.Status, row.Body])
            : HungUpBy("SELECT $1", [row.N]);
        return Latest(same.SelectMany(one => one.Value));
    }

    /// <summary>The replies to some bulletins, by the bulletin.</summary>
    private Dictionary<long, List<Told>> HungUpBy(string bulletins, object?[] values)
    {
        var about = Prepared($"SELECT r.n, r.target FROM reference r WHERE r.target IN ({bulletins})")
            .All(row => (Reply: row.GetInt64(0), Bulletin: row.GetInt64(1)), values).ToLookup(pair => pair.Reply);
        var hung = new Dictionary<long, List<Told>>();
        if (about.Count == 0) return hung;
        var replies = Prepared(
                $"""
                SELECT {Columns} FROM message WHERE kind = {(int)Kind.Reply} AND n IN
                  (SELECT r.n FROM reference r WHERE r.target IN ({bulletins})) ORDER BY n
                """)
            .All(Row, values);
        foreach (var reply in replies)
        {
            if (BodyOf(reply) is not Reply { Answer: { Kind: var answer } }) continue;
            var hangs = answer == AnswerKind.Yes ? new HungUp(StationOf(reply), Time(reply.Stored), reply.Number) : null;
            foreach (var (_, bulletin) in about[reply.N])
            {
                if (!hung.TryGetValue(bulletin, out var told)) hung.Add(bulletin, told = []);
                told.Add(new Told(StationOf(reply), SaidOf(reply), hangs));
            }
        }

        return hung;
    }

    /// <summary>The latest word of each station, in whatever order their replies came.</summary>
    private static List<HungUp> Latest(IEnumerable<Told> told) =>
    [
        .. told.GroupBy(one => one.Station, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.Aggregate((last, next) => next.Said.IsBefore(last.Said) ? last : next).HungUp)
            .OfType<HungUp>(),
    ];

    private static Said SaidOf(RowValues row) => new(row.Serial, row.Created, row.N);

    /// <summary>A reply to a bulletin; without <paramref name="HungUp"/> it says that it does not hang (any more).</summary>
    private sealed record Told(string Station, Said Said, HungUp? HungUp);
}
