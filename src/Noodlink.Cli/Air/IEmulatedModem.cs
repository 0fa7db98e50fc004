namespace Noodlink.Cli.Air;

/// <summary>A modem that is only a program: bytes of the serial line on one side, an <see cref="AirRadio"/> on the
/// other. It comes into being as it leaves the factory.</summary>
/// <remarks>Safe from any thread. What it says to its host goes through the delegate that it was made with. Where it
/// sends and with what power stands in its <see cref="AirRadio"/>, for the tests.</remarks>
internal interface IEmulatedModem
{
    /// <summary>What it does wrong.</summary>
    ModemFault Fault { get; set; }

    /// <summary>What this firmware may say unasked at any moment, also between a command and its answer: log lines,
    /// NULs, complaints about damaged frames, and one frame from the air with the payload <c>+OK\r\n</c>.</summary>
    ReadOnlyMemory<byte> Chatter { get; }

    /// <summary>Bytes from the host, in pieces of any size.</summary>
    void FromHost(ReadOnlySpan<byte> bytes);

    /// <summary>The power went and came back: everything that is not stored is forgotten, the banner is
    /// printed.</summary>
    void Reboot();

    /// <summary>Hung: deaf and mute on both sides, until it is let go.</summary>
    void Hang(bool isHung);
}
