using System.Diagnostics;
using System.Globalization;
using Noodlink.Benchmarks.Programs;
using Noodlink.Hub.Broker;
using Noodlink.Scenarios.Ground;

namespace Noodlink.Benchmarks.Brokers;

/// <summary>Mosquitto by itself, with its own persistence as it comes.</summary>
internal sealed class LoneBroker : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30), Rhythm = TimeSpan.FromMilliseconds(10);

    private readonly string _configuration;
    private readonly string _database;
    private readonly string _log;
    private Process? _process;

    /// <param name="more">Lines beside the defaults.</param>
    public LoneBroker(string directory, string more)
    {
        _configuration = Path.Combine(directory, "mosquitto.conf");
        _database = Path.Combine(directory, "mosquitto.db");
        _log = Path.Combine(directory, "mosquitto.log");
        // Nagle's algorithm changes the speed by a factor of 90 and nothing else.
        File.WriteAllText(_configuration, string.Create(CultureInfo.InvariantCulture, $"""
            listener {Port} 127.0.0.1
            allow_anonymous true
            set_tcp_nodelay true
            user {Environment.UserName}
            persistence true
            persistence_location {directory}/
            {more}

            """));
    }

    public int Port { get; } = Programs.Ground.FreePort();

    public async Task StartAsync()
    {
        var program = new[] { "/usr/sbin/mosquitto", "/usr/bin/mosquitto" }.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("mosquitto is not installed (Debian: apt-get install mosquitto).");
        _process = await Nursery.StartAsync(program, ["-c", _configuration], _log, null);
        await Until.TrueAsync(
            async () =>
            {
                try
                {
                    using var probe = await MqttSocket.ConnectAsync(Port, "probe", clean: true);
                    return true;
                }
                catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
                {
                    return false;
                }
            },
            "the broker answers", Patience, Rhythm);
    }

    /// <summary>As a service manager does it: the broker writes its snapshot.</summary>
    public async Task StopAsync()
    {
        Signals.Terminate(_process!.Id);
        await _process.WaitForExitAsync();
    }

    public async Task KillAsync()
    {
        Signals.End(_process!.Id);
        await _process.WaitForExitAsync();
    }

    /// <summary>The snapshot that it writes by itself each autosave_interval; SIGUSR1 asks for it now.</summary>
    public async Task SaveAsync()
    {
        var before = Written();
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -USR1 {_process!.Id}"]);
        await kill.WaitForExitAsync();
        await Until.TrueAsync(() => Written() != before, "the snapshot is written", Patience, Rhythm);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false }) await KillAsync();
        _process?.Dispose();
    }

    private (DateTime, long) Written()
    {
        var file = new FileInfo(_database);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
    }
}
