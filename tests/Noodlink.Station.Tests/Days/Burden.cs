using System.Globalization;

namespace Noodlink.Station.Tests.Days;

/// <summary>What this process holds.</summary>
/// <param name="Threads">Without those of the pool: how many of them there are says how busy the machine is, and nothing
/// about who forgot to end one.</param>
internal sealed record Burden(int Handles, int Threads, long HeapBytes)
{
    /// <summary>After everything that nobody uses has been given back.</summary>
    public static Burden Now()
    {
        for (var round = 0; round < 2; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return new Burden(
            Directory.GetFileSystemEntries("/proc/self/fd").Length,
            Directory.GetDirectories("/proc/self/task").Length - ThreadPool.ThreadCount,
            GC.GetTotalMemory(forceFullCollection: true));
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Handles} handles, {Threads} threads, {HeapBytes / 1024.0:0} kB");
}
