using Microsoft.Data.Sqlite;
using Noodlink.Station.Queue;
using Noodlink.Station.Tests.Queue;
using Noodlink.Station.Tests.Stations;

namespace Noodlink.Station.Tests.Salvage;

/// <summary>Each damage by its name, on the file of a noodsteunpunt with 100 messages.</summary>
public sealed class SalvageTests : IDisposable
{
    private const int Count = 100;

    private readonly QueueBench _bench = new();

    public SalvageTests()
    {
        for (var i = 1; i <= Count; i++) _bench.Store(Some.Alarm($"melding {i}"), $"sleutel {i}");
        _bench.Queue.EmptyLog();
    }

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("zeros")]
    [InlineData("text")]
    [InlineData("nothing")]
    public void A_file_of_which_nothing_is_left_is_kept_and_numbering_goes_on_behind_the_bound(string damage)
    {
        var bytes = Damage(
            file => damage switch { "zeros" => new byte[file.Length], "text" => "dit is geen database"u8.ToArray(), _ => [] });

        if (damage != "nothing") Assert.Equal(bytes, File.ReadAllBytes(Aside()));
        Assert.Empty(Rows());
        Assert.Contains("GR-WK1-0001 tot en met 0100", _bench.Recovered, StringComparison.Ordinal);
        var next = _bench.Store(Some.Alarm()).Serial;
        Assert.InRange(next, Count + 1u, Count + (2 * SerialReserve.Block));

        // And again, before anything more was accepted: still behind everything that was ever given out.
        _bench.Restart();
        Assert.Contains("GR-WK1-0001 tot en met 0100", _bench.Recovered, StringComparison.Ordinal);
        Assert.Equal(next + 1, _bench.Store(Some.Alarm()).Serial);
    }

    [Fact]
    public void A_file_without_its_first_page_gives_every_message_back()
    {
        Damage(file => [.. new byte[SalvagePages.PageBytes], .. file[SalvagePages.PageBytes..]]);
        AssertAllHere();
        Assert.Equal(Count + 1u, _bench.Store(Some.Alarm()).Serial);
    }

    [Fact]
    public void The_tree_of_tables_may_be_nonsense()
    {
        Damage(
            file =>
            {
                Array.Fill(file, (byte)0xA5, 100, 1000);
                return file;
            });
        AssertAllHere();
    }

    [Fact]
    public void A_file_that_ends_too_soon_gives_back_what_stands_in_it_and_tells_the_other_numbers()
    {
        var bytes = Damage(file => file[..(file.Length * 7 / 8)]);
        var rows = Rows();
        Assert.InRange(rows.Count, 1, Count - 1);
        Assert.Equal(bytes, File.ReadAllBytes(Aside()));
        Assert.Contains("Deze eigen nummers zijn hier niet meer", _bench.Recovered, StringComparison.Ordinal);
        Assert.True(_bench.Store(Some.Alarm()).Serial > Count);
    }

    [Theory]
    [InlineData("message_waiting")]
    [InlineData("message_identity")]
    [InlineData("sqlite_autoindex_message_1")]
    public void A_flipped_bit_in_a_page_of_an_index_is_noticed_and_costs_nothing(string index)
    {
        var page = Convert.ToInt64(
            Sqlite.Scalar(QueueBench.Connection(_bench.Queue), $"SELECT rootpage FROM sqlite_schema WHERE name = '{index}'"));
        Damage(
            file =>
            {
                // A byte of the last entry: SQLite's quick_check sees nothing wrong with it.
                file[(page * SalvagePages.PageBytes) - 2] ^= 0x04;
                return file;
            });
        Assert.NotNull(_bench.Recovered);
        AssertAllHere();
        Assert.Equal(Count, _bench.Queue.Waiting(7).Count);
    }

    [Fact]
    public void A_flipped_bit_in_a_text_costs_that_text_and_keeps_its_number()
    {
        Damage(
            file =>
            {
                file[file.AsSpan().IndexOf("melding 42"u8) + 3] ^= 0x01;
                return file;
            });
        Assert.Contains("wordt niet getoond: GR-WK1-0042.", _bench.Recovered, StringComparison.Ordinal);
        Assert.Equal(Count, Rows().Count);
        Assert.Equal(Count - 1, Rows().Count(row => row.Words is not null));
        // What was sealed still goes.
        Assert.NotNull(_bench.Queue.Sealed(42, 0, _bench.Peer));
    }

    [Fact]
    public void A_sealed_part_whose_page_is_gone_is_made_again_from_the_words()
    {
        var before = Enumerable.Range(1, Count).Select(n => _bench.Queue.Sealed(n, 0, _bench.Peer)).ToList();
        var pages = new List<int>();
        Damage(
            file =>
            {
                for (var page = 0; page < file.Length / SalvagePages.PageBytes; page++)
                    if (before.Exists(part => Page(file, page).IndexOf(part) >= 0)) pages.Add(page);
                foreach (var page in pages) Page(file, page).Clear();
                return file;
            });
        Assert.NotEmpty(pages);
        Assert.Equal(before, Enumerable.Range(1, Count).Select(n => _bench.Queue.Sealed(n, 0, _bench.Peer)));
    }

    [Fact]
    public void A_noodmelding_that_a_bit_took_out_of_the_waiting_row_is_sent_all_the_same()
    {
        Sqlite.Execute(QueueBench.Connection(_bench.Queue), "UPDATE message SET waiting = 0, state = 3, progress = 3 WHERE n = 42");
        Damage(file => [.. new byte[SalvagePages.PageBytes], .. file[SalvagePages.PageBytes..]]);
        Assert.Contains(
            _bench.Queue.Waiting(7), message => message is { N: 42, Progress: Protocol.LifeCycle.MessageState.Sending });
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("empty")]
    [InlineData("cut")]
    public void Commits_that_went_with_the_log_are_told_and_their_numbers_are_not_used_again(string how)
    {
        for (var i = 1; i <= 5; i++) _bench.Store(Some.Alarm($"in het logboek {i}"));
        var copy = Killed();
        var log = Path.Combine(copy, MessageQueue.FileName + "-wal");
        if (how == "gone") File.Delete(log);
        else File.WriteAllBytes(log, how == "empty" ? [] : File.ReadAllBytes(log)[..5000]);

        using var queue = StoredDirectory.Open(copy);
        Assert.Contains("GR-WK1-0101 tot en met 0105", queue.Notice, StringComparison.Ordinal);
        Assert.True(Store(queue) > Count + 5);
        Directory.Delete(copy, recursive: true);
    }

    [Fact]
    public void A_flipped_bit_in_the_log_does_not_take_back_the_commits_behind_it()
    {
        for (var i = 1; i <= 30; i++) _bench.Store(Some.Alarm($"in het logboek {i}"));
        var copy = Killed();
        var log = Path.Combine(copy, MessageQueue.FileName + "-wal");
        var bytes = File.ReadAllBytes(log);
        bytes[bytes.AsSpan().IndexOf("in het logboek 3"u8)] ^= 0x01;
        File.WriteAllBytes(log, bytes);

        using var queue = StoredDirectory.Open(copy);
        var rows = StoredDirectory.Read(queue);
        Assert.Equal(Count + 30, rows.Count);
        Assert.All(rows, row => Assert.NotNull(row.Words));
        Assert.Equal(Count + 31u, Store(queue));
        Directory.Delete(copy, recursive: true);
    }

    [Theory]
    [InlineData("noodlink.db")]
    [InlineData("noodlink.db-wal")]
    [InlineData("noodlink.db-shm")]
    [InlineData("serial")]
    [InlineData("serial.new")]
    [InlineData("committed")]
    [InlineData("in-use")]
    [InlineData("airtime.ledger")]
    public void A_directory_in_the_place_of_a_file_is_moved_aside(string name)
    {
        _bench.Close();
        var path = Path.Combine(_bench.Directory, name);
        File.Delete(path);
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "inhoud"), "blijft");
        _bench.Reopen();

        Assert.True(_bench.Queue.IsTrusted);
        Assert.Equal(name == "noodlink.db" ? 0 : Count, Rows().Count);
        for (var i = 0; i < 200; i++) Assert.True(_bench.Store(Some.Alarm()).Serial > Count);
        Assert.Single(Directory.GetFiles(_bench.Directory, "inhoud", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_crash_between_two_renames_is_ended_by_the_next_start()
    {
        _bench.Store(Some.Alarm("in het logboek"));
        var copy = Killed();
        var path = Path.Combine(copy, MessageQueue.FileName);
        File.Copy(path, path + ".ready");
        File.Move(path, path + ".kapot-20261121040000");
        using (var queue = StoredDirectory.Open(copy)) Assert.Equal(Count, StoredDirectory.Read(queue).Count);
        Assert.DoesNotContain(Directory.GetFiles(copy), file => file.EndsWith(".ready", StringComparison.Ordinal));
        Assert.Contains(Directory.GetFiles(copy), file => file.EndsWith("-wal", StringComparison.Ordinal) && file.Contains(".kapot-", StringComparison.Ordinal));
        Directory.Delete(copy, recursive: true);
    }

    [Fact]
    public void Of_many_damaged_files_the_first_and_the_newest_are_kept()
    {
        for (var i = 0; i < QueueFiles.AsideMax + 3; i++)
        {
            _bench.Close();
            File.WriteAllText(_bench.Path, $"stuk {i}");
            _bench.Reopen();
        }

        var kept = Directory.GetFiles(_bench.Directory, "*.kapot-*").Select(File.ReadAllText)
            .Where(text => text.StartsWith("stuk", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(QueueFiles.AsideMax, kept.Count);
        Assert.Contains("stuk 0", kept);
        Assert.Contains($"stuk {QueueFiles.AsideMax + 2}", kept);
    }

    [Fact]
    public void A_version_that_only_one_bit_tells_is_damage_and_no_newer_file()
    {
        Damage(
            file =>
            {
                file[63] ^= 0x40;
                return file;
            });
        AssertAllHere();
    }

    [Fact]
    public void The_same_key_is_known_after_a_salvage()
    {
        Damage(file => [.. new byte[SalvagePages.PageBytes], .. file[SalvagePages.PageBytes..]]);
        Assert.Equal("GR-WK1-0007", _bench.Queue.FindKey("sleutel 7")!.Value.Number);
    }

    [Fact]
    public void Every_table_can_be_told_from_every_other_by_its_shape()
    {
        var tables = SalvageShape.AllOf(QueueBench.Connection(_bench.Queue)).FindAll(shape => shape.IsTable);
        foreach (var table in tables)
        {
            var row = new SalvageRow(1, [.. table.Columns.Select(column => Sample(table, column))]);
            Assert.Equal(
                [table.Name], tables.Where(other => other.HasRowid == table.HasRowid && other.Fits(row)).Select(other => other.Name));
        }
    }

    private static object? Sample(SalvageShape table, SalvageColumn column) =>
        table.HasRowid && column.Name == table.RowidColumn ? null : column.Type switch
        {
            "INTEGER" => 1L,
            "TEXT" => "x",
            "REAL" => 1.5,
            _ => new byte[] { 1 },
        };

    private static Span<byte> Page(byte[] file, int page) => file.AsSpan(page * SalvagePages.PageBytes, SalvagePages.PageBytes);

    private static uint Store(MessageQueue queue)
    {
        queue.Begin();
        var next = queue.Accept(
            new NewMessage(
                World.PeerOf(7, "GR-WK1"), Some.Alarm(), Protocol.Messages.MessageStatus.Actual, Protocol.Messages.Precedence.Flash),
            QueueBench.Wall);
        queue.Commit();
        return next.Serial;
    }

    private byte[] Damage(Func<byte[], byte[]> how)
    {
        _bench.Close();
        var bytes = how(File.ReadAllBytes(_bench.Path));
        File.WriteAllBytes(_bench.Path, bytes);
        _bench.Reopen();
        return bytes;
    }

    private List<(string Number, string? Words, bool Waits)> Rows() => StoredDirectory.Read(_bench.Queue);

    private void AssertAllHere()
    {
        Assert.NotNull(_bench.Recovered);
        Assert.DoesNotContain("niet meer", _bench.Recovered, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, Count).Select(i => ($"GR-WK1-{i:D4}", $"melding {i}", true)), Rows()!);
    }

    /// <summary>The files as a kill -9 leaves them.</summary>
    private string Killed()
    {
        var copy = World.NewDirectory();
        foreach (var path in Directory.GetFiles(_bench.Directory))
        {
            if (path.EndsWith("-shm", StringComparison.Ordinal)) continue;
            using var from = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var to = File.Create(Path.Combine(copy, Path.GetFileName(path)));
            from.CopyTo(to);
        }

        return copy;
    }

    private string Aside() => Assert.Single(
        Directory.GetFiles(_bench.Directory, "*.kapot-*"),
        file => !file.EndsWith("-wal", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal));
}
