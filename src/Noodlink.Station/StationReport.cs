using Microsoft.Extensions.Logging;
using Noodlink.Station.Bearers;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Station;

/// <summary>Puts together how a station is doing.</summary>
internal sealed class StationReport(
    MessageQueue queue, MessageReader reader, StationIdentity who, Roads roads, IReadOnlyList<IBearer> bearers,
    DiskRoom room, ILogger log)
{
    private const int MissingMax = 64;

    private WaitingCount _waiting = new(0, null, 0);

    public StationStatus Status(Intake intake, Duties duties, bool storageHealthy, DateTimeOffset wall)
    {
        if (CountWaiting() is { } counted) _waiting = counted;
        var waiting = _waiting;
        var heard = new Dictionary<BearerName, DateTimeOffset>();
        foreach (var (bearer, at) in roads.All.SelectMany(road => road.LastHeard))
            if (!heard.TryGetValue(bearer, out var known) || known < at) heard[bearer] = at;
        return new StationStatus(
            who.Id.ToString(), who.Name, bearers.ToDictionary(bearer => bearer.Name, bearer => bearer.Status), heard,
            waiting.Many, waiting.Oldest,
            new StorageStatus(Sqlite.Version, storageHealthy, StorageDetail(storageHealthy)),
            new Dictionary<string, long>(intake.Refused, StringComparer.Ordinal), intake.LastRefused,
            duties.ScreenOpenAtHub, duties.ClockOffsetSeconds) 
        {
            Held = waiting.Held,
            Local = who.IsHub ? null : LocalFacts.None,
        };
    }

    private string StorageDetail(bool healthy)
    {
        foreach (var number in reader.TakeDamaged()) Log.RowDamaged(log, number);
        string?[] parts =
        [
            healthy ? room.Detail
                : Words.Disk_Unhealthy,
            queue.Notice,
            queue.Notice is not null && who.IsHub && queue.IsTrusted ? StillMissing() : null,
            MessageQueue.WordsOf(queue.LostWords),
        ];
        return string.Join(" ", parts.Where(part => part is not null).Distinct(StringComparer.Ordinal));
    }

    /// <summary>Null: the file cannot be read, and that is a status too.</summary>
    private WaitingCount? CountWaiting()
    {
        try
        {
            return queue.CountWaiting();
        }
        catch (Exception e) when (Sqlite.IsStorage(e))
        {
            if (Sqlite.EndsTrust(e)) queue.Distrust(e);
            return null;
        }
    }

    /// <summary>Hub: what the stations were asked for and has not come in yet.</summary>
    private string? StillMissing()
    {
        var missing = roads.All.OrderBy(road => road.Peer.Number).Select(
                road =>
                {
                    road.Seen ??= new SerialSet(queue.Seen(road.Peer.Number));
                    var last = Math.Max(road.Seen.Highest, road.Heartbeat?.HighestSerial ?? 0);
                    return NumberRanges.Text(road.Peer.Id.ToString(), road.Missing(last, MissingMax));
                })
            .Where(words => words.Length > 0).ToList();
        return missing.Count == 0 ? null : Say.It(Words.Disk_StillMissing, string.Join("; ", missing));
    }
}
