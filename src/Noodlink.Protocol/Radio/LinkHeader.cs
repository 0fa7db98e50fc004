namespace Noodlink.Protocol.Radio;

// The one byte in front of every sealed frame on the air.
//
//     bit   7 6 | 5    | 4 3 2 1 0
//           hop | more | attempt
//
// The sealed frame is sealed once and stored; each transmission repeats it byte for byte. What differs between two
// transmissions of the same frame stands here, outside the seal. So these bits are advice: anyone may have changed
// them, and nothing that matters hangs on them. They help to wait politely and to tell a technician how often was
// tried.
//
// Every byte is a header, there is no wrong one; a frame with nothing behind it is no frame.

/// <summary>What this transmission of a frame adds to the frame. Not authenticated.</summary>
/// <param name="Hop">0-3: how often it was relayed. 0: straight from its sender, as always until relays exist.</param>
/// <param name="More">Its sender has another frame waiting: leave it the air for a moment.</param>
/// <param name="Attempt">1 for the first transmission; 31 for the 31st and all later ones; 0: not told.</param>
public readonly record struct LinkHeader(int Hop, bool More, int Attempt)
{
    /// <summary>Bytes in front of the sealed frame.</summary>
    public const int Bytes = 1;

    /// <summary>Two bits.</summary>
    public const int HopMax = 3;

    /// <summary>Five bits; more tries are told as this many.</summary>
    public const int AttemptMax = 31;

    /// <summary>Header and sealed frame as the modem gets them. Hop and attempt are limited to their range.</summary>
    public byte[] InFrontOf(ReadOnlySpan<byte> sealedFrame)
    {
        var hop = Math.Clamp(Hop, 0, HopMax);
        var attempt = Math.Clamp(Attempt, 0, AttemptMax);
        return [(byte)(hop << 6 | (More ? 0x20 : 0) | attempt), .. sealedFrame];
    }

    /// <summary>Reads the header of a frame from the air; the sealed frame follows it.</summary>
    /// <returns>False: shorter than a header with one byte behind it.</returns>
    public static bool TryRead(ReadOnlySpan<byte> frame, out LinkHeader header)
    {
        header = default;
        if (frame.Length <= Bytes) return false;
        header = new LinkHeader(frame[0] >> 6, (frame[0] & 0x20) != 0, frame[0] & 0x1F);
        return true;
    }
}
