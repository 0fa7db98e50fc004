using Microsoft.Extensions.Logging;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;

namespace Noodlink.Station;

/// <summary>Puts together how a station is doing.</summary>
internal sealed class StationReport(
    MessageQueue queue, MessageReader reader, StationIdentity who, Roads roads, IReadOnlyList<IBearer> bearers,
    string? recovered, DiskRoom room, ILogger log)
{
    private readonly HashSet<string> _damaged = new(StringComparer.Ordinal);

    public StationStatus Status(Intake intake, Duties duties, bool storageHealthy, DateTimeOffset wall)
    {
        var waiting = queue.CountWaiting();
        var heard = new Dictionary<BearerName, DateTimeOffset>();
        foreach (var (bearer, at) in roads.All.SelectMany(road => road.LastHeard))
            if (!heard.TryGetValue(bearer, out var known) || known < at) heard[bearer] = at;
        return new StationStatus(
            who.Id.ToString(), who.Name, bearers.ToDictionary(bearer => bearer.Name, bearer => bearer.Status), heard,
            waiting.Many, waiting.Oldest,
            new StorageStatus(Sqlite.Version, storageHealthy, StorageDetail(storageHealthy)),
            new Dictionary<string, long>(intake.Refused, StringComparer.Ordinal), intake.LastRefused,
            duties.ScreenOpenAtHub, duties.ClockOffsetSeconds);
    }

    private string StorageDetail(bool healthy)
    {
        foreach (var number in reader.Damaged)
            if (_damaged.Add(number)) Log.RowDamaged(log, number);
        string?[] parts =
        [
            healthy ? room.Detail : "De schijf is vol of werkt niet. Nieuwe meldingen worden niet opgeslagen.", recovered,
            _damaged.Count == 0 ? null : MessageQueue.WordsOf(_damaged),
        ];
        return string.Join(" ", parts.Where(part => part is not null).Distinct(StringComparer.Ordinal));
    }
}
