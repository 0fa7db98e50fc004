using System.Net;
using System.Net.Sockets;
using Noodlink.Cli.Relay;

namespace Noodlink.Apps.Tests.Cli;

/// <summary>The cable of the demonstration: pulled, it closes nothing and passes nothing on.</summary>
public sealed class TcpRelayTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);

    // Long enough for bytes on the loopback, where they take microseconds.
    private static readonly TimeSpan AMoment = TimeSpan.FromMilliseconds(150);

    private readonly TcpListener _broker = new(IPAddress.Loopback, 0);
    private TcpRelay _relay = null!;

    public Task InitializeAsync()
    {
        _broker.Start();
        _relay = new TcpRelay(0, new DnsEndPoint("127.0.0.1", ((IPEndPoint)_broker.LocalEndpoint).Port));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _relay.DisposeAsync();

    public void Dispose() => _broker.Dispose();

    [Fact]
    public async Task Both_sides_hear_each_other_and_each_others_end()
    {
        using var near = await ConnectAsync();
        using var far = await _broker.AcceptSocketAsync().WaitAsync(Long);

        await near.SendAsync("up"u8.ToArray());
        Assert.Equal("up", await ReadAsync(far));
        await far.SendAsync("down"u8.ToArray());
        Assert.Equal("down", await ReadAsync(near));
        near.Shutdown(SocketShutdown.Send);
        Assert.Equal("", await ReadAsync(far));
    }

    [Fact]
    public async Task Hung_it_passes_nothing_closes_nothing_and_delivers_after_resume()
    {
        using var near = await ConnectAsync();
        using var far = await _broker.AcceptSocketAsync().WaitAsync(Long);

        _relay.Hang();
        await near.SendAsync("late"u8.ToArray());
        var heard = ReadAsync(far);
        await Assert.ThrowsAsync<TimeoutException>(() => heard.WaitAsync(AMoment));
        _relay.Resume();

        Assert.Equal("late", await heard);
    }

    [Fact]
    public async Task A_connection_made_while_hung_is_taken_and_waits()
    {
        _relay.Hang();
        using var near = await ConnectAsync();
        await near.SendAsync("hello"u8.ToArray());
        var accepted = _broker.AcceptSocketAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => accepted.WaitAsync(AMoment));
        _relay.Resume();

        using var far = await accepted.WaitAsync(Long);
        Assert.Equal("hello", await ReadAsync(far));
    }

    [Fact]
    public async Task Who_gives_up_while_it_hangs_is_never_heard_of()
    {
        _relay.Hang();
        using (var impatient = await ConnectAsync()) await impatient.SendAsync("old"u8.ToArray());
        using var patient = await ConnectAsync();
        await patient.SendAsync("new"u8.ToArray());
        var accepted = _broker.AcceptSocketAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => accepted.WaitAsync(AMoment));
        _relay.Resume();

        using var far = await accepted.WaitAsync(Long);
        Assert.Equal("new", await ReadAsync(far));
        Assert.False(_broker.Pending());
    }

    [Fact]
    public async Task Cut_it_closes_and_refuses_until_resume()
    {
        using var near = await ConnectAsync();
        using var far = await _broker.AcceptSocketAsync().WaitAsync(Long);

        _relay.Cut();
        Assert.Equal("", await ReadAsync(near));
        await Assert.ThrowsAsync<SocketException>(ConnectAsync);
        _relay.Resume();

        using var again = await ConnectAsync();
        using var farAgain = await _broker.AcceptSocketAsync().WaitAsync(Long);
        await farAgain.SendAsync("back"u8.ToArray());
        Assert.Equal("back", await ReadAsync(again));
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, _relay.Port).WaitAsync(Long);
        return socket;
    }

    private static async Task<string> ReadAsync(Socket socket)
    {
        var buffer = new byte[100];
        try
        {
            var length = await socket.ReceiveAsync(buffer).WaitAsync(Long);
            return System.Text.Encoding.ASCII.GetString(buffer, 0, length);
        }
        catch (SocketException)
        {
            return ""; // closed hard
        }
    }
}
