using System.Text;

namespace Noodlink.Station.Places.Import;

// Extracts come as text from many hands: semicolons or commas, with or without quotes and the mark that some programs put
// in front of UTF-8, with line ends inside quotes. The header decides which sign parts the columns.

/// <summary>A text file with one header line (RFC 4180, and `;` or tab for the comma).</summary>
internal sealed class CsvTable : ISourceTable
{
    private const int ColumnsMax = 400;
    private const int RecordMax = 1 << 18;

    private readonly FileStream _file;
    private readonly StreamReader _reader;
    private readonly char _separator;
    private readonly StringBuilder _field = new();
    private long _line = 1;

    private CsvTable(string path, FileStream file)
    {
        Name = Path.GetFileName(path);
        _file = file;
        _reader = new StreamReader(file, new UTF8Encoding(), detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16);
        var first = new char[4096];
        var length = _reader.ReadBlock(first);
        var header = first.AsSpan(0, length);
        if (header.IndexOf('\n') is >= 0 and var end) header = header[..end];
        _separator = header.Count(';') > 0 ? ';' : header.Count('\t') > 0 ? '\t' : ',';
        if (header.Contains('\0')) throw new InvalidDataException($"{Name} is no text file; expected CSV or GeoPackage.");
        _file.Position = 0;
        _reader.DiscardBufferedData();
        var columns = new List<string>();
        if (!Read(columns) || columns.Count > ColumnsMax)
            throw new InvalidDataException($"{Name} has no header line with the names of its columns.");
        columns[0] = columns[0].TrimStart('\uFEFF');
        Columns = columns;
    }

    public string Name { get; }

    public IReadOnlyList<string> Columns { get; }

    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public static CsvTable Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        try
        {
            return new CsvTable(path, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public IEnumerable<SourceRow> Rows(Action<long, long> progress)
    {
        var row = new SourceRow { Values = new string[Columns.Count] };
        var fields = new List<string>(Columns.Count);
        for (var count = 0; ; count++)
        {
            row.Line = _line;
            fields.Clear();
            if (!Read(fields)) break;
            if (count % 1000 == 0) progress(_file.Position, _file.Length);
            if (fields is [""]) continue;
            row.Fault = fields.Count != Columns.Count ? $"{fields.Count} columns instead of {Columns.Count}" : null;
            for (var i = 0; i < row.Values.Length; i++) row.Values[i] = i < fields.Count ? fields[i].Trim() : "";
            if (row.Fault is null && row.Values.Any(value => value.Contains('\uFFFD', StringComparison.Ordinal)))
                row.Fault = "letters that are not UTF-8";
            yield return row;
        }

        progress(_file.Length, _file.Length);
    }

    public void Dispose()
    {
        _reader.Dispose();
        _file.Dispose();
    }

    /// <summary>One record; false at the end of the file.</summary>
    private bool Read(List<string> fields)
    {
        if (_reader.Peek() < 0) return false;
        var quoted = false;
        var length = 0;
        _field.Clear();
        for (int read; (read = _reader.Read()) >= 0;)
        {
            var letter = (char)read;
            if (letter == '\n') _line++;
            if (++length > RecordMax) throw new InvalidDataException($"{Name}: a line before line {_line} has no end.");
            if (quoted)
            {
                if (letter != '"') _field.Append(letter);
                else if (_reader.Peek() == '"') _field.Append((char)_reader.Read());
                else quoted = false;
            }
            else if (letter == '"' && IsBlank()) quoted = true;
            else if (letter == _separator) Take(fields);
            else if (letter == '\n') break;
            else if (letter != '\r') _field.Append(letter);
        }

        Take(fields);
        return true;
    }

    // A space before an opening quote is allowed, although no standard says so.
    private bool IsBlank()
    {
        for (var i = 0; i < _field.Length; i++)
            if (_field[i] is not (' ' or '\uFEFF')) return false;
        _field.Clear();
        return true;
    }

    private void Take(List<string> fields)
    {
        if (fields.Count <= ColumnsMax) fields.Add(_field.ToString());
        _field.Clear();
    }
}
