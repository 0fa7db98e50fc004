using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Screens.Api;

/// <summary>Turns changes at the desk into server-sent events, as long as somebody listens.</summary>
internal sealed class EventPump(Desk desk, EventLog log, TimeProvider time, EventShape shape, ILogger<EventPump> logger)
    : BackgroundService
{
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(5);

    // A browser comes back within seconds; for as long the changes are kept for it.
    private static readonly TimeSpan StayAfterLast = TimeSpan.FromSeconds(60);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(PingAsync(stoppingToken), WatchAsync(stoppingToken));

    private async Task PingAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(PingEvery, time);
        while (await timer.WaitForNextTickAsync(stop)) log.Ping(PingData(time.GetUtcNow()));
    }

    /// <summary>The clock of this machine, ready to show: a stale screen says since when it is stale.</summary>
    public static ReadOnlyMemory<byte> PingData(DateTimeOffset now) => ApiAnswer.Build(json =>
    {
        json.WriteStartObject();
        json.WriteString("at", ApiTime.Text(now));
        json.WriteString("clock", DutchTime.Time(now));
        json.WriteEndObject();
    });

    private async Task WatchAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await log.WhenSomebody.WaitAsync(stop);
            using var watch = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var leaving = LeaveWhenAloneAsync(watch);
            try
            {
                var changes = desk.WatchAsync(watch.Token).GetAsyncEnumerator(watch.Token);
                await using (changes)
                {
                    var next = changes.MoveNextAsync();
                    log.StartGeneration();
                    while (await next)
                    {
                        Add(changes.Current);
                        next = changes.MoveNextAsync();
                    }
                }

                Log.WatchFellBehind(logger);
            }
            catch (OperationCanceledException) when (watch.IsCancellationRequested)
            {
            }

            await watch.CancelAsync();
            await leaving;
        }
    }

    private void Add(DeskChange change)
    {
        if (change.Message is { } view)
            log.Add("message", ApiAnswer.Build(json => MessageObject.Write(json, view, shape.AtHub)));
        else if (change.Draft is { } draft)
            log.Add("draft", ApiAnswer.Build(json => DraftObject.Write(json, draft, withFields: false)));
        else
            log.Add("status", ApiAnswer.Build(json => StatusObject.Write(json, desk.Status, time.GetUtcNow())));
    }

    private async Task LeaveWhenAloneAsync(CancellationTokenSource watch)
    {
        try
        {
            using var timer = new PeriodicTimer(StayAfterLast, time);
            while (await timer.WaitForNextTickAsync(watch.Token))
                if (log.TryEnd()) await watch.CancelAsync();
        }
        catch (OperationCanceledException)
        {
        }
    }
}

/// <summary>In whose shape messages go out.</summary>
internal sealed record EventShape(bool AtHub);
