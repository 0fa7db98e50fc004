using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Noodlink.Station.Queue;

/// <summary>Puts rows of one table into a fresh file. By place and not by name, which is what a hundred thousand rows of
/// forty columns spend their time on otherwise.</summary>
internal sealed class SalvageInsert : IDisposable
{
    private readonly SqliteConnection _fresh;
    private readonly sqlite3_stmt _statement;

    /// <param name="columns">As the rows have them.</param>
    public SalvageInsert(SqliteConnection fresh, string table, IReadOnlyList<string> columns)
    {
        _fresh = fresh;
        var names = string.Join(", ", columns.Select(column => $"\"{column}\""));
        var places = string.Join(", ", columns.Select(_ => "?"));
        Check(
            raw.sqlite3_prepare_v2(
                fresh.Handle, $"INSERT OR IGNORE INTO \"{table}\" ({names}) VALUES ({places})", out _statement));
    }

    /// <summary>A row that stands there already, by any of its keys, stays.</summary>
    /// <exception cref="SqliteException">The fresh file cannot be written.</exception>
    public void Run(object?[] values)
    {
        for (var i = 0; i < values.Length; i++) Bind(i + 1, values[i]);
        var result = raw.sqlite3_step(_statement);
        _ = raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE) Check(result);
    }

    public void Dispose() => _statement.Dispose();

    private void Bind(int place, object? value) => Check(
        value switch
        {
            null => raw.sqlite3_bind_null(_statement, place),
            long number => raw.sqlite3_bind_int64(_statement, place, number),
            double number => raw.sqlite3_bind_double(_statement, place, number),
            string text => raw.sqlite3_bind_text(_statement, place, text),
            byte[] bytes => raw.sqlite3_bind_blob(_statement, place, bytes),
            _ => throw new System.Diagnostics.UnreachableException(),
        });

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _fresh.Handle);
}
