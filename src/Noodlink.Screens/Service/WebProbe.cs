using System.Net;
using System.Net.Sockets;

namespace Noodlink.Screens.Service;

/// <summary>Comes in by the door as people do, with a connection of its own: does the web server answer?</summary>
/// <param name="urls">Where it listens now.</param>
internal sealed class WebProbe(Func<IEnumerable<string>> urls) : IDisposable
{
    private readonly HttpClient _client = new(
        new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(5),
    };

    /// <summary>True for any answer, also one that turns us away or closes the connection: who does that is
    /// alive.</summary>
    public async Task<bool> AnswersAsync(CancellationToken stop)
    {
        try
        {
            foreach (var url in urls())
            {
                using var question = new HttpRequestMessage(HttpMethod.Get, new Uri(FromHere(url), "/readyz"));
                question.Headers.ConnectionClose = true;
                using var answer = await _client.SendAsync(question, HttpCompletionOption.ResponseHeadersRead, stop);
            }

            return true;
        }
        catch (HttpRequestException refusal)
        {
            return refusal.InnerException is not SocketException { SocketErrorCode: SocketError.ConnectionRefused };
        }
        catch (TaskCanceledException) when (!stop.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Dispose() => _client.Dispose();

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
