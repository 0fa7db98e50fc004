using System.Globalization;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Dutch;

namespace Noodlink.Station.Queue;

internal sealed partial class MessageQueue
{
    private const string SkipPrefix = "skip:";
    private const int DamagedShown = 20;

    private readonly HashSet<string> _lostWords = new(StringComparer.Ordinal);

    /// <summary>Also of what people typed in here without a number: it counts in our own series.</summary>
    private uint HighestOwnSerial() =>
        (uint)ToLong(Prepared("SELECT MAX(serial) FROM message WHERE sender = $1").Scalar((long)_who.Number));

    /// <summary>No number up to and including the floor is given out here. A new file starts behind everything that the
    /// lost one may have given out; a file whose end was lost goes on behind the bound (architecture §4.2).</summary>
    /// <param name="isFirst">This process has given out no number yet. Later it knows exactly what it committed.</param>
    /// <returns>Commits are known of which the rows are not here.</returns>
    private bool SetFloors(bool isFirst)
    {
        var kept = Counter("floor");
        var highest = Math.Max((uint)(kept ?? 0), HighestOwnSerial());
        var journal = Math.Max(Counter("journal") ?? 0, LastRow());
        var lost = _committed.Serial > highest || _committed.N > journal || _reserve.IsFarAhead(highest) ||
            (kept is null && _reserve.Bound > 0);
        // Without a witness, or with rows that are known to have been there, nobody can tell where the lost file ended.
        var mayBeShort = lost || Counter(SalvageMending.Pending) is SalvageMending.WithLoss ||
            (Counter(SalvageMending.Pending) is not null && _committed.Serial == 0);
        var known = Math.Max(highest, _committed.Serial);
        _floor = !isFirst ? known : mayBeShort ? Math.Max(known, _reserve.Bound) : (uint)(kept ?? 0);
        _journalFloor = Math.Max(Math.Max(_journalFloor, journal), _committed.N);
        if (kept != _floor) SetCounter("floor", _floor);
        if (_floor > known) SetCounter(SkipPrefix + (known + 1).ToString(CultureInfo.InvariantCulture), _floor);
        if (_journalFloor > journal) SetCounter("journal", _journalFloor);
        return lost;
    }

    private long? Counter(string name) => Prepared("SELECT value FROM counter WHERE name = $1").Scalar(name) as long?;

    private void SetCounter(string name, long value) =>
        Prepared("INSERT OR REPLACE INTO counter (name, value) VALUES ($1, $2)").Run(name, value);

    /// <summary>Numbers of messages of which the disk kept only the number.</summary>
    public IReadOnlyCollection<string> LostWords => _lostWords;

    /// <summary>For the screen: whose words cannot be shown any more; null when there are none.</summary>
    public static string? WordsOf(IReadOnlyCollection<string> damaged) => damaged.Count == 0 ? null
        : damaged.Count <= DamagedShown ? Say.It(Words.Disk_NotShown, string.Join(", ", damaged))
        : Say.It(
            Words.Disk_NotShownMore, string.Join(", ", damaged.Take(DamagedShown)), damaged.Count - DamagedShown);

    /// <summary>What people must know of a loss, as long as what was set aside stands in the directory.</summary>
    private string? NoticeOf(bool lost)
    {
        if (lost && _files.Aside.Count == 0 && !_inMemory)
            _files.Note("Commits are missing of which the numbers are known: the end of the database or its log was lost.\n");
        var aside = _files.Aside;
        if (aside.Count == 0 && !lost) return null;
        var words = new List<string> { Words.Disk_WasDamaged };
        var files = aside.Where(name => !name.EndsWith(".txt", StringComparison.Ordinal)).ToList();
        if (files.Count > 0) words.Add(Say.It(Words.Disk_Aside, files[^1]));
        words.Add(_who.IsHub ? Words.Disk_SavedAtHub : Words.Disk_Saved);
        AddOwnNumbers(words);
        return string.Join(" ", words);
    }

    private void AddOwnNumbers(List<string> words)
    {
        var skipped = Prepared($"SELECT name, value FROM counter WHERE name LIKE '{SkipPrefix}%'").All(
                row => uint.TryParse(row.GetString(0).AsSpan(SkipPrefix.Length), CultureInfo.InvariantCulture, out var first)
                    ? new SerialRange(first, (uint)row.GetInt64(1)) : new SerialRange(0, 0))
            .FindAll(range => range.First > 0 && range.First <= range.Last);
        var here = Prepared("SELECT serial FROM message WHERE sender = $1").All(row => (uint)row.GetInt64(0), (long)_who.Number);
        // A skipped range may have been given out or not; it is told apart.
        foreach (var range in skipped)
            for (var serial = range.First; serial <= range.Last && range.Last - range.First < 100_000; serial++) here.Add(serial);
        var missing = NumberRanges.Missing(here.Distinct().Order(), _floor);
        var station = _who.Id.ToString();
        if (missing.Count > 0)
            words.Add(Say.It(Words.Disk_OwnMissing, NumberRanges.Text(station, missing)));
        if (skipped.Count > 0)
            words.Add(
                Say.It(Words.Disk_OwnSkipped, NumberRanges.Text(station, [.. skipped.OrderBy(range => range.First)])));
        if (!_who.IsHub && missing.Count > 0) words.Add(Words.Disk_AskHub);
    }
}
