using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Noodlink.Screens.Telemetry;

/// <summary>Where figures go, if anywhere (section <c>Telemetry</c>).</summary>
/// <param name="Endpoint">Of an OpenTelemetry collector, OTLP over HTTP with protobuf.</param>
/// <param name="Every">Between two reports.</param>
internal sealed record TelemetrySetup(Uri Endpoint, TimeSpan Every)
{
    /// <summary>OTLP over HTTP: where a collector takes metrics when the address names no place of its own
    /// (opentelemetry.io/docs/specs/otlp, "OTLP/HTTP Request").</summary>
    private const string MetricsPath = "/v1/metrics";

    private const int EverySecondsByDefault = 30, EverySecondsMax = 3600;

    /// <summary>Null: nothing is told to anybody, which is the default.</summary>
    /// <param name="faults">Gets one English line per fault.</param>
    public static TelemetrySetup? Read(IConfiguration configuration, ICollection<string> faults)
    {
        var every = EverySecondsByDefault;
        if (configuration["Telemetry:EverySeconds"] is { } seconds
            && !(int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out every)
                && every is >= 1 and <= EverySecondsMax))
            faults.Add($"Telemetry:EverySeconds is '{seconds}', must be 1..{EverySecondsMax}.");
        if (configuration["Telemetry:OtlpEndpoint"] is not { Length: > 0 } text) return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            faults.Add($"Telemetry:OtlpEndpoint is '{text}', must be like http://127.0.0.1:4318 (OTLP over HTTP), or empty.");
            return null;
        }

        var endpoint = uri.AbsolutePath == "/" ? new Uri(uri, MetricsPath) : uri;
        return new TelemetrySetup(endpoint, TimeSpan.FromSeconds(every));
    }
}
