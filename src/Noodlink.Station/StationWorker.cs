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

    /// <summary>Of these, at most so many from programs and people while frames wait as well.</summary>
    private const int ProgramsMax = 48;

    /// <summary>All of it together stays below the five seconds of an orderly stop.</summary>
    private static readonly TimeSpan FlushWithin = TimeSpan.FromSeconds(1), BearersWithin = TimeSpan.FromSeconds(1.5);

    private readonly Channel<StationInput> _inputs;
    private readonly FrameQueue _frames;
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
        RetentionSweep retention, TimeProvider time, IHostApplicationLifetime life, ILogger log, DropCount? dropped = null)
    {
        _inputs = inputs;
        _frames = new FrameQueue(dropped ?? new DropCount(), time);
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

    private bool HasInputs => _inputs.Reader.Count > 0 || _frames.Count > 0;

    private Instant Now => new(_time.GetElapsedTime(_origin));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The order of stopping: nothing comes in any more, what is in is committed and answered, the log is folded into
        // the file, and last the modem, which may be in the middle of a frame.
        using var intake = new CancellationTokenSource();
        using var loop = new CancellationTokenSource();
        using var air = new CancellationTokenSource();
        var door = new BearerDoor(_inputs.Writer, _frames, _time);
        var bearers = _bearers.Select(
            bearer => bearer.RunAsync(door, (bearer.Name == BearerName.Radio ? air : intake).Token)).ToList();
        var turning = LoopAsync(loop.Token);
        try
        {
            await await Task.WhenAny([turning, .. bearers, UntilAsync(stoppingToken)]);
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
            _frames.Close();
            await intake.CancelAsync();
            await loop.CancelAsync();
            await turning.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // Who still asks gets an answer: it was not stored. Nobody waits for a loop that has ended.
            _inputs.Writer.TryComplete();
            while (_inputs.Reader.TryRead(out var input)) StationLoop.NotStored(input, StationLoop.Stopping);
            _queue.EmptyLog();
            await air.CancelAsync();
            await Task.WhenAny(Task.WhenAll(bearers), Task.Delay(BearersWithin, _time, CancellationToken.None));
        }
    }

    private static async Task UntilAsync(CancellationToken stop) =>
        await Task.Delay(Timeout.InfiniteTimeSpan, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task LoopAsync(CancellationToken stop)
    {
        // A loop that always has work would otherwise never give way to the watch over the bearers.
        await Task.Yield();
        var batch = new List<StationInput>(BatchMax);
        while (!stop.IsCancellationRequested)
        {
            if (!_loop.HasUnwritten || HasInputs) await WaitAsync(stop);
            Turn(batch);
        }

        // What was handed in before the stop is still kept; a flood has an end here.
        var stopped = _time.GetTimestamp();
        while ((_loop.HasUnwritten || HasInputs) && _time.GetElapsedTime(stopped) < FlushWithin) Turn(batch);
    }

    private void Turn(List<StationInput> batch)
    {
        Sign.Turn();
        batch.Clear();
        // Programs and people first, but never all of the batch: neither side can shut out the other.
        var programsMax = _frames.Count > 0 ? ProgramsMax : BatchMax;
        while (batch.Count < programsMax && _inputs.Reader.TryRead(out var input))
            if (input is not StationInput.FramesWait) batch.Add(input);
        _frames.Take(batch, BatchMax - batch.Count);
        _loop.Turn(batch, Now, _time.GetUtcNow());
        _retention.Turn(Now, _time.GetUtcNow());
    }

    /// <summary>Until something comes in, or until it is time to look again.</summary>
    private async Task WaitAsync(CancellationToken stop)
    {
        if (HasInputs) return;
        using var patience = new CancellationTokenSource(_loop.PatienceAt(Now), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            await _inputs.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // Time to look again, or to stop.
        }
    }

    /// <summary>The station as a bearer sees it: frames go to the line of their sender, all else to the one
    /// channel.</summary>
    private sealed class BearerDoor(
        ChannelWriter<StationInput> inside, FrameQueue frames, TimeProvider time) : ChannelWriter<BearerInput>
    {
        private static readonly TimeSpan Stalled = TimeSpan.FromMilliseconds(100);

        public override bool TryWrite(BearerInput item)
        {
            if (item is not BearerInput.Received received) return inside.TryWrite(new StationInput.FromBearer(item));
            if (frames.IsStalled) return false;
            frames.Add(received);
            // No room: the loop has plenty to do, and takes frames in its next turn.
            if (frames.ShouldTell()) _ = inside.TryWrite(StationInput.FramesWait.Signal);
            return true;
        }

        public override async ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default)
        {
            if (frames.IsStalled) await Task.Delay(Stalled, time, cancellationToken);
            return await inside.WaitToWriteAsync(cancellationToken);
        }
    }
}
