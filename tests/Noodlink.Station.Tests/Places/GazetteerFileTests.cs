using Microsoft.Extensions.Logging.Abstractions;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Places;
using Noodlink.Station.Queue;

namespace Noodlink.Station.Tests.Places;

/// <summary>The file as a technician, a bad stick or time leaves it.</summary>
public sealed class GazetteerFileTests : IDisposable
{
    private readonly SomeGazetteer _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void A_missing_empty_or_foreign_file_is_a_fault_in_words()
    {
        Assert.Null(Gazetteer.TryOpen(_file.Path, out var missing));
        Assert.Contains("is not there", missing, StringComparison.Ordinal);

        File.WriteAllText(_file.Path, "");
        Assert.Null(Gazetteer.TryOpen(_file.Path, out var empty));
        Assert.Contains("no gazetteer", empty, StringComparison.Ordinal);

        File.WriteAllText(_file.Path, "postcode;huisnummer\n9843AB;3\n");
        Assert.Null(Gazetteer.TryOpen(_file.Path, out var text));
        Assert.Contains("cannot be read", text, StringComparison.Ordinal);

        File.Delete(_file.Path);
        using (var other = Sqlite.OpenCopy(_file.Path)) Sqlite.Execute(other, "CREATE TABLE meta (name, value)");
        Assert.Null(Gazetteer.TryOpen(_file.Path, out var foreign));
        Assert.Contains("no gazetteer", foreign, StringComparison.Ordinal);

        Assert.Null(Gazetteer.TryOpen(_file.Folder, out var folder));
        Assert.NotEmpty(folder);
    }

    [Fact]
    public void A_file_of_a_later_program_is_not_read()
    {
        _file.Make().Dispose();
        using (var other = Sqlite.OpenCopy(_file.Path)) Sqlite.Execute(other, "PRAGMA user_version = 2");

        Assert.Null(Gazetteer.TryOpen(_file.Path, out var fault));
        Assert.Contains("another version", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_gives_what_it_can_and_never_an_exception()
    {
        _file.Make().Dispose();
        var whole = File.ReadAllBytes(_file.Path);
        const int seed = 7;
        var chance = new Random(seed);
        var faults = 0;
        for (var i = 0; i < 150; i++)
        {
            var damaged = (byte[])whole.Clone();
            var from = chance.Next(i < 20 ? 0 : 200, damaged.Length - 1);
            var length = chance.Next(1, Math.Min(6000, damaged.Length - from));
            chance.NextBytes(damaged.AsSpan(from, length));
            File.WriteAllBytes(_file.Path, i % 10 == 0 ? damaged[..from] : damaged);
            try
            {
                using var gazetteer = Gazetteer.TryOpen(_file.Path, out _);
                if (gazetteer is null) continue;
                _ = gazetteer.FindAddress("9843AB", "3");
                _ = gazetteer.FindAddress("9843", "3");
                _ = gazetteer.FindStreet("Modelweg", "3", "Grijpskerk");
                _ = gazetteer.FindStreet("Model", "", "");
                _ = gazetteer.FindPost("N355", 17.2m, null);
                _ = gazetteer.FindSpots("sluis");
                _ = gazetteer.Near(SomeGazetteer.Here, 50_000, 20);
                if (gazetteer.Fault is not null) faults++;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                Assert.Fail($"seed {seed}, round {i}, bytes {from}+{length}: {e}");
            }
        }

        Assert.True(faults > 10, $"only {faults} of the damaged files were noticed: the damage does not reach the tables");
    }

    [Fact]
    public void A_file_is_read_also_from_a_folder_that_cannot_be_written_and_with_a_strange_name()
    {
        _file.Make().Dispose();
        var strange = Path.Combine(_file.Folder, "a b%20?#é.db");
        File.Move(_file.Path, strange);

        using var gazetteer = Gazetteer.TryOpen(strange, out var fault);

        Assert.True(gazetteer is not null, fault);
        Assert.NotNull(gazetteer.FindAddress("9843AB", "3").Exact);
        Assert.Equal([strange], Directory.GetFileSystemEntries(_file.Folder));
    }

    [Fact]
    public void A_new_file_takes_the_place_of_the_old_one_while_it_is_read()
    {
        var time = new FakeTime();
        using var local = new LocalGazetteer(_file.Path, time, NullLogger.Instance);
        Assert.Null(local.Current);

        using var first = _file.Make();
        time.Advance(LocalGazetteer.LookEvery);
        var before = local.Current;
        Assert.NotNull(before!.FindAddress("9843AB", "3").Exact);

        _file.Make(writer => writer.AddSpot("molen", "molen", "Ezinge", "Westerkwartier", new Rd(225_000, 590_000))).Dispose();
        Assert.Empty(before.FindSpots("molen"));
        Assert.NotNull(before.FindAddress("9843AB", "12").Exact);
        Assert.Null(before.Fault);
        time.Advance(LocalGazetteer.LookEvery);
        Assert.Single(local.Current!.FindSpots("molen"));

        File.Delete(_file.Path);
        time.Advance(LocalGazetteer.LookEvery);
        Assert.Null(local.Current);
    }

    [Fact]
    public void What_is_not_finished_leaves_the_old_file_and_no_rubbish()
    {
        _file.Make().Dispose();
        using (var writer = new GazetteerWriter(_file.Path))
            writer.AddSpot("half", "", "", "", new Rd(1, 300_000));

        Assert.Equal([_file.Path], Directory.GetFileSystemEntries(_file.Folder));
        using var gazetteer = Gazetteer.TryOpen(_file.Path, out _);
        Assert.Equal(9, gazetteer!.Counts.Addresses);
    }

    [Fact]
    public void No_row_of_the_tree_is_flat_or_the_tree_is_a_heap()
    {
        _file.Make().Dispose();
        using var connection = Sqlite.OpenImmutable(_file.Path);

        Assert.Equal(0L, Sqlite.Scalar(connection, "SELECT count(*) FROM near WHERE k1 - k0 <> 1000"));
        Assert.Equal(21L, Sqlite.Scalar(connection, "SELECT count(*) FROM near"));
    }
}
