using System.Buffers.Binary;

namespace Noodlink.Station.Modems;

// The wire form of Protocol Buffers (protobuf.dev/programming-guides/encoding), as much as a Meshtastic node needs.
//
// A message is a row of fields. Each begins with a varint, (field number << 3) | wire type: 0 a varint, 1 eight bytes,
// 2 a length and that many bytes (texts, bytes and messages inside), 5 four bytes. 3 and 4 are groups, which nobody
// writes any more. Whoever does not know a field steps over it: newer firmware adds some in every release.
//
// There is no nesting here: a message inside is bytes, and a second reader reads them. So there is no recursion and
// nothing is kept, whatever comes in.

/// <summary>Steps through the fields of one message. Any bytes are fine; none throws.</summary>
internal ref struct ProtobufReader
{
    private const int VarintBytesMax = 10;

    private ReadOnlySpan<byte> _rest;

    public ProtobufReader(ReadOnlySpan<byte> message) => _rest = message;

    /// <summary>The number of the field that <see cref="Next"/> found.</summary>
    public int Field { get; private set; }

    /// <summary>Its value, where it is a varint or has a fixed length; otherwise 0.</summary>
    public ulong Number { get; private set; }

    /// <summary>Its value, where it has a length; otherwise empty.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>The message ended in the middle of a field, or is no message at all.</summary>
    public bool IsBroken { get; private set; }

    /// <summary><see cref="Number"/> as <c>int32</c>: negative numbers stand there as ten bytes.</summary>
    public readonly int Signed => unchecked((int)Number);

    /// <summary><see cref="Number"/> as <c>uint32</c> or <c>fixed32</c>.</summary>
    public readonly uint Unsigned => unchecked((uint)Number);

    /// <summary><see cref="Number"/> as <c>float</c>; may be infinite or no number.</summary>
    public readonly float Real => BitConverter.UInt32BitsToSingle(Unsigned);

    /// <summary>Whether all of it, to the last byte, is fields. A frame that lost or gained bytes hardly ever
    /// is.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
        }

        return !reader.IsBroken;
    }

    /// <summary>The message or bytes in a field; empty when it is not there.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> message, int field)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next())
            if (reader.Field == field)
                return reader.Bytes;
        return default;
    }

    /// <summary>Goes to the next field; false at the end, and where the message is broken.</summary>
    public bool Next()
    {
        Number = 0;
        Bytes = default;
        if (_rest.IsEmpty || IsBroken) return false;
        IsBroken = !TryTake();
        return !IsBroken;
    }

    private bool TryTake()
    {
        if (!TryVarint(out var tag) || tag >> 3 is 0 or > 0x1FFF_FFFF) return false;
        Field = (int)(tag >> 3);
        switch (tag & 7)
        {
            case 0:
                if (!TryVarint(out var number)) return false;
                Number = number;
                return true;
            case 1 when _rest.Length >= 8:
                Number = BinaryPrimitives.ReadUInt64LittleEndian(_rest);
                _rest = _rest[8..];
                return true;
            case 2:
                if (!TryVarint(out var length) || length > (ulong)_rest.Length) return false;
                Bytes = _rest[..(int)length];
                _rest = _rest[(int)length..];
                return true;
            case 5 when _rest.Length >= 4:
                Number = BinaryPrimitives.ReadUInt32LittleEndian(_rest);
                _rest = _rest[4..];
                return true;
            default:
                return false;
        }
    }

    private bool TryVarint(out ulong value)
    {
        value = 0;
        for (var at = 0; at < _rest.Length && at < VarintBytesMax; at++)
        {
            value |= unchecked((ulong)(_rest[at] & 0x7F) << (7 * at));
            if (_rest[at] >= 0x80) continue;
            _rest = _rest[(at + 1)..];
            return true;
        }

        return false;
    }
}
