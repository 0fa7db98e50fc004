using Noodlink.Protocol.Radio;
using Noodlink.Station.Bearers;
using Noodlink.Station.Tests.Modems;

namespace Noodlink.Station.Tests.Radio;

public sealed class AirtimeLedgerTests
{
    private static readonly Guid Boot = Guid.Parse("0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0");

    [Fact]
    public void What_was_kept_is_there_in_the_next_process()
    {
        using var directory = new TemporaryDirectory();
        using (var ledger = new AirtimeLedger(directory.Path))
        {
            Assert.True(ledger.TryBegin([Some(1)]));
            Assert.True(ledger.TryKeep(Some(2), all: null));
            Assert.True(ledger.TryKeep(Some(3), all: null));
        }

        Assert.Equal([Some(1), Some(2), Some(3)], Read(directory, out var damaged));
        Assert.Equal(0, damaged);
    }

    [Fact]
    public void The_file_reads_as_it_is_described()
    {
        using var directory = new TemporaryDirectory();
        using var ledger = new AirtimeLedger(directory.Path);
        Assert.True(ledger.TryBegin(
            [new(Boot, "869.40-869.65", TimeSpan.FromSeconds(81210), TimeSpan.FromMicroseconds(328704))]));

        var lines = File.ReadAllLines(ledger.Path);

        Assert.StartsWith("# Noodlink airtime ledger 1", lines[0], StringComparison.Ordinal);
        Assert.StartsWith(
            "0f1e2d3c4b5a69788796a5b4c3d2e1f0 869.40-869.65 81210.0000000 0.3287040 ", lines[1],
            StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(ledger.Path));
    }

    [Fact]
    public void A_file_torn_at_any_byte_keeps_every_whole_line()
    {
        using var directory = new TemporaryDirectory();
        using var ledger = new AirtimeLedger(directory.Path);
        Assert.True(ledger.TryBegin([Some(1), Some(2), Some(3)]));
        var whole = File.ReadAllBytes(ledger.Path);
        var end = Array.LastIndexOf(whole, (byte)'\n');

        for (var cut = end; cut < whole.Length; cut++)
        {
            File.WriteAllBytes(ledger.Path, whole[..cut]);
            Assert.Equal([Some(1), Some(2)], Read(directory, out var damaged));
            Assert.Equal(0, damaged);
        }
    }

    [Fact]
    public void A_damaged_byte_costs_one_line_and_is_counted()
    {
        using var directory = new TemporaryDirectory();
        using var ledger = new AirtimeLedger(directory.Path);
        Assert.True(ledger.TryBegin([Some(1), Some(2), Some(3)]));
        var whole = File.ReadAllBytes(ledger.Path);
        var from = Array.IndexOf(whole, (byte)'\n', Array.IndexOf(whole, (byte)'\n') + 1) + 1;
        var to = Array.LastIndexOf(whole, (byte)'\n');

        for (var at = from; at < to; at++)
        {
            var bytes = whole.ToArray();
            bytes[at] ^= 0x01;
            File.WriteAllBytes(ledger.Path, bytes);
            Assert.Equal([Some(1), Some(3)], Read(directory, out var damaged));
            Assert.Equal(1, damaged);
        }
    }

    [Fact]
    public void A_full_disk_is_an_answer_and_the_next_write_begins_anew()
    {
        using var directory = new TemporaryDirectory();
        using var ledger = new AirtimeLedger(directory.Path);
        var blocked = ledger.Path + ".new";
        _ = File.CreateSymbolicLink(blocked, "/dev/full");

        Assert.False(ledger.TryBegin([Some(1)]));
        Assert.Contains("space", ledger.Trouble, StringComparison.OrdinalIgnoreCase);
        Assert.True(ledger.WantsAll);

        File.Delete(blocked);
        Assert.True(ledger.TryKeep(Some(2), [Some(1), Some(2)]));
        Assert.Null(ledger.Trouble);
        Assert.Equal([Some(1), Some(2)], Read(directory, out _));
    }

    [Fact]
    public void A_ledger_that_cannot_be_read_is_not_taken_for_an_empty_one()
    {
        using var directory = new TemporaryDirectory();
        using var ledger = new AirtimeLedger(directory.Path);
        _ = Directory.CreateDirectory(ledger.Path);

        Assert.Null(ledger.Read(out _));
        Assert.NotNull(ledger.Trouble);
    }

    [Fact]
    public void It_asks_to_be_taken_together_before_it_grows_large()
    {
        using var directory = new TemporaryDirectory();
        using var ledger = new AirtimeLedger(directory.Path, bytesMax: 8 * 1024);
        Assert.True(ledger.TryBegin([]));

        var appended = 0;
        for (; !ledger.WantsAll && appended < 5000; appended++) Assert.True(ledger.TryKeep(Some(appended), all: null));
        Assert.InRange(appended, 90, 110);

        Assert.True(ledger.TryKeep(Some(appended), [Some(1)]));
        Assert.False(ledger.WantsAll);
        Assert.InRange(new FileInfo(ledger.Path).Length, 1, 300);
    }

    private static AirtimeEntry Some(int number) =>
        new(Boot, "869.40-869.65", TimeSpan.FromSeconds(10 * number), TimeSpan.FromTicks(1_234_567 + number));

    private static IReadOnlyList<AirtimeEntry>? Read(TemporaryDirectory directory, out int damaged)
    {
        using var reader = new AirtimeLedger(directory.Path);
        return reader.Read(out damaged);
    }
}
