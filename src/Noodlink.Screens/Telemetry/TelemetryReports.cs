using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Noodlink.Station;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace Noodlink.Screens.Telemetry;

/// <summary>Reports the meter to a collector, on a thread of the library; nothing of ours waits for it.</summary>
internal sealed class TelemetryReports(TelemetrySetup setup, Desk desk, ILogger<TelemetryReports> log) : IHostedService, IDisposable
{
    private const int ExportWithinMilliseconds = 3000, StopWithinMilliseconds = 300;

    private StationMeter? _meter;
    private MeterProvider? _provider;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _meter = new StationMeter(desk);
        var exporter = new OtlpMetricExporter(new OtlpExporterOptions
        {
            Endpoint = setup.Endpoint, Protocol = OtlpExportProtocol.HttpProtobuf,
            TimeoutMilliseconds = ExportWithinMilliseconds,
        });
        _provider = Sdk.CreateMeterProviderBuilder().AddMeter(StationMeter.Name).AddReader(
            new PeriodicExportingMetricReader(
                new PatientExporter(exporter, setup.Endpoint.ToString(), log), (int)setup.Every.TotalMilliseconds,
                ExportWithinMilliseconds)).Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        // A last report would be nice; a collector that does not answer must not hold up the stop.
        _provider?.Shutdown(StopWithinMilliseconds);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _provider?.Dispose();
        _meter?.Dispose();
    }
}
