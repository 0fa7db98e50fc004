using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Noodlink.Cli.Relay;

// A cable that can be pulled. Closing sockets is the easy kind of failure: both sides notice at once. What happens in
// the field is the other kind: a switch loses power, and both sides hold a connection on which nothing arrives any
// more. So "hang" closes nothing and answers nothing: what is sent stays where it is, new connections are taken and
// not answered. After "resume" what was under way still comes through, as TCP does when the cable is back in time. Who
// gave up meanwhile (closed before it was ever answered) is forgotten; the broker never hears of it.

/// <summary>Passes TCP connections on to one other address, until told to hang, resume or cut.</summary>
/// <remarks>All members are safe from any thread.</remarks>
internal sealed class TcpRelay : IAsyncDisposable
{
    private const int HeldBytesMax = 65_536;
    private const int UnderWayMax = 64;

    private readonly DnsEndPoint _to;
    private readonly Gate _gate = new();
    private readonly Gate _listening = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Weather _weather;
    private readonly Lock _lock = new();
    private readonly Task _accepting;
    private CancellationTokenSource _cut = new();
    private Socket _listener;

    /// <summary>Listens on the loopback address at once.</summary>
    /// <param name="port">0: the system chooses.</param>
    /// <param name="weather">Null: always fine.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public TcpRelay(int port, DnsEndPoint to, Weather? weather = null)
    {
        _to = to;
        _weather = weather ?? new Weather(seed: 0);
        _listener = Listen(port);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>From now on nothing comes through, and nothing is closed.</summary>
    public void Hang() => _gate.Shut();

    /// <summary>All is well again, after a hang or a cut.</summary>
    /// <exception cref="SocketException">After a cut: somebody else took the port.</exception>
    public void Resume()
    {
        lock (_lock)
        {
            if (!_listening.IsOpen)
            {
                _cut.Dispose();
                _cut = new CancellationTokenSource();
                _listener = Listen(Port);
                _listening.Open();
            }
        }

        _gate.Open();
    }

    /// <summary>The friendly failure, to compare: every connection is closed and new ones are refused.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            if (!_listening.IsOpen) return;
            _listening.Shut();
            _listener.Dispose();
            _cut.Cancel();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        await _stop.CancelAsync();
        await _accepting;
        _cut.Dispose();
        _stop.Dispose();
    }

    private static Socket Listen(int port)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
            listener.Listen();
            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _listening.PassAsync(_stop.Token);
                Socket listener;
                CancellationToken cut;
                lock (_lock) (listener, cut) = (_listener, _cut.Token);
                var near = await listener.AcceptAsync(_stop.Token);
                connections.RemoveAll(connection => connection.IsCompleted);
                connections.Add(PassOnAsync(near, cut));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // Cut, or at the end.
            }
        }

        await Task.WhenAll(connections);
    }

    private async Task PassOnAsync(Socket near, CancellationToken cut)
    {
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (near)
        {
            near.NoDelay = true;
            try
            {
                if (await HoldAsync(near, cut) is not { } said) return;
                await far.ConnectAsync(_to, cut);
                if (said.Length > 0) await far.SendAsync(said, cut);
                var (up, down) = (PumpAsync(near, far, cut), PumpAsync(far, near, cut));
                if ((await Task.WhenAny(up, down)).IsFaulted) await _gate.PassAsync(cut);
                else await Task.WhenAll(up, down);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // Either side is gone: so is the other.
            }
        }
    }

    /// <summary>Waits at a shut gate. What was said there, as far as it is kept; null: whoever it was gave
    /// up.</summary>
    private async Task<byte[]?> HoldAsync(Socket near, CancellationToken cut)
    {
        var said = new byte[HeldBytesMax];
        var length = 0;
        while (!_gate.IsOpen)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cut);
            var open = _gate.PassAsync(either.Token);
            var heard = length < said.Length
                ? near.ReceiveAsync(said.AsMemory(length), either.Token).AsTask()
                : new TaskCompletionSource<int>().Task.WaitAsync(either.Token);
            await Task.WhenAny(open, heard);
            await either.CancelAsync();
            await Task.WhenAll(open, heard).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cut.ThrowIfCancellationRequested();
            if (heard.Exception?.InnerException is SocketException) return null;
            if (!heard.IsCompletedSuccessfully) continue;
            if (heard.Result == 0) return null;
            length += heard.Result;
        }

        return said[..length];
    }

    private async Task PumpAsync(Socket from, Socket to, CancellationToken cut)
    {
        var underWay = Channel.CreateBounded<(long Due, byte[] Bytes)>(UnderWayMax);
        var arriving = ArriveAsync(underWay.Reader, to, cut);
        var buffer = new byte[16384];
        var due = 0L;
        try
        {
            while (true)
            {
                var length = await from.ReceiveAsync(buffer, cut);
                var passage = (long)(_weather.Passage(length).TotalSeconds * TimeProvider.System.TimestampFrequency);
                // In order, as TCP delivers: what comes after a lost packet waits for it.
                due = Math.Max(due, TimeProvider.System.GetTimestamp() + passage);
                await underWay.Writer.WriteAsync((due, buffer[..length]), cut);
                if (length == 0) break;
            }
        }
        finally
        {
            underWay.Writer.TryComplete();
            await arriving;
        }
    }

    /// <summary>Sends on what has been under way long enough; nothing at all means the end.</summary>
    private async Task ArriveAsync(ChannelReader<(long Due, byte[] Bytes)> underWay, Socket to, CancellationToken cut)
    {
        await foreach (var (due, bytes) in underWay.ReadAllAsync(cut))
        {
            var now = TimeProvider.System.GetTimestamp();
            if (due > now) await Task.Delay(TimeProvider.System.GetElapsedTime(now, due), TimeProvider.System, cut);
            await _gate.PassAsync(cut);
            if (bytes.Length == 0) to.Shutdown(SocketShutdown.Send);
            else await to.SendAsync(bytes, cut);
        }
    }
}
