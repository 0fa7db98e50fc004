namespace Noodlink.Station.Modems;

/// <summary>One thing that a modem said, as its dialect understood it. A closed set.</summary>
internal abstract record ModemWord
{
    private ModemWord() { }

    /// <summary>A frame came in from the air.</summary>
    public sealed record Heard(ReadOnlyMemory<byte> Frame, double? RssiDbm = null, double? SnrDb = null) : ModemWord;

    /// <summary>Yes, to the command that is outstanding.</summary>
    public sealed record Accepted : ModemWord;

    /// <summary>No, to the command that is outstanding.</summary>
    public sealed record Refused(string Reason) : ModemWord;

    /// <summary>An answer with a value; the step that asked knows it by its shape.</summary>
    public sealed record Answered(string Text) : ModemWord;

    /// <summary>The modem reports that a transmission ended, or that it did not happen; never an answer to a
    /// question.</summary>
    public sealed record Transmitted(bool OnAir, string? Detail = null) : ModemWord;

    /// <summary>Somebody else is sending: the frame did not leave and is not in the modem any more. It is offered again
    /// by whoever has it. Not for a modem that is itself still busy: that is <see cref="Refused"/>.</summary>
    /// <param name="What">For the technician: <c>channel busy (AT_BUSY_ERROR)</c>.</param>
    public sealed record ChannelBusy(string What) : ModemWord;

    /// <summary>The modem has restarted and forgot what it was told.</summary>
    public sealed record Rebooted(string Banner) : ModemWord;

    /// <summary>Worth counting, not worth acting on: a damaged frame, noise on the line.</summary>
    public sealed record Noticed(string What) : ModemWord;
}
