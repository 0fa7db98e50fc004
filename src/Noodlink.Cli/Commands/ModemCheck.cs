using System.Security.Cryptography;
using System.Threading.Channels;
using Noodlink.Station.Modems;

namespace Noodlink.Cli.Commands;

/// <summary>Talks to one modem and measures: is it there, does it send, does the other side answer.</summary>
/// <remarks>Paced so that the duty cycle configured is kept even when it runs on; the station's own ledger does not know of
/// it, so a check belongs before the station starts, not beside it (the port is in use then anyway).</remarks>
internal sealed class ModemCheck : IAsyncDisposable
{
    /// <summary>Longest wait for an open and configured modem: the whole conversation, a resync and a reopening fit.</summary>
    public static readonly TimeSpan ReadyPatience = TimeSpan.FromSeconds(20);

    private readonly Channel<ModemEvent> events = Channel.CreateBounded<ModemEvent>(256);
    private readonly CancellationTokenSource stop = new();
    private readonly IModem modem;
    private readonly RadioSettings settings;
    private readonly TimeProvider time;
    private readonly Task running;

    public ModemCheck(IModem modem, RadioSettings settings, TimeProvider time)
    {
        this.modem = modem;
        this.settings = settings;
        this.time = time;
        running = modem.RunAsync(events.Writer, stop.Token);
    }

    public ModemStatus Status => modem.Status;

    /// <summary>False when it is not ready within <see cref="ReadyPatience"/>; <see cref="Status"/> then says why.</summary>
    public async Task<bool> BecomesReadyAsync(CancellationToken cancel)
    {
        using var patience = Within(ReadyPatience, cancel);
        while (!modem.Status.Ready)
            if (await NextAsync(patience.Token) is null)
                break;
        return modem.Status.Ready;
    }

    /// <summary>Sends questions and waits for each answer.</summary>
    /// <param name="count">How many.</param>
    /// <param name="bytes">Length of a question; 0 for the shortest.</param>
    /// <param name="progress">Called after each.</param>
    /// <param name="cancel">Ends early; what was measured is reported.</param>
    public async Task<SendReport> SendAsync(int count, int bytes, Action progress, CancellationToken cancel)
    {
        var run = (ushort)RandomNumberGenerator.GetInt32(1, 65_536);
        var answers = new List<(CheckFrame Answer, ModemEvent.Received Heard, TimeSpan RoundTrip)>();
        int asked = 0, sent = 0;
        while (asked < count && !cancel.IsCancellationRequested)
        {
            var question = new CheckFrame(IsAnswer: false, run, (ushort)++asked).Write(bytes);
            var began = time.GetTimestamp();
            var isSent = modem.TrySend(question) && await LeavesAsync(cancel);
            if (isSent) sent++;
            if (isSent && await AnswerAsync(run, asked, cancel) is var (answer, heard))
                answers.Add((answer, heard, time.GetElapsedTime(began)));
            progress();
            if (asked < count) await PauseAsync(question.Length, began, cancel);
        }

        return new SendReport(asked, sent, asked - sent, answers.Count,
            LossPercent: asked == 0 ? 0 : Math.Round(100.0 * (asked - answers.Count) / asked, 1),
            Average(answers.Select(one => (double?)one.RoundTrip.TotalMilliseconds)),
            Average(answers.Select(one => one.Heard.RssiDbm)), Average(answers.Select(one => one.Heard.SnrDb)),
            Average(answers.Select(one => one.Answer.RssiDbm)), Average(answers.Select(one => one.Answer.SnrDb)));
    }

    /// <summary>Answers questions until cancelled.</summary>
    /// <param name="heardFrame">Called for every frame.</param>
    /// <param name="cancel">Ends the listening.</param>
    public async Task<ListenReport> ListenAsync(Action<ModemEvent.Received, CheckFrame?> heardFrame, CancellationToken cancel)
    {
        var heard = new List<ModemEvent.Received>();
        var numbers = new Dictionary<ushort, SortedSet<int>>();
        int questions = 0, answered = 0;
        while (await NextAsync(cancel) is { } happened)
        {
            if (happened is ModemEvent.Sent { OnAir: true }) answered++;
            if (happened is not ModemEvent.Received received) continue;
            if (heard.Count < 100_000) heard.Add(received);
            var question = CheckFrame.TryRead(received.Frame.Span);
            heardFrame(received, question);
            if (question is not { IsAnswer: false }) continue;
            questions++;
            if (numbers.Count < 1000) numbers.TryAdd(question.Run, []);
            if (numbers.TryGetValue(question.Run, out var ofRun)) ofRun.Add(question.Number);
            modem.TrySend(
                new CheckFrame(IsAnswer: true, question.Run, question.Number, received.RssiDbm, received.SnrDb).Write());
        }

        return new ListenReport(heard.Count, questions, answered,
            Missed: numbers.Values.Sum(ofRun => ofRun.Max - ofRun.Min + 1 - ofRun.Count),
            Average(heard.Select(one => one.RssiDbm)), Average(heard.Select(one => one.SnrDb)));
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await modem.DisposeAsync();
        stop.Dispose();
    }

    private async Task<bool> LeavesAsync(CancellationToken cancel)
    {
        while (await NextAsync(cancel) is { } happened)
            if (happened is ModemEvent.Sent sent)
                return sent.OnAir;
        return false;
    }

    private async Task<(CheckFrame Answer, ModemEvent.Received Heard)?> AnswerAsync(
        ushort run, int number, CancellationToken cancel)
    {
        // The answer's own time on air, twice, and two seconds for the machines between.
        using var patience = Within(2 * modem.TimeOnAir(11) + TimeSpan.FromSeconds(2), cancel);
        while (await NextAsync(patience.Token) is { } happened)
            if (happened is ModemEvent.Received heard && CheckFrame.TryRead(heard.Frame.Span) is { IsAnswer: true } answer
                && answer.Run == run && answer.Number == number)
                return (answer, heard);
        return null;
    }

    /// <summary>So long that sending for ever would keep the duty cycle, and not longer.</summary>
    private async Task PauseAsync(int bytes, long began, CancellationToken cancel)
    {
        var period = modem.TimeOnAir(bytes) * (100 / settings.DutyCyclePercent);
        var left = period - time.GetElapsedTime(began);
        if (left > TimeSpan.Zero)
            await Task.Delay(left, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>The next event, or null when there is no more time.</summary>
    private async Task<ModemEvent?> NextAsync(CancellationToken cancel)
    {
        var waiting = events.Reader.WaitToReadAsync(cancel).AsTask();
        await ((Task)waiting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return waiting.IsCompletedSuccessfully && events.Reader.TryRead(out var happened) ? happened : null;
    }

    private static CancellationTokenSource Within(TimeSpan span, CancellationToken cancel)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        source.CancelAfter(span);
        return source;
    }

    private static double? Average(IEnumerable<double?> values) =>
        values.Average() is { } average ? Math.Round(average, 1) : null;
}
