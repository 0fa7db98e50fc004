using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Noodlink.Screens.Telemetry;

/// <summary>Says once that the collector cannot be reached, and once that it is back: in a blackout it is away for days.
/// </summary>
internal sealed class PatientExporter(BaseExporter<Metric> inside, string endpoint, ILogger log) : BaseExporter<Metric>
{
    private bool _isAway;

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var result = inside.Export(batch);
        var isAway = result != ExportResult.Success;
        if (isAway && !_isAway) Log.CollectorAway(log, endpoint);
        if (!isAway && _isAway) Log.CollectorBack(log, endpoint);
        _isAway = isAway;
        return result;
    }

    protected override bool OnForceFlush(int timeoutMilliseconds) => inside.ForceFlush(timeoutMilliseconds);

    protected override bool OnShutdown(int timeoutMilliseconds) => inside.Shutdown(timeoutMilliseconds);

    protected override void Dispose(bool disposing)
    {
        if (disposing) inside.Dispose();
        base.Dispose(disposing);
    }
}
