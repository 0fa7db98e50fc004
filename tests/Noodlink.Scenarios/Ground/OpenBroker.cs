using System.Globalization;
using System.Net.Sockets;

namespace Noodlink.Scenarios.Ground;

/// <summary>A Mosquitto that lets everybody do everything: the broker that nobody should trust. For
/// <c>Broker:Mode=External</c>.</summary>
internal sealed class OpenBroker(Scene scene)
{
    private RunningProgram? _process;

    public int Port { get; } = Ports.Free();

    /// <summary>It wants to write every change to a disk that has no page left. As root only.</summary>
    public bool HasFullDisk { get; init; }

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
            {(HasFullDisk ? $"persistence true\npersistence_location {Disk}/\nautosave_on_changes true\nautosave_interval 1"
                : "persistence false")}
            user {Environment.UserName}

            """));
        string[] broker = [Repository.Mosquitto, "-c", configuration];
        if (HasFullDisk)
        {
            Directory.CreateDirectory(Disk);
            // In a mount namespace of its own, as SmallDisk does it.
            const string full = "mount -t tmpfs -o size=64k tmpfs \"$0\" && { cat /dev/zero >\"$0/filler\"; exec \"$@\"; }";
            broker = ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", full, Disk, .. broker];
        }

        _process = await scene.StartAsync("open-broker.log", broker[0], broker[1..]);
        await Wait.UntilAsync($"a broker on port {Port}", 10, AnswersAsync);
    }

    private string Disk => Path.Combine(scene.Directory, "broker-disk");

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
