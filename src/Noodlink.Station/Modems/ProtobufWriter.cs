using System.Buffers.Binary;

namespace Noodlink.Station.Modems;

/// <summary>Puts fields one behind the other; see <see cref="ProtobufReader"/> for the form. One thread at a
/// time.</summary>
internal sealed class ProtobufWriter
{
    private readonly List<byte> _bytes = [];

    /// <summary>A number, a truth (0 or 1) or a choice.</summary>
    public ProtobufWriter Number(int field, ulong value)
    {
        Varint((ulong)field << 3);
        Varint(value);
        return this;
    }

    /// <summary>A message inside, a text or bytes.</summary>
    public ProtobufWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)value.Length);
        _bytes.AddRange(value);
        return this;
    }

    /// <summary>A message inside.</summary>
    public ProtobufWriter Message(int field, ProtobufWriter value) => Bytes(field, value.ToArray());

    /// <summary>Always four bytes.</summary>
    public ProtobufWriter Fixed(int field, uint value)
    {
        Varint(((ulong)field << 3) | 5);
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(four, value);
        _bytes.AddRange(four);
        return this;
    }

    public ProtobufWriter Real(int field, float value) => Fixed(field, BitConverter.SingleToUInt32Bits(value));

    public byte[] ToArray() => [.. _bytes];

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) _bytes.Add((byte)(value & 0x7F | 0x80));
        _bytes.Add((byte)value);
    }
}
