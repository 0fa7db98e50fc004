namespace Noodlink.Station.Modems;

/// <summary>The language of one kind of modem, without a line, a thread or a clock: bytes in, words out.</summary>
/// <remarks>
/// One file per dialect implements this; <see cref="ModemConversation"/> does the waiting and
/// <see cref="ModemDriver"/> the line. A dialect keeps only what it has half read and what the modem told about
/// itself. Carrier sense is the modem's: a dialect switches it on in <see cref="Configure"/> where it exists, and tells
/// its outcome as <see cref="ModemWord.ChannelBusy"/>, or lets the modem be asked by
/// <see cref="ModemSending.ListenFirst"/>. Called by one thread at a time, except <see cref="FrameBytesMax"/>, <see cref="TimeOnAir"/> and
/// <see cref="Identity"/>.
/// </remarks>
internal interface IModemDialect
{
    /// <summary>The largest frame, in bytes.</summary>
    int FrameBytesMax { get; }

    /// <summary>With the configured settings, including what the modem adds by itself.</summary>
    TimeSpan TimeOnAir(int frameBytes);

    /// <summary>What the modem said it is, for the technician.</summary>
    string Identity { get; }

    /// <summary>Written after two expiries, to end whatever the modem thinks it is in the middle of.</summary>
    ModemStep Resync { get; }

    /// <summary>Asked after a long silence, to notice a hung modem or one that restarted without a word.</summary>
    ModemStep Heartbeat { get; }

    /// <summary>True while something half read would be finished or dropped by <see cref="Quiet"/>.</summary>
    bool IsHalfRead { get; }

    /// <summary>A line was opened: what was half read belongs to the past.</summary>
    void Opened();

    /// <summary>The steps from a modem in any state to one that is set and read back; taken one by one, each after
    /// the answer to the one before, so that later steps may depend on earlier answers.</summary>
    IEnumerable<ModemStep> Configure();

    /// <summary>Taken one by one after a frame that did not go out, a busy channel included, before the next one: what
    /// makes the modem hear again where a failed sending leaves it deaf.</summary>
    IEnumerable<ModemStep> AfterFailure => [];

    /// <summary>The frame as the modem wants it.</summary>
    ModemSending Send(ReadOnlySpan<byte> frame);

    /// <summary>Takes bytes as they come, in pieces of any size. Any bytes are fine; none throws.</summary>
    void Read(ReadOnlySpan<byte> bytes, ICollection<ModemWord> words);

    /// <summary>No byte came for a while: give what was held back, drop what can no longer become whole.</summary>
    void Quiet(ICollection<ModemWord> words);
}
