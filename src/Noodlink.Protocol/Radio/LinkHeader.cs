namespace Noodlink.Protocol.Radio;

// The one or two bytes in front of every sealed frame on the air.
//
//     bit   7 6 | 5    | 4 3 2 1 0        only when more = 1, a byte behind it:
//           hop | more | attempt          following, in quarters of a second
//
// The sealed frame is sealed once and stored; each transmission repeats it byte for byte. What differs between two
// transmissions of the same frame stands here, outside the seal. So these bits are advice: anyone may have changed
// them, and nothing that matters hangs on them. They help to wait politely, and they tell one transmission of a frame
// from the next.
//
// Following. A station that sends several frames in a row says in each how long it will go on: the duration field of
// IEEE 802.11, by which whoever hears one frame knows until when to be quiet. The addressee knows when its answer is due
// even if it misses the last frame. A single noodmelding needs none of this and stays one byte shorter.
//
// Attempt. A relay must tell a new transmission from an echo of one that it has passed on, so the count never stands
// still: after 31 it goes on at 1.
//
// Nearly every byte is a header. More that lasts no time says nothing, and a frame with nothing behind it is no frame.

/// <summary>What this transmission of a frame adds to the frame. Not authenticated.</summary>
/// <param name="Hop">0-3: how often it was relayed. 0: straight from its sender.</param>
/// <param name="Attempt">1..31, see <see cref="AttemptOf"/>; 0: not told.</param>
/// <param name="Following">How long its sender goes on behind this frame, gaps included; zero: it is the last one and
/// may be answered. On the air in steps of <see cref="Step"/>, rounded up, at most <see cref="FollowingMax"/>.</param>
public readonly record struct LinkHeader(int Hop, int Attempt, TimeSpan Following = default)
{
    /// <summary>In front of a frame that nothing follows.</summary>
    public const int BytesMin = 1;

    /// <summary>In front of a frame that others follow.</summary>
    public const int BytesMax = 2;

    /// <summary>Two bits.</summary>
    public const int HopMax = 3;

    /// <summary>Five bits.</summary>
    public const int AttemptMax = 31;

    /// <summary>The unit of <see cref="Following"/>.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    /// <summary>All that one byte of steps can say: 63.75 s.</summary>
    public static readonly TimeSpan FollowingMax = Step * byte.MaxValue;

    private const int MoreBit = 0x20;

    /// <summary>Its sender has another frame coming.</summary>
    public bool More => Following > TimeSpan.Zero;

    /// <summary>Bytes on the air in front of the sealed frame.</summary>
    public int Length => LengthWith(Following);

    /// <summary>What such a header takes.</summary>
    public static int LengthWith(TimeSpan following) => following > TimeSpan.Zero ? BytesMax : BytesMin;

    /// <summary>How the nth transmission of a frame is told.</summary>
    /// <param name="tries">Transmissions with this one, from 1; less: not told.</param>
    public static int AttemptOf(int tries) => tries < 1 ? 0 : 1 + (tries - 1) % AttemptMax;

    /// <summary>Header and sealed frame as the modem gets them. Hop and attempt are limited to their range.</summary>
    public byte[] InFrontOf(ReadOnlySpan<byte> sealedFrame)
    {
        var hop = Math.Clamp(Hop, 0, HopMax);
        var attempt = Math.Clamp(Attempt, 0, AttemptMax);
        var first = (byte)(hop << 6 | (More ? MoreBit : 0) | attempt);
        return More ? [first, Steps(), .. sealedFrame] : [first, .. sealedFrame];
    }

    /// <summary>Reads the header of a frame from the air; the sealed frame follows after <see cref="Length"/>
    /// bytes.</summary>
    /// <returns>False: shorter than a header with one byte behind it, or more that lasts no time.</returns>
    public static bool TryRead(ReadOnlySpan<byte> frame, out LinkHeader header)
    {
        header = default;
        if (frame.Length <= BytesMin) return false;
        var more = (frame[0] & MoreBit) != 0;
        if (more && (frame.Length <= BytesMax || frame[1] == 0)) return false;
        header = new LinkHeader(frame[0] >> 6, frame[0] & AttemptMax, more ? Step * frame[1] : TimeSpan.Zero);
        return true;
    }

    private byte Steps() => (byte)Math.Min(byte.MaxValue, (Following.Ticks + Step.Ticks - 1) / Step.Ticks);
}
