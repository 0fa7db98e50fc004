using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Noodlink.Protocol;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;

namespace Noodlink.Station;

/// <summary>Runs a station: the bearers on their own, everything else in one loop that alone writes the queue.</summary>
/// <remarks>A fault in the loop or in a bearer ends the program; it is restarted and the queue has survived.</remarks>
public sealed class StationWorker : BackgroundService
{
    /// <summary>Inputs of one transaction (architecture §3).</summary>
    internal const int BatchMax = 64;

    private readonly Channel<StationInput> _inputs;
    private readonly StationLoop _loop;
    private readonly MessageQueue _queue;
    private readonly IReadOnlyList<IBearer> _bearers;
    private readonly RetentionSweep _retention;
    private readonly TimeProvider _time;
    private readonly IHostApplicationLifetime _life;
    private readonly ILogger _log;
    private readonly long _origin;

    internal StationWorker(
        Channel<StationInput> inputs, StationLoop loop, MessageQueue queue, IReadOnlyList<IBearer> bearers,
        RetentionSweep retention, TimeProvider time, IHostApplicationLifetime life, ILogger log)
    {
        _inputs = inputs;
        _loop = loop;
        _queue = queue;
        _bearers = bearers;
        _retention = retention;
        _time = time;
        _life = life;
        _log = log;
        _origin = time.GetTimestamp();
        Sign = new LifeSign("station", time);
        _loop.Start(Now, time.GetUtcNow());
    }

    /// <summary>Of the one loop; its waits end by themselves.</summary>
    internal LifeSign Sign { get; }

    private Instant Now => new(_time.GetElapsedTime(_origin));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var tasks = _bearers.Select(bearer => bearer.RunAsync(new BearerDoor(_inputs.Writer), stop.Token))
            .Append(LoopAsync(stop.Token)).ToList();
        try
        {
            await await Task.WhenAny(tasks);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
        catch (Exception fault)
        {
            Log.LoopFailed(_log, fault);
            Environment.ExitCode = 70; // EX_SOFTWARE
            _life.StopApplication();
            throw;
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(tasks.Select(task => task.ContinueWith(_ => { }, CancellationToken.None,
                TaskContinuationOptions.None, TaskScheduler.Default)));
            // Who still asks gets an answer: it was not stored. Nobody waits for a loop that has ended.
            _inputs.Writer.TryComplete();
            while (_inputs.Reader.TryRead(out var input)) StationLoop.NotStored(input, StationLoop.Stopping);
            _queue.EmptyLog();
        }
    }

    private async Task LoopAsync(CancellationToken stop)
    {
        // A loop that always has work would otherwise never give way to the watch over the bearers.
        await Task.Yield();
        var batch = new List<StationInput>(BatchMax);
        while (!stop.IsCancellationRequested)
        {
            if (!_loop.HasUnwritten || _inputs.Reader.Count > 0) await WaitAsync(stop);
            Sign.Turn();
            batch.Clear();
            while (batch.Count < BatchMax && _inputs.Reader.TryRead(out var input)) batch.Add(input);
            _loop.Turn(batch, Now, _time.GetUtcNow());
            _retention.Turn(Now, _time.GetUtcNow());
        }
    }

    /// <summary>Until something comes in, or until it is time to look again.</summary>
    private async Task WaitAsync(CancellationToken stop)
    {
        if (_inputs.Reader.Count > 0) return;
        using var patience = new CancellationTokenSource(_loop.Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            await _inputs.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Time to look again.
        }
    }

    /// <summary>The station's channel as a bearer sees it.</summary>
    private sealed class BearerDoor(ChannelWriter<StationInput> inside) : ChannelWriter<BearerInput>
    {
        public override bool TryWrite(BearerInput item) => inside.TryWrite(new StationInput.FromBearer(item));

        public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) =>
            inside.WaitToWriteAsync(cancellationToken);
    }
}
