using System.Buffers.Binary;
using System.Text;

namespace Noodlink.Station.Queue;

/// <summary>One row as it stood in a page: its values, and its rowid where the tree has one.</summary>
internal sealed record SalvageRow(long Rowid, object?[] Values);

/// <summary>Reads the cells of one page of a tree (sqlite.org/fileformat2.html §1.6 and §2.1). Every number in it may be
/// wrong: what points outside is no cell.</summary>
internal static class SalvageCells
{
    public const byte IndexInterior = 0x02;
    public const byte IndexLeaf = 0x0A;
    public const byte TableLeaf = 0x0D;

    /// <summary>More than the longest row that a station makes.</summary>
    private const long PayloadMax = 1 << 20;

    private const int Usable = SalvagePages.PageBytes;

    /// <param name="kind">How to read it, whatever the page itself says.</param>
    /// <param name="rows">The rows that could be read.</param>
    /// <returns>How many cells the page claims to have.</returns>
    public static int Read(ReadOnlySpan<byte> page, byte kind, Func<uint, byte[]?> rest, List<SalvageRow> rows)
    {
        rows.Clear();
        var cells = BinaryPrimitives.ReadUInt16BigEndian(page[3..]);
        var first = kind == IndexInterior ? 12 : 8;
        if (cells == 0 || first + (cells * 2) > Usable) return 0;
        for (var i = 0; i < cells; i++)
        {
            var at = BinaryPrimitives.ReadUInt16BigEndian(page[(first + (i * 2))..]);
            if (at < first + (cells * 2) || at >= Usable) continue;
            if (TryCell(page, at, kind, rest, out var row)) rows.Add(row!);
        }

        return cells;
    }

    private static bool TryCell(ReadOnlySpan<byte> page, int at, byte kind, Func<uint, byte[]?> rest, out SalvageRow? row)
    {
        row = null;
        if (kind == IndexInterior) at += 4; // the child page
        var rowid = 0L;
        if (!TryVarint(page, ref at, out var payload) || payload is < 2 or > PayloadMax) return false;
        if (kind == TableLeaf && !TryVarint(page, ref at, out rowid)) return false;
        var local = LocalBytes((int)payload, kind == TableLeaf);
        if (at + local > Usable) return false;
        if (local == payload) return TryRecord(page.Slice(at, local), rowid, out row);
        if (at + local + 4 > Usable) return false;
        var whole = new byte[payload];
        page.Slice(at, local).CopyTo(whole);
        var next = BinaryPrimitives.ReadUInt32BigEndian(page[(at + local)..]);
        for (var have = local; have < payload;)
        {
            if (rest(next) is not { } more) return false;
            var take = Math.Min((int)payload - have, Usable - 4);
            more.AsSpan(4, take).CopyTo(whole.AsSpan(have));
            have += take;
            next = BinaryPrimitives.ReadUInt32BigEndian(more);
        }

        return TryRecord(whole, rowid, out row);
    }

    /// <summary>How much of a row stands in its own page (fileformat2 §1.6).</summary>
    private static int LocalBytes(int payload, bool isTable)
    {
        const int min = ((Usable - 12) * 32 / 255) - 23;
        var max = isTable ? Usable - 35 : ((Usable - 12) * 64 / 255) - 23;
        if (payload <= max) return payload;
        var fit = min + ((payload - min) % (Usable - 4));
        return fit <= max ? fit : min;
    }

    private static bool TryRecord(ReadOnlySpan<byte> record, long rowid, out SalvageRow? row)
    {
        row = null;
        var at = 0;
        if (!TryVarint(record, ref at, out var headerBytes) || headerBytes < at || headerBytes > record.Length) return false;
        var body = (int)headerBytes;
        var values = new List<object?>(8);
        while (at < headerBytes)
        {
            if (!TryVarint(record[..(int)headerBytes], ref at, out var type) || type is 10 or 11 or < 0) return false;
            var bytes = type switch { 0 or 8 or 9 => 0, <= 4 => type, 5 => 6, 6 or 7 => 8, _ => (type - 12) / 2 };
            if (bytes > record.Length - body) return false;
            values.Add(Value(type, record.Slice(body, (int)bytes)));
            body += (int)bytes;
        }

        if (body != record.Length) return false;
        row = new SalvageRow(rowid, [.. values]);
        return true;
    }

    private static object? Value(long type, ReadOnlySpan<byte> bytes) => type switch
    {
        0 => null,
        8 => 0L,
        9 => 1L,
        7 => BinaryPrimitives.ReadDoubleBigEndian(bytes),
        < 7 => Integer(bytes),
        _ when type % 2 == 0 => bytes.ToArray(),
        _ => Encoding.UTF8.GetString(bytes),
    };

    private static long Integer(ReadOnlySpan<byte> bytes)
    {
        long value = unchecked((sbyte)bytes[0]);
        foreach (var b in bytes[1..]) value = (value << 8) | b;
        return value;
    }

    private static bool TryVarint(ReadOnlySpan<byte> bytes, ref int at, out long value)
    {
        value = 0;
        for (var i = 0; i < 9; i++)
        {
            if (at >= bytes.Length) return false;
            var b = bytes[at++];
            if (i == 8)
            {
                value = (value << 8) | b;
                return true;
            }

            value = (value << 7) | (uint)(b & 0x7F);
            if (b < 0x80) return true;
        }

        return false;
    }
}
