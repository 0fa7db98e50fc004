using Microsoft.Extensions.Hosting;
using Noodlink.Protocol.Messages;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Hub.Meldkamer;

/// <summary>Brings every version to one forwarder, in order of commit; a version that fails waits its own time and holds
/// up no other noodmelding. What was done is in the database, so a restart goes on where it was.</summary>
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
    private long _told;
    private long _restUntil = long.MinValue;
    private string _restReason = "";
    private int _askedAgain;

    private volatile TaskCompletionSource? _asked;

    /// <summary>Of this forwarder's loop.</summary>
    public LifeSign Sign => field ??= new LifeSign($"meldkamer {forwarder.Name}", time, () => _asked?.TrySetResult());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Language.SpeakDutchHere();
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
        if (desk.ForwardingAskedAgain is var asked && asked != _askedAgain)
        {
            _askedAgain = asked;
            _behind = 0;
            _notBefore.Clear();
        }

        var (wait, after, firstOpen) = (ForwardingPolicy.RetryMax, _behind, long.MaxValue);
        var held = new HashSet<string>(StringComparer.Ordinal);
        while (Left(_restUntil) == TimeSpan.Zero
            && desk.DueVersions(forwarder.Name, after, PageMax) is { Count: > 0 } page)
        {
            after = page[^1].Key;
            foreach (var version in InTurn(page))
            {
                Sign.Turn();
                var rest = held.Contains(version.BaseNumber) ? ForwardingPolicy.RetryMax : await ForwardAsync(version, stop);
                if (rest is not { } again) continue;
                if (forwarder.KeepsOrder) held.Add(version.BaseNumber);
                firstOpen = Math.Min(firstOpen, version.Key);
                wait = again < wait ? again : wait;
                if (Left(_restUntil) > TimeSpan.Zero) break;
            }

            if (Left(_restUntil) == TimeSpan.Zero) _behind = Math.Min(after, firstOpen - 1);
        }

        if (Left(_restUntil) is not { Ticks: > 0 } left) return wait;
        await TellAsync(stop);
        return left;
    }

    /// <summary>What was tried least goes first: after a rest one attempt decides for all, and it must not be the one
    /// version that the receiver cannot swallow. A noodmelding's own versions stay in order.</summary>
    private IEnumerable<VersionView> InTurn(IReadOnlyList<VersionView> page) => page
        .GroupBy(version => version.BaseNumber, StringComparer.Ordinal)
        .OrderBy(versions => Attempts(versions.First()))
        .SelectMany(versions => versions);

    /// <summary>Null: settled. Otherwise the time until it may be tried again.</summary>
    private async Task<TimeSpan?> ForwardAsync(VersionView version, CancellationToken stop)
    {
        if (!policy.Allows(forwarder, version.Source.Status, released: true)) return null;
        if (_notBefore.TryGetValue(version.Key, out var moment) && Left(moment) is { Ticks: > 0 } early) return early;
        switch (await HandOverAsync(version, stop))
        {
            case ForwardOutcome.Resting resting:
                (_restUntil, _restReason) = (At(resting.For), resting.Reason);
                return resting.For;
            case ForwardOutcome.Failed failed:
                await RecordAsync(version, ForwardingStand.Again, "Failed", Told(failed.Reason, failed.Said), stop);
                var delay = ForwardingPolicy.RetryDelay(Attempts(version) + 1);
                _notBefore[version.Key] = At(delay);
                Log.NotForwarded(log, version.BaseNumber, version.Version, forwarder.Name, failed.Reason);
                return delay;
            case ForwardOutcome.Refused refused:
                await RecordAsync(version, ForwardingStand.Stopped, "Failed", Told(refused.Reason, refused.Said), stop);
                Log.Refused(log, version.BaseNumber, version.Version, forwarder.Name, refused.Reason);
                break;
            case var handedOver:
                await RecordAsync(
                    version, ForwardingStand.Done, handedOver is ForwardOutcome.Sent ? "Sent" : "Written", null, stop);
                Log.Forwarded(log, version.BaseNumber, version.Version, forwarder.Name);
                break;
        }

        _notBefore.Remove(version.Key);
        return null;
    }

    private async Task<ForwardOutcome> HandOverAsync(VersionView version, CancellationToken stop)
    {
        Sign.Rest(ForwardWithin);
        if (dossiers.Find(version) is not { } dossier) return new ForwardOutcome.Failed(Words.Forward_BadNumber);
        var outcome = await forwarder.ForwardAsync(dossier, stop);
        while (outcome is ForwardOutcome.Failed { DiskFull: true } && desk.TryMakeRoom(version.Source.Status))
            outcome = await forwarder.ForwardAsync(dossier, stop);
        return outcome;
    }

    /// <summary>While the other side is away, staff see at each noodmelding why it is not there: once, and not counted as
    /// an attempt.</summary>
    private async Task TellAsync(CancellationToken stop)
    {
        _told = Math.Max(_told, _behind);
        while (desk.DueVersions(forwarder.Name, _told, PageMax) is { Count: > 0 } page)
        {
            foreach (var version in page)
            {
                if (!version.Attempts.ContainsKey(forwarder.Name)
                    && policy.Allows(forwarder, version.Source.Status, released: true))
                    await desk.RecordForwardingAsync(
                        version.Key, forwarder.Name,
                        new ForwardingResult(ForwardingStand.Again, "Failed", _restReason, Tried: false), stop);
                _told = version.Key;
            }
        }
    }

    private Task<bool> RecordAsync(
        VersionView version, ForwardingStand stand, string outcome, string? detail, CancellationToken stop) =>
        desk.RecordForwardingAsync(version.Key, forwarder.Name, new ForwardingResult(stand, outcome, detail), stop);

    private int Attempts(VersionView version) => version.Attempts.GetValueOrDefault(forwarder.Name);

    private static string Told(string reason, string? said) => said is null ? reason : $"{reason} “{said}”";

    private long At(TimeSpan later) => time.GetTimestamp() + (long)(later.TotalSeconds * time.TimestampFrequency);

    private TimeSpan Left(long moment)
    {
        var now = time.GetTimestamp();
        return moment <= now ? TimeSpan.Zero : time.GetElapsedTime(now, moment);
    }
}
