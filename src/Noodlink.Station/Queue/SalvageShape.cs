using Microsoft.Data.Sqlite;

namespace Noodlink.Station.Queue;

/// <param name="Type">As STRICT tables have them: INTEGER, TEXT, BLOB or REAL.</param>
/// <param name="IsAbsent">Rows that were written before it was added do not have it.</param>
internal sealed record SalvageColumn(string Name, string Type, bool MayBeNull, bool IsAbsent);

// Which table a page belongs to stands in the tree above it, and that may be gone. But the tables are STRICT, so a row
// tells by itself what it is: so many columns, of these types, with nulls here and not there. The shapes are read from
// the fresh file that the rows go into: a migration that adds a table or a column is known here without a word.

/// <summary>How the rows of one table or index look in the file.</summary>
/// <param name="HasRowid">Its rows stand in a table tree, under a rowid.</param>
/// <param name="RowidColumn">Where the rowid is inserted; its place in the row is null.</param>
internal sealed record SalvageShape(
    string Name, bool IsTable, bool HasRowid, IReadOnlyList<SalvageColumn> Columns, string? RowidColumn)
{
    /// <summary>Every tree that a file of today has.</summary>
    public static List<SalvageShape> AllOf(SqliteConnection fresh)
    {
        var shapes = new List<SalvageShape>();
        using var list = new Statement(
            fresh, "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'");
        foreach (var (table, withoutRowid) in list.All(row => (row.GetString(0), row.GetInt32(1) == 1)))
        {
            var columns = ColumnsOf(fresh, table, withoutRowid, out var alias);
            shapes.Add(new SalvageShape(table, IsTable: true, !withoutRowid, columns, withoutRowid ? null : alias ?? "rowid"));
            shapes.AddRange(IndexesOf(fresh, table, withoutRowid, columns));
        }

        return shapes;
    }

    public int IndexOf(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
            if (Columns[i].Name == column) return i;
        return -1;
    }

    /// <summary>May this be a row of ours?</summary>
    public bool Fits(SalvageRow row)
    {
        var values = row.Values;
        if (values.Length > Columns.Count) return false;
        for (var i = 0; i < Columns.Count; i++)
            if (i < values.Length ? !Fits(Columns[i], values[i]) : !Columns[i].IsAbsent) return false;
        return Name == "message" || (IsTable ? HasReadableNumbers(values) : IsEntry(values));
    }

    /// <summary>Indexes of five numbers look alike. One that holds the rowid by its name holds it twice.</summary>
    private bool IsEntry(object?[] values)
    {
        var named = IndexOf("n");
        if (named >= 0 && named < values.Length - 1 && Columns[^1].Name == "rowid") return Equals(values[named], values[^1]);
        return Name != SalvageMessages.IdentityIndex || !Equals(values[^2], values[^1]);
    }

    private bool HasReadableNumbers(object?[] values)
    {
        for (var i = 0; i < values.Length; i++)
            if (values[i] is long value && !SalvageRange.Holds(Columns[i].Name, value)) return false;
        // Indexes of numbers look like it; the names of counters are ours.
        return Name != "counter" || values[0] is string { Length: > 0 } name && char.IsAsciiLetterLower(name[0]);
    }

    private bool Fits(SalvageColumn column, object? value) => value switch
    {
        null => column.MayBeNull || (HasRowid && column.Name == RowidColumn),
        long => column.Type is "INTEGER" or "REAL" && !(HasRowid && column.Name == RowidColumn),
        double => column.Type == "REAL",
        string => column.Type == "TEXT",
        _ => column.Type == "BLOB",
    };

    private static List<SalvageColumn> ColumnsOf(SqliteConnection fresh, string table, bool withoutRowid, out string? alias)
    {
        using var info = new Statement(fresh, "SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info($1) ORDER BY cid");
        var columns = info.All(
            row => (Column: new SalvageColumn(
                row.GetString(0), row.GetString(1), row.GetInt32(2) == 0 && (row.GetInt32(4) == 0 || !withoutRowid),
                row.GetInt32(2) == 0 || !row.IsDBNull(3)), Key: row.GetInt32(4)), table);
        var keys = columns.Where(column => column.Key > 0).OrderBy(column => column.Key).ToList();
        alias = !withoutRowid && keys is [{ Column: { Type: "INTEGER", Name: var name } }] ? name : null;
        // Without a rowid the key stands first.
        var ordered = withoutRowid ? [.. keys, .. columns.Where(column => column.Key == 0)] : columns;
        return ordered.ConvertAll(column => column.Column);
    }

    private static IEnumerable<SalvageShape> IndexesOf(
        SqliteConnection fresh, string table, bool withoutRowid, List<SalvageColumn> columns)
    {
        using var list = new Statement(fresh, "SELECT name, origin FROM pragma_index_list($1)");
        foreach (var (index, origin) in list.All(row => (row.GetString(0), row.GetString(1)), table))
        {
            if (withoutRowid && origin == "pk") continue; // the table itself
            using var info = new Statement(fresh, "SELECT name FROM pragma_index_xinfo($1) ORDER BY seqno");
            var parts = info.All(row => row.Text(0), index).ConvertAll(
                name => columns.Find(column => column.Name == name) is { } column
                    ? column with { IsAbsent = false }
                    : new SalvageColumn(name ?? "rowid", "INTEGER", MayBeNull: false, IsAbsent: false));
            yield return new SalvageShape(index, IsTable: false, HasRowid: false, parts, RowidColumn: null);
        }
    }
}
