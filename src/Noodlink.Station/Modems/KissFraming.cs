using System.Text;

namespace Noodlink.Station.Modems;

// KISS framing (Chepponis and Karn, "The KISS TNC", ka9q.net/papers/kiss.html): FEND, a type byte, data, FEND, with
// the two special values escaped inside. One FEND may end a frame and begin the next; several in a row are nothing.
//
// A modem that is not (or not yet) in KISS mode, or that has just started, writes text between the frames. Whatever
// does not begin with a type byte that we know is handed out as noise, so that the dialect can tell a banner from a
// frame.

/// <summary>What stood between two FENDs, unescaped.</summary>
/// <param name="Type">The command: in KISS 0 (data) to 6 (SetHardware), on port 0.</param>
/// <param name="IsNoise">Not a frame: text, another port, a broken escape, too long; <paramref name="Data"/> is all
/// of it.</param>
internal sealed record KissFrame(byte Type, byte[] Data, bool IsNoise = false)
{
    /// <summary>What noise means: text is a banner, so the modem has (re)started. Anything else is only
    /// counted.</summary>
    public ModemWord AsNoise()
    {
        var printable = Data.Count(value => value is >= 0x20 and < 0x7F or (byte)'\r' or (byte)'\n' or (byte)'\t');
        var isText = printable == Data.Length && Data.Contains((byte)'\n') && Data.Length >= 5;
        return isText
            ? new ModemWord.Rebooted(Encoding.ASCII.GetString(Data).Trim())
            : new ModemWord.Noticed($"{Data.Length} bytes of noise outside a frame");
    }
}

/// <summary>Takes KISS bytes in pieces of any size. Any bytes are fine; none throws. One thread at a time.</summary>
internal sealed class KissFraming
{
    public const byte FrameEnd = 0xC0, Escape = 0xDB, EscapedFrameEnd = 0xDC, EscapedEscape = 0xDD;

    public const byte DataType = 0x00, HardwareType = 0x06;

    /// <summary>Longer than any frame of a modem that we know (MeshCore: 512 unescaped); more is noise.</summary>
    private const int ChunkBytesMax = 600;

    /// <summary>What a frame usually waits: TXDELAY and two slots, three frames out of four. For a modem that never tells:
    /// the next frame may come a moment early, and waits its turn inside; six slots would be added to every try of a
    /// noodmelding and to every gap of a burst, and the hub would answer into it.</summary>
    public static readonly TimeSpan UsualWait = TimeSpan.FromMilliseconds(150);

    /// <summary>What <see cref="Parameters"/> let a frame wait on a clear channel: TXDELAY and six slots. One frame in 64
    /// waits longer.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(350);

    private readonly List<byte> _chunk = [];
    private readonly Func<byte, int> _dataBytesMax;
    private bool _hasBegun, _isEscaped, _isBroken;

    /// <param name="dataBytesMax">How many bytes may follow a type; below 0: no frame begins with it. Null: the types of
    /// KISS on port 0, of any length.</param>
    public KissFraming(Func<byte, int>? dataBytesMax = null) =>
        _dataBytesMax = dataBytesMax ?? (type => type <= HardwareType ? ChunkBytesMax : -1);

    /// <summary>Something stands there that is no frame and will not become one: text.</summary>
    public bool IsHoldingNoise => _chunk.Count > 0 && !IsFrame;

    private bool IsFrame =>
        _hasBegun && !_isBroken && _chunk.Count > 0 && _chunk.Count - 1 <= _dataBytesMax(_chunk[0]);

    /// <summary>FEND, type, escaped data, FEND: always both, for some modems do not share one between
    /// frames.</summary>
    public static byte[] Encode(byte type, ReadOnlySpan<byte> data)
    {
        var bytes = new List<byte>(data.Length + 8) { FrameEnd, type };
        foreach (var value in data)
            switch (value)
            {
                case FrameEnd: bytes.AddRange([Escape, EscapedFrameEnd]); break;
                case Escape: bytes.AddRange([Escape, EscapedEscape]); break;
                default: bytes.Add(value); break;
            }

        bytes.Add(FrameEnd);
        return [.. bytes];
    }

    /// <summary>The parameters that every KISS modem has, to be written at every start: TXDELAY 5 (50 ms; the default of
    /// 500 ms would double every short frame), persistence 127 and slot 50 ms (on average one slot of waiting once the
    /// channel is free), TXtail 0, half duplex (modems.md §5.1, §5.3).</summary>
    public static byte[] Parameters() =>
    [
        .. Encode(1, [5]), .. Encode(2, [127]), .. Encode(3, [5]), .. Encode(4, [0]), .. Encode(5, [0]),
    ];

    public void Reset()
    {
        _chunk.Clear();
        _hasBegun = _isEscaped = _isBroken = false;
    }

    public void Read(ReadOnlySpan<byte> bytes, ICollection<KissFrame> frames)
    {
        foreach (var value in bytes)
        {
            if (value == FrameEnd)
            {
                End(frames);
                _hasBegun = true;
            }
            else if (_chunk.Count >= ChunkBytesMax)
            {
                _isBroken = true;
            }
            else
            {
                Take(value);

                // A line of text is told at once: a banner should not wait for the next frame.
                if (value == '\n' && IsHoldingNoise) End(frames);
            }
        }
    }

    /// <summary>Hands out held text without waiting for the next FEND.</summary>
    public void FlushNoise(ICollection<KissFrame> frames)
    {
        if (!IsHoldingNoise) return;
        End(frames);
    }

    private void Take(byte value)
    {
        if (_isEscaped)
        {
            _isEscaped = false;
            if (value is EscapedFrameEnd) _chunk.Add(FrameEnd);
            else if (value is EscapedEscape) _chunk.Add(Escape);
            else _isBroken = true;
        }
        else if (value == Escape)
        {
            _isEscaped = true;
        }
        else
        {
            _chunk.Add(value);
        }
    }

    private void End(ICollection<KissFrame> frames)
    {
        if (_isEscaped) _isBroken = true;
        if (IsFrame) frames.Add(new KissFrame(_chunk[0], [.. _chunk.Skip(1)]));
        else if (_chunk.Count > 0) frames.Add(new KissFrame(0, [.. _chunk], IsNoise: true));
        _chunk.Clear();
        _isEscaped = _isBroken = false;
    }
}
