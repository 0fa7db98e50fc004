using Microsoft.Data.Sqlite;
using Noodlink.Station.Queue;
using Noodlink.Station.Tests.Stations;

namespace Noodlink.Station.Tests.Queue;

public sealed class QueueFileTests : IDisposable
{
    private readonly QueueBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("synchronous", "2")]
    [InlineData("auto_vacuum", "2")]
    [InlineData("mmap_size", "0")]
    [InlineData("secure_delete", "1")]
    [InlineData("busy_timeout", "5000")]
    [InlineData("trusted_schema", "0")]
    [InlineData("page_size", "4096")]
    public void Every_setting_took(string pragma, string value) =>
        Assert.Equal(value, $"{Sqlite.Scalar(QueueBench.Connection(_bench.Queue), $"PRAGMA {pragma}")}");

    [Fact]
    public void The_settings_take_again_on_a_file_that_stands()
    {
        _bench.Restart();
        Every_setting_took("synchronous", "2");
        Every_setting_took("journal_mode", "wal");
    }

    [Fact]
    public void Every_table_is_strict()
    {
        using var command = QueueBench.Connection(_bench.Queue).CreateCommand();
        command.CommandText = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%' AND strict = 0";
        Assert.Null(command.ExecuteScalar());
    }

    [Fact]
    public void The_same_text_is_prepared_once()
    {
        _bench.Store(Some.Alarm());
        var before = QueueBench.Statements(_bench.Queue).Count;
        for (var i = 0; i < 20; i++) _bench.Store(Some.Alarm($"bericht {i}"));
        Assert.Equal(before, QueueBench.Statements(_bench.Queue).Count);
    }

    [Fact]
    public void A_reader_can_neither_write_nor_checkpoint()
    {
        _bench.Store(Some.Alarm());
        using var reader = Sqlite.OpenReader(_bench.Path);
        Assert.Throws<SqliteException>(() => Sqlite.Execute(reader, "UPDATE message SET state = 7"));
        Assert.Equal("0", $"{Sqlite.Scalar(reader, "PRAGMA wal_autocheckpoint")}");
    }

    [Fact]
    public void A_newer_file_is_refused_and_not_touched()
    {
        _bench.Store(Some.Alarm());
        Sqlite.Execute(QueueBench.Connection(_bench.Queue), $"PRAGMA user_version = {Schema.Current + 1}");
        _bench.Close();
        AssertRefusedUntouched();
    }

    [Fact]
    public void A_newer_file_of_which_only_the_log_knows_is_refused_and_not_touched()
    {
        _bench.Store(Some.Alarm());
        _bench.Queue.EmptyLog();
        Sqlite.Execute(QueueBench.Connection(_bench.Queue), $"PRAGMA user_version = {Schema.Current + 1}");
        // As after a power cut: copied while the log was not folded in.
        var copies = new[] { "", "-wal" }.Select(suffix => (suffix, Bytes: ReadShared(_bench.Path + suffix))).ToList();
        _bench.Close();
        foreach (var (suffix, bytes) in copies) File.WriteAllBytes(_bench.Path + suffix, bytes);
        AssertRefusedUntouched();
    }

    [Theory]
    [InlineData("zeros")]
    [InlineData("text")]
    [InlineData("truncated")]
    [InlineData("schema")]
    public void A_damaged_file_is_set_aside_and_numbering_goes_on_behind_the_bound(string damage)
    {
        for (var i = 0; i < 70; i++) _bench.Store(Some.Alarm());
        _bench.Close();
        var bytes = Damaged(File.ReadAllBytes(_bench.Path), damage);
        File.WriteAllBytes(_bench.Path, bytes);
        _bench.Reopen();

        Assert.NotNull(_bench.Recovered);
        var aside = Assert.Single(Directory.GetFiles(_bench.Directory, "*.kapot-*"), file => !file.EndsWith("wal", StringComparison.Ordinal));
        Assert.Equal(bytes, File.ReadAllBytes(aside));
        Assert.True(_bench.Queue.HighestSerial >= 70);
        var next = _bench.Store(Some.Alarm()).Serial;
        Assert.InRange(next, 71u, 70 + (2 * SerialReserve.Block));

        // And again, before anything more was accepted: still behind everything that was ever given out.
        _bench.Restart();
        Assert.Null(_bench.Recovered);
        Assert.Equal(next + 1, _bench.Store(Some.Alarm()).Serial);
    }

    [Fact]
    public void What_was_set_aside_is_never_overwritten()
    {
        for (var i = 0; i < 3; i++)
        {
            _bench.Close();
            File.WriteAllText(_bench.Path, $"stuk {i}");
            _bench.Reopen();
        }

        Assert.Equal(3, Directory.GetFiles(_bench.Directory, "*.kapot-*").Select(File.ReadAllText).Distinct().Count());
    }

    private static byte[] Damaged(byte[] file, string damage)
    {
        switch (damage)
        {
            case "zeros":
                Array.Clear(file, 0, 4096);
                return file;
            case "text":
                return "dit is geen database"u8.ToArray();
            case "truncated":
                return file[..(file.Length / 3)];
            default:
                // The tree of tables itself.
                Array.Fill(file, (byte)0xA5, 100, 1000);
                return file;
        }
    }

    private void AssertRefusedUntouched()
    {
        var before = Snapshot();
        var refused = Assert.Throws<NewerFileException>(_bench.Reopen);
        Assert.Contains(_bench.Path, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Snapshot());
    }

    private Dictionary<string, string> Snapshot() => Directory.GetFiles(_bench.Directory)
        .ToDictionary(file => file, file => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))));

    private static byte[] ReadShared(string path)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
