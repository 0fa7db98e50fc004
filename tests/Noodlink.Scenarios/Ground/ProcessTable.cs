using System.Globalization;

namespace Noodlink.Scenarios.Ground;

/// <summary>What runs on this machine, as /proc tells.</summary>
internal static class ProcessTable
{
    /// <summary>Pids of living processes that have this word in their command line.</summary>
    public static IReadOnlyList<int> With(string argument, int butNot = 0)
    {
        var found = new List<int>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)) continue;
            if (pid != butNot && CommandLine(pid).Contains(argument, StringComparer.Ordinal)) found.Add(pid);
        }

        return found;
    }

    /// <summary>Resident memory now and at most so far, in MB of 10^6 bytes.</summary>
    public static (double Now, double Most) Memory(int pid)
    {
        var status = File.ReadAllLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/status"));
        return (Megabytes(status, "VmRSS:"), Megabytes(status, "VmHWM:"));
    }

    private static double Megabytes(string[] status, string name)
    {
        var line = status.First(line => line.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1024 / 1e6;
    }

    /// <summary>Empty: it is gone, or only its exit code is left.</summary>
    private static string[] CommandLine(int pid)
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
}
