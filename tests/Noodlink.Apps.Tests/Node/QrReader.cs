namespace Noodlink.Apps.Tests.Node;

// A decoder of our own for what our pages print, because a code that nobody reads back proves nothing. It reads a matrix
// without a single wrong module, so it needs no error correction; what it knows of the format is from ISO/IEC 18004:2015:
// format information 7.9, data masks 7.8, placement 7.7.3, blocks of level M table 9, alignment annex E.

/// <summary>Reads a QR code of level M, versions 5 to 16, in alphanumeric mode.</summary>
internal static class QrReader
{
    private const string Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

    // Version: error correction codewords per block, then blocks and data codewords of each of the two groups.
    private static readonly Dictionary<int, (int Correction, int Blocks, int Data, int MoreBlocks)> LevelM = new()
    {
        [5] = (24, 2, 43, 0), [6] = (16, 4, 27, 0),
        [7] = (18, 4, 31, 0), [8] = (22, 2, 38, 2), [9] = (22, 3, 36, 2), [10] = (26, 4, 43, 1), [11] = (30, 1, 50, 4),
        [12] = (22, 6, 36, 2), [13] = (22, 8, 37, 1), [14] = (24, 4, 40, 5), [15] = (24, 5, 41, 5), [16] = (28, 7, 45, 3),
    };

    private static readonly Dictionary<int, int[]> Alignment = new()
    {
        [5] = [6, 30], [6] = [6, 34],
        [7] = [6, 22, 38], [8] = [6, 24, 42], [9] = [6, 26, 46], [10] = [6, 28, 50], [11] = [6, 30, 54], [12] = [6, 32, 58],
        [13] = [6, 34, 62], [14] = [6, 26, 46, 66], [15] = [6, 26, 48, 70], [16] = [6, 26, 50, 74],
    };

    public static string Read(IReadOnlyList<IReadOnlyList<bool>> modules)
    {
        var version = (modules.Count - 17) / 4;
        Assert.All(modules, row => Assert.Equal((version * 4) + 17, row.Count));
        var format = Format(modules);
        Assert.Equal(0, format >> 3); // level M
        var bits = Codewords(modules, version, format & 7);
        return Text(Deinterleaved(bits, version), version);
    }

    private static int Format(IReadOnlyList<IReadOnlyList<bool>> modules)
    {
        (int Row, int Column)[] places =
        [
            (8, 0), (8, 1), (8, 2), (8, 3), (8, 4), (8, 5), (8, 7), (8, 8), (7, 8), (5, 8), (4, 8), (3, 8), (2, 8), (1, 8),
            (0, 8),
        ];
        var bits = places.Aggregate(0, (sum, at) => (sum << 1) | (modules[at.Row][at.Column] ? 1 : 0));
        return (bits ^ 0x5412) >> 10;
    }

    private static List<byte> Codewords(IReadOnlyList<IReadOnlyList<bool>> modules, int version, int mask)
    {
        var size = modules.Count;
        var words = new List<byte>();
        var (word, count, up) = (0, 0, true);
        for (var right = size - 1; right > 0; right -= 2, up = !up)
        {
            if (right == 6) right--; // the vertical timing pattern
            for (var step = 0; step < size; step++)
                for (var column = right; column > right - 2; column--)
                {
                    var row = up ? size - 1 - step : step;
                    if (IsFunction(row, column, size, version)) continue;
                    word = (word << 1) | (modules[row][column] ^ IsMasked(mask, row, column) ? 1 : 0);
                    if (++count % 8 != 0) continue;
                    words.Add((byte)word);
                    word = 0;
                }
        }

        return words;
    }

    private static bool IsFunction(int row, int column, int size, int version)
    {
        if (row <= 8 && (column <= 8 || column >= size - 8)) return true;
        if (row >= size - 8 && column <= 8) return true;
        if (row == 6 || column == 6) return true;
        if (version >= 7 && row < 6 && column >= size - 11) return true; // version information
        if (version >= 7 && column < 6 && row >= size - 11) return true;
        var centres = Alignment[version];
        return centres.Any(
            y => Math.Abs(row - y) <= 2 && centres.Any(
                x => Math.Abs(column - x) <= 2 && !IsFinder(y, x, size)));
    }

    private static bool IsFinder(int row, int column, int size) =>
        (row == 6 && (column == 6 || column == size - 7)) || (row == size - 7 && column == 6);

    private static bool IsMasked(int mask, int row, int column) => mask switch
    {
        0 => (row + column) % 2 == 0,
        1 => row % 2 == 0,
        2 => column % 3 == 0,
        3 => (row + column) % 3 == 0,
        4 => ((row / 2) + (column / 3)) % 2 == 0,
        5 => (row * column % 2) + (row * column % 3) == 0,
        6 => ((row * column % 2) + (row * column % 3)) % 2 == 0,
        _ => (((row + column) % 2) + (row * column % 3)) % 2 == 0,
    };

    private static List<byte> Deinterleaved(List<byte> words, int version)
    {
        var (_, few, data, more) = LevelM[version];
        var blocks = Enumerable.Range(0, few + more).Select(_ => new List<byte>()).ToList();
        var at = 0;
        for (var i = 0; i <= data; i++)
            foreach (var (index, block) in blocks.Index())
                if (i < data || index >= few) block.Add(words[at++]);
        return [.. blocks.SelectMany(block => block)];
    }

    private static string Text(List<byte> words, int version)
    {
        var at = 0;
        int Take(int count)
        {
            var value = 0;
            for (; count > 0; count--, at++) value = (value << 1) | ((words[at / 8] >> (7 - (at % 8))) & 1);
            return value;
        }

        Assert.Equal(2, Take(4)); // alphanumeric mode
        var left = Take(version < 10 ? 9 : 11);
        var text = new System.Text.StringBuilder();
        for (; left >= 2; left -= 2)
        {
            var pair = Take(11);
            text.Append(Letters[pair / 45]).Append(Letters[pair % 45]);
        }

        if (left == 1) text.Append(Letters[Take(6)]);
        return text.ToString();
    }
}
