using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Polly;

namespace Noodlink.Station.Bearers;

// The LAN: sealed parts over MQTT 5 (architecture §4.14). One thread owns the connection: it connects, loops, settles
// and reports; the station's loop only offers. Delivery is never concluded from MQTT: a PUBACK says that the broker has
// it in memory, reason 16 that nobody was there to take it, and only the hub's sealed receipt ends a sending. Sessions
// start clean and end with the connection, because our queue is on disk and the broker's is not.
//
// A dead link that nobody closed shows by the keepalive: 5 s (the least libmosquitto takes) of silence, a ping, 5 s
// without an answer. A publish that waits 10 s for its PUBACK ends the link too, ping or no ping.
//
// What came in is written to the station's bounded channel, and this thread waits while that is full: TCP then slows
// the broker down. A station whose loop stands still for more than 7.5 s is thereby shut out by the broker, which is
// what a sender should see: nobody listens.

/// <summary>The LAN bearer. <see cref="TryOffer"/> from the station's one loop, the rest from any thread.</summary>
public sealed class MqttBearer : IBearer
{
    internal const int FrameBytesMax = 16_384; // as the broker's max_packet_size
    internal const int KeepAliveSeconds = 5;
    internal static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(12); // two round trips of 2 s, a packet lost in each
    internal static readonly TimeSpan AcknowledgeWithin = TimeSpan.FromSeconds(10);

    /// <summary>The library resolves names itself with TLS, and a dead DNS server holds it up: 5 s per server and try,
    /// usually three servers and two tries (resolv.conf(5)).</summary>
    private static readonly TimeSpan ResolveWithin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LoopWait = TimeSpan.FromMilliseconds(250);

    private readonly MqttSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger<MqttBearer> _log;
    private readonly MqttWindow _window;
    private readonly MqttReconnect _reconnect;
    private readonly Random _random;
    private readonly List<MqttSettled> _settled = [];
    private readonly CancellationTokenSource _disposed = new();
    private readonly LifeSign _sign;
    private readonly DropCount _dropped;
    private volatile BearerStatus _status;
    private Thread? _thread;
    private string _connected = "";
    private string? _refusal;

    /// <param name="random">For the spread of reconnects; null: the process's own.</param>
    /// <param name="dropped">Counts what is not handed on; null: nobody asks.</param>
    public MqttBearer(
        MqttSettings settings, TimeProvider time, ILogger<MqttBearer> log, Random? random = null, DropCount? dropped = null)
    {
        _dropped = dropped ?? new DropCount();
        _settings = settings;
        _time = time;
        _log = log;
        _random = random ?? Random.Shared;
        _window = new MqttWindow(time);
        _reconnect = new MqttReconnect(time, _random);
        _sign = new LifeSign("mqtt", time);
        _status = new BearerStatus(Up: false, time.GetUtcNow(), "not started");
    }

    /// <inheritdoc/>
    public BearerName Name => BearerName.Mqtt;

    /// <inheritdoc/>
    /// <remarks>Up means connected and subscribed; whether the other side is there, only its receipts tell.</remarks>
    public BearerStatus Status => _status;

    /// <inheritdoc/>
    public IReadOnlyList<LifeSign> Signs => [_sign];

    /// <inheritdoc/>
    /// <remarks>At most 10 offers are outstanding. One longer than 16,384 bytes fails.</remarks>
    public bool TryOffer(Offer offer) => _window.TryPublish(offer);

    /// <inheritdoc/>
    /// <remarks>10 s, doubled per try up to 60 s, with a fifth of chance: a hub that restarts takes a few seconds,
    /// and a broker that lost what it acknowledged takes for ever.</remarks>
    public TimeSpan RetryAfter(int tries, bool alarm)
    {
        var seconds = Math.Min(60, 10 * Math.Pow(2, Math.Clamp(tries - 1, 0, 8)));
        return TimeSpan.FromSeconds(seconds * (0.9 + (0.2 * _random.NextDouble())));
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">It runs already.</exception>
    public async Task RunAsync(ChannelWriter<BearerInput> inputs, CancellationToken stop)
    {
        if (_thread is not null) throw new InvalidOperationException("A bearer runs once.");
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, _disposed.Token);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _thread = new Thread(() => RunThread(inputs, ended, both.Token)) { IsBackground = true, Name = "mqtt" };
        await using var goodbye = both.Token.Register(_window.SayGoodbye);
        _thread.Start();
        await ended.Task;
    }

    /// <summary>Ends the connection and waits a moment for the thread.</summary>
    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync();
        _thread?.Join(TimeSpan.FromSeconds(2));
        _disposed.Dispose();
    }

    private void RunThread(ChannelWriter<BearerInput> inputs, TaskCompletionSource ended, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                if (stop.WaitHandle.WaitOne(_reconnect.First())) break;
                _reconnect.Pipeline.Execute(token => new MqttLinkEnd(TryHostsInTurn(inputs, token)), stop);
            }

            ended.SetResult();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            ended.SetResult();
        }
        catch (ChannelClosedException)
        {
            ended.SetResult(); // the station has ended
        }
#pragma warning disable CA1031 // Whatever it is, it must reach whoever awaits this bearer, not end the process.
        catch (Exception fault)
        {
            ended.SetException(fault);
        }
#pragma warning restore CA1031
        finally
        {
            SetStatus(up: false, "stopped");
            foreach (var settled in _settled) inputs.TryWrite(Done(settled));
        }
    }

    /// <summary>True when a link stood long enough to begin the delays anew.</summary>
    private bool TryHostsInTurn(ChannelWriter<BearerInput> inputs, CancellationToken stop)
    {
        var reasons = new List<string>();
        foreach (var entry in _settings.Hosts)
        {
            if (!MqttSettings.TrySplit(entry, out var host, out var port)) continue; // refused at start
            _sign.Turn();
            foreach (var address in Addresses(host, stop))
            {
                _sign.Turn();
                stop.ThrowIfCancellationRequested();
                var (up, reason) = CarryOver(entry, address, port, inputs, stop);
                if (up is not null) return up >= MqttReconnect.StableAfter;
                reasons.Add($"{entry}: {reason}");
            }
        }

        if (SetStatus(up: false, string.Join("; ", reasons.Distinct(StringComparer.Ordinal))))
        {
            Log.MqttFailed(_log, _status.Detail);
            Write(inputs, new BearerInput.Changed(Name, _status), stop);
        }

        return false;
    }

    /// <summary>A name may mean several addresses and the library tries one when it does not block. With TLS the name
    /// itself must go in: it is what the certificate is compared with.</summary>
    private string[] Addresses(string host, CancellationToken stop)
    {
        if (_settings.CaFile is not null || IPAddress.TryParse(host, out _)) return [host];
        try
        {
            return [.. Dns.GetHostAddressesAsync(host, stop).WaitAsync(ConnectWithin, _time, stop)
                .GetAwaiter().GetResult().Select(static address => address.ToString())];
        }
        catch (Exception e) when (e is SocketException or TimeoutException)
        {
            return [host]; // the library will name the fault
        }
    }

    /// <summary>One connection from beginning to end: how long it was up (null: never), and why it ended.</summary>
    private (TimeSpan? Up, string Reason) CarryOver(
        string entry, string address, int port, ChannelWriter<BearerInput> inputs, CancellationToken stop)
    {
        Mosquitto? link = null;
        var upSince = 0L;
        string reason;
        try
        {
            link = new Mosquitto(Login(), FrameBytesMax);
            _sign.Rest(ResolveWithin);
            var code = link.Connect(address, port, KeepAliveSeconds);
            reason = code.Ok ? Establish(link, stop) ?? "" : code.ToString();
            if (reason.Length == 0)
            {
                upSince = _time.GetTimestamp();
                Open(link, entry, inputs, stop);
                reason = Carry(link, inputs, stop);
            }
        }
        catch (Exception e) when (e is DllNotFoundException or IOException or UnauthorizedAccessException)
        {
            reason = e is DllNotFoundException
                ? "libmosquitto.so.1 is not installed (Debian: apt-get install libmosquitto1)"
                : e.Message;
        }
        finally
        {
            _window.Close("the link ended", _settled);
            link?.Dispose();
        }

        if (upSince == 0) return (null, reason);
        Close(entry, reason, inputs, stop);
        return (_time.GetElapsedTime(upSince), reason);
    }

    private MosquittoLogin Login() => new(
        _settings.Username, _settings.Username, _settings.Password(),
        _settings.CaFile, _settings.CertificateFile, _settings.CertificateKeyFile);

    /// <summary>Waits for CONNACK and SUBACK. Null: connected and subscribed; else why not.</summary>
    private string? Establish(Mosquitto link, CancellationToken stop)
    {
        var started = _time.GetTimestamp();
        var subscribing = false;
        while (!stop.IsCancellationRequested)
        {
            _sign.Turn();
            var loop = link.Loop(LoopWait);
            if (link.Connected is { Ok: false } connect) return $"the broker refused us: {connect}";
            if (link.Subscribed is { Ok: false } subscribe)
                return $"may not subscribe to {_settings.Subscription}: {subscribe}";
            if (link.Subscribed is not null) return null;
            if (!loop.Ok) return (link.Ended is { Ok: false } ended ? ended : loop).ToString();
            if (link.Connected is not null && !subscribing)
            {
                subscribing = true;
                if (link.Subscribe(_settings.Subscription) is { Ok: false } code) return code.ToString();
            }

            if (_time.GetElapsedTime(started) > ConnectWithin)
                return $"no answer within {ConnectWithin.TotalSeconds:0} s";
        }

        return "stopping";
    }

    /// <summary>Carries until the link ends. Returns why it did.</summary>
    private string Carry(Mosquitto link, ChannelWriter<BearerInput> inputs, CancellationToken stop)
    {
        var tooLong = 0;
        while (true)
        {
            _sign.Turn();
            var loop = link.Loop(LoopWait);
            Deliver(link, inputs, stop);
            if (link.TooLong != tooLong)
            {
                _dropped.Add("tooLong", unchecked(link.TooLong - tooLong));
                if (tooLong == 0) Log.MqttTooLong(_log, FrameBytesMax);
                tooLong = link.TooLong;
            }

            if (!loop.Ok || link.Ended is not null)
                return (link.Ended is { Ok: false } ended ? ended : loop).ToString();
            if (_window.OldestWait() > AcknowledgeWithin)
                return $"no PUBACK within {AcknowledgeWithin.TotalSeconds:0} s";
            stop.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Hands on what one turn of the loop brought. Received first: what is in is in.</summary>
    private void Deliver(Mosquitto link, ChannelWriter<BearerInput> inputs, CancellationToken stop)
    {
        foreach (var (topic, frame) in link.Received)
            Write(inputs, new BearerInput.Received(Name, frame, From: MqttSettings.SenderOf(topic)), stop);
        link.Received.Clear();
        _window.Settle(link.Acknowledged, _settled);
        link.Acknowledged.Clear();
        Report(inputs, stop);
        if (_window.TakeReady()) Write(inputs, new BearerInput.Ready(Name), stop);
    }

    private void Report(ChannelWriter<BearerInput> inputs, CancellationToken stop)
    {
        foreach (var settled in _settled)
        {
            if (settled is { Outcome: OfferOutcome.Failed, Detail: { } detail }) ShowRefusal(detail, inputs, stop);
            Write(inputs, Done(settled), stop);
        }

        _settled.Clear();
    }

    private BearerInput.Done Done(MqttSettled settled) => new(Name, settled.Ticket, settled.Outcome, settled.Detail);

    private void Open(Mosquitto link, string entry, ChannelWriter<BearerInput> inputs, CancellationToken stop)
    {
        _refusal = null;
        _connected = $"{entry}: connected as {_settings.Username}";
        Log.MqttUp(_log, entry, _settings.Username);
        _window.Open(link); // first: whoever sees Up may offer
        SetStatus(up: true, _connected);
        Write(inputs, new BearerInput.Changed(Name, _status), stop);
        if (_window.TakeReady()) Write(inputs, new BearerInput.Ready(Name), stop);
    }

    private void Close(string entry, string reason, ChannelWriter<BearerInput> inputs, CancellationToken stop)
    {
        SetStatus(up: false, _refusal is null ? $"{entry}: {reason}" : $"{entry}: {reason}; last refusal: {_refusal}");
        if (!stop.IsCancellationRequested) Log.MqttDown(_log, entry, reason);
        Write(inputs, new BearerInput.Changed(Name, _status), stop);
        foreach (var settled in _settled) Write(inputs, Done(settled), stop);
        _settled.Clear();
    }

    /// <summary>A broker that takes our connection but not our messages is a fault of its rights: shown, once per kind.
    /// </summary>
    private void ShowRefusal(string detail, ChannelWriter<BearerInput> inputs, CancellationToken stop)
    {
        if (detail == _refusal) return;
        _refusal = detail;
        Log.MqttRefused(_log, detail);
        if (SetStatus(_status.Up, $"{_connected}; last refusal: {detail}"))
            Write(inputs, new BearerInput.Changed(Name, _status), stop);
    }

    private bool SetStatus(bool up, string detail)
    {
        var old = _status;
        if (old.Up == up && old.Detail == detail) return false;
        _status = new BearerStatus(up, old.Up == up ? old.Since : _time.GetUtcNow(), detail);
        return true;
    }

    private static void Write(ChannelWriter<BearerInput> inputs, BearerInput input, CancellationToken stop)
    {
        while (!inputs.TryWrite(input))
            if (!inputs.WaitToWriteAsync(stop).AsTask().GetAwaiter().GetResult())
                throw new ChannelClosedException();
    }
}
