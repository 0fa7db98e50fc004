using System.Text;
using Noodlink.Protocol.Radio;

namespace Noodlink.Protocol.Tests.Radio;

public sealed class ReedSolomonTests
{
    // Two shards are the line through two points, P(x) = d0 + (d0 + d1) x, and can be done by hand. 01 and 02: slope 3,
    // at 4 that is 01 + 4 * 3 = 0D. 80 and 00: slope 80, 4 * 80 = 200 = 2 * 100 = 2 * 1D = 3A, and 80 + 3A = BA.
    // The rest is by a program that knows neither logarithms nor Lagrange: products by shifting, coefficients by
    // elimination.
    [Theory]
    [InlineData(1, 0, "0180FF")]
    [InlineData(1, 251, "0180FF")]
    [InlineData(2, 0, "0DBA8A")]
    [InlineData(2, 1, "0E3AD0")]
    [InlineData(2, 2, "0BA73E")]
    [InlineData(2, 3, "082764")]
    [InlineData(2, 251, "1DE2CD")]
    [InlineData(3, 0, "15D59D")]
    [InlineData(3, 1, "1655C7")]
    [InlineData(3, 2, "1754A1")]
    [InlineData(3, 3, "14D4FB")]
    [InlineData(3, 251, "0B7A1B")]
    [InlineData(4, 0, "854EA6")]
    [InlineData(4, 1, "BE8F8D")]
    [InlineData(4, 2, "2C3326")]
    [InlineData(4, 3, "E86394")]
    [InlineData(4, 251, "80EA35")]
    public void Parity_is_what_the_field_says(int count, int index, string expected)
    {
        var data = Hex.Bytes("0180FF 0200A5 0301C3 FF1000")[..(3 * count)];

        Assert.Equal(Hex.Bytes(expected), Parity(data, count, index));
    }

    [Fact]
    public void Four_words_and_their_parity()
    {
        var data = Encoding.ASCII.GetBytes("Noodmelding" + "Toelichting" + "Brandweer!!" + "Grijpskerk.");

        Assert.Equal(Hex.Bytes("272133E82611F2BF333022"), Parity(data, 4, 0));
        Assert.Equal(Hex.Bytes("7F2135C8421BCACF339100"), Parity(data, 4, 1));
        Assert.Equal(Hex.Bytes("D33C2D82AF13AB3E28151C"), Parity(data, 4, 2));
        Assert.Equal(Hex.Bytes("943C29AEDB1B995E28FE31"), Parity(data, 4, 3));
    }

    // All subsets, in one order each: 126 for four of nine, and two parities at the far end.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Any_k_of_n_rebuild_the_data(int count)
    {
        var random = new Random(count);
        var data = new byte[count * 17];
        random.NextBytes(data);
        int[] indexes = [0, 1, 2, 3, 4, 250, 251];
        List<(byte Number, byte[] Bytes)> all =
        [
            .. Enumerable.Range(0, count).Select(i => ((byte)i, data[(i * 17)..((i + 1) * 17)])),
            .. indexes.Select(index => (ReedSolomon.ParityShard(index), Parity(data, count, index))),
        ];

        foreach (var chosen in Subsets(all, count))
        {
            random.Shuffle(chosen);
            var rebuilt = new byte[data.Length];
            Assert.True(ReedSolomon.TryRebuild(
                count, [.. chosen.Select(shard => shard.Number)], [.. chosen.SelectMany(shard => shard.Bytes)], rebuilt));
            Assert.True(rebuilt.SequenceEqual(data), string.Join(' ', chosen.Select(shard => shard.Number)));
        }
    }

    [Theory]
    [InlineData(0, "", "", 0)]
    [InlineData(5, "0001020304", "0102030405", 5)]
    [InlineData(2, "00", "0102", 2)]
    [InlineData(2, "0000", "0102", 2)]
    [InlineData(2, "0404", "0102", 2)]
    [InlineData(2, "0002", "0102", 2)]
    [InlineData(3, "000103", "010203", 3)]
    [InlineData(2, "0004", "010203", 3)]
    [InlineData(2, "0004", "0102", 4)]
    public void What_cannot_be_is_not_rebuilt(int count, string numbers, string shards, int room)
    {
        var data = Enumerable.Repeat((byte)0xEE, room).ToArray();

        Assert.False(ReedSolomon.TryRebuild(count, Hex.Bytes(numbers), Hex.Bytes(shards), data));
        Assert.All(data, value => Assert.Equal(0xEE, value));
    }

    [Fact]
    public void A_wrong_length_or_number_is_a_fault_in_the_program()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ReedSolomon.Parity(new byte[2], 0, 0, new byte[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ReedSolomon.Parity(new byte[10], 5, 0, new byte[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ReedSolomon.Parity(new byte[4], 2, 252, new byte[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ReedSolomon.Parity(new byte[4], 2, -1, new byte[2]));
        Assert.Throws<ArgumentException>(() => ReedSolomon.Parity(new byte[5], 2, 0, new byte[2]));
    }

    /// <summary>Subsets of so many, each as a list of its own.</summary>
    internal static IEnumerable<T[]> Subsets<T>(IReadOnlyList<T> all, int count)
    {
        for (var mask = 0; mask < 1 << all.Count; mask++)
            if (int.PopCount(mask) == count)
                yield return [.. all.Where((_, i) => (mask >> i & 1) == 1)];
    }

    private static byte[] Parity(ReadOnlySpan<byte> data, int count, int index)
    {
        var parity = new byte[data.Length / count];
        ReedSolomon.Parity(data, count, index, parity);
        return parity;
    }
}
