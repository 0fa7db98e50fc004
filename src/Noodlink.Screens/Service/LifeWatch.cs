using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Noodlink.Station;

namespace Noodlink.Screens.Service;

// The watchdog is fed once per round, and a round ends only when every loop has turned since it began, the web server
// has answered where people come in, and the station's loop has committed a row. A loop that hangs leaves its round
// open; then systemd ends the program and starts it again (deploy/systemd), and the queue has survived.
//
// A disk that is full or broken is not such a case. The loop did turn, the outcome is known, and people are told; a
// restart would not change the disk, but would end the radio, the screens and everybody's messages every half minute,
// for ever. So for the watchdog a commit that the disk refuses counts as a turn. A commit that fails for any other
// reason does not: a lock that never goes away, a connection in a state that we do not understand. Those a restart does
// cure.
//
// At the start it is the other way round: READY says that a noodmelding can be stored, so a full disk is not ready.
// systemd is told that it takes longer, so that nobody ends a program that can still send, receive and show.

/// <summary>Sees whether every loop lives, and tells the service manager.</summary>
internal sealed class LifeWatch : BackgroundService
{
    /// <summary>A sixth of the patience: a slow round, or one that is missed, is still in time.</summary>
    private const int RoundsPerWatchdog = 6;

    private static readonly TimeSpan RoundEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan NotReadyYet = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MoreTime = TimeSpan.FromSeconds(60);

    private readonly LifeSigns _signs;
    private readonly ServiceNotice _notice;
    private readonly Desk _desk;
    private readonly TimeProvider _time;
    private readonly IHostApplicationLifetime _life;
    private readonly ILogger<LifeWatch> _log;
    private readonly WatchedQuestion _commit, _web;
    private readonly TimeSpan _rhythm;
    private readonly HashSet<string> _hung = new(StringComparer.Ordinal);
    private ProbeOutcome _disk = ProbeOutcome.Failed;
    private bool _isReady;
    private string _told = "";

    public LifeWatch(
        LifeSigns signs, ServiceNotice notice, Desk desk, IServer server, TimeProvider time, IHostApplicationLifetime life,
        ILogger<LifeWatch> log)
    {
        (_signs, _notice, _desk, _time, _life, _log) = (signs, notice, desk, time, life, log);
        var door = new WebProbe(() => server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []);
        _commit = new WatchedQuestion("commit", time, CommitsAsync);
        _web = new WatchedQuestion("web", time, door.AnswersAsync);
        _rhythm = notice.Watchdog / RoundsPerWatchdog is { } asked && asked < RoundEvery ? asked : RoundEvery;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var stopping = _life.ApplicationStopping.Register(_notice.Stopping);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, _life.ApplicationStopping);
        try
        {
            await StartedAsync(stop.Token);
            _signs.Add(_commit.Sign, _web.Sign);
            await await Task.WhenAny(RoundsAsync(stop.Token), _commit.RunAsync(stop.Token), _web.RunAsync(stop.Token));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The program stops, and has told so.
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    private async Task StartedAsync(CancellationToken stop)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var heard = _life.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(stop);
    }

    private async Task RoundsAsync(CancellationToken stop)
    {
        while (true)
        {
            _signs.Ask();
            var silent = _signs.All.ToList();
            while (silent.Count > 0)
            {
                await Task.Delay(Look, _time, stop);
                // Once seen is enough: somebody else may have asked again in the meantime.
                silent.RemoveAll(sign => sign.Silence == TimeSpan.Zero);
                TellOfHung();
            }

            _notice.Alive();
            TellHowItIs();
            await Task.Delay(_isReady || !_notice.IsActive ? _rhythm : NotReadyYet, _time, stop);
        }
    }

    private async Task<bool> CommitsAsync(CancellationToken stop)
    {
        var outcome = await _desk.ProveAsync(stop);
        if (outcome == ProbeOutcome.Failed) return false;
        _disk = outcome;
        return true;
    }

    private void TellOfHung()
    {
        var silent = _signs.SilentFor(LifeSigns.HungAfter);
        foreach (var (name, silence) in silent)
            if (_hung.Add(name)) Log.LoopSilent(_log, name, silence.TotalSeconds);
        foreach (var back in _hung.Where(name => silent.All(still => still.Name != name)).ToList())
        {
            _hung.Remove(back);
            Log.LoopBack(_log, back);
        }
    }

    private void TellHowItIs()
    {
        var station = _desk.Status;
        var takesCommits = _disk == ProbeOutcome.Committed && station.Storage.Healthy;
        var status = StatusLine.Of(station, takesCommits);
        if (!_isReady && takesCommits)
        {
            _isReady = true;
            _notice.Ready(status);
        }
        else
        {
            if (!_isReady) _notice.MoreTimeToStart(MoreTime);
            if (status != _told) _notice.Status(status);
        }

        _told = status;
    }
}
