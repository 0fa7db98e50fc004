namespace Noodlink.Protocol.Radio;

// Reed-Solomon, for whoever can be heard but not answered.
//
// The problem. A message goes as k frames and all of them must come. Nobody says which ones are missing, so repeating
// them in turn wastes most of the air on what is there already: at 50 % loss four frames take some fourteen
// transmissions. If every frame that comes in were as good as every other, it would take eight.
//
// The idea is Reed and Solomon's own (1960). Take the k bytes at one place in the k frames as the values of a polynomial
// P of degree < k at the points 0, 1, .. k - 1. One such polynomial exists. More frames carry its values at further
// points. Any k values at different points say again which polynomial it was, so any k frames of all rebuild the rest.
//
//     data shard i      P(i)         i = 0 .. k - 1, the bytes as they are ("systematic")
//     parity shard j    P(4 + j)     j = 0 .. 251; the point does not depend on k
//
// Lagrange's formula gives P at any point from k others, and serves both ways:
//
//     P(x) = sum over i of y_i * product over m <> i of (x - x_m) / (x_i - x_m)
//
// Bytes are elements of GF(256) = GF(2)[x] / (x^8 + x^4 + x^3 + x^2 + 1), written 0x11D, in which 2 generates all 255
// others: the field of QR codes (ISO/IEC 18004, annex A), RAID-6 (H. P. Anvin, "The mathematics of RAID-6", 2004) and of
// Reed-Solomon over 8 bits in RFC 5510 §8.1. Plus and minus are both XOR. Products go by logarithms: a * b is
// 2^(log a + log b).
//
// k is at most four: a message of 640 bytes is four frames, and with more the first answer is worth more than the last
// parity. What is not known here: whether a shard is right. Each comes out of its own seal, so it is.

/// <summary>Any k of n equally long shards rebuild the k that matter. Pure; safe on any thread.</summary>
public static class ReedSolomon
{
    /// <summary>Data shards of one message.</summary>
    public const int DataMax = 4;

    /// <summary>Parity shards that exist: the points of the field behind those of the data.</summary>
    public const int ParityMax = 256 - DataMax;

    private const int Polynomial = 0x11D;
    private const int Order = 255;

    private static readonly byte[] Exp = new byte[2 * Order];
    private static readonly byte[] Log = new byte[256];

    static ReedSolomon()
    {
        var power = 1;
        for (var i = 0; i < Order; i++)
        {
            // Written twice, so that a sum of two logarithms needs no division.
            Exp[i] = Exp[i + Order] = (byte)power;
            Log[power] = (byte)i;
            power <<= 1;
            if (power > 255) power ^= Polynomial;
        }
    }

    /// <summary>The number of a parity shard, as <see cref="TryRebuild"/> takes it. Data shards are 0..3.</summary>
    /// <param name="index">0..251.</param>
    public static byte ParityShard(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, ParityMax);
        return (byte)(DataMax + index);
    }

    /// <summary>Makes one parity shard.</summary>
    /// <param name="data">All data shards behind each other, equally long.</param>
    /// <param name="count">How many that are, 1..4.</param>
    /// <param name="index">Which parity shard, 0..251.</param>
    /// <param name="parity">As long as one shard; is overwritten.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void Parity(ReadOnlySpan<byte> data, int count, int index, Span<byte> parity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, DataMax);
        if (data.Length != count * parity.Length)
            throw new ArgumentException($"{data.Length} bytes are not {count} shards of {parity.Length}.", nameof(data));
        ReadOnlySpan<byte> points = [0, 1, 2, 3];
        ValueAt(ParityShard(index), points[..count], data, parity);
    }

    /// <summary>Rebuilds the data from any <paramref name="count"/> shards.</summary>
    /// <param name="count">How many data shards there were, 1..4.</param>
    /// <param name="numbers">Which shards these are: 0..count - 1 for data, <see cref="ParityShard"/> for parity. As many
    /// as <paramref name="count"/>, none twice.</param>
    /// <param name="shards">Those shards behind each other, equally long.</param>
    /// <param name="data">As long as <paramref name="shards"/>; gets the data shards in order.</param>
    /// <returns>False: the numbers or lengths cannot be; <paramref name="data"/> is as it was. Never throws.</returns>
    public static bool TryRebuild(int count, ReadOnlySpan<byte> numbers, ReadOnlySpan<byte> shards, Span<byte> data)
    {
        if (count is < 1 or > DataMax || numbers.Length != count || shards.Length != data.Length) return false;
        if (shards.Length % count != 0) return false;
        for (var i = 0; i < count; i++)
            if ((numbers[i] >= count && numbers[i] < DataMax) || numbers[(i + 1)..].Contains(numbers[i])) return false;

        var bytes = shards.Length / count;
        for (byte shard = 0; shard < count; shard++)
        {
            var into = data.Slice(shard * bytes, bytes);
            var at = numbers.IndexOf(shard);
            if (at >= 0) shards.Slice(at * bytes, bytes).CopyTo(into);
            else ValueAt(shard, numbers, shards, into);
        }

        return true;
    }

    /// <summary>Lagrange: the values at one point from those at others.</summary>
    private static void ValueAt(byte point, ReadOnlySpan<byte> points, ReadOnlySpan<byte> values, Span<byte> into)
    {
        into.Clear();
        for (var i = 0; i < points.Length; i++)
        {
            // In logarithms a product is a sum and a quotient a difference; no factor is zero, for all points differ.
            var log = 0;
            for (var m = 0; m < points.Length; m++)
            {
                if (m == i) continue;
                log += Log[point ^ points[m]] + Order - Log[points[i] ^ points[m]];
            }

            log %= Order;
            var shard = values.Slice(i * into.Length, into.Length);
            for (var at = 0; at < into.Length; at++)
                if (shard[at] != 0) into[at] ^= Exp[Log[shard[at]] + log];
        }
    }
}
