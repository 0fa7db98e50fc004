using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Radio;

/// <summary>Whose turn it is to pass a frame on, decided by each relay for itself. See <see cref="Relay"/>.</summary>
internal sealed class RelayTurn(
    RelayStations stations, HubDistance distance, Func<int, TimeSpan> timeOnAir, Random random)
{
    /// <summary>Tries that a station gets which is known to reach the hub by itself. At 50 % loss both ways three out
    /// of four tries fail anyway.</summary>
    public const int DirectTries = 3;

    /// <summary>Tries of a station that nothing is known of: at 30 % loss both ways one in four gets this far although
    /// the hub hears it.</summary>
    private const int FirstTries = 2;

    /// <summary>The next are left to those who hear the hub.</summary>
    private const int HubHearersTries = 1;

    /// <summary>Among so few, nobody leaves it to the others for long.</summary>
    private const int Few = 3;

    /// <summary>Behind a frame that its station repeats, so long a copy can begin: it listens for a receipt's airtime,
    /// the machines' time and up to a second, and must hear the copy to its end.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(200);

    /// <summary>Later than this behind a frame nobody begins to copy it: it may be answered by now.</summary>
    private static readonly TimeSpan SlowMost = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait behind a frame, and what follows it, before our copy; null: it is not ours to
    /// send.</summary>
    /// <param name="hold">So long an answer to another copy of these bytes may come.</param>
    public TimeSpan? Draw(RelayedFrame one, RelayedStation station, TimeSpan hold, double? snrDb, Instant now)
    {
        var isUp = one.Header.Direction == Direction.Up;
        var airtime = timeOnAir(one.Frame.Length + LinkHeader.BytesMin);
        var hearsHub = distance.HearsHub(now);
        var group = Group(one, station, hearsHub, now);

        // It is known that the answer does not come by itself, and mostly that nobody else brings it.
        if (station.IsVia(now) && station.IsConfirmed && (!isUp || station.IsBehind(now)))
            return hold + RelayBackOff.Draw((1 + station.Rivals) * airtime / 2, random);
        if (station.IsDirect(now) && one.IsAnswer) return null;
        if (station.IsVia(now) && !isUp) return hold + RelayBackOff.Draw(Math.Min(group, 8) * airtime, random);

        var weight = RelayBackOff.Weight(isUp && !hearsHub ? station.Vain : 0, group, snrDb);
        var drawn = RelayBackOff.Draw(group * RelayBackOff.Spread / weight * airtime, random);
        if (one.Link.Hop > 0 || one.IsSignal) return hold + distance.AtHub + drawn;

        // Who is not repeated was answered, perhaps by a hub that we do not hear.
        if (one.Link.Attempt == 1 || (isUp && station.IsDirect(now) && station.Unanswered < DirectTries)) return null;
        if (!one.IsQuick)
        {
            var wait = hold + drawn + (hearsHub ? 1 : 3) * distance.AtHub;
            return wait < SlowMost ? wait : group <= Few ? SlowMost * random.NextDouble() : null;
        }

        // A station that repeats every second hears nothing of what goes through its own frames, and nobody else does
        // either. Behind each of them is room for one copy, after the hub's answer, if it can come at all: each takes
        // it with a chance that adds up to one.
        var tries = station.IsBehind(now) ? 0 : hearsHub ? FirstTries : FirstTries + HubHearersTries;
        if (station.Unanswered < tries) return null;
        if (hold > TimeSpan.Zero || random.NextDouble() >= Math.Min(0.9, weight / group)) return null;
        var isHeard = station.IsDirect(now) || station.Unanswered < DirectTries;
        var behind = isHeard ? distance.AnswerBegun : TimeSpan.Zero;
        return behind + Turn * random.NextDouble();
    }

    /// <summary>How many may relay this. Those who hear the hub are fewer, but only those that it answered are known;
    /// so they begin as if they were all, and come forward with each try that stays unanswered.</summary>
    private int Group(RelayedFrame one, RelayedStation station, bool hearsHub, Instant now)
    {
        var all = stations.Many(one.Header.Station, now);
        if (!hearsHub || one.Header.Direction == Direction.Down || station.IsDirect(now)) return all;
        return Math.Max(stations.ManyDirect(one.Header.Station, now), all >> Math.Clamp(station.Unanswered - 1, 0, 3));
    }
}
