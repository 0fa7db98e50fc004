using Noodlink.Protocol;
using Noodlink.Station.Queue;
using Noodlink.Station.Tests.Stations;

namespace Noodlink.Station.Tests.Queue;

/// <summary>What is wiped is gone from the disk, and the room comes back, in steps that nobody notices.</summary>
public sealed class RetentionTests : IDisposable
{
    private const int Many = 3000;
    private static readonly string LongText = string.Concat(Enumerable.Repeat("Trap ", 28));
    private static readonly TimeSpan Long = TimeSpan.FromDays(20);

    private readonly QueueBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Wiped_words_are_gone_from_every_byte_on_disk()
    {
        var secrets = new List<byte[]>();
        for (var i = 0; i < 40; i++)
        {
            var n = _bench.Store(Some.Report($"Geheim nummer {i} aan de Modelweg.")).N;
            secrets.Add(Blob($"SELECT body FROM message WHERE n = {n}"));
            secrets.Add(Blob($"SELECT sealed FROM part WHERE n = {n} AND part = 0"));
        }

        Assert.All(secrets, secret => Assert.True(IsOnDisk(secret), "the test does not find what it looks for"));
        Deliver();
        Sweep(Long, 10);
        Assert.All(secrets, secret => Assert.False(IsOnDisk(secret)));
        Assert.Equal(40L, Sqlite.Scalar(QueueBench.Connection(_bench.Queue), "SELECT count(*) FROM message WHERE body IS NULL"));
    }

    [Fact]
    public void Words_that_a_reader_held_in_the_log_are_gone_when_it_has_read()
    {
        var n = _bench.Store(Some.Report("Geheim aan de Modelweg.")).N;
        var secret = Blob($"SELECT body FROM message WHERE n = {n}");
        Deliver();
        using var reader = Sqlite.OpenReader(_bench.Path);
        Sqlite.Execute(reader, "BEGIN");
        Sqlite.Scalar(reader, "SELECT count(*) FROM message");
        var sweep = Sweep(Long, 5);
        Assert.True(IsOnDisk(secret), "the reader still needs it");

        Sqlite.Execute(reader, "COMMIT");
        sweep.Turn(new Instant(Long + TimeSpan.FromMinutes(1)), QueueBench.Wall + Long + TimeSpan.FromMinutes(1));
        Assert.False(IsOnDisk(secret));
    }

    [Fact]
    public void A_backlog_that_is_delivered_and_wiped_gives_the_disk_back_in_small_steps()
    {
        _bench.Queue.Begin();
        for (var i = 0; i < Many; i++) _bench.Accept(Some.Alarm(LongText));
        _bench.Queue.Commit();
        _bench.Queue.EmptyLog();
        var full = new FileInfo(_bench.Path).Length;
        Deliver();
        Sqlite.Execute(QueueBench.Connection(_bench.Queue), "UPDATE message SET state = 11");

        var sweep = new RetentionSweep(_bench.Queue, days: 14);
        sweep.Turn(Instant.Zero, QueueBench.Wall);
        var (worded, pages) = (Many, Number("PRAGMA page_count"));
        for (var second = 0; second < 300; second++)
        {
            var at = Long + TimeSpan.FromSeconds(second);
            sweep.Turn(new Instant(at), QueueBench.Wall + at);
            var (wordedNow, pagesNow) = (Number("SELECT count(*) FROM message WHERE body IS NOT NULL"), Number("PRAGMA page_count"));
            Assert.True(worded - wordedNow <= MessageQueue.WipedPerStep, "a step wipes too many");
            // One more: the map of what belongs where is in pages of its own.
            Assert.InRange(pages - pagesNow, 0, MessageQueue.PagesPerStep + 1);
            (worded, pages) = ((int)wordedNow, pagesNow);
        }

        Assert.Equal(0, worded);
        Assert.InRange(Number("PRAGMA freelist_count"), 0, MessageQueue.FreePagesKept);
        Assert.True(new FileInfo(_bench.Path).Length < full * 2 / 3, $"{full} bytes became {new FileInfo(_bench.Path).Length}");
        Assert.Equal(0, new FileInfo(_bench.Path + "-wal").Length);
        Assert.Equal(Many + 1L, _bench.Store(Some.Report()).Serial);
    }

    [Fact]
    public void A_step_looks_at_a_bounded_number_of_rows_however_many_there_are()
    {
        for (var i = 0; i < 3; i++) _bench.Store(Some.Report());
        var plan = new List<string>();
        using var command = QueueBench.Connection(_bench.Queue).CreateCommand();
        _bench.Queue.Begin();
        _bench.Queue.Wipe(QueueBench.Wall, 0);
        _bench.Queue.Commit();
        var sql = QueueBench.Statements(_bench.Queue).Keys.Single(text => text.Contains("body IS NOT NULL AND stored", StringComparison.Ordinal));
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
        foreach (var name in (string[])["$1", "$2", "$3"]) command.Parameters.AddWithValue(name, 1L);
        using var rows = command.ExecuteReader();
        while (rows.Read()) plan.Add(rows.GetString(3));
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN", StringComparison.Ordinal));
        Assert.Contains(plan, step => step.Contains("message USING INTEGER PRIMARY KEY (rowid>", StringComparison.Ordinal));
    }

    private void Deliver() => Sqlite.Execute(QueueBench.Connection(_bench.Queue), "UPDATE message SET waiting = 0");

    /// <summary>As if the program had run for so long, then that many seconds.</summary>
    private RetentionSweep Sweep(TimeSpan after, int seconds)
    {
        var sweep = new RetentionSweep(_bench.Queue, days: 14);
        sweep.Turn(Instant.Zero, QueueBench.Wall);
        for (var second = 0; second < seconds; second++)
        {
            var at = after + TimeSpan.FromSeconds(second);
            sweep.Turn(new Instant(at), QueueBench.Wall + at);
        }

        return sweep;
    }

    private long Number(string sql) => Convert.ToInt64(Sqlite.Scalar(QueueBench.Connection(_bench.Queue), sql));

    private byte[] Blob(string sql) => (byte[])Sqlite.Scalar(QueueBench.Connection(_bench.Queue), sql)!;

    private bool IsOnDisk(byte[] secret) => Directory.GetFiles(_bench.Directory).Any(
        path =>
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            // Its middle: a head that all have in common proves nothing.
            return bytes.AsSpan().IndexOf(secret.AsSpan(secret.Length / 2)) >= 0;
        });
}
