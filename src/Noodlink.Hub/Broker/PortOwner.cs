using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Noodlink.Hub.Broker;

/// <summary>Who sits on a port that we want.</summary>
internal static class PortOwner
{
    private const string Listening = "0A"; // TCP_LISTEN in /proc/net/tcp

    /// <summary>Null: we may listen there. Otherwise why not, with the process that does where it can be
    /// seen.</summary>
    public static string? Obstacle(IPAddress address, int port)
    {
        try
        {
            using var probe = new TcpListener(address, port);
            probe.Start();
            return null;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return $"port {port} is taken by {Describe(port)}: end it, or set Broker:Port or Broker:Mode=External";
        }
        catch (SocketException e)
        {
            return $"{address}:{port} cannot be listened on: {e.Message}";
        }
    }

    private static string Describe(int port)
    {
        var inodes = ListeningInodes("/proc/net/tcp", port).Concat(ListeningInodes("/proc/net/tcp6", port)).ToHashSet();
        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(process), out var pid) || !Holds(pid, inodes)) continue;
            return $"process {pid} ({string.Join(' ', BrokerPid.CommandLineOf(pid).Take(3))})";
        }

        return "a process of another user";
    }

    /// <summary>Columns of the table: number, local address:port, remote, state, … the tenth is the socket's inode.
    /// </summary>
    private static IEnumerable<string> ListeningInodes(string table, int port)
    {
        if (!File.Exists(table)) yield break;
        foreach (var line in File.ReadLines(table).Skip(1))
        {
            var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length < 10 || columns[3] != Listening) continue;
            var local = columns[1].AsSpan(columns[1].LastIndexOf(':') + 1);
            if (int.Parse(local, NumberStyles.HexNumber, CultureInfo.InvariantCulture) == port)
                yield return $"socket:[{columns[9]}]";
        }
    }

    private static bool Holds(int pid, HashSet<string> inodes)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries($"/proc/{pid}/fd")
                .Any(descriptor => File.ResolveLinkTarget(descriptor, returnFinalTarget: false) is { } target
                    && inodes.Contains(Path.GetFileName(target.FullName)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // another user's, or gone meanwhile
        }
    }
}
