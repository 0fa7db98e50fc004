using System.Runtime.InteropServices;

namespace Noodlink.Station.Modems;

// Meshtastic's stream: 94 C3, a length of two bytes (big-endian, at most 512), and a protobuf message of that length;
// the same in both directions. Between the frames a node writes its log as text. (firmware src/mesh/StreamAPI.cpp;
// modems.md §6.)
//
// There is no checksum, so damage shows in two ways only: a length above 512, or bytes that are no protobuf message.
// In both cases one byte is dropped and the search goes on behind it, inside what had looked like a frame; for
// whatever was swallowed by a damaged length, or by log text that older firmware wrote into the middle of a frame,
// stands there whole. (94 C3 inside a message would begin a group, which no sender writes: a frame that swallowed the
// next one is never a whole message.) The official reader goes back to its beginning instead and loses 94 94 C3 ...:
// its second 94 is taken for a mismatch (modems.md §7 vector 5).
//
// Nothing longer than one frame is ever kept.

/// <summary>Takes a node's bytes in pieces of any size. Any bytes are fine; none throws. One thread at a
/// time.</summary>
internal sealed class MeshtasticFraming
{
    public const byte First = 0x94, Second = 0xC3;

    /// <summary>MAX_TO_FROM_RADIO_SIZE of the firmware.</summary>
    public const int MessageBytesMax = 512;

    public const int HeaderBytes = 4;

    private const int LineLettersMax = 80;

    private readonly List<byte> _bytes = [];
    private readonly List<char> _line = [];
    private string? _text;

    /// <summary>A frame has begun, or there is noise to tell of.</summary>
    public bool IsHalfRead => HeldBytes > 0 || Noise > 0;

    /// <summary>Of a frame that has begun: always fewer than it may have.</summary>
    public int HeldBytes => _bytes.Count;

    /// <summary>Bytes outside frames that were no text either, since <see cref="TakeNoise"/>.</summary>
    private int Noise { get; set; }

    public static byte[] Encode(ReadOnlySpan<byte> message) =>
        [First, Second, (byte)(message.Length >> 8), (byte)(message.Length & 0xFF), .. message];

    public void Reset()
    {
        _bytes.Clear();
        _line.Clear();
        _text = null;
        Noise = 0;
    }

    public void Read(ReadOnlySpan<byte> bytes, ICollection<byte[]> messages)
    {
        _bytes.AddRange(bytes);
        Take(messages);
    }

    /// <summary>No more of a half frame will come: gives what stands behind its beginning.</summary>
    public void Quiet(ICollection<byte[]> messages)
    {
        while (_bytes.Count > 0)
        {
            Skip(CollectionsMarshal.AsSpan(_bytes)[..1]);
            _bytes.RemoveAt(0);
            Take(messages);
        }
    }

    /// <summary>How much noise there was; asked when a frame was whole again, or after a silence.</summary>
    public int TakeNoise()
    {
        var noise = Noise;
        Noise = 0;
        return noise;
    }

    /// <summary>The last line of text between the frames, told once; null: none.</summary>
    public string? TakeText()
    {
        var text = _text;
        _text = null;
        return text;
    }

    private void Take(ICollection<byte[]> messages)
    {
        var bytes = CollectionsMarshal.AsSpan(_bytes);
        var at = 0;
        while (true)
        {
            var start = bytes[at..].IndexOf([First, Second]);
            var next = start >= 0 ? at + start : bytes.Length - (bytes.EndsWith([First]) ? 1 : 0);
            Skip(bytes[at..Math.Max(at, next)]);
            at = Math.Max(at, next);
            if (bytes.Length < at + HeaderBytes) break;

            var length = bytes[at + 2] << 8 | bytes[at + 3];
            if (length <= MessageBytesMax && bytes.Length < at + HeaderBytes + length) break;
            if (length <= MessageBytesMax && bytes.Slice(at + HeaderBytes, length) is var message
                && ProtobufReader.IsWhole(message))
            {
                messages.Add(message.ToArray());
                at += HeaderBytes + length;
            }
            else
            {
                Skip(bytes.Slice(at, 1));
                at++;
            }
        }

        _bytes.RemoveRange(0, at);
    }

    private void Skip(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            var isText = value is (>= 0x20 and < 0x7F) or (byte)'\r' or (byte)'\n' or (byte)'\t' or 0x1B;
            if (!isText && Noise < 1_000_000) Noise++;
            if (value is >= 0x20 and < 0x7F && _line.Count < LineLettersMax) _line.Add((char)value);
            if (value is not ((byte)'\r' or (byte)'\n') || _line.Count == 0) continue;
            _text = new string([.. _line]);
            _line.Clear();
        }
    }
}
