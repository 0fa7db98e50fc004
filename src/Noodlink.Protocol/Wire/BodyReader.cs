using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

/// <summary>Reads one body. A fault is remembered and everything after it reads as zero, so that a codec can read
/// straight on and ask once at the end; nothing throws and nothing is allocated for what is not there.</summary>
internal ref struct BodyReader(ReadOnlySpan<byte> body)
{
    // As long as the longest fixed run that any codec asks for.
    private static readonly byte[] ZeroBytes = new byte[64];

    private ReadOnlySpan<byte> _rest = body;
    private DecodeResult.Failed? _failure;
    private int _lastTag;

    public readonly bool Failed => _failure is not null;

    public readonly int Left => _rest.Length;

    public void Malformed(string detail) => Fail(DecodeFailure.Malformed, detail);

    public void Newer(string detail) => Fail(DecodeFailure.NewerVersion, detail);

    /// <summary>The result, when the whole body was read without a fault.</summary>
    public DecodeResult Finish(MessageBody body)
    {
        if (!Failed && _rest.Length > 0) Malformed("bytes left over");
        return _failure is null ? new DecodeResult.Ok(body) : _failure;
    }

    /// <summary>The fault that was found.</summary>
    public readonly DecodeResult Fault() => _failure!;

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (Failed || _rest.Length < count)
        {
            Malformed("too short");
            return ZeroBytes.AsSpan(0, count);
        }

        var bytes = _rest[..count];
        _rest = _rest[count..];
        return bytes;
    }

    public byte Byte() => Bytes(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16BigEndian(Bytes(2));

    public uint UInt24()
    {
        var bytes = Bytes(3);
        return (uint)((bytes[0] << 16) | (bytes[1] << 8) | bytes[2]);
    }

    public uint UInt32() => BinaryPrimitives.ReadUInt32BigEndian(Bytes(4));

    /// <summary>A serial, which is never 0.</summary>
    public uint Serial()
    {
        var serial = UInt24();
        if (serial == 0) Malformed("serial 0");
        return serial;
    }

    /// <summary>An epoch, which is never 0.</summary>
    public ushort Epoch()
    {
        var epoch = UInt16();
        if (epoch == 0) Malformed("epoch 0");
        return epoch;
    }

    /// <summary>A byte of flags of which only those in <paramref name="known"/> have a meaning.</summary>
    public byte Flags(byte known)
    {
        var flags = Byte();
        if ((flags & ~known) != 0) Newer("a flag that is not known here");
        return flags;
    }

    /// <summary>An enumeration whose values are 1..<paramref name="last"/>; 0 is "not entered".</summary>
    public T? Optional<T>(int value, T last) where T : unmanaged, Enum
    {
        if (value == 0) return null;
        if (value <= Unsafe.BitCast<T, byte>(last)) return Unsafe.BitCast<byte, T>((byte)value);
        Newer($"{typeof(T).Name} {value}");
        return null;
    }

    /// <summary>The same where an answer has to be there.</summary>
    public T Required<T>(int value, T last) where T : unmanaged, Enum
    {
        if (value == 0) Malformed($"{typeof(T).Name} is missing");
        return Optional(value, last) ?? default;
    }

    /// <summary>The next field, if there is one. Call until it returns false.</summary>
    public bool NextField(out byte tag, out ReadOnlySpan<byte> value)
    {
        tag = 0;
        value = default;
        if (Failed || _rest.IsEmpty) return false;
        if (_lastTag == 0 && !FramingHolds()) return false;
        tag = _rest[0];
        value = _rest.Slice(2, _rest[1]);
        _rest = _rest[(2 + value.Length)..];
        _lastTag = tag;
        return true;
    }

    /// <summary>The text of a field.</summary>
    public string? Text(scoped ReadOnlySpan<byte> value, TextLimit limit)
    {
        if (value.Length > limit.Bytes || !System.Text.Unicode.Utf8.IsValid(value))
        {
            Malformed("a text that is too long or is not UTF-8");
            return null;
        }

        var text = Encoding.UTF8.GetString(value);
        if (limit.Fits(text)) return text;
        Malformed("a text that is empty, too long, or has a control character");
        return null;
    }

    /// <summary>A text of the fixed part, as <see cref="BodyWriter.FixedText"/> writes it. Never null: after a fault it is
    /// empty.</summary>
    public string FixedText(TextLimit limit)
    {
        var length = limit.Bytes > byte.MaxValue ? UInt16() : Byte();
        if (Failed) return "";
        if (length > _rest.Length)
        {
            Malformed("a text longer than the body");
            return "";
        }

        var value = _rest[..length];
        _rest = _rest[length..];
        return Text(value, limit) ?? "";
    }

    // Looked at as a whole first: what is badly framed is malformed, also when an unknown tag comes before the fault.
    private bool FramingHolds()
    {
        var last = 0;
        for (var rest = _rest; !rest.IsEmpty; rest = rest[(2 + rest[1])..])
        {
            if (rest.Length < 2 || rest.Length < 2 + rest[1] || rest[0] <= last)
            {
                Malformed("fields that do not fit, or are not in order");
                return false;
            }

            last = rest[0];
        }

        return true;
    }

    private void Fail(DecodeFailure failure, string detail) => _failure ??= new DecodeResult.Failed(failure, detail);
}
