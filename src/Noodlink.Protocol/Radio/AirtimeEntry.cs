namespace Noodlink.Protocol.Radio;

/// <summary>Airtime that was charged: one line of the duty-cycle ledger, or several taken together.</summary>
/// <param name="Boot">The boot of the machine in which <paramref name="OffAirBy"/> was read.</param>
/// <param name="SubBand">Name of the sub-band, see <see cref="BandPlan"/>.</param>
/// <param name="OffAirBy">On the machine's monotonic clock: by then the frame has surely left the air. Always a whole
/// number of <see cref="Grain"/>s, so that the entries of one grain can be added up.</param>
/// <param name="OnAir">Time on air, together.</param>
public sealed record AirtimeEntry(Guid Boot, string SubBand, TimeSpan OffAirBy, TimeSpan OnAir)
{
    /// <summary>Entries are rounded up to this. An hour is then at most some 360 entries, and a charge weighs at most
    /// ten seconds longer than it must (0.3 % of the hour).</summary>
    public static readonly TimeSpan Grain = TimeSpan.FromSeconds(10);

    /// <summary>How long a modem may sit on a frame before it sends: a KISS modem waits for a quiet channel, a slow
    /// serial line takes its time. Longer than any of them waits (MeshCore's gives up after 4 s).</summary>
    private static readonly TimeSpan ModemPatience = TimeSpan.FromSeconds(10);

    /// <summary>After a restart the modem, which has its own supply, may still be sending the last frame: the longest
    /// LoRa frame lasts 9.02 s (SF12, 125 kHz, 4/5, 255 bytes), doubled, with <see cref="ModemPatience"/>.</summary>
    private static readonly TimeSpan ModemTail = TimeSpan.FromSeconds(30);

    /// <summary>The entry for a frame that is about to be handed to the modem.</summary>
    /// <param name="onAir">Its time on air. Doubled for its end: a modem is given that long plus a second before it is
    /// taken for hung (driver contract of the modems).</param>
    public static AirtimeEntry For(string subBand, TimeSpan onAir, BootClock clock, Instant now) =>
        new(clock.Boot, subBand, RoundUp(clock.At(now) + 2 * onAir + ModemPatience), onAir);

    /// <summary>The entry as this process must count it. One of this boot keeps its time. One of an earlier boot counts
    /// as made now, at start-up: nothing tells how long the machine was off.</summary>
    public AirtimeEntry Recalled(BootClock clock, Instant now)
    {
        var startUp = RoundUp(clock.At(now) + ModemTail);

        // Also when the time makes no sense, for instance in a container whose clock was moved.
        return Boot == clock.Boot && OffAirBy <= startUp ? this : this with { Boot = clock.Boot, OffAirBy = startUp };
    }

    private static TimeSpan RoundUp(TimeSpan moment) =>
        TimeSpan.FromTicks((moment.Ticks + Grain.Ticks - 1) / Grain.Ticks * Grain.Ticks);
}
