namespace Noodlink.Station.Places.Import;

/// <summary>Which files an import reads.</summary>
public sealed record ImportRequest
{
    /// <summary>Where the gazetteer goes; an older one is replaced when the new one is whole.</summary>
    public required string Out { get; init; }

    /// <summary>Addresses: CSV or GeoPackage.</summary>
    public IReadOnlyList<string> Bag { get; init; } = [];

    /// <summary>Road sections and hectometre posts: CSV or GeoPackage.</summary>
    public IReadOnlyList<string> Nwb { get; init; } = [];

    /// <summary>Named spots: CSV or GeoPackage.</summary>
    public IReadOnlyList<string> Spots { get; init; } = [];

    /// <summary>Only what lies in these; empty: everything.</summary>
    public IReadOnlyList<string> Gemeenten { get; init; } = [];
}

/// <summary>Reads extracts of the registers into a gazetteer.</summary>
/// <remarks>One thread. Roads go first, because they know which village lies in which gemeente and which post stands on
/// which road.</remarks>
public sealed class GazetteerImport
{
    private readonly ImportRequest _request;
    private readonly Action<string, long, long> _progress;
    private readonly CancellationToken _cancel;
    private readonly HashSet<string> _gemeenten;
    private readonly RoadBook _roads = new();
    private readonly List<ImportedTable> _done = [];

    private GazetteerImport(ImportRequest request, Action<string, long, long> progress, CancellationToken cancel)
    {
        _cancel = cancel;
        _request = request;
        _progress = progress;
        _gemeenten = [.. request.Gemeenten.Select(FoldedText.Words)];
    }

    /// <summary>Reads everything and puts the gazetteer in its place.</summary>
    /// <param name="madeAt">Stands in the file.</param>
    /// <param name="progress">Told which source it reads, how far it is and of how much.</param>
    /// <param name="cancel">Asked at every row; what stood there before stays.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="FileNotFoundException">A source is not there.</exception>
    /// <exception cref="InvalidDataException">A source is no such file, misses a column, or gives nothing.</exception>
    /// <exception cref="IOException">Something cannot be read or written.</exception>
    public static ImportReport Run(
        ImportRequest request, DateTimeOffset madeAt, Action<string, long, long> progress, CancellationToken cancel = default)
    {
        foreach (var path in request.Bag.Concat(request.Nwb).Concat(request.Spots))
            if (!File.Exists(path)) throw new FileNotFoundException($"{path} is not there.", path);
        return new GazetteerImport(request, progress, cancel).Run(madeAt);
    }

    private ImportReport Run(DateTimeOffset madeAt)
    {
        using var writer = new GazetteerWriter(_request.Out);
        var nwb = new List<ISourceTable>();
        try
        {
            foreach (var path in _request.Nwb) nwb.AddRange(Tables(path));
            var posts = nwb.Where(table => PostReader.Fits(new ColumnMap(table))).ToList();
            var sections = nwb.Where(table => !posts.Contains(table) && RoadBook.Fits(new ColumnMap(table))).ToList();
            if (_request.Nwb.Count > 0 && posts.Count == 0 && sections.Count == 0)
                throw Missing(_request.Nwb, "of hectometre posts or road sections", PostReader.Expected);
            foreach (var table in sections) Read(table, "roads", (map, row, tally) => _roads.Read(map, row, tally));
            foreach (var table in posts)
                Read(table, "posts", new PostReader(writer, _roads, IsElsewhere).Read);
        }
        finally
        {
            foreach (var table in nwb) table.Dispose();
        }

        ReadAll(_request.Bag, "addresses", AddressReader.Fits, AddressReader.Expected, new AddressReader(writer, _roads, IsElsewhere).Read);
        ReadAll(_request.Spots, "spots", SpotReader.Fits, SpotReader.Expected, new SpotReader(writer, IsElsewhere).Read);
        _cancel.ThrowIfCancellationRequested();
        _progress("checking", 0, 1);
        var counts = writer.Finish(madeAt);
        _progress("checking", 1, 1);
        return new ImportReport(_done, counts, new FileInfo(_request.Out).Length);
    }

    private void ReadAll(
        IReadOnlyList<string> paths, string what, Func<ColumnMap, bool> fits, string expected,
        Action<ColumnMap, SourceRow, TableTally> take)
    {
        foreach (var path in paths)
        {
            var tables = Tables(path);
            try
            {
                var fitting = tables.Where(table => fits(new ColumnMap(table))).ToList();
                if (fitting.Count == 0) throw Missing([path], $"of {what}", expected);
                foreach (var table in fitting) Read(table, what, take);
            }
            finally
            {
                foreach (var table in tables) table.Dispose();
            }
        }
    }

    private void Read(ISourceTable table, string what, Action<ColumnMap, SourceRow, TableTally> take)
    {
        var map = new ColumnMap(table);
        var tally = new TableTally(table.Name, what);
        foreach (var row in table.Rows((done, all) => _progress(table.Name, done, all)))
        {
            _cancel.ThrowIfCancellationRequested();
            tally.Read();
            if (row.Fault is { } fault) tally.Refuse(row, fault);
            else take(map, row, tally);
        }

        var sum = tally.Sum();
        _done.Add(sum);
        if (sum.Taken + sum.Doubles > 0 || what == "roads") return;
        throw new InvalidDataException(
            sum.Rows == 0 ? $"{table.Name} has no rows."
            : sum.Elsewhere > 0 ? $"{table.Name}: none of {sum.Rows} rows lies in {string.Join(" or ", _request.Gemeenten)}."
            : $"{table.Name}: none of {sum.Rows} rows can be used: {sum.Bad[0].Reason} "
                + $"(line {string.Join(", ", sum.Bad[0].Lines)}).");
    }

    /// <summary>With no gemeente asked for, nothing is elsewhere. Where the source does not say, only a person could
    /// know.</summary>
    private bool IsElsewhere(string gemeente) => _gemeenten.Count > 0 && !_gemeenten.Contains(FoldedText.Words(gemeente));

    private static IReadOnlyList<ISourceTable> Tables(string path)
    {
        Span<byte> head = stackalloc byte[16];
        using (var file = File.OpenRead(path))
            if (file.ReadAtLeast(head, 16, throwOnEndOfStream: false) == 16 && head.SequenceEqual("SQLite format 3\0"u8))
                return GeoPackageTable.Open(path);
        return [CsvTable.Open(path)];
    }

    private static InvalidDataException Missing(IReadOnlyList<string> paths, string what, string expected)
    {
        var names = string.Join(", ", paths.Select(Path.GetFileName));
        var has = string.Join(
            "; ",
            paths.SelectMany(Tables).Select(table =>
            {
                using (table) return string.Join(", ", table.Columns.Take(40));
            }));
        return new InvalidDataException($"{names} is no table {what}. It has: {has}. Expected {expected}.");
    }
}
