using System.Diagnostics.Metrics;
using Noodlink.Station;
using Noodlink.Station.Bearers;

namespace Noodlink.Screens.Telemetry;

/// <summary>The figures of a station as a meter of .NET: read from its status at the moment that somebody asks, so that
/// who does not ask pays nothing.</summary>
internal sealed class StationMeter : IDisposable
{
    public const string Name = "Noodlink";

    private readonly Desk _desk;
    private readonly Meter _meter = new(Name);

    public StationMeter(Desk desk)
    {
        _desk = desk;
        _meter.CreateObservableCounter(
            "noodlink.refused", () => Counts(status => status.Refused), "{message}",
            "Frames and messages that were not kept, by reason");
        _meter.CreateObservableCounter(
            "noodlink.dropped", () => Counts(status => status.Dropped), "{item}",
            "What was let go without asking anything of a person, by reason");
        _meter.CreateObservableGauge("noodlink.queue.waiting", () => One(status => status.Waiting), "{message}");
        _meter.CreateObservableGauge(
            "noodlink.storage.healthy", () => One(status => status.Storage.Healthy ? 1 : 0), "1",
            "1: a noodmelding can be stored");
        _meter.CreateObservableGauge("noodlink.bearer.up", Bearers, "1", "1: something offered now would leave at once");
        _meter.CreateObservableGauge("noodlink.radio.airtime_left", Airtime, "%", "Of the allowance of this hour");
    }

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> Counts(Func<StationStatus, IReadOnlyDictionary<string, long>> of)
    {
        var status = _desk.Status;
        return of(status).Select(
            pair => new Measurement<long>(pair.Value, Station(status), new KeyValuePair<string, object?>("reason", pair.Key)));
    }

    private IEnumerable<Measurement<long>> One(Func<StationStatus, long> of)
    {
        var status = _desk.Status;
        return [new Measurement<long>(of(status), Station(status))];
    }

    private IEnumerable<Measurement<long>> Bearers()
    {
        var status = _desk.Status;
        return status.Bearers.Select(
            pair => new Measurement<long>(pair.Value.Up ? 1 : 0, Station(status), Bearer(pair.Key)));
    }

    private IEnumerable<Measurement<double>> Airtime()
    {
        var status = _desk.Status;
        return from pair in status.Bearers
               where pair.Value.AirtimeLeftPercent is not null
               select new Measurement<double>(pair.Value.AirtimeLeftPercent!.Value, Station(status), Bearer(pair.Key));
    }

    private static KeyValuePair<string, object?> Station(StationStatus status) => new("station", status.Id);

    private static KeyValuePair<string, object?> Bearer(BearerName name) => new("bearer", name.ToString());
}
