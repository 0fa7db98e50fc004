namespace Noodlink.Protocol.Radio;

// Who goes first, when nobody decides.
//
// All who heard a frame may relay it, and one is enough. So each waits a random time, and whoever hears a copy leaves
// it at that. A copy is only known once it has ended, so two that begin within one airtime destroy each other, and then
// nobody heard anything: the wait must do well also after that.
//
// Even chances over a fixed time do not: among twenty stations a fifth of the time lies between the first and the
// sixth. Nor do the timers that answer to multicasts use (RFC 5401 §5.1: most waits long, a few short). They are made
// for answers that are heard. Where the first two collide unheard, the rest come all together at the end: tried, twenty
// stations sent nineteen copies in two seconds, and none arrived.
//
// Waits without memory do: exponential ones, with a mean of so many airtimes as there are stations to answer, times
// Spread. Whatever happened before, in each airtime 1 / Spread copies begin among all of them together, with two
// stations or with forty. With Spread = 3 the first copy comes after three airtimes on average, seven out of ten are
// alone, and after a collision it simply goes on. And because there is no memory, drawing again for a newer attempt
// changes nothing.
//
// How many there are is known from their heartbeats. Weighted: who copied in vain counts half as much each time; and by
// signal, as Meshtastic's managed flooding does: who hears the station faintly is far from it, and probably nearer to
// where the frame must go.

/// <summary>Random waits in which few stations meet, however many there are. Pure.</summary>
internal static class RelayBackOff
{
    /// <summary>Airtimes between the beginnings of two copies, on average.</summary>
    public const double Spread = 3;

    /// <summary>SNR, in dB, at which a frame is as faint as LoRa hears it (SF12: -20).</summary>
    public const double FaintDb = -20;

    /// <summary>SNR, in dB, above which chips report no more (SX1262: about +10 to +12).</summary>
    public const double LoudDb = 10;

    /// <summary>A wait without memory: -mean ln U, at most eight means (one in 3,000 is longer).</summary>
    public static TimeSpan Draw(TimeSpan mean, Random random) => mean * Math.Min(8, -Math.Log(1 - random.NextDouble()));

    /// <summary>For how many this station counts.</summary>
    /// <param name="vain">Its copies in a row that stayed unanswered.</param>
    /// <param name="group">Who is alone never steps back.</param>
    /// <param name="snrDb">How it heard the frame; null: its modem does not tell.</param>
    public static double Weight(int vain, int group, double? snrDb) =>
        Math.Max(1.0 / group, Math.Pow(0.5, Math.Clamp(vain, 0, 3))) * (1.5 - Loudness(snrDb));

    /// <summary>0: as faint as can be. 1: loud. In between where the modem does not tell.</summary>
    private static double Loudness(double? snrDb) =>
        snrDb is { } snr && double.IsFinite(snr) ? Math.Clamp((snr - FaintDb) / (LoudDb - FaintDb), 0, 1) : 0.5;
}
