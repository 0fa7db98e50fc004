using System.Globalization;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Queue;
using Noodlink.Station.Tests.Queue;
using Noodlink.Station.Tests.Stations;
using Xunit.Abstractions;

namespace Noodlink.Station.Tests.Salvage;

/// <summary>Any fault anywhere in the files: the station opens, shows no other words than people wrote, tells what is
/// missing by number, loses nothing from the waiting row, and takes the next noodmelding. More with
/// NOODLINK_SALVAGE_COUNT, others with NOODLINK_SALVAGE_SEED.</summary>
public sealed class SalvageProperties(ITestOutputHelper output) : IDisposable
{
    private const int CountByDefault = 100;

    /// <summary>Rows of one page, and what a page of an index can take with it.</summary>
    private const int RowsOfPage = 30;

    private readonly StoredDirectory _stored = new();

    public void Dispose() => _stored.Dispose();

    [Fact]
    public void Whatever_the_disk_did_nothing_is_invented_and_nothing_is_missed_in_silence()
    {
        var first = Setting("NOODLINK_SALVAGE_SEED", 20_260);
        var count = Setting("NOODLINK_SALVAGE_COUNT", CountByDefault);
        var (whole, lost) = (0, 0);
        for (var seed = first; seed < first + count; seed++)
        {
            var damage = new Damage(seed);
            var directory = _stored.Copy();
            try
            {
                var faults = 1 + (seed % 4 == 0 ? 2 : 0);
                for (var i = 0; i < faults; i++) damage.Do(directory);
                var missing = Check(directory, damage);
                (whole, lost) = missing == 0 ? (whole + 1, lost) : (whole, lost + missing);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"NOODLINK_SALVAGE_SEED={seed} ({damage.Told}): {e.Message}", e);
            }
            finally
            {
                Directory.Delete(directory, recursive: true);
            }
        }

        output.WriteLine($"{count} faults in {StoredDirectory.Count} messages: {whole} cost nothing, the others {lost} messages");
    }

    /// <returns>Messages that are not there as a whole.</returns>
    private int Check(string directory, Damage damage)
    {
        using var queue = StoredDirectory.Open(directory);
        Assert.True(queue.IsTrusted, "the disk can be written, so it stores");
        var told = $"{queue.Notice} {MessageQueue.WordsOf(queue.LostWords)}";
        var here = StoredDirectory.Read(queue);
        foreach (var (number, words, waits) in here)
        {
            Assert.True(_stored.Texts.TryGetValue(number, out var written), $"{number} was never made");
            if (words is not null) Assert.Equal(written, words);
            Assert.True(waits || !_stored.Waiting.Contains(number), $"{number} is not sent any more");
        }

        var whole = here.Where(row => row.Words is not null).Select(row => row.Number).ToHashSet(StringComparer.Ordinal);
        var missing = _stored.Texts.Keys.Where(number => !whole.Contains(number)).ToList();
        Assert.True(missing.Count <= (long)damage.Pages * RowsOfPage, $"{missing.Count} are missing: {string.Join(' ', missing)}");
        foreach (var number in missing) Assert.True(IsTold(number, told), $"{number} is missing, and the screen says: {told}");

        queue.Begin();
        var next = queue.Accept(
            new NewMessage(World.PeerOf(7, "GR-WK1"), Some.Alarm(), MessageStatus.Actual, Precedence.Flash),
            QueueBench.Wall);
        queue.Commit();
        Assert.True(next.Serial > StoredDirectory.Count, $"{next.Number} is used a second time");
        return missing.Count;
    }

    /// <summary>By itself, inside a range, or among those that are too many to name.</summary>
    private static bool IsTold(string number, string told)
    {
        if (told.Contains(number, StringComparison.Ordinal) || told.Contains("en nog", StringComparison.Ordinal)) return true;
        var serial = int.Parse(number[^4..], CultureInfo.InvariantCulture);
        return System.Text.RegularExpressions.Regex
            .Matches(
                told, @"GR-WK1-(?<first>\d{4}) tot en met (?<last>\d{4})",
                System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
            .Any(range => serial >= int.Parse(range.Groups["first"].ValueSpan, CultureInfo.InvariantCulture) &&
                serial <= int.Parse(range.Groups["last"].ValueSpan, CultureInfo.InvariantCulture));
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
