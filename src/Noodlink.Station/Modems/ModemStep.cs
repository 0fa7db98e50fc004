namespace Noodlink.Station.Modems;

/// <summary>One command of a conversation and how its answer is known.</summary>
/// <param name="What">For the technician: <c>frequency</c>.</param>
/// <param name="Command">The bytes for the line.</param>
/// <param name="Judge">Null for another word than the answer, which may come at any moment (modems.md §0.3); true
/// when the answer is the one wanted; false when it is an answer and the wrong one. No judge: the command has no
/// answer.</param>
/// <param name="SilenceIsAnAnswer">A question that some devices do not know: silence ends the step without a
/// complaint.</param>
internal sealed record ModemStep(
    string What, ReadOnlyMemory<byte> Command, Func<ModemWord, bool?>? Judge = null, bool SilenceIsAnAnswer = false)
{
    /// <summary>How long its answer is waited for, after the bytes had time to cross the line; null: as long as for every
    /// command (modems.md §0.2).</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>Put on the line's control wires before the command; null: they stay.</summary>
    public ModemWires? Wires { get; init; }

    /// <summary>Shown while it is waited for; null: what was shown before.</summary>
    public string? Status { get; init; }
}

/// <summary>The two control wires that a serial line has toward a modem; on is what opening the line makes
/// them.</summary>
internal sealed record ModemWires(bool DataTerminalReady, bool RequestToSend);

/// <summary>How the dialect sends one frame and what ends the sending.</summary>
/// <param name="Command">The bytes for the line.</param>
/// <param name="NeedsAccepted">The modem answers the command; without that answer the frame did not leave.</param>
/// <param name="NeedsTransmitted">The modem reports the end of the transmission; otherwise the computed time on air
/// plus
/// <paramref name="Margin"/> ends it.</param>
/// <param name="Margin">What the modem may wait before it begins (carrier sense, its own processing).</param>
/// <param name="BeginsAtOnce">It never waits for a clear channel: then a frame heard after the time on air proves
/// that the sending is over, for nobody hears while sending; a quick receipt is not reported before the "sent" it
/// belongs to.</param>
/// <param name="ListenFirst">Asked before the command, where the modem can tell whether somebody is sending. Its judge
/// says true: clear; false: busy, and the frame is given back instead of handed over. A fresh one for each
/// sending.</param>
/// <param name="CheckFirst">The dialect's heartbeat is asked before anything else, for it reads settings: nothing is sent
/// by a modem that has forgotten them.</param>
/// <param name="WhenLate">Asked, again and again, when the frame should have left and the modem has not reported it. Its
/// judge says true: the channel is busy, so the frame still waits; then it gets its time again. Where nobody asks, or the
/// answer is another, a hung modem is noticed in <c>2 × time on air + 1 s</c>.</param>
internal sealed record ModemSending(
    ReadOnlyMemory<byte> Command, bool NeedsAccepted, bool NeedsTransmitted, TimeSpan Margin,
    bool BeginsAtOnce = false, ModemStep? ListenFirst = null, bool CheckFirst = false, ModemStep? WhenLate = null);
