using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Noodlink.Station.Tests.Bearers;

/// <summary>A real Mosquitto on a free loopback port, to be killed, stopped and started again.</summary>
internal sealed partial class RealBroker : IDisposable
{
    private const int Kill = 9, Continue = 18, Stop = 19;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("noodlink-broker-");
    private readonly string _configuration;
    private Process? _process;

    /// <param name="settings">Lines of mosquitto.conf, after the listener.</param>
    public RealBroker(string settings = "allow_anonymous true", int packetBytesMax = 16_384)
    {
        Port = FreePort();
        _configuration = Path.Combine(_directory.FullName, "mosquitto.conf");
        File.WriteAllText(_configuration, $"""
            listener {Port} 127.0.0.1
            {settings}
            set_tcp_nodelay true
            max_packet_size {packetBytesMax}
            max_queued_messages 0
            persistence false
            user {Environment.UserName}

            """);
        Start();
    }

    public int Port { get; }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Start()
    {
        var binary = new[] { "/usr/sbin/mosquitto", "/usr/bin/mosquitto" }.First(File.Exists);
        _process = Process.Start(new ProcessStartInfo(binary, ["-c", _configuration])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        Assert.True(SpinWait.SpinUntil(Answers, TimeSpan.FromSeconds(10)), $"mosquitto does not listen on {Port}");
    }

    public void KillAtOnce()
    {
        Send(Kill);
        _process!.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    /// <summary>From now on it answers nothing; its connections stay open.</summary>
    public void Freeze() => Send(Stop);

    public void Thaw() => Send(Continue);

    public void Dispose()
    {
        if (_process is not null) KillAtOnce();
        _directory.Delete(recursive: true);
    }

    private bool Answers()
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Send(int signal) => Assert.Equal(0, kill(_process!.Id, signal));

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int pid, int signal);
}
