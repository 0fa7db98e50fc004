using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Noodlink.Hub.Broker;
using Noodlink.Scenarios.Ground;

namespace Noodlink.Benchmarks.Programs;

/// <summary>A node, a hub or <c>noodlink</c> as a real process, its output in a file.</summary>
internal sealed class StationProgram : IAsyncDisposable
{
    // USER_HZ: what /proc counts processor time in, 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(15);

    private readonly Process _process;
    private readonly string _program;
    private readonly string _log;
    private bool _ended;

    private StationProgram(Process process, string program, int port, string log, long started)
    {
        _process = process;
        _program = program;
        _log = log;
        Started = started;
        Http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64, UseProxy = false })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{port}"),
            Timeout = TimeSpan.FromSeconds(30),
        };
    }

    public HttpClient Http { get; }

    /// <summary>Timestamp just before the process was made.</summary>
    public long Started { get; }

    public int Pid => _process.Id;

    public static async Task<StationProgram> StartAsync(string program, int port, string log, string[] arguments)
    {
        var started = Stopwatch.GetTimestamp();
        var process = await Nursery.StartAsync(Path.Combine(AppContext.BaseDirectory, program), arguments, log, null);
        return new StationProgram(process, program, port, log, started);
    }

    /// <summary>VmRSS; MB of 10^6 bytes.</summary>
    public double ResidentMegabytes() => StatusKilobytes("VmRSS:") * 1024 / 1e6;

    /// <summary>The part of it that is this process's own; the rest is code, mapped from files and shared by all .NET
    /// programs on the machine.</summary>
    public double OwnMegabytes() => (StatusKilobytes("RssAnon:") + StatusKilobytes("RssShmem:")) * 1024 / 1e6;

    /// <summary>Processor time so far, all threads, user and system.</summary>
    public double ProcessorSeconds()
    {
        var stat = File.ReadAllText($"/proc/{Pid}/stat");
        // The name stands in brackets and may hold anything; utime and stime are fields 14 and 15 of the whole line.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11]) + long.Parse(fields[12])) / TicksPerSecond;
    }

    /// <summary>Waits for the first 200 on a path.</summary>
    public async Task AnswersAsync(string path, TimeSpan limit)
    {
        await Until.TrueAsync(
            async () =>
            {
                if (_process.HasExited)
                    throw new InvalidOperationException($"{_program} ended with {_process.ExitCode}.");
                try
                {
                    using var response = await Http.GetAsync(path);
                    return response.StatusCode == HttpStatusCode.OK;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            $"{_program} answers on {path}", limit, TimeSpan.FromMilliseconds(5));
    }

    public Task ReadyAsync() => AnswersAsync("/readyz", TimeSpan.FromSeconds(30));

    public async Task<JsonElement> GetAsync(string path)
    {
        using var document = JsonDocument.Parse(await Http.GetByteArrayAsync(path));
        return document.RootElement.Clone();
    }

    public string LogTail() =>
        File.Exists(_log) ? $"--- {_program} {Pid}\n{string.Join('\n', File.ReadLines(_log).TakeLast(8))}" : "";

    /// <summary>Asks it to stop as a service manager does, and ends it when it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_ended) return;
        _ended = true;
        Http.Dispose();
        if (!_process.HasExited)
        {
            Signals.Terminate(Pid);
            using var patience = new CancellationTokenSource(StopWithin);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Signals.End(Pid);
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        _process.Dispose();
    }

    private double StatusKilobytes(string name)
    {
        var line = File.ReadLines($"/proc/{Pid}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1]);
    }
}
