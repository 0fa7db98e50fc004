using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

// Hartslag = flags (1 LAN, 2 radio, 4 screen open) | highest serial 3 | waiting 2 | oldest waiting in minutes 2 | clock
// 4.

/// <summary>Writes and reads hartslagen.</summary>
internal static class HeartbeatCodec
{
    private const byte Lan = 1;
    private const byte Radio = 2;
    private const byte ScreenOpen = 4;

    public static void Encode(BodyWriter writer, Heartbeat beat)
    {
        if (beat.HighestSerial > MessageNumber.SerialMax)
            throw new ArgumentException($"Highest serial {beat.HighestSerial} is more than 24 bits.", nameof(beat));
        writer.Byte((beat.Lan ? Lan : 0) | (beat.Radio ? Radio : 0) | (beat.ScreenOpen ? ScreenOpen : 0));
        writer.UInt24(beat.HighestSerial);
        writer.UInt16(beat.Waiting);
        writer.UInt16(beat.OldestWaitingMinutes);
        writer.UInt32(beat.UnixSeconds);
    }

    public static DecodeResult Decode(ref BodyReader reader)
    {
        var flags = reader.Flags(Lan | Radio | ScreenOpen);
        var (highest, waiting) = (reader.UInt24(), reader.UInt16());
        var (oldest, clock) = (reader.UInt16(), reader.UInt32());
        TextField.None(ref reader);
        return reader.Finish(new Heartbeat(
            highest, waiting, oldest, clock, (flags & Lan) != 0, (flags & Radio) != 0, (flags & ScreenOpen) != 0));
    }
}
