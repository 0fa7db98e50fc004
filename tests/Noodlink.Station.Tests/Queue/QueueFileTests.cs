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
        MakeNewer();
        _bench.Close();
        AssertRefusedUntouched();
    }

    [Fact]
    public void A_newer_file_of_which_only_the_log_knows_is_refused_and_not_touched()
    {
        _bench.Store(Some.Alarm());
        _bench.Queue.EmptyLog();
        MakeNewer();
        // As after a power cut: copied while the log was not folded in.
        var copies = new[] { "", "-wal" }.Select(suffix => (suffix, Bytes: ReadShared(_bench.Path + suffix))).ToList();
        _bench.Close();
        foreach (var (suffix, bytes) in copies) File.WriteAllBytes(_bench.Path + suffix, bytes);
        AssertRefusedUntouched();
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

    private void MakeNewer() => Sqlite.Execute(
        QueueBench.Connection(_bench.Queue),
        $"UPDATE counter SET value = {Schema.Current + 1} WHERE name = 'format'; PRAGMA user_version = {Schema.Current + 1}");

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
