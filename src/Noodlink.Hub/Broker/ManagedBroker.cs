using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Noodlink.Hub.Stations;
using Noodlink.Protocol.Messages;
using Noodlink.Station;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;

namespace Noodlink.Hub.Broker;

// The hub's own broker (architecture §4.15): a Mosquitto that the hub starts on files it has written, watches, tells
// of new stations, and starts again when it ends. One thread does all of that, for as long as the hub runs: the
// broker dies with the thread that started it (see BrokerProcess). The broker keeps nothing; every station's queue is
// on its own disk, so a broker that dies costs seconds and no message.

/// <summary>How the managed broker is (for <c>GET /api/status</c>).</summary>
/// <param name="Up">It runs and listens.</param>
/// <param name="Starts">How often it was started in this life of the hub; 1 when it never failed.</param>
/// <param name="Since">Wall time of the last change.</param>
/// <param name="Detail">In English: where it listens, or why it does not and what to do.</param>
/// <param name="Output">The last lines that Mosquitto wrote.</param>
public sealed record BrokerStatus(
    bool Up, int? Pid, int Starts, DateTimeOffset Since, string Detail, IReadOnlyList<string> Output);

/// <summary>Starts and supervises Mosquitto. The properties may be read from any thread.</summary>
public sealed class ManagedBroker : IHostedService, IDisposable
{
    private const int OutputLinesMax = 50;
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ListensWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LeftoverWithin = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StableAfter = TimeSpan.FromSeconds(30);

    private readonly BrokerOptions _options;
    private readonly StationId _hub;
    private readonly StationsFile _stations;
    private readonly TimeProvider _time;
    private readonly ILogger<ManagedBroker> _log;
    private readonly Func<bool> _makeRoom;
    private readonly BrokerFiles _files;
    private readonly IPAddress _address;
    private readonly string _hubPassword = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
    private readonly Lock _outputGate = new();
    private readonly Queue<string> _output = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile BrokerStatus _status;
    private Thread? _thread;
    private bool _disposed;
    private string _lastError = "";

    /// <param name="dataDirectory">The broker's files go to its folder <c>broker</c>.</param>
    /// <param name="hub">The hub's own id: its account at the broker.</param>
    /// <param name="makeRoom">Asked when its files do not fit on the disk; true: there is room now.</param>
    /// <exception cref="ArgumentException">Broker:Address is not an IP address.</exception>
    public ManagedBroker(
        BrokerOptions options,
        string dataDirectory,
        StationId hub,
        StationsFile stations,
        TimeProvider time,
        ILogger<ManagedBroker> log,
        Func<bool>? makeRoom = null)
    {
        _makeRoom = makeRoom ?? (static () => false);
        if (!IPAddress.TryParse(options.Address, out var address))
            throw new ArgumentException($"Broker:Address '{options.Address}' is not an IP address.", nameof(options));
        _address = address;
        _options = options;
        _hub = hub;
        _stations = stations;
        _time = time;
        _log = log;
        _files = new BrokerFiles(dataDirectory);
        Sign = new LifeSign("broker", time);
        _status = new BrokerStatus(Up: false, Pid: null, 0, time.GetUtcNow(), "not started", []);
    }

    /// <summary>The latest state, replaced as a whole.</summary>
    public BrokerStatus Status
    {
        get
        {
            lock (_outputGate) return _status with { Output = [.. _output] };
        }
    }

    /// <summary>Of the thread that supervises.</summary>
    public LifeSign Sign { get; }

    /// <summary>For the hub's own <see cref="MqttBearer"/>: its account, with a password that exists only in memory.
    /// </summary>
    public MqttSettings HubSettings => MqttSettings.ForHub(
        new MqttOptions { Host = $"{LocalAddress}", Port = _options.Port }, _hub, () => _hubPassword);

    private IPAddress LocalAddress =>
        _address.Equals(IPAddress.Any) ? IPAddress.Loopback
        : _address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
        : _address;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(Supervise) { IsBackground = true, Name = "broker" };
        _thread.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        if (_thread is not null) await _ended.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The container owns it twice: as itself and as a hosted service.
        if (_disposed) return;
        _disposed = true;
        _stop.Cancel();
        _thread?.Join();
        _stop.Dispose();
    }

    private void Supervise()
    {
        var delay = ShortestDelay;
        while (!_stop.IsCancellationRequested)
        {
            Sign.Turn();
            var started = _time.GetTimestamp();
            string reason;
            try
            {
                reason = RunOnce();
            }
#pragma warning disable CA1031 // The hub goes on by radio whatever is wrong here; it is shown, and tried again.
            catch (Exception e)
            {
                reason = e.Message;
            }
#pragma warning restore CA1031

            if (_stop.IsCancellationRequested) break;
            if (_time.GetElapsedTime(started) >= StableAfter) delay = ShortestDelay;
            if (reason != _status.Detail) Log.BrokerDown(_log, reason, delay);
            Show(up: false, pid: null, reason);
            _stop.Token.WaitHandle.WaitOne(delay);
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }

        Show(up: false, pid: null, "stopped");
        _ended.SetResult();
    }

    /// <summary>From start to end of one broker. Returns why there is none (any more).</summary>
    private string RunOnce()
    {
        EndLeftover();
        if (PortOwner.Obstacle(_address, _options.Port) is { } obstacle) return obstacle;
        var stations = _stations.Current;
        WithRoom(() => _files.Write(_options, _hub, _hubPassword, stations.List));
        _lastError = "";
        using var broker = BrokerProcess.Start(_files.ConfigurationPath, Hear, out var fault);
        if (broker is null) return fault;
        if (BrokerPid.Of(broker.Pid) is { } pid) WithRoom(() => pid.Write(_files.PidPath));
        if (!Listens(broker)) return Epitaph(broker);
        Log.BrokerStarted(_log, broker.Pid, _options.Address, _options.Port, stations.List.Entries.Count);
        Show(up: true, broker.Pid, $"listening on {_options.Address}:{_options.Port}");
        while (!broker.WaitForExit(Turn))
        {
            Sign.Turn();
            if (_stop.IsCancellationRequested)
            {
                broker.End();
                File.Delete(_files.PidPath);
                return "stopped";
            }

            if (_stations.Current.Generation != stations.Generation) Reload(broker, stations = _stations.Current);
        }

        return Epitaph(broker);
    }

    /// <summary>Without a broker no noodmelding comes in over the LAN: its files may have the last room.</summary>
    private void WithRoom(Action write)
    {
        while (true)
        {
            try
            {
                write();
                return;
            }
            catch (IOException full) when (DiskFull.Is(full) && _makeRoom())
            {
                // Again, with a piece more.
            }
        }
    }

    private void Reload(BrokerProcess broker, StationsVersion stations)
    {
        WithRoom(() => _files.Write(_options, _hub, _hubPassword, stations.List));
        Signals.Reload(broker.Pid);
        Log.BrokerReloaded(_log, stations.List.Entries.Count);
    }

    /// <summary>A hub that was killed in the moment of starting its broker, or whose broker outlived it
    /// otherwise.</summary>
    private void EndLeftover()
    {
        if (BrokerPid.Read(_files.PidPath) is not { } leftover) return;
        if (leftover.IsRunningOn(_files.ConfigurationPath))
        {
            Signals.Terminate(leftover.Pid);
            if (!Ends(leftover, LeftoverWithin)) Signals.End(leftover.Pid);
            Ends(leftover, LeftoverWithin);
            Log.BrokerLeftoverEnded(_log, leftover.Pid);
        }

        File.Delete(_files.PidPath);
    }

    private bool Ends(BrokerPid leftover, TimeSpan within)
    {
        var started = _time.GetTimestamp();
        while (leftover.IsRunningOn(_files.ConfigurationPath))
        {
            Sign.Turn();
            if (_time.GetElapsedTime(started) > within) return false;
            _stop.Token.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(20));
        }

        return true;
    }

    private bool Listens(BrokerProcess broker)
    {
        var started = _time.GetTimestamp();
        while (!broker.WaitForExit(TimeSpan.FromMilliseconds(20)))
        {
            Sign.Turn();
            if (_stop.IsCancellationRequested || _time.GetElapsedTime(started) > ListensWithin) return false;
            try
            {
                using var probe = new TcpClient(_address.AddressFamily);
                probe.Connect(LocalAddress, _options.Port);
                return true;
            }
            catch (SocketException)
            {
                // Not yet.
            }
        }

        return false;
    }

    private string Epitaph(BrokerProcess broker)
    {
        if (!broker.WaitForExit(TimeSpan.Zero)) return $"mosquitto did not listen in {ListensWithin.TotalSeconds} s";
        broker.HearOut();
        return _lastError.Length > 0
            ? $"mosquitto ended with code {broker.ExitCode}: {_lastError}"
            : $"mosquitto ended with code {broker.ExitCode}";
    }

    private void Hear(string line)
    {
        if (line.StartsWith("Error", StringComparison.Ordinal))
        {
            _lastError = line;
            Log.BrokerSays(_log, line);
        }

        lock (_outputGate)
        {
            _output.Enqueue(line);
            if (_output.Count > OutputLinesMax) _output.Dequeue();
        }
    }

    private void Show(bool up, int? pid, string detail)
    {
        var old = _status;
        var since = old.Up == up && old.Pid == pid ? old.Since : _time.GetUtcNow();
        _status = new BrokerStatus(up, pid, up ? old.Starts + 1 : old.Starts, since, detail, []);
    }
}
