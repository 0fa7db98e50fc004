using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Noodlink.Screens.Service;

/// <summary>Comes in by the door as people do, with a connection of its own: does the web server answer?</summary>
/// <remarks>A plain socket: the runtime's HTTP client is 4 MB of code, of which this is all that a noodsteunpunt would
/// use.</remarks>
/// <param name="urls">Where it listens now.</param>
internal sealed class WebProbe(Func<IEnumerable<string>> urls)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>True for any answer, also one that turns us away or closes the connection: who does that is
    /// alive.</summary>
    public async Task<bool> AnswersAsync(CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            foreach (var url in urls()) await KnockAsync(FromHere(url), patience.Token);
            return true;
        }
        catch (SocketException refusal)
        {
            return refusal.SocketErrorCode != SocketError.ConnectionRefused;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Asks, and waits for the first byte of the answer or for the end of the connection.</summary>
    private static async Task KnockAsync(Uri door, CancellationToken stop)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(door.DnsSafeHost, door.Port, stop);
        var question = Encoding.ASCII.GetBytes(
            $"GET /readyz HTTP/1.1\r\nHost: {door.Authority}\r\nConnection: close\r\n\r\n");
        await socket.SendAsync(question, stop);
        await socket.ReceiveAsync(new byte[1], stop);
    }

    /// <summary>The same door, as this machine reaches it.</summary>
    private static Uri FromHere(string url)
    {
        var address = new Uri(url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal)
            .Replace("://+", "://0.0.0.0", StringComparison.Ordinal));
        if (!IPAddress.TryParse(address.Host.Trim('[', ']'), out var host)) return address;
        var reach = host.Equals(IPAddress.Any) ? "127.0.0.1" : host.Equals(IPAddress.IPv6Any) ? "[::1]" : null;
        return reach is null ? address : new UriBuilder(address) { Host = reach }.Uri;
    }
}
