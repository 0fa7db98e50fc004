using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Radio;

namespace Noodlink.Protocol.Wire;

// Parts that stand in for others, for a sender that gets no answer (Radio/ReedSolomon says why).
//
//   part 16..19  shape (1 byte) | parity shard 0..3
//
//   shape        000 | rest 1 | k - 1 (2 bits) | short (2 bits)
//                rest: the shards are parts 2 .. k + 1, else parts 1 .. k; short: zeros behind the last shard, 0 .. k - 1
//
// The shards are the plaintexts of the data parts. Of a noodmelding those are the rest parts: the core goes by itself
// from the first second, and must not wait for company. Of other kinds all parts must come, so part 1 is one of them, its
// count with it. The parts are cut evenly, so that only the last may be shorter, by less than k bytes, and so that a
// parity part is one byte longer than a data part and no more.
//
// 2..4 parts get parity. One part: repeating it is its parity. Five or more (over 700 bytes): none, they go in turn.
//
// Every part is sealed at Accept, parity too, under a part number of its own. What is rebuilt is what was entered: a part
// that was changed on its way does not open.

/// <summary>Makes parity parts and rebuilds data parts from them.</summary>
/// <remarks>Stateless; safe on any thread.</remarks>
public static class ParityParts
{
    /// <summary>The first parity part.</summary>
    public const byte First = 16;

    /// <summary>The last parity part. Four: as many as there are data parts at most, so that a round of all parts at 50 %
    /// loss brings as many as are needed.</summary>
    public const byte Last = First + Count - 1;

    /// <summary>What a parity part adds to a shard.</summary>
    public const int ShapeBytes = 1;

    private const int Count = 4;
    private const int RestBit = 0x10;

    /// <summary>Parity for data parts that were cut evenly.</summary>
    /// <param name="data">In order, 2..4 of them; all but the last equally long, the last shorter by less than their
    /// number.</param>
    internal static IEnumerable<(byte Part, byte[] Plaintext)> Of(IReadOnlyList<(byte Part, byte[] Plaintext)> data)
    {
        var k = data.Count;
        var bytes = data[0].Plaintext.Length;
        var shards = new byte[k * bytes];
        for (var i = 0; i < k; i++) data[i].Plaintext.CopyTo(shards, i * bytes);
        var shape = (data[0].Part == Parts.FirstRest ? RestBit : 0) | ((k - 1) << 2) | (bytes - data[^1].Plaintext.Length);
        for (var i = 0; i < Count; i++)
        {
            var plaintext = new byte[ShapeBytes + bytes];
            plaintext[0] = (byte)shape;
            ReedSolomon.Parity(shards, k, i, plaintext.AsSpan(ShapeBytes));
            yield return ((byte)(First + i), plaintext);
        }
    }

    /// <summary>Rebuilds the data parts that are missing.</summary>
    /// <param name="parts">The opened parts, by number.</param>
    /// <returns>All that were given, and the rebuilt ones; the same when nothing can be rebuilt. Never throws.</returns>
    public static IReadOnlyDictionary<byte, byte[]> Restored(Kind kind, IReadOnlyDictionary<byte, byte[]> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (Read(kind, parts) is not { } shape) return parts;
        var usable = Usable(parts, shape);
        if (usable.Count < shape.Data) return parts;
        var numbers = new byte[shape.Data];
        var shards = new byte[shape.Data * shape.Bytes];
        for (var i = 0; i < shape.Data; i++)
        {
            numbers[i] = usable[i].Shard;
            usable[i].Bytes.Span.CopyTo(shards.AsSpan(i * shape.Bytes));
        }

        var data = new byte[shards.Length];
        if (!ReedSolomon.TryRebuild(shape.Data, numbers, shards, data)) return parts;
        var restored = parts.ToDictionary(part => part.Key, part => part.Value);
        for (var i = 0; i < shape.Data; i++)
            restored.TryAdd((byte)(shape.FirstData + i), data.AsSpan(i * shape.Bytes, shape.LengthOf(i)).ToArray());
        return restored;
    }

    /// <summary>The shards that fit the shape, data first.</summary>
    private static List<(byte Shard, ReadOnlyMemory<byte> Bytes)> Usable(
        IReadOnlyDictionary<byte, byte[]> parts, Shape shape)
    {
        var usable = new List<(byte, ReadOnlyMemory<byte>)>(shape.Data + Count);
        for (byte i = 0; i < shape.Data; i++)
            if (parts.TryGetValue((byte)(shape.FirstData + i), out var data) && data.Length == shape.LengthOf(i))
                usable.Add((i, data));
        for (var i = 0; i < Count; i++)
            if (parts.TryGetValue((byte)(First + i), out var parity) && parity.Length == ShapeBytes + shape.Bytes &&
                parity[0] == shape.Byte)
                usable.Add((ReedSolomon.ParityShard(i), parity.AsMemory(ShapeBytes)));
        return usable;
    }

    /// <summary>What the first parity part says, if that can be and part 1 says nothing else.</summary>
    private static Shape? Read(Kind kind, IReadOnlyDictionary<byte, byte[]> parts)
    {
        for (var part = First; part <= Last; part++)
        {
            if (!parts.TryGetValue(part, out var parity) || parity.Length <= ShapeBytes) continue;
            var shape = new Shape(parity[0], parity.Length - ShapeBytes);
            if (!shape.CanBe || shape.IsRest != BodyCodec.HasCore(kind)) return null;
            // What part 1 says counts: it is what a receiver without parity goes by.
            if (parts.TryGetValue(Parts.Core, out var core) &&
                (core.Length == 0 || core[0] != (shape.IsRest ? shape.Data : shape.Data - 1))) return null;
            return shape;
        }

        return null;
    }

    /// <param name="Byte">As it travels.</param>
    /// <param name="Bytes">Of one shard.</param>
    private readonly record struct Shape(byte Byte, int Bytes)
    {
        public bool IsRest => (Byte & RestBit) != 0;

        public int Data => (Byte >> 2 & 3) + 1;

        public byte FirstData => IsRest ? Parts.FirstRest : Parts.Core;

        private int Short => Byte & 3;

        public bool CanBe => Byte < 2 * RestBit && Data >= 2 && Short < Data && Short < Bytes;

        public int LengthOf(int shard) => shard == Data - 1 ? Bytes - Short : Bytes;
    }
}
