using Microsoft.Data.Sqlite;

namespace Noodlink.Station.Queue;

// Problem: a file with one bad bit, a torn end, a page of zeros or none of its pages but one must not cost the messages
// that still stand in it, and must never give back other words than people wrote.
//
// Idea: one mechanism for every damage. SQLite is not asked: it stops where a tree is broken, and believes what it reads.
// The file is read page by page, in any order; every cell that is a row of one of our tables by its shape goes into a
// fresh file, and SQLite makes the indexes anew. A message counts as whole only when its checksum fits; one that does not
// keeps its number and its place, without words. What the first file had and the second has not is counted by number.
//
// Pages are taken newest first and rows are never replaced, so a row of an older page fills a hole and hides nothing.

/// <summary>Brings the rows of a damaged database over into a fresh one.</summary>
internal sealed class Salvage : IDisposable
{
    private static readonly byte[] Kinds = [SalvageCells.TableLeaf, SalvageCells.IndexLeaf, SalvageCells.IndexInterior];

    private readonly SalvagePages _pages;
    private readonly SqliteConnection _fresh;
    private readonly List<SalvageShape> _shapes;
    private readonly SalvageMessages _messages;
    private readonly Dictionary<(string Table, int Columns), SalvageInsert> _inserts = [];
    private readonly List<SalvageRow> _rows = [];

    private Salvage(SalvagePages pages, SqliteConnection fresh, StationIdentity who)
    {
        _pages = pages;
        _fresh = fresh;
        _shapes = SalvageShape.AllOf(fresh);
        _messages = new SalvageMessages(_shapes.Single(shape => shape.Name == "message"), who);
    }

    /// <summary>Fills a fresh database, in one transaction.</summary>
    /// <param name="mark">What the damaged file's log held when it was last known to be good; null: not known.</param>
    /// <exception cref="SqliteException">The fresh file cannot be written.</exception>
    public static void Fill(string damaged, LogMark? mark, SqliteConnection fresh, StationIdentity who)
    {
        using var pages = SalvagePages.Open(damaged, mark);
        using var salvage = new Salvage(pages, fresh, who);
        using var transaction = fresh.BeginTransaction();
        salvage.TakeAll();
        SalvageMending.Mend(fresh, who, salvage.HasLoss());
        transaction.Commit();
    }

    /// <summary>A counter of a file that SQLite is not to touch; the highest value that stands there.</summary>
    public static long? CounterIn(string path, string name)
    {
        using var pages = SalvagePages.Open(path);
        var rows = new List<SalvageRow>();
        long? highest = null;
        for (uint page = 1; page <= pages.Count; page++)
        {
            if (pages.Newest(page) is not { } content || content[0] != SalvageCells.IndexLeaf) continue;
            SalvageCells.Read(content, SalvageCells.IndexLeaf, pages.Newest, rows);
            foreach (var row in rows)
                if (row.Values is [string key, long value] && key == name) highest = Math.Max(highest ?? value, value);
        }

        return highest;
    }

    public void Dispose()
    {
        foreach (var insert in _inserts.Values) insert.Dispose();
    }

    private bool HasLoss()
    {
        using var find = new Statement(_fresh, "SELECT 1 FROM message WHERE n = $1");
        return _messages.Known.Any(n => find.Scalar(n) is null);
    }

    private void TakeAll()
    {
        var troubled = new List<uint>();
        for (uint page = 1; page <= _pages.Count; page++)
        {
            var newest = _pages.Versions(page).FirstOrDefault();
            if (newest is null || !TakePage(newest) || _pages.IsDoubted(page)) troubled.Add(page);
        }

        foreach (var page in troubled)
        foreach (var older in _pages.Versions(page).Skip(1))
            TakePage(older);
        foreach (var row in _messages.Mended()) Insert(_messages.Shape, _messages.Readable(row));
    }

    /// <returns>False: there is something in it that could not be read.</returns>
    private bool TakePage(byte[] page)
    {
        var kind = page[0];
        var kinds = Array.IndexOf(Kinds, kind) < 0 ? Kinds : [kind, .. Kinds.Where(other => other != kind)];
        foreach (var read in kinds)
        {
            var cells = SalvageCells.Read(page, read, _pages.Newest, _rows);
            if (_rows.Count == 0 || Owner(read) is not { } owner) continue;
            var fitting = _rows.FindAll(owner.Fits);
            foreach (var row in fitting) TakeRow(owner, row);
            return fitting.Count == cells;
        }

        // Freed pages are zeros, and interior pages of tables have no rows; so has the tree of tables on the first page.
        return kind == 0x05;
    }

    /// <summary>The tree whose rows these are: a page belongs to one.</summary>
    private SalvageShape? Owner(byte kind)
    {
        SalvageShape? best = null;
        var most = 0;
        foreach (var shape in _shapes)
        {
            if (shape.HasRowid != (kind == SalvageCells.TableLeaf)) continue;
            var fits = _rows.Count(shape.Fits);
            if (fits > most) (best, most) = (shape, fits);
        }

        // Half a page of something else is something else. A message says by its checksum what it is.
        return most * 2 >= _rows.Count || best == _messages.Shape ? best : null;
    }

    private void TakeRow(SalvageShape owner, SalvageRow row)
    {
        if (owner.Name == SalvageMessages.IdentityIndex) _messages.Identity(row);
        if (!owner.IsTable) return;
        if (owner == _messages.Shape && !_messages.IsWhole(row)) _messages.Doubt(row);
        else Insert(owner, owner == _messages.Shape ? _messages.Readable(row) : owner.Name == "account" ? Account(owner, row) : row);
    }

    /// <summary>What was said another time: without its words when they are not what was typed.</summary>
    private static SalvageRow Account(SalvageShape shape, SalvageRow row)
    {
        var (body, sum, complete) = (shape.IndexOf("body"), shape.IndexOf("sum"), shape.IndexOf("complete"));
        if (row.Values[body] is not byte[] words || row.Values[sum] is not long told || RowSum.Of(words) == told) return row;
        object?[] values = [.. row.Values];
        values[body] = null;
        values[sum] = 0L;
        // As a copy that has not come in yet; whole and without words it would be one that cannot be read.
        values[complete] = 0L;
        return row with { Values = values };
    }

    private void Insert(SalvageShape shape, SalvageRow row)
    {
        var key = (shape.Name, row.Values.Length);
        if (!_inserts.TryGetValue(key, out var insert)) _inserts.Add(key, insert = Prepare(shape, row.Values.Length));
        var values = row.Values;
        if (shape.HasRowid)
        {
            var alias = shape.IndexOf(shape.RowidColumn!);
            values = alias < 0 ? [.. values, row.Rowid] : [.. values];
            if (alias >= 0) values[alias] = row.Rowid;
        }

        insert.Run(values);
    }

    private SalvageInsert Prepare(SalvageShape shape, int columns)
    {
        var names = shape.Columns.Take(columns).Select(column => column.Name).ToList();
        if (shape.HasRowid && shape.IndexOf(shape.RowidColumn!) < 0) names.Add(shape.RowidColumn!);
        return new SalvageInsert(_fresh, shape.Name, names);
    }
}
