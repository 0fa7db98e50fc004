using System.Globalization;
using Noodlink.Scenarios.Ground;

namespace Noodlink.Scenarios.Soak;

/// <summary>What a program holds, as /proc tells.</summary>
internal sealed record Weight(int Megabytes, int Handles, int Threads)
{
    // What may differ between two moments of a program in which nothing leaks. Memory: the collector keeps what it once
    // needed, and code that became hot is compiled again; a leak of a kilobyte per message shows within the hour.
    // Handles and threads: HTTP connections that are open at that moment, threads of the pool under a burst.
    private const int HandlesMore = 25, ThreadsMore = 12, MegabytesMore = 30;
    private const double ShareMore = 0.25;

    public static string Bound => string.Create(
        CultureInfo.InvariantCulture,
        $"at most {ShareMore:P0} and {MegabytesMore} MB, {HandlesMore} handles and {ThreadsMore} threads more");

    public static Weight Of(StationProgram program)
    {
        var process = string.Create(CultureInfo.InvariantCulture, $"/proc/{program.Pid}");
        var resident = File.ReadLines(Path.Combine(process, "status"))
            .Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1];
        return new Weight(
            int.Parse(resident, CultureInfo.InvariantCulture) / 1024,
            Directory.GetFileSystemEntries(Path.Combine(process, "fd")).Length,
            Directory.GetDirectories(Path.Combine(process, "task")).Length);
    }

    public void CheckFlat(string who, Weight end)
    {
        Assert.True(
            end.Megabytes <= Megabytes * (1 + ShareMore) + MegabytesMore && end.Handles <= Handles + HandlesMore
            && end.Threads <= Threads + ThreadsMore,
            $"{who} had {this} and has {end}; {Bound}");
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Megabytes} MB, {Handles} handles, {Threads} threads");
}
