using System.Net.Sockets;

namespace Noodlink.Station.Modems;

/// <summary>Opens a TCP connection to a modem that another program or a serial server owns (KISS over TCP).</summary>
/// <remarks>A dead peer shows after the keepalive: first question after 10 s of silence, then every 5 s, three
/// times.</remarks>
internal static class TcpPort
{
    /// <summary>How long a connection attempt may take; the reopen rhythm of the driver comes on top.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Connects, or says in English what is wrong.</summary>
    public static async ValueTask<(ModemLine? Line, string? Fault)> OpenAsync(
        string host, int port, TimeProvider time, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 10);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            await socket.ConnectAsync(host, port, either.Token);
            socket.Blocking = false;
            return (new ModemLine(socket.SafeHandle, $"{host}:{port}", baud: 0, () => socket.Close()), null);
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            return (null, $"{host}:{port}: no answer within {Patience.TotalSeconds:0} s");
        }
        catch (SocketException fault)
        {
            socket.Dispose();
            return (null, $"{host}:{port}: {fault.Message}");
        }
    }
}
