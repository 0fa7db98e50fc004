namespace Noodlink.Protocol.Radio;

/// <summary>What a <see cref="RadioChannel"/> tells. A closed set.</summary>
public abstract record RadioEvent
{
    private RadioEvent() { }

    /// <summary>What became of an offer; exactly once for each that was taken.</summary>
    /// <param name="OnAir">It was sent. Not that anyone heard it.</param>
    /// <param name="Detail">In English, why not.</param>
    /// <param name="AnsweredBy">It left in a turn: a beacon answers by then.</param>
    public sealed record Done(long Ticket, bool OnAir, string? Detail, Instant? AnsweredBy = null) : RadioEvent;

    /// <summary>An offer of the kind that was refused may be taken now, or a wait for a receipt is over.</summary>
    public sealed record Ready : RadioEvent;
}

/// <summary>A frame for the modem.</summary>
/// <param name="Header">What stands in front of the sealed frame.</param>
/// <param name="Frame">Link header and sealed frame.</param>
/// <param name="Urgent">As offered.</param>
/// <param name="Charge">Make this durable before the modem gets the frame.</param>
/// <param name="Again">The modem gave it back because the channel was busy; <paramref name="Charge"/> is durable
/// already.</param>
/// <param name="ReceiptExpected">As offered: somebody should answer it.</param>
public sealed record Transmission(
    LinkHeader Header, ReadOnlyMemory<byte> Frame, bool Urgent, AirtimeEntry Charge, bool Again = false,
    bool ReceiptExpected = false);
