using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Noodlink.Apps.Tests.Meldkamer;

/// <summary>One POST as the receiver read it.</summary>
internal sealed record Delivery(string Key, string MediaType, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>A program at the meldkamer that takes CAP over HTTP, written on bare sockets so that it can misbehave in every
/// way that a real one can.</summary>
internal sealed class Receiver : IAsyncDisposable, IDisposable
{
    private const int HeadBytesMax = 16_384;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;

    /// <param name="certificate">Null: no TLS.</param>
    public Receiver(X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Every POST, whatever it was answered.</summary>
    public ConcurrentQueue<Delivery> Posts { get; } = [];

    /// <summary>What it says to each POST: everything behind "HTTP/1.1 ", or null to hang up without a word.</summary>
    public Func<Delivery, Task<string?>> Answer { get; set; } = _ => Task.FromResult<string?>(Taken);

    public static string Taken => "202 Accepted\r\nContent-Length: 0\r\n\r\n";

    public string Uri =>
        $"{(_certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/cap";

    /// <summary>Always the same answer.</summary>
    public void Says(string head, string body = "", string type = "text/plain") => Answer = _ => Task.FromResult<string?>(
        $"{head}\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

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
            while (true) serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        await Task.Yield();
        using var _ = client;
        try
        {
            Stream stream = client.GetStream();
            if (_certificate is not null)
            {
                var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(
                    new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
                stream = tls;
            }

            while (await ReadAsync(stream) is { } post)
            {
                Posts.Enqueue(post);
                if (await Answer(post).WaitAsync(_stop.Token) is not { } answer) return;
                await stream.WriteAsync(Encoding.UTF8.GetBytes("HTTP/1.1 " + answer), _stop.Token);
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException
            or System.Security.Authentication.AuthenticationException)
        {
            return; // whoever posted has had enough, or the test is over
        }
    }

    private async Task<Delivery?> ReadAsync(Stream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < HeadBytesMax && !(head.Count >= 4 && head[^4..].SequenceEqual("\r\n\r\n"u8.ToArray())))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0) return null;
            head.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n");
        string Field(string name) => lines.FirstOrDefault(
            line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim() ?? "";
        Assert.StartsWith("POST /cap HTTP/1.1", lines[0], StringComparison.Ordinal);
        var body = new byte[int.Parse(Field("Content-Length"), CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return new Delivery(Field("Idempotency-Key"), Field("Content-Type"), body);
    }
}
