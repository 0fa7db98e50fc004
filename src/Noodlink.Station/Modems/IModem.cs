using System.Threading.Channels;

namespace Noodlink.Station.Modems;

/// <summary>A radio modem behind a serial line (or TCP): takes one frame, gives frames.</summary>
/// <remarks>
/// The driver contract is modems.md §0: never trust a write, own time-outs (2 × time on air + 1 s), replies matched
/// by shape, length-delimited payloads, a banner in mid-session means configure again, reopen within 5 s of the
/// device's return. <see cref="TrySend"/> may be called from any thread, one caller at a time.
/// </remarks>
public interface IModem : IAsyncDisposable
{
    /// <summary>Of the loop that reads and writes the line; null: there is none to watch.</summary>
    LifeSign? Sign => null;

    /// <summary>The largest frame that <see cref="TrySend"/> takes, in bytes.</summary>
    int FrameBytesMax { get; }

    /// <summary>The latest state, replaced as a whole.</summary>
    ModemStatus Status { get; }

    /// <summary>Time on air of one frame with the configured settings, including what this modem adds by
    /// itself.</summary>
    TimeSpan TimeOnAir(int frameBytes);

    /// <summary>False: not ready, or a frame is inside. True: exactly one <see cref="ModemEvent.Sent"/>
    /// follows.</summary>
    /// <param name="frame">1 to <see cref="FrameBytesMax"/> bytes.</param>
    /// <param name="answerExpected">False: nobody has to answer this one, so silence behind it says nothing about the
    /// modem (<see cref="ModemStatus.IsSilent"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException">Longer than <see cref="FrameBytesMax"/>, or empty.</exception>
    bool TrySend(ReadOnlyMemory<byte> frame, bool answerExpected = true);

    /// <summary>Opens, configures, reads back, reads, and reopens, until stopped. A missing or hung device is a
    /// state.</summary>
    Task RunAsync(ChannelWriter<ModemEvent> events, CancellationToken stop);
}

/// <param name="Ready">Configured and able to send.</param>
/// <param name="Detail">For the technician, in English: what it is, or what is wrong and what to do.</param>
/// <param name="IsSilent">Five frames or more that somebody should answer were sent and nothing was heard since, by a
/// modem that answers no question: it may hang, or nobody is there.</param>
public sealed record ModemStatus(bool Ready, string Detail, bool IsSilent = false);

/// <summary>What a modem reports. A closed set.</summary>
public abstract record ModemEvent
{
    private ModemEvent() { }

    /// <summary>A frame from the air; strength in dBm and signal-to-noise in dB where the modem tells them.</summary>
    public sealed record Received(ReadOnlyMemory<byte> Frame, double? RssiDbm, double? SnrDb) : ModemEvent;

    /// <param name="OnAir">True: the modem said so, or its time on air and a margin have passed. False: it was
    /// refused or the modem was lost; assume that it may have been on air.</param>
    /// <param name="Busy">Only with <paramref name="OnAir"/> false: the modem sensed somebody else sending, so the frame
    /// did not leave and may be sent again a moment later. It says nothing bad about the modem.</param>
    public sealed record Sent(bool OnAir, string? Detail = null, bool Busy = false) : ModemEvent;

    /// <summary>Ready, or not any more.</summary>
    public sealed record Changed(ModemStatus Status) : ModemEvent;
}

/// <summary>The radio settings of interfaces.md §2, checked against the band plan before a modem sees them.</summary>
public sealed record RadioSettings(
    int FrequencyHz = 869_525_000, int SpreadingFactor = 9, int BandwidthHz = 125_000, int CodingRate = 5,
    int PowerDbm = 14, double DutyCyclePercent = 10)
{
    /// <summary>For the technician: <c>869.525 MHz SF9 125 kHz 4/5 14 dBm</c>.</summary>
    public string Summary =>
        $"{FrequencyHz / 1e6:0.000###} MHz SF{SpreadingFactor} {BandwidthHz / 1e3:0.###} kHz 4/{CodingRate} {PowerDbm} dBm";
}
