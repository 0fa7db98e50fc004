using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Noodlink.Apps.Tests.Node;
using Noodlink.Screens.Telemetry;
using Noodlink.Station.Tests.Bearers;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Noodlink.Apps.Tests.Telemetry;

public sealed class TelemetryTests
{
    [Fact]
    public async Task A_collector_hears_the_figures_of_the_station_by_reason()
    {
        using var collector = new Collector();
        await using var node = await RunningNode.StartAsync(
            $"--Telemetry:OtlpEndpoint={collector.Address}", "--Telemetry:EverySeconds=1");
        node.Desk.Dropped.Add("forOthers", 7);
        await node.StoreAsync(SomeJson.Example);
        foreach (var word in (string[])
            ["noodlink.queue.waiting", "noodlink.storage.healthy", "noodlink.dropped", "reason", "forOthers", "GR-WK1"])
            await Until.True(
                () => collector.Heard.Any(heard => heard.Contains(word, StringComparison.Ordinal)),
                () => $"the collector hears {word}; it heard {collector.Heard.Count} reports");
        Assert.All(collector.Paths, path => Assert.Equal("/v1/metrics", path));
        // Nobody's words are figures.
        Assert.DoesNotContain(collector.Heard, heard => heard.Contains("Modelweg", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_collector_that_is_not_there_costs_nothing()
    {
        await using var node = await RunningNode.StartAsync(
            "--Telemetry:OtlpEndpoint=http://127.0.0.1:9", "--Telemetry:EverySeconds=1");
        await node.StoreAsync(SomeJson.Example);
        Assert.Equal(HttpStatusCode.OK, (await node.Client.GetAsync("/readyz")).StatusCode);
    }

    [Fact]
    public void A_collector_that_stays_away_is_told_once_and_once_that_it_is_back()
    {
        var results = new Queue<ExportResult>(
        [
            ExportResult.Success, ExportResult.Failure, ExportResult.Failure, ExportResult.Failure, ExportResult.Success,
            ExportResult.Success, ExportResult.Failure,
        ]);
        var log = new Lines();
        using var exporter = new PatientExporter(new Scripted(results), "http://collector", log);
        while (results.Count > 0) exporter.Export(default);
        Assert.Equal([LogLevel.Warning, LogLevel.Information, LogLevel.Warning], log.Levels);
    }

    [Theory]
    [InlineData("collector")]
    [InlineData("ftp://127.0.0.1:4318")]
    [InlineData("127.0.0.1:4318")]
    public void An_address_that_is_none_is_a_fault_of_the_configuration(string endpoint)
    {
        var faults = new List<string>();
        Assert.Null(TelemetrySetup.Read(Configuration(endpoint, "0"), faults));
        Assert.Contains(faults, fault => fault.Contains($"Telemetry:OtlpEndpoint is '{endpoint}'", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("Telemetry:EverySeconds is '0'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://127.0.0.1:4318", "http://127.0.0.1:4318/v1/metrics")]
    [InlineData("https://collector.example/own/place", "https://collector.example/own/place")]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void An_address_without_a_place_gets_the_usual_one(string? endpoint, string? expected)
    {
        var faults = new List<string>();
        Assert.Equal(expected, TelemetrySetup.Read(Configuration(endpoint, null), faults)?.Endpoint.ToString());
        Assert.Empty(faults);
    }

    private static IConfiguration Configuration(string? endpoint, string? seconds) => new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Telemetry:OtlpEndpoint"] = endpoint, ["Telemetry:EverySeconds"] = seconds,
        }).Build();

    private sealed class Scripted(Queue<ExportResult> results) : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch) => results.Dequeue();
    }

    private sealed class Lines : ILogger
    {
        public List<LogLevel> Levels { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => Levels.Add(logLevel);
    }

    /// <summary>Takes whatever is posted. The names of instruments, their tags and values are plain text in it.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly HttpListener _listener = new();

        public Collector()
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
            probe.Stop();
            _listener.Prefixes.Add($"{Address}/");
            _listener.Start();
            _ = TakeAsync();
        }

        public string Address { get; }

        public ConcurrentBag<string> Heard { get; } = [];

        public ConcurrentBag<string> Paths { get; } = [];

        public void Dispose() => _listener.Close();

        private async Task TakeAsync()
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                Paths.Add(context.Request.Url!.AbsolutePath);
                Heard.Add(Encoding.Latin1.GetString(body.ToArray()));
                context.Response.Close();
            }
        }
    }
}
