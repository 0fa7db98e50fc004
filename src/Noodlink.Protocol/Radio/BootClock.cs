namespace Noodlink.Protocol.Radio;

/// <summary>Ties this process's <see cref="Instant"/>s to a clock that a later process can read too.</summary>
/// <remarks>The wall clock cannot do this: a station without network time may wake up years away. The machine's
/// monotonic clock can, as long as the machine is not restarted; the boot id tells whether it was.</remarks>
/// <param name="Boot">Differs after every restart of the machine. Linux:
/// <c>/proc/sys/kernel/random/boot_id</c>.</param>
/// <param name="AtOrigin">What the machine's monotonic clock said at <see cref="Instant.Zero"/>.</param>
public readonly record struct BootClock(Guid Boot, TimeSpan AtOrigin)
{
    /// <summary>The machine's monotonic clock at a moment of this process.</summary>
    public TimeSpan At(Instant moment) => AtOrigin + moment.SinceStart;
}
