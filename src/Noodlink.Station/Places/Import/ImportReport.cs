namespace Noodlink.Station.Places.Import;

/// <summary>What became of one table of a source file.</summary>
/// <param name="Source">File, and table where it has several.</param>
/// <param name="What">addresses, posts, roads or spots.</param>
/// <param name="Rows">Read.</param>
/// <param name="Taken">Stand in the gazetteer.</param>
/// <param name="Doubles">Stood in it already.</param>
/// <param name="Elsewhere">In another gemeente than the ones asked for.</param>
/// <param name="Bad">Left out, by reason.</param>
public sealed record ImportedTable(
    string Source, string What, long Rows, long Taken, long Doubles, long Elsewhere, IReadOnlyList<BadRows> Bad);

/// <summary>Rows that were left out for one reason.</summary>
/// <param name="Reason">In a few words.</param>
/// <param name="Count">How many.</param>
/// <param name="Lines">The first of them: lines of a text file, row numbers of a table.</param>
public sealed record BadRows(string Reason, long Count, IReadOnlyList<long> Lines);

/// <summary>What an import did.</summary>
/// <param name="Tables">By source.</param>
/// <param name="Counts">What the gazetteer holds.</param>
/// <param name="Bytes">How large its file is.</param>
public sealed record ImportReport(IReadOnlyList<ImportedTable> Tables, GazetteerCounts Counts, long Bytes);
