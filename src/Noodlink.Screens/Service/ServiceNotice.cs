using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Noodlink.Screens.Service;

// What systemd wants to hear (sd_notify(3)): one datagram of KEY=value lines to the socket named in NOTIFY_SOCKET, a path
// or, with @ in front, an abstract name. Nobody answers, and without the variable nothing is said. The package that
// does this for .NET is not in the source this project restores from, and it does not feed the watchdog either.

/// <summary>Tells the service manager how we are; silent where there is none.</summary>
/// <remarks>May be used from any thread. Never throws and never waits: a manager that does not listen is no reason to
/// stop.</remarks>
internal sealed class ServiceNotice : IDisposable
{
    private readonly Socket? _socket;
    private readonly UnixDomainSocketEndPoint? _manager;

    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="pid">Our own: a watchdog that is meant for another process is not ours to feed.</param>
    public ServiceNotice(Func<string, string?> variable, int pid)
    {
        var name = variable("NOTIFY_SOCKET");
        if (name is not { Length: > 1 } || name[0] is not ('/' or '@')) return;
        try
        {
            _manager = new UnixDomainSocketEndPoint(name[0] == '@' ? $"\0{name[1..]}" : name);
            _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        }
        catch (Exception e) when (e is SocketException or ArgumentException or PlatformNotSupportedException)
        {
            return; // a name that no socket can have
        }

        var meant = variable("WATCHDOG_PID");
        if (meant is { Length: > 0 } && meant != pid.ToString(CultureInfo.InvariantCulture)) return;
        if (long.TryParse(variable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var usec)
            && usec is > 0 and < 86_400_000_000)
            Watchdog = TimeSpan.FromMicroseconds(usec);
    }

    /// <summary>There is somebody to tell.</summary>
    public bool IsActive => _socket is not null;

    /// <summary>Within what time each sign of life must follow the last; null: nobody watches.</summary>
    public TimeSpan? Watchdog { get; }

    public void Ready(string status) => Say($"READY=1\nSTATUS={OneLine(status)}");

    public void Status(string status) => Say($"STATUS={OneLine(status)}");

    public void Alive() => Say("WATCHDOG=1");

    /// <summary>Not ready yet, and not stuck either.</summary>
    public void MoreTimeToStart(TimeSpan time) => Say(
        string.Create(CultureInfo.InvariantCulture, $"EXTEND_TIMEOUT_USEC={(long)time.TotalMicroseconds}"));

    public void Stopping() => Say("STOPPING=1\nSTATUS=Stopping");

    public void Dispose() => _socket?.Dispose();

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private void Say(string state)
    {
        try
        {
            _socket?.SendTo(Encoding.UTF8.GetBytes(state), _manager!);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Nobody there, or its box is full: the next one tells as much.
        }
    }
}
