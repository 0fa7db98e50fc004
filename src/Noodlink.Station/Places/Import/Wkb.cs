using System.Buffers.Binary;
using System.Globalization;

namespace Noodlink.Station.Places.Import;

// A GeoPackage puts a small header of its own ("GP", flags, reference system, an envelope of one of five sizes) before
// ordinary well-known binary. We want one position of each row: of a point the point, of anything larger (a berth is a
// polygon, a road a line) the middle of the box around it. So nothing is built: the numbers are walked over once.
//
// References: OGC 12-128r18 (GeoPackage) §2.1.3; OGC 06-103r4 (simple features) §8; the high bits for Z, M and a
// reference system are those of EWKB, which some programs write.

/// <summary>The middle of a geometry.</summary>
internal ref struct Wkb
{
    private const int DepthMax = 5;
    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;
    private double _west, _south, _east, _north;

    private Wkb(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        (_west, _south) = (double.MaxValue, double.MaxValue);
        (_east, _north) = (double.MinValue, double.MinValue);
    }

    /// <summary>Of a GeoPackage geometry. False: empty, or no geometry.</summary>
    public static bool TryMiddle(ReadOnlySpan<byte> blob, out double x, out double y)
    {
        (x, y) = (0, 0);
        if (blob.Length < 8 || blob[0] != 'G' || blob[1] != 'P') return false;
        int envelope = ((blob[3] >> 1) & 7) switch { 0 => 0, 1 => 32, 2 or 3 => 48, 4 => 64, _ => -1 };
        var isEmpty = (blob[3] & 16) != 0;
        if (envelope < 0 || isEmpty || blob.Length < 8 + envelope) return false;
        var walk = new Wkb(blob[(8 + envelope)..]);
        if (!walk.Geometry(0) || walk._west > walk._east) return false;
        (x, y) = ((walk._west + walk._east) / 2, (walk._south + walk._north) / 2);
        return double.IsFinite(x) && double.IsFinite(y);
    }

    /// <summary>Of "POINT(215900 585903)" or "MULTIPOINT ((215900 585903))", as text files have it.</summary>
    public static bool TryText(string text, out double x, out double y)
    {
        (x, y) = (0, 0);
        var open = text.LastIndexOf('(');
        if (open < 0 || text.Length > 200 || !text.Contains("POINT", StringComparison.OrdinalIgnoreCase)) return false;
        var numbers = text[(open + 1)..].TrimEnd(')', ' ').Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return numbers.Length >= 2
            && double.TryParse(numbers[0], NumberStyles.Float, CultureInfo.InvariantCulture, out x)
            && double.TryParse(numbers[1], NumberStyles.Float, CultureInfo.InvariantCulture, out y);
    }

    private bool Geometry(int depth)
    {
        if (depth > DepthMax || _at + 5 > _bytes.Length || _bytes[_at] > 1) return false;
        var little = _bytes[_at++] == 1;
        var code = Whole(little);
        if ((code & 0x2000_0000) != 0) _at += 4;
        var size = 2 + ((code & 0x8000_0000) != 0 ? 1 : 0) + ((code & 0x4000_0000) != 0 ? 1 : 0);
        code &= 0x0FFF_FFFF;
        size += (int)(code / 1000) switch { 1 or 2 => 1, 3 => 2, _ => 0 };
        return (code % 1000) switch
        {
            1 => Points(1, size, little),
            2 => Counted(little, out var points) && Points(points, size, little),
            3 => Rings(size, little),
            4 or 5 or 6 or 7 => Parts(depth, little),
            _ => false,
        };
    }

    private bool Parts(int depth, bool little)
    {
        if (!Counted(little, out var parts)) return false;
        for (var i = 0; i < parts; i++)
            if (!Geometry(depth + 1)) return false;
        return true;
    }

    private bool Rings(int size, bool little)
    {
        if (!Counted(little, out var rings)) return false;
        for (var i = 0; i < rings; i++)
            if (!Counted(little, out var points) || !Points(points, size, little)) return false;
        return true;
    }

    private bool Points(int count, int size, bool little)
    {
        if (_at < 0 || (long)_at + ((long)count * size * 8) > _bytes.Length) return false;
        for (var i = 0; i < count; i++, _at += size * 8)
        {
            var (x, y) = (Real(_at, little), Real(_at + 8, little));
            if (!double.IsFinite(x) || !double.IsFinite(y)) continue;
            (_west, _east) = (Math.Min(_west, x), Math.Max(_east, x));
            (_south, _north) = (Math.Min(_south, y), Math.Max(_north, y));
        }

        return true;
    }

    // No count can be larger than the bytes that are left: each thing counted takes at least four.
    private bool Counted(bool little, out int count)
    {
        count = 0;
        if (_at + 4 > _bytes.Length) return false;
        var value = Whole(little);
        if (value > (_bytes.Length - _at) / 4) return false;
        count = (int)value;
        return true;
    }

    private uint Whole(bool little)
    {
        var bytes = _bytes.Slice(_at, 4);
        _at += 4;
        return little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    private readonly double Real(int at, bool little) => little
        ? BinaryPrimitives.ReadDoubleLittleEndian(_bytes[at..]) : BinaryPrimitives.ReadDoubleBigEndian(_bytes[at..]);
}
