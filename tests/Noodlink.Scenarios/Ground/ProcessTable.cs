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
