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
// while it is full the thread stops reading, so the kernel's buffer and then the modem hold the rest: nothing is dropped
// here, and a Sent is never lost.

/// <summary>Drives one modem; see <see cref="IModem"/> for the rules.</summary>
internal sealed class ModemDriver : IModem
{
    /// <summary>Pause between attempts to open: well inside the 5 s that a returned device may wait (modems.md §0).</summary>
    public static readonly TimeSpan ReopenAfter = TimeSpan.FromMilliseconds(750);

    /// <summary>How long the reset wires are held (esptool holds them 100 ms).</summary>
    private static readonly TimeSpan ResetHold = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private readonly WakeSignal wake = new();
    private readonly IModemDialect dialect;
    private readonly ModemConversation conversation;
    private readonly LineOpener open;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly string name;
    private readonly long origin;
    private readonly ITimer timer;
    private readonly CancellationTokenSource disposal = new();
    private Task running = Task.CompletedTask;
    private volatile ModemStatus status;
    private volatile bool isWaitingForRoom;

    public ModemDriver(string name, IModemDialect dialect, LineOpener open, TimeProvider time, ILogger logger)
    {
        this.name = name;
        this.dialect = dialect;
        this.open = open;
        this.time = time;
        this.logger = logger;
        conversation = new ModemConversation(dialect);
        status = conversation.Status;
        origin = time.GetTimestamp();
        timer = time.CreateTimer(_ => wake.Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int FrameBytesMax => dialect.FrameBytesMax;

    public ModemStatus Status => status;

    private Instant Now => new(time.GetElapsedTime(origin));

    public TimeSpan TimeOnAir(int frameBytes) => dialect.TimeOnAir(frameBytes);

    public bool TrySend(ReadOnlyMemory<byte> frame)
    {
        if (frame.IsEmpty || frame.Length > FrameBytesMax)
            throw new ArgumentOutOfRangeException(nameof(frame), frame.Length,
                $"Modem '{name}': a frame of {frame.Length} bytes, must be 1..{FrameBytesMax}");
        lock (gate)
            if (!conversation.TrySend(frame, Now))
                return false;
        wake.Set();
        return true;
    }

    public Task RunAsync(ChannelWriter<ModemEvent> events, CancellationToken stop)
    {
        if (!running.IsCompleted) throw new InvalidOperationException($"Modem '{name}' is already running");
        return running = RunUntilStoppedAsync(events, stop);
    }

    public async ValueTask DisposeAsync()
    {
        await disposal.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await timer.DisposeAsync();
        wake.Dispose();
        disposal.Dispose();
    }

    private async Task RunUntilStoppedAsync(ChannelWriter<ModemEvent> events, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, disposal.Token);
        await using var waking = either.Token.Register(wake.Set);
        while (!either.IsCancellationRequested)
        {
            string reason;
            var (line, fault) = await open(either.Token);
            if (line is null)
            {
                reason = fault!;
            }
            else
            {
                using (line)
                {
                    if (conversation.WantsReset) await ResetAsync(line, either.Token);
                    reason = await OnOwnThreadAsync(line, events, either.Token);
                }
            }

            if (either.IsCancellationRequested) reason = "stopped";
            lock (gate) conversation.Lost(reason);
            await HandOverAsync(events, either.Token);
            await Task.Delay(ReopenAfter, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ResetAsync(ModemLine line, CancellationToken stop)
    {
        Log.ModemReset(logger, name);
        line.HoldReset(held: true);
        await Task.Delay(ResetHold, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
        { IsBackground = true, Name = $"modem {name}" };
        thread.Start();
        return ended.Task;
    }

    /// <summary>Carries bytes and events until the line is gone; returns why.</summary>
    private string Pump(ModemLine line, ChannelWriter<ModemEvent> events, CancellationToken stop)
    {
        var buffer = new byte[4096];
        var writing = ReadOnlyMemory<byte>.Empty;
        var stuckAt = Instant.Never;
        lock (gate) conversation.Opened(line.Name, line.Baud, Now);

        while (!stop.IsCancellationRequested)
        {
            Instant next;
            lock (gate)
            {
                var now = Now;
                conversation.Wake(now);
                if (conversation.ReopenBecause is { } because) return because;
                if (writing.IsEmpty && (writing = conversation.TakeOutput()).Length > 0)
                    stuckAt = now + WritePatience(line, writing.Length);
                next = conversation.NextWake;
            }

            writing = writing[line.Write(writing.Span)..];
            if (!writing.IsEmpty && Now >= stuckAt) return "the device takes no more bytes (write time-out); reopening";
            var isFull = !TryHandOver(events);
            SetTimer(writing.IsEmpty ? next : Instant.Min(next, stuckAt));

            var (hasBytes, _) = line.Wait(wake, forBytes: !isFull, forRoom: !writing.IsEmpty);
            if (hasBytes && line.Read(buffer) is > 0 and var count)
                lock (gate) conversation.Read(buffer.AsSpan(0, count), Now);
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
        timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Hands over what fits. When the channel is full, its reader's next read wakes the thread.</summary>
    private bool TryHandOver(ChannelWriter<ModemEvent> events)
    {
        lock (gate)
        {
            Publish();
            while (conversation.Events.TryPeek(out var first))
            {
                if (!events.TryWrite(first))
                {
                    if (!isWaitingForRoom)
                    {
                        isWaitingForRoom = true;
                        _ = WakeWhenRoomAsync(events);
                    }

                    return false;
                }

                conversation.Events.Dequeue();
            }
        }

        return true;
    }

    private async Task WakeWhenRoomAsync(ChannelWriter<ModemEvent> events)
    {
        // A channel that was closed never has room: nobody wants events any more, and the stop that follows ends the thread.
        var room = events.WaitToWriteAsync(disposal.Token).AsTask();
        await ((Task)room).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        isWaitingForRoom = false;
        if (room.IsCompletedSuccessfully && await room) wake.Set();
    }

    private async Task HandOverAsync(ChannelWriter<ModemEvent> events, CancellationToken stop)
    {
        while (!TryHandOver(events) && !stop.IsCancellationRequested)
            await Task.Delay(ReopenAfter, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Publish()
    {
        while (conversation.Notices.TryDequeue(out var notice)) Log.ModemNotice(logger, name, notice);
        if (status == conversation.Status) return;
        status = conversation.Status;
        if (status.Ready) Log.ModemReady(logger, name, status.Detail);
        else Log.ModemNotReady(logger, name, status.Detail);
    }
}
