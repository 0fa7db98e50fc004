namespace Noodlink.Cli.Air;

/// <summary>A modem that is only a program: bytes of the serial line on one side, an <see cref="AirRadio"/> on the
/// other.</summary>
/// <remarks>Safe from any thread. What it says to its host goes through the delegate that it was made with.</remarks>
internal interface IEmulatedModem
{
    /// <summary>Bytes from the host, in pieces of any size.</summary>
    void FromHost(ReadOnlySpan<byte> bytes);

    /// <summary>The power went and came back: everything that is not stored is forgotten, the banner is
    /// printed.</summary>
    void Reboot();

    /// <summary>Hung: deaf and mute on both sides, until it is let go.</summary>
    void Hang(bool isHung);
}
