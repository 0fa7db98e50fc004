using System.Net;
using System.Net.Sockets;

namespace Noodlink.Scenarios.Ground;

// As much of MQTT 5 (OASIS, 7 March 2019) as a broker needs that says yes to everything and does nothing. A packet is a
// first byte (type in the high four bits), the length of the rest in up to four bytes of seven bits, and the rest.
// CONNACK 0x20: no session, success, no properties. SUBACK 0x90: the packet id, no properties, QoS 1 granted. PUBACK
// 0x40: the packet id, which alone means success. PINGRESP 0xD0.

/// <summary>A broker that takes every connection, subscription and message, and delivers nothing to anybody.</summary>
internal sealed class ForgetfulBroker : IAsyncDisposable
{
    private const int Connect = 1, Publish = 3, Subscribe = 8, Ping = 12;

    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _taken;

    public ForgetfulBroker(int port)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Messages that it has acknowledged, and forgotten.</summary>
    public int Taken => Volatile.Read(ref _taken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true) serving.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var _ = client;
        await using var stream = new NetworkStream(client);
        try
        {
            while (true)
            {
                var (first, rest) = await ReadAsync(stream);
                byte[] answer = (first >> 4) switch
                {
                    Connect => [0x20, 3, 0, 0, 0],
                    Subscribe => [0x90, 4, rest[0], rest[1], 0, 1],
                    Publish => Forget(rest),
                    Ping => [0xD0, 0],
                    _ => [],
                };
                await stream.WriteAsync(answer, _stop.Token);
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            return;
        }
    }

    private byte[] Forget(byte[] publish)
    {
        Interlocked.Increment(ref _taken);
        var topicBytes = (publish[0] << 8) | publish[1];
        return [0x40, 2, publish[topicBytes + 2], publish[topicBytes + 3]];
    }

    private async Task<(byte First, byte[] Body)> ReadAsync(NetworkStream stream)
    {
        var one = new byte[1];
        await stream.ReadExactlyAsync(one, _stop.Token);
        var (first, length, shift) = (one[0], 0, 0);
        do
        {
            await stream.ReadExactlyAsync(one, _stop.Token);
            length |= (one[0] & 0x7F) << shift;
            shift += 7;
        }
        while ((one[0] & 0x80) != 0 && shift < 28);
        var rest = new byte[length];
        await stream.ReadExactlyAsync(rest, _stop.Token);
        return (first, rest);
    }
}
