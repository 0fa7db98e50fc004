using System.Globalization;
using System.Net.Sockets;

namespace Noodlink.Scenarios.Ground;

/// <summary>A Mosquitto that lets everybody do everything: the broker that nobody should trust. For
/// <c>Broker:Mode=External</c>.</summary>
internal sealed class OpenBroker(Scene scene)
{
    private RunningProgram? _process;

    public int Port { get; } = Ports.Free();

    public async Task StartAsync()
    {
        var configuration = Path.Combine(
            scene.Directory, string.Create(CultureInfo.InvariantCulture, $"open-broker-{Port}.conf"));
        await File.WriteAllTextAsync(configuration, string.Create(CultureInfo.InvariantCulture, $"""
            listener {Port} 127.0.0.1
            allow_anonymous true
            set_tcp_nodelay true
            max_packet_size 16384
            max_queued_messages 0
            persistence false
            user {Environment.UserName}

            """));
        _process = await scene.StartAsync("open-broker.log", Repository.Mosquitto, ["-c", configuration]);
        await Wait.UntilAsync($"a broker on port {Port}", 10, AnswersAsync);
    }

    public Task KillAsync() => _process!.KillAsync();

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
