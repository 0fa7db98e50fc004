using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Noodlink.Station.Queue;

/// <summary>CRC-32C over a row: SQLite's own checks miss a flipped bit in a text (architecture §4.1).</summary>
internal static class RowSum
{
    public static long Of(ReadOnlySpan<byte> bytes) => Append(uint.MaxValue, bytes);

    public static long Of(
        string number, bool own, ushort sender, ushort epoch, uint serial, uint created, byte kind, byte status,
        byte precedence, ReadOnlySpan<byte> body)
    {
        Span<byte> head = stackalloc byte[16];
        BinaryPrimitives.WriteUInt16BigEndian(head, sender);
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], epoch);
        BinaryPrimitives.WriteUInt32BigEndian(head[4..], serial);
        BinaryPrimitives.WriteUInt32BigEndian(head[8..], created);
        head[12] = kind;
        head[13] = status;
        head[14] = precedence;
        head[15] = own ? (byte)1 : (byte)0;
        var sum = Append(uint.MaxValue, head);
        sum = Append(sum, MemoryMarshal.AsBytes(number.AsSpan()));
        return Append(sum, body);
    }

    /// <summary>Over texts, each closed off from the next.</summary>
    public static long Of(params ReadOnlySpan<string> texts)
    {
        var sum = uint.MaxValue;
        foreach (var text in texts) sum = Append(Append(sum, MemoryMarshal.AsBytes(text.AsSpan())), "\0\0"u8);
        return sum;
    }

    private static uint Append(uint sum, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= 8; bytes = bytes[8..])
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var b in bytes) sum = BitOperations.Crc32C(sum, b);
        return sum;
    }
}
