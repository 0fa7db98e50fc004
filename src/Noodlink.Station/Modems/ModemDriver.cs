using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Noodlink.Protocol;

namespace Noodlink.Station.Modems;

/// <summary>Opens a modem's line.</summary>
/// <returns>The line, or in English why not. Never throws for a missing device.</returns>
internal delegate ValueTask<(ModemLine? Line, string? Fault)> LineOpener(CancellationToken stop);

// The shell round a ModemConversation: one line, one thread, one timer.
//
// The thread lives as long as the line is open and sleeps in poll; it alone reads, writes and closes. TrySend and the
// timer only change the conversation under the lock and wake the thread. Events go into the caller's bounded channel;
// while it is full the thread stops reading, so the kernel's buffer and then the modem hold the rest: nothing is
// dropped here, and a Sent is never lost.

/// <summary>Drives one modem; see <see cref="IModem"/> for the rules.</summary>
internal sealed class ModemDriver : IModem
{
    /// <summary>Pause between attempts to open: well inside the 5 s that a returned device may wait (modems.md
    /// §0).</summary>
    public static readonly TimeSpan ReopenAfter = TimeSpan.FromMilliseconds(750);

    /// <summary>After this silence it is looked up whether the name still leads to the device that is open; every
    /// modem that answers has been asked for a sign by then (<see cref="ModemConversation.HeartbeatAfter"/>). One that
    /// still talks keeps its line: adapters of one make may share a name.</summary>
    public static readonly TimeSpan LookUpAfter = TimeSpan.FromSeconds(20);

    /// <summary>How long the reset wires are held (esptool holds them 100 ms).</summary>
    private static readonly TimeSpan ResetHold = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly WakeSignal _wake = new();
    private readonly IModemDialect _dialect;
    private readonly ModemConversation _conversation;
    private readonly LineOpener _open;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _name;
    private readonly long _origin;
    private readonly DropCount _dropped;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _disposal = new();
    private Task _running = Task.CompletedTask;
    private volatile ModemStatus _status;
    private volatile bool _isWaitingForRoom;

    public ModemDriver(
        string name, IModemDialect dialect, LineOpener open, TimeProvider time, ILogger logger, DropCount? dropped = null)
    {
        _dropped = dropped ?? new DropCount();
        _name = name;
        _dialect = dialect;
        _open = open;
        _time = time;
        _logger = logger;
        _conversation = new ModemConversation(dialect);
        _status = _conversation.Status;
        _origin = time.GetTimestamp();
        Sign = new LifeSign("modem", time, _wake.Set);
        _timer = time.CreateTimer(_ => _wake.Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public LifeSign Sign { get; }

    LifeSign? IModem.Sign => Sign;

    public int FrameBytesMax => _dialect.FrameBytesMax;

    public ModemStatus Status => _status;

    private Instant Now => new(_time.GetElapsedTime(_origin));

    public TimeSpan TimeOnAir(int frameBytes) => _dialect.TimeOnAir(frameBytes);

    public bool TrySend(ReadOnlyMemory<byte> frame, bool answerExpected = true)
    {
        if (frame.IsEmpty || frame.Length > FrameBytesMax)
            throw new ArgumentOutOfRangeException(nameof(frame), frame.Length,
                $"Modem '{_name}': a frame of {frame.Length} bytes, must be 1..{FrameBytesMax}");
        lock (_gate)
            if (!_conversation.TrySend(frame, Now, answerExpected))
                return false;
        _wake.Set();
        return true;
    }

    public Task RunAsync(ChannelWriter<ModemEvent> events, CancellationToken stop)
    {
        if (!_running.IsCompleted) throw new InvalidOperationException($"Modem '{_name}' is already running");
        return _running = RunUntilStoppedAsync(events, stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposal.IsCancellationRequested) return;
        await _disposal.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _timer.DisposeAsync();
        _wake.Dispose();
        _disposal.Dispose();
    }

    private async Task RunUntilStoppedAsync(ChannelWriter<ModemEvent> events, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, _disposal.Token);
        await using var waking = either.Token.Register(_wake.Set);
        while (!either.IsCancellationRequested)
        {
            Sign.Turn();
            string reason;
            var (line, fault) = await _open(either.Token);
            if (line is null)
            {
                reason = fault!;
            }
            else
            {
                using (line)
                {
                    if (_conversation.WantsReset) await ResetAsync(line, either.Token);
                    reason = await OnOwnThreadAsync(line, events, either.Token);
                }
            }

            if (either.IsCancellationRequested) reason = "stopped";
            lock (_gate) _conversation.Lost(reason);
            await HandOverAsync(events, either.Token);
            await Task.Delay(ReopenAfter, _time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ResetAsync(ModemLine line, CancellationToken stop)
    {
        Log.ModemReset(_logger, _name);
        line.HoldReset(held: true);
        await Task.Delay(ResetHold, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        line.HoldReset(held: false);
    }

    private Task<string> OnOwnThreadAsync(ModemLine line, ChannelWriter<ModemEvent> events, CancellationToken stop)
    {
        var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                ended.SetResult(Pump(line, events, stop));
            }
#pragma warning disable CA1031 // A bug on this thread must reach whoever awaits, not end the process without a word.
            catch (Exception bug)
            {
                ended.SetException(bug);
            }
#pragma warning restore CA1031
        })
        { IsBackground = true, Name = $"modem {_name}" };
        thread.Start();
        return ended.Task;
    }

    /// <summary>Carries bytes and events until the line is gone; returns why.</summary>
    private string Pump(ModemLine line, ChannelWriter<ModemEvent> events, CancellationToken stop)
    {
        var buffer = new byte[4096];
        var writing = ReadOnlyMemory<byte>.Empty;
        var stuckAt = Instant.Never;
        var now = Now;
        var lookUpAt = now + LookUpAfter;
        lock (_gate) _conversation.Opened(line.Name, line.Baud, now);

        while (!stop.IsCancellationRequested)
        {
            Sign.Turn();
            Instant next;
            lock (_gate)
            {
                _conversation.Wake(now);
                if (_conversation.ReopenBecause is { } because) return because;
                if (writing.IsEmpty && _conversation.TakeWires() is { } wires && !line.TrySet(wires))
                    return $"{line.Name}: has no control wires (RTS and DTR), which this modem needs";
                if (writing.IsEmpty && (writing = _conversation.TakeOutput(Now)).Length > 0)
                    stuckAt = Now + WritePatience(line, writing.Length);
                next = _conversation.NextWake;
            }

            writing = writing[line.Write(writing.Span)..];
            if (!writing.IsEmpty && Now >= stuckAt) return "the device takes no more bytes (write time-out); reopening";
            var isFull = !TryHandOver(events);
            if (Now >= lookUpAt && line.LeadsElsewhere) return $"{line.Name}: leads to another device now; reopening";
            if (Now >= lookUpAt) lookUpAt = Now + LookUpAfter;
            SetTimer(Instant.Min(lookUpAt, writing.IsEmpty ? next : Instant.Min(next, stuckAt)));

            _ = line.Wait(_wake, forBytes: !isFull, forRoom: !writing.IsEmpty);

            // First the clock, then the line, then the verdict: this thread may stand still between any two of its
            // steps, and an answer that came meanwhile must be read before it is told to be late.
            now = Now;
            if (!isFull && line.Read(buffer) is > 0 and var count)
            {
                lookUpAt = now + LookUpAfter;
                lock (_gate) _conversation.Read(buffer.AsSpan(0, count), now);
            }

            if (line.Lost is { } lost) return $"{line.Name}: {lost}; is the modem plugged in?";
        }

        return "stopped";
    }

    /// <summary>Twice the time the bytes need on the wire, and a second.</summary>
    private static TimeSpan WritePatience(ModemLine line, int bytes) =>
        TimeSpan.FromSeconds(1 + (line.Baud == 0 ? 0 : 20.0 * bytes / line.Baud));

    private void SetTimer(Instant next)
    {
        var wait = next == Instant.Never ? Timeout.InfiniteTimeSpan : next - Now;

        // Timers count whole milliseconds and may be early by a part of one; rounding up avoids waking for nothing.
        if (wait != Timeout.InfiniteTimeSpan)
            wait = TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), 0, 3_600_000));
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Hands over what fits. When the channel is full, its reader's next read wakes the thread.</summary>
    private bool TryHandOver(ChannelWriter<ModemEvent> events)
    {
        lock (_gate)
        {
            Publish();
            while (_conversation.Events.TryPeek(out var first))
            {
                if (!events.TryWrite(first))
                {
                    if (!_isWaitingForRoom)
                    {
                        _isWaitingForRoom = true;
                        _ = WakeWhenRoomAsync(events);
                    }

                    return false;
                }

                _conversation.Events.Dequeue();
            }
        }

        return true;
    }

    private async Task WakeWhenRoomAsync(ChannelWriter<ModemEvent> events)
    {
        // A channel that was closed never has room: nobody wants events any more, and the stop that follows ends the
        // thread.
        var room = events.WaitToWriteAsync(_disposal.Token).AsTask();
        await ((Task)room).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _isWaitingForRoom = false;
        if (room.IsCompletedSuccessfully && await room) _wake.Set();
    }

    private async Task HandOverAsync(ChannelWriter<ModemEvent> events, CancellationToken stop)
    {
        while (!TryHandOver(events) && !stop.IsCancellationRequested)
            await Task.Delay(ReopenAfter, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Publish()
    {
        while (_conversation.Notices.TryDequeue(out var notice))
        {
            _dropped.Add("modemNoise");
            Log.ModemNotice(_logger, _name, notice);
        }

        if (_status == _conversation.Status) return;
        _status = _conversation.Status;
        if (_status.IsSilent) Log.ModemSilent(_logger, _name, _status.Detail);
        else if (_status.Ready) Log.ModemReady(_logger, _name, _status.Detail);
        else if (!_status.Detail.EndsWith(ModemConversation.SettingUp, StringComparison.Ordinal))
            Log.ModemNotReady(_logger, _name, _status.Detail);
    }
}
