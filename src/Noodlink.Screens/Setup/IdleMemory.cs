using System.Runtime;
using Microsoft.Extensions.Hosting;

namespace Noodlink.Screens.Setup;

/// <summary>Gives memory back that a busy moment took. The runtime keeps it for the next one, on a laptop that has
/// other things to do for 72 hours; the number to stay below is in architecture §7 and issue 2 §7: 100 MB for an idle
/// node.</summary>
/// <remarks>A collection pauses the program for some tens of milliseconds, so it is done at most once a minute and only
/// after as much was allocated as makes it worth it: an idle program never does it.</remarks>
internal sealed class IdleMemory(TimeProvider time) : BackgroundService
{
    private const long WorthItBytes = 8 * 1024 * 1024;

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        var before = 0L;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (GC.GetTotalAllocatedBytes() - before < WorthItBytes) continue;
            GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            before = GC.GetTotalAllocatedBytes();
        }
    }
}
