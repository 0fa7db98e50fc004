namespace Noodlink.Protocol.Radio;

/// <summary>One sealed frame for the air.</summary>
/// <param name="Ticket">The caller's own number, given back in <see cref="RadioEvent.Done"/>.</param>
/// <param name="Frame">Sealed; the link header is added here.</param>
/// <param name="OnAir">Time on air of header and frame with this modem.</param>
/// <param name="Attempt">1 for the first transmission of this frame; counts on for ever.</param>
/// <param name="Urgent">A noodmelding or its receipt: may use the reserve and knows no first delay.</param>
/// <param name="ReceiptExpected">Listen for the answer before anything else is sent: the last frame of a turn.</param>
/// <param name="Answer">A receipt: somebody is listening for it now.</param>
/// <param name="Following">How long the frames that go behind this one take; zero: none does.</param>
/// <param name="Hop">0: our own; else another station's, passed on by <see cref="Relay"/>.</param>
/// <param name="CarriesAlarm">Another station's noodmelding: as quick as an own one, but never from the reserve.</param>
public sealed record RadioOffer(
    long Ticket, ReadOnlyMemory<byte> Frame, TimeSpan OnAir, int Attempt, bool Urgent, bool ReceiptExpected,
    bool Answer = false, TimeSpan Following = default, int Hop = 0, bool CarriesAlarm = false)
{
    /// <summary>How it goes on the air.</summary>
    public RadioTraffic Traffic =>
        Answer ? RadioTraffic.Answer
        : Urgent || CarriesAlarm ? RadioTraffic.Alarm
        : RadioTraffic.Routine;
}

/// <summary>Who must wait for what.</summary>
public enum RadioTraffic
{
    /// <summary>A receipt. Goes after a short turn-around, also while we listen ourselves: whoever asked is listening
    /// too and sends nothing.</summary>
    Answer,

    /// <summary>A noodmelding and what belongs to it: waits for a receipt that is due, and is briefly polite.</summary>
    Alarm,

    /// <summary>All else: waits for the first delay too, and longer out of courtesy.</summary>
    Routine,
}
