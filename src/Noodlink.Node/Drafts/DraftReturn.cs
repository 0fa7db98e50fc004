using Noodlink.Station;

namespace Noodlink.Node.Drafts;

/// <summary>Writes what a full disk refused as soon as there is room again, also when nobody types in it any more.</summary>
internal sealed class DraftReturn(DraftBook book, Desk desk, TimeProvider time) : BackgroundService
{
    // The station looks for room once a second.
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            if (book.HasRefused && desk.Status.Storage is { Healthy: true, Detail.Length: 0 })
                await book.WriteAgainAsync(stoppingToken);
    }
}
