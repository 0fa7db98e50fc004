namespace Noodlink.Station.Places.Import;

/// <summary>Counts what becomes of the rows of one table.</summary>
internal sealed class TableTally(string source, string what)
{
    private const int LinesShown = 5;
    private readonly Dictionary<string, (long Count, List<long> Lines)> _bad = new(StringComparer.Ordinal);

    public long Rows { get; private set; }

    public long Taken { get; private set; }

    public long Doubles { get; private set; }

    public long Elsewhere { get; private set; }

    public void Read() => Rows++;

    public void Take(bool isNew)
    {
        if (isNew) Taken++;
        else Doubles++;
    }

    public void LeaveElsewhere() => Elsewhere++;

    public void Refuse(SourceRow row, string reason)
    {
        if (!_bad.TryGetValue(reason, out var seen)) seen = (0, []);
        if (seen.Lines.Count < LinesShown) seen.Lines.Add(row.Line);
        _bad[reason] = (seen.Count + 1, seen.Lines);
    }

    public ImportedTable Sum() => new(
        source, what, Rows, Taken, Doubles, Elsewhere,
        [.. _bad.OrderByDescending(one => one.Value.Count)
            .Select(one => new BadRows(one.Key, one.Value.Count, one.Value.Lines))]);
}
