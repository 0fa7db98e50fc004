using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

/// <summary>Writes one body: fixed fields first, then fields with a tag. Big-endian.</summary>
internal sealed class BodyWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new(256);
    private int _lastTag;

    public int Length => _bytes.WrittenCount;

    public void Byte(int value) => Bytes([(byte)value]);

    public void UInt16(int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_bytes.GetSpan(2), (ushort)value);
        _bytes.Advance(2);
    }

    public void UInt24(uint value)
    {
        Byte((byte)(value >> 16));
        UInt16((int)(value & 0xFFFF));
    }

    public void UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_bytes.GetSpan(4), value);
        _bytes.Advance(4);
    }

    public void Bytes(ReadOnlySpan<byte> value) => _bytes.Write(value);

    /// <summary>A field: tag, length, value. Tags ascend, so that one content has one form.</summary>
    public void Field(byte tag, ReadOnlySpan<byte> value)
    {
        if (tag <= _lastTag) throw new InvalidOperationException($"Field {tag} after field {_lastTag}.");
        _lastTag = tag;
        Byte(tag);
        Byte(value.Length);
        Bytes(value);
    }

    /// <summary>A text field; nothing at all when there is no text.</summary>
    /// <exception cref="ArgumentException">The text is over its limit: it had to be refused at the door.</exception>
    public void Text(byte tag, string? text, TextLimit limit)
    {
        if (text is null) return;
        if (limit.Check(text) is not TextFault.None and var fault)
            throw new ArgumentException($"Text of field {tag:X2}: {fault}, at most {limit}.", nameof(text));
        Field(tag, Encoding.UTF8.GetBytes(text));
    }

    /// <summary>A text of the fixed part, with its length in one byte or, when it may be longer, in two.</summary>
    /// <exception cref="ArgumentException">The text is over its limit: it had to be refused at the door.</exception>
    public void FixedText(string text, TextLimit limit)
    {
        if (limit.Check(text) is not TextFault.None and var fault)
            throw new ArgumentException($"A text: {fault}, at most {limit}.", nameof(text));
        var bytes = Encoding.UTF8.GetBytes(text);
        if (limit.Bytes > byte.MaxValue) UInt16(bytes.Length);
        else Byte(bytes.Length);
        Bytes(bytes);
    }

    /// <summary>Ready for the next body; the buffer stays.</summary>
    public void Clear()
    {
        _bytes.ResetWrittenCount();
        _lastTag = 0;
    }

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();
}
