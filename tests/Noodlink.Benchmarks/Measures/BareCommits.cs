using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Noodlink.Station.Queue;

namespace Noodlink.Benchmarks.Measures;

// The baseline: what this disk and this SQLite do when nothing else is in the way. One row per commit, WAL and FULL, by
// the same provider and native library, a prepared statement, and a row like ours: a unique id, a partial index over
// what waits, and a payload as long as what Accept stores for one message (durability.md §10.1 measured the same row).

/// <summary>Bare durable commits, one row each.</summary>
internal sealed class BareCommits : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _commit;
    private readonly byte[] _payload;

    public BareCommits(string directory, int payloadBytes)
    {
        _ = Sqlite.Version; // points the provider at the system's library
        _payload = new byte[payloadBytes];
        Random.Shared.NextBytes(_payload);
        _connection = new SqliteConnection($"Data Source={Path.Combine(directory, "bare.db")};Pooling=False");
        _connection.Open();
        Sqlite.Execute(_connection, "PRAGMA journal_mode = WAL");
        Sqlite.Execute(_connection, "PRAGMA synchronous = FULL");
        Sqlite.Execute(_connection, """
            CREATE TABLE outbox (seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, prio INTEGER NOT NULL,
              state INTEGER NOT NULL, next_try INTEGER NOT NULL, tries INTEGER NOT NULL, payload BLOB NOT NULL);
            CREATE INDEX due ON outbox (prio, next_try, seq) WHERE state < 2;
            """);
        _begin = Command("BEGIN IMMEDIATE");
        _commit = Command("COMMIT");
        _insert = Command("INSERT INTO outbox (id, prio, state, next_try, tries, payload) VALUES ($1, 3, 0, 0, 0, $2)");
        _insert.Parameters.Add(new SqliteParameter { ParameterName = "$1" });
        _insert.Parameters.Add(new SqliteParameter { ParameterName = "$2", Value = _payload });
        _insert.Prepare();
    }

    /// <summary>Milliseconds of each of so many commits.</summary>
    public double[] Run(int count)
    {
        var times = new double[count];
        for (var i = 0; i < count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            _begin.ExecuteNonQuery();
            _insert.Parameters[0].Value = Guid.NewGuid().ToByteArray();
            _insert.ExecuteNonQuery();
            _commit.ExecuteNonQuery();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return times;
    }

    public void Dispose()
    {
        _begin.Dispose();
        _insert.Dispose();
        _commit.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Prepare();
        return command;
    }
}
