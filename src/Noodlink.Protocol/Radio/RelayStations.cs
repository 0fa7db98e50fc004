namespace Noodlink.Protocol.Radio;

/// <summary>The other noodsteunpunten that a relay has heard of. Bounded: who was not heard of for longest makes
/// room.</summary>
/// <param name="powerOn">Before the first round of heartbeats is over, nobody knows how many there are.</param>
internal sealed class RelayStations(Instant powerOn)
{
    /// <summary>Stations at once; a hub serves some forty, a channel seldom hears more.</summary>
    public const int StationsMost = 256;

    /// <summary>Answers that are reckoned with where fewer stations were heard: before the first heartbeats nobody
    /// knows how many there are.</summary>
    private const int GroupLeast = 2;

    /// <summary>Stations are counted for so long: each sends a heartbeat every quarter of an hour.</summary>
    private static readonly TimeSpan NeighbourFor = TimeSpan.FromMinutes(30);

    private readonly Dictionary<ushort, RelayedStation> _stations = [];

    /// <summary>What is known of this one, from now on.</summary>
    public RelayedStation Of(ushort number, Instant now)
    {
        if (!_stations.TryGetValue(number, out var station))
        {
            if (_stations.Count >= StationsMost) _stations.Remove(_stations.MinBy(known => known.Value.HeardAt).Key);
            _stations.Add(number, station = new RelayedStation());
        }

        station.HeardAt = now;
        return station;
    }

    /// <summary>How many may relay a frame of this station: we, and who was heard in the last half hour.</summary>
    public int Many(ushort but, Instant now) =>
        Math.Max(1 + Heard(but, now).Count(), now - powerOn < NeighbourFor / 2 ? GroupLeast : 1);

    /// <summary>How many of these are known to reach the hub by themselves, and we.</summary>
    public int ManyDirect(ushort but, Instant now) => 1 + Heard(but, now).Count(known => known.IsDirect(now));

    private IEnumerable<RelayedStation> Heard(ushort but, Instant now) => _stations
        .Where(known => known.Key != but && known.Value.OwnHeardAt is { } at && now - at < NeighbourFor)
        .Select(known => known.Value);
}
