using System.Globalization;
using Noodlink.Station.Stations;

namespace Noodlink.Hub.Broker;

// Whether a process is the broker that we started. A pid alone says nothing: pids are used again, and the file may be
// years old. Three things together do: the pid, the moment that the process started (field 22 of /proc/PID/stat, in
// clock ticks since boot, with the boot's own id because ticks begin again), and our configuration in its command line.

/// <summary>The broker that was started last, as its pid file tells.</summary>
/// <param name="StartTicks">/proc/PID/stat, field 22.</param>
internal sealed record BrokerPid(int Pid, ulong StartTicks, string BootId)
{
    private const int StartTimeField = 22;

    /// <summary>What runs under this pid now; null: nothing.</summary>
    public static BrokerPid? Of(int pid) =>
        StartTicksOf(pid) is { } ticks ? new BrokerPid(pid, ticks, CurrentBootId()) : null;

    /// <summary>Null: no such file, or not one of ours.</summary>
    public static BrokerPid? Read(string path)
    {
        try
        {
            var parts = File.ReadAllText(path).Trim().Split(' ');
            return parts.Length == 3
                && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && ulong.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
                    ? new BrokerPid(pid, ticks, parts[2])
                    : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Write(string path) =>
        SecretFile.Replace(path, System.Text.Encoding.ASCII.GetBytes($"{Pid} {StartTicks} {BootId}\n"));

    /// <summary>It is still running, and it runs on our configuration.</summary>
    public bool IsRunningOn(string configurationPath) =>
        BootId == CurrentBootId() && StartTicksOf(Pid) == StartTicks
        && CommandLineOf(Pid).Contains(configurationPath, StringComparer.Ordinal);

    internal static string[] CommandLineOf(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static ulong? StartTicksOf(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var afterName = stat[(stat.LastIndexOf(')') + 2)..].Split(' '); // the name, field 2, may hold spaces
            if (afterName[0] is "Z" or "X") return null;
            return ulong.Parse(afterName[StartTimeField - 3], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string CurrentBootId() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
}
