using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Radio;

// What a station can tell of a frame that is not for it.
//
// A LoRa modem hears only what has ended, and by then the answer is about to begin. Whoever starts in that moment destroys
// the answer, and the frame that it answers goes again: on a full channel that is what makes it fuller. The readable header
// says enough to leave that moment free, and to leave a noodmelding the air until it is through. It is not
// authenticated here: what a liar can gain is bounded by RadioTiming.RoutineCourtesyMax.

/// <summary>Reads from the readable header of somebody else's frame whether an answer is due. Pure.</summary>
public static class Overheard
{
    /// <summary>What kind of question this is to somebody else; null: it is ours to answer, or nobody answers it.</summary>
    /// <param name="frame">Sealed, without link header; any bytes.</param>
    /// <param name="self">Number of this noodsteunpunt; null at a coördinatiepunt, which answers all that goes
    /// up.</param>
    public static RadioTraffic? Question(ReadOnlySpan<byte> frame, ushort? self)
    {
        if (!FrameHeader.TryRead(frame, out var header) || header.Station == ushort.MaxValue) return null;
        if (self is { } own ? header.Station == own : header.Direction == Direction.Up) return null;
        if (header.Series == Series.Signal)
            return header.Kind is Kind.Poll or Kind.LinkTest ? RadioTraffic.Routine : null;
        return header is
            { Kind: Kind.Alarm or Kind.AlarmUpdate or Kind.AlarmCancel, Status: MessageStatus.Actual }
            ? RadioTraffic.Alarm : RadioTraffic.Routine;
    }
}
