namespace Noodlink.Station.Places.Import;

/// <summary>Rows with named columns, wherever they come from.</summary>
internal interface ISourceTable : IDisposable
{
    /// <summary>For people: the file, and the table in it where it has several.</summary>
    string Name { get; }

    /// <summary>As the file writes them.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>In the order of the file. The row is the same object each time.</summary>
    /// <param name="progress">Told how far it is, of how much.</param>
    IEnumerable<SourceRow> Rows(Action<long, long> progress);
}

/// <summary>One row, until the next one is asked for.</summary>
internal sealed class SourceRow
{
    /// <summary>Of the text file, the header being 1; or of the table, by its own count.</summary>
    public long Line { get; set; }

    /// <summary>In the order of <see cref="ISourceTable.Columns"/>; an absent value is empty.</summary>
    public string[] Values { get; set; } = [];

    /// <summary>Where a table has geometry; null where it does not, or where this row's cannot be read.</summary>
    public (double X, double Y, int Srid)? Geometry { get; set; }

    /// <summary>Why the row cannot be used at all; null when it can.</summary>
    public string? Fault { get; set; }
}
