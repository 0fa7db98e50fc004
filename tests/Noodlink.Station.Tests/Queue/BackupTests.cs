using System.Text;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Queue;
using Noodlink.Station.Tests.Stations;

namespace Noodlink.Station.Tests.Queue;

public sealed class BackupTests : IDisposable
{
    private readonly QueueBench _bench = new();
    private readonly string _elsewhere = World.NewDirectory();

    public void Dispose()
    {
        _bench.Dispose();
        Directory.Delete(_elsewhere, recursive: true);
    }

    private string File1 => Path.Combine(_elsewhere, "noodlink.backup");

    private string Restored => Path.Combine(_elsewhere, "data");

    [Fact]
    public void A_backup_of_a_running_station_is_one_moment_and_puts_everything_back()
    {
        for (var i = 0; i < 400; i++) _bench.Store(Some.Alarm($"melding {i}"));
        var log = new FileInfo(_bench.Path + "-wal").Length;
        var during = 0;
        var list = Make(() =>
        {
            if (during++ < 20) _bench.Store(Some.Alarm("intussen"));
        });

        Assert.True(during > 1, "nothing was written meanwhile");
        Assert.Equal(400, list.Messages);
        Assert.Equal("GR-WK1", list.Station);
        Assert.True(new FileInfo(_bench.Path + "-wal").Length >= log, "the backup folded the log in: a second checkpointer");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(File1));
        Assert.Equal([File1], Directory.GetFileSystemEntries(_elsewhere));
        _bench.Store(Some.Alarm("daarna"));

        var (_, next) = StationBackup.Restore(File1, Restored, TimeProvider.System);
        using var queue = Open(Restored, out var recovered);
        Assert.Null(recovered);
        Assert.Equal(400L, Sqlite.Scalar(QueueBench.Connection(queue), "SELECT count(*) FROM message"));
        Assert.Equal("ok", Sqlite.Scalar(QueueBench.Connection(queue), "PRAGMA integrity_check"));
        Assert.Equal("incremental", Convert.ToInt64(Sqlite.Scalar(QueueBench.Connection(queue), "PRAGMA auto_vacuum")) == 2 ? "incremental" : "");
        queue.Begin();
        var serial = queue.Accept(new NewMessage(_bench.Peer, Some.Report(), MessageStatus.Actual, Precedence.Routine), QueueBench.Wall).Serial;
        queue.Commit();
        Assert.Equal(next, serial);
        Assert.True(serial > 421, "a number that was given out after the backup is given out again");
    }

    [Fact]
    public void A_backup_of_a_station_that_stands_still_leaves_its_log_to_the_program()
    {
        _bench.Store(Some.Alarm());
        var before = new[] { "", "-wal" }.ToDictionary(s => s, s => Shared(_bench.Path + s));
        _bench.Close();
        // As the power leaves it: nobody has folded the log in.
        foreach (var (suffix, bytes) in before) File.WriteAllBytes(_bench.Path + suffix, bytes);
        Assert.Equal(1, Make().Messages);
        foreach (var (suffix, bytes) in before) Assert.Equal(bytes, File.ReadAllBytes(_bench.Path + suffix));
        _bench.Reopen();
    }

    [Fact]
    public void A_backup_to_a_stick_that_is_not_in_is_not_made_on_the_own_disk_instead()
    {
        _bench.Store(Some.Alarm());
        var folder = File1 + ".usb";
        var fault = Assert.Throws<DirectoryNotFoundException>(() => StationBackup.Make(
            _bench.Directory, configuration: null, Path.Combine(folder, "GR-CWK.backup"), TimeProvider.System, (_, _) => { }));
        Assert.Contains(folder, fault.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void A_backup_that_was_cut_off_anywhere_is_refused_and_changes_nothing()
    {
        for (var i = 0; i < 5; i++) _bench.Store(Some.Alarm());
        Make();
        var whole = File.ReadAllBytes(File1);
        for (var length = 0L; length < whole.Length; length += length < 4096 ? 97 : 4001)
        {
            File.WriteAllBytes(File1, whole[..(int)length]);
            AssertRefused($"cut off at {length}");
        }

        File.WriteAllBytes(File1, whole[..^1]);
        AssertRefused("the last byte");
    }

    [Fact]
    public void A_backup_with_one_byte_altered_is_refused_and_says_where()
    {
        for (var i = 0; i < 5; i++) _bench.Store(Some.Alarm());
        Make();
        var whole = File.ReadAllBytes(File1);
        for (var at = 0; at < whole.Length; at += at < 2048 ? 61 : 1777)
        {
            var altered = (byte[])whole.Clone();
            altered[at] ^= 0x10;
            File.WriteAllBytes(File1, altered);
            AssertRefused($"byte {at}");
        }

        var inDatabase = (byte[])whole.Clone();
        inDatabase[whole.AsSpan().IndexOf("SQLite format 3"u8) + 200] ^= 1;
        File.WriteAllBytes(File1, inDatabase);
        Assert.Contains("noodlink.db", AssertRefused("in the database").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Beste buren")]
    [InlineData("")] // as every device looks
    public void A_backup_replaces_no_file_of_somebody_else(string content)
    {
        _bench.Store(Some.Alarm());
        File.WriteAllText(File1, content);

        var fault = Assert.Throws<BackupFaultException>(() => Make());

        Assert.Contains("no whole backup", fault.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(File1));
        File.Delete(File1);
        Assert.Equal(1, Make().Messages);
        Assert.Equal(1, Make().Messages);
    }

    [Fact]
    public void Something_else_is_no_backup()
    {
        File.WriteAllText(File1, "dit is geen back-up, maar wel een lang stuk tekst");
        Assert.Contains("not a Noodlink backup", AssertRefused("text").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_with_something_in_it_or_in_use_is_refused()
    {
        _bench.Store(Some.Alarm());
        Make();
        Directory.CreateDirectory(Restored);
        using (DirectoryClaim.Take(Restored))
            Assert.Throws<DirectoryInUseException>(() => StationBackup.Restore(File1, Restored, TimeProvider.System));
        File.WriteAllText(Path.Combine(Restored, "noodlink.db"), "van een ander");
        Assert.Contains(
            "not empty", Assert.Throws<BackupFaultException>(
                () => StationBackup.Restore(File1, Restored, TimeProvider.System)).Message, StringComparison.Ordinal);
        Assert.Equal("van een ander", File.ReadAllText(Path.Combine(Restored, "noodlink.db")));
    }

    [Fact]
    public void The_configuration_goes_along_with_the_files_it_names()
    {
        _bench.Store(Some.Alarm());
        var key = Path.Combine(_elsewhere, "GR-WK1.key");
        var config = Path.Combine(_elsewhere, "node.json");
        File.WriteAllText(key, "geheim");
        File.WriteAllText(config, $$"""{ "Station": { "Id": "GR-WK1", "KeyFile": "{{key}}" }, /* niets */ "Urls": "" }""");
        Make(configuration: config);
        StationBackup.Restore(File1, Restored, TimeProvider.System);
        var settings = Path.Combine(Restored, "settings");
        Assert.Equal("geheim", File.ReadAllText(Path.Combine(settings, "GR-WK1.key")));
        Assert.Equal(File.ReadAllText(config), File.ReadAllText(Path.Combine(settings, "node.json")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(settings, "GR-WK1.key")));
    }

    [Fact]
    public void A_name_that_leads_out_of_the_directory_is_no_backup()
    {
        var source = Path.Combine(_elsewhere, "boos");
        File.WriteAllText(source, "boos");
        var entry = new BackupEntry("../boos", 4, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("boos"u8)));
        var list = new BackupList(BackupFile.Format, null, QueueBench.Wall, Schema.Current, 0, 0, [entry]);
        BackupFile.Write(File1, list, new Dictionary<string, string> { ["../boos"] = source }, _ => { });
        AssertRefused("a path");
    }

    [Fact]
    public void Airtime_of_more_than_an_hour_ago_is_not_put_back()
    {
        File.WriteAllText(Path.Combine(_bench.Directory, "airtime.ledger"), "# leeg");
        Make();
        StationBackup.Restore(File1, Restored, TimeProvider.System);
        Assert.True(File.Exists(Path.Combine(Restored, "airtime.ledger")));
        Directory.Delete(Restored, recursive: true);
        var later = new FakeTime();
        later.Advance(TimeSpan.FromDays(4000));
        StationBackup.Restore(File1, Restored, later);
        Assert.False(File.Exists(Path.Combine(Restored, "airtime.ledger")));
    }

    private BackupList Make(Action? meanwhile = null, string? configuration = null) => StationBackup.Make(
        _bench.Directory, configuration, File1, TimeProvider.System, (_, _) => meanwhile?.Invoke());

    private BackupFaultException AssertRefused(string what)
    {
        var fault = Record.Exception(() => StationBackup.Restore(File1, Restored, TimeProvider.System));
        Assert.True(fault is BackupFaultException, $"{what}: {fault?.ToString() ?? "it was put back"}");
        Assert.False(Directory.Exists(Restored), $"{what}: something was put there");
        return Assert.IsType<BackupFaultException>(fault);
    }

    private static MessageQueue Open(string directory, out string? recovered) => MessageQueue.Open(
        directory, new StationIdentity(7, StationId.Parse("GR-WK1"), "Dorpshuis", IsHub: false), TimeProvider.System,
        out recovered);

    private static byte[] Shared(string path)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
