using Microsoft.Extensions.Hosting;
using Noodlink.Protocol.Messages;
using Noodlink.Station;
using Noodlink.Station.Queue;

namespace Noodlink.Hub.Meldkamer;

/// <summary>Brings every version to one forwarder, in order of commit; a version that fails waits its own time and holds
/// up no other. What was done is in the database, so a restart goes on where it was.</summary>
/// <remarks>One worker per forwarder: a slow one never holds back another, the feed or a receipt.</remarks>
internal sealed class MeldkamerWorker(
    Forwarder forwarder, ForwardingPolicy policy, Desk desk, DossierDesk dossiers, TimeProvider time,
    ILogger<MeldkamerWorker> log) : BackgroundService
{
    private const int PageMax = 64;

    /// <summary>No forwarder takes longer than this over one version, its own repetitions included; one that does hangs.
    /// </summary>
    private static readonly TimeSpan ForwardWithin = TimeSpan.FromMinutes(2);

    private readonly Dictionary<long, long> _notBefore = [];
    private long _behind;

    private volatile TaskCompletionSource? _asked;

    /// <summary>Of this forwarder's loop.</summary>
    public LifeSign Sign => field ??= new LifeSign($"meldkamer {forwarder.Name}", time, () => _asked?.TrySetResult());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var change = desk.NextChange;
            var wait = await PassAsync(stoppingToken);
            await WaitAsync(change, wait, stoppingToken);
        }
    }

    /// <summary>Until something changes or it is time to look again; seen alive all the while.</summary>
    private async Task WaitAsync(Task change, TimeSpan wait, CancellationToken stop)
    {
        var started = time.GetTimestamp();
        while (!change.IsCompleted && !stop.IsCancellationRequested)
        {
            var asked = _asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Sign.Turn();
            var left = wait - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero) return;
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
            await Task.WhenAny(change, asked.Task, Task.Delay(left, time, patience.Token));
            await patience.CancelAsync();
        }
    }

    /// <summary>Everything that may go now. Returns how long to wait if nothing changes.</summary>
    private async Task<TimeSpan> PassAsync(CancellationToken stop)
    {
        var wait = ForwardingPolicy.RetryMax;
        var after = _behind;
        var allDone = true;
        while (desk.DueVersions(forwarder.Name, after, PageMax) is { Count: > 0 } page)
        {
            foreach (var version in page)
            {
                after = version.Key;
                Sign.Turn();
                var rest = await ForwardAsync(version, stop);
                if (rest is { } again)
                {
                    allDone = false;
                    wait = again < wait ? again : wait;
                }
                else if (allDone)
                {
                    _behind = version.Key;
                }
            }
        }

        return wait;
    }

    /// <summary>Null: settled. Otherwise the time until it may be tried again.</summary>
    private async Task<TimeSpan?> ForwardAsync(VersionView version, CancellationToken stop)
    {
        if (!policy.Allows(forwarder, version.Source.Status, released: true)) return null;
        if (_notBefore.TryGetValue(version.Key, out var moment) && time.GetElapsedTime(moment) is var gone && gone < TimeSpan.Zero)
            return -gone;
        Sign.Rest(ForwardWithin);
        var dossier = dossiers.Find(version);
        var outcome = dossier is not null
            ? await forwarder.ForwardAsync(dossier, stop)
            : new ForwardOutcome.Failed("het nummer is niet te lezen");
        while (outcome is ForwardOutcome.Failed { DiskFull: true } && desk.TryMakeRoom(version.Source.Status))
            outcome = await forwarder.ForwardAsync(dossier!, stop);
        if (outcome is ForwardOutcome.Written)
        {
            await desk.RecordForwardingAsync(version.Key, forwarder.Name, done: true, "Written", null, stop);
            _notBefore.Remove(version.Key);
            Log.Forwarded(log, version.BaseNumber, version.Version, forwarder.Name);
            return null;
        }

        var reason = ((ForwardOutcome.Failed)outcome).Reason;
        await desk.RecordForwardingAsync(version.Key, forwarder.Name, done: false, "Failed", reason, stop);
        var delay = ForwardingPolicy.RetryDelay(version.Attempts.GetValueOrDefault(forwarder.Name) + 1);
        _notBefore[version.Key] = time.GetTimestamp() + (long)(delay.TotalSeconds * time.TimestampFrequency);
        Log.NotForwarded(log, version.BaseNumber, version.Version, forwarder.Name, reason);
        return delay;
    }
}
