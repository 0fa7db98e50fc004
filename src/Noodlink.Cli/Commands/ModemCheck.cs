using System.Security.Cryptography;
using System.Threading.Channels;
using Noodlink.Station.Modems;

namespace Noodlink.Cli.Commands;

/// <summary>Talks to one modem and measures: is it there, does it send, does the other side answer.</summary>
/// <remarks>Paced so that the duty cycle configured is kept even when it runs on; the station's own ledger does not
/// know of it, so a check belongs before the station starts, not beside it (the port is in use then
/// anyway).</remarks>
internal sealed class ModemCheck : IAsyncDisposable
{
    /// <summary>Longest wait for an open and configured modem: the whole conversation, a resync and a reopening
    /// fit.</summary>
    public static readonly TimeSpan ReadyPatience = TimeSpan.FromSeconds(20);

    private readonly Channel<ModemEvent> _events = Channel.CreateBounded<ModemEvent>(256);
    private readonly CancellationTokenSource _stop = new();
    private readonly IModem _modem;
    private readonly RadioSettings _settings;
    private readonly TimeProvider _time;
    private readonly Task _running;
    private ModemStatus? _trouble;

    public ModemCheck(IModem modem, RadioSettings settings, TimeProvider time)
    {
        _modem = modem;
        _settings = settings;
        _time = time;
        _running = modem.RunAsync(_events.Writer, _stop.Token);
    }

    /// <summary>The state of this moment; while it is being set up once more, what was wrong before that.</summary>
    public ModemStatus Status => _modem.Status is { Ready: false } now && IsSettingUp(now) ? _trouble ?? now : _modem.Status;

    /// <summary>False when it is not ready within <see cref="ReadyPatience"/>; <see cref="Status"/> then says
    /// why.</summary>
    public async Task<bool> BecomesReadyAsync(CancellationToken cancel)
    {
        using var patience = Within(ReadyPatience, cancel);
        while (!_modem.Status.Ready)
        {
            if (await NextAsync(patience.Token) is not { } happened) break;
            if (happened is ModemEvent.Changed { Status: { Ready: false } status } && !IsSettingUp(status))
                _trouble = status;
        }

        return _modem.Status.Ready;
    }

    private static bool IsSettingUp(ModemStatus status) =>
        status.Detail.EndsWith(ModemConversation.SettingUp, StringComparison.Ordinal);

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
            var began = _time.GetTimestamp();
            if (_modem.TrySend(question))
            {
                var (hasLeft, answer, heard) = await AnswerAsync(run, asked, cancel);
                if (hasLeft) sent++;
                if (answer is not null) answers.Add((answer, heard!, _time.GetElapsedTime(began)));
            }

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
    public async Task<ListenReport> ListenAsync(
        Action<ModemEvent.Received, CheckFrame?> heardFrame, CancellationToken cancel)
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
            var answer = question with { IsAnswer = true, RssiDbm = received.RssiDbm, SnrDb = received.SnrDb };
            _modem.TrySend(answer.Write(), answerExpected: false);
        }

        return new ListenReport(heard.Count, questions, answered,
            Missed: numbers.Values.Sum(ofRun => ofRun.Max - ofRun.Min + 1 - ofRun.Count),
            Average(heard.Select(one => one.RssiDbm)), Average(heard.Select(one => one.SnrDb)));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _modem.DisposeAsync();
        _stop.Dispose();
    }

    /// <summary>Waits for the end of the sending and for the answer, which may come first: a modem without a "sent"
    /// of its own is given its time on air and a margin, and the other side does not wait for that.</summary>
    private async Task<(bool HasLeft, CheckFrame? Answer, ModemEvent.Received? Heard)> AnswerAsync(
        ushort run, int number, CancellationToken cancel)
    {
        var isOver = false;
        var hasLeft = false;
        (CheckFrame? Answer, ModemEvent.Received? Heard) got = default;

        // The answer's own time on air, twice, and two seconds for the machines between; from the end of the sending
        // on.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        while (!(isOver && (got.Answer is not null || !hasLeft)) && await NextAsync(patience.Token) is { } happened)
        {
            if (happened is ModemEvent.Sent sent)
            {
                (isOver, hasLeft) = (true, sent.OnAir);
                patience.CancelAfter(2 * _modem.TimeOnAir(CheckFrame.AnswerBytes) + TimeSpan.FromSeconds(2));
            }
            else if (happened is ModemEvent.Received heard
                && CheckFrame.TryRead(heard.Frame.Span) is { IsAnswer: true } answer
                && answer.Run == run && answer.Number == number)
            {
                got = (answer, heard);
            }
        }

        return (hasLeft, got.Answer, got.Heard);
    }

    /// <summary>So long that sending for ever would keep the duty cycle, and not longer.</summary>
    private async Task PauseAsync(int bytes, long began, CancellationToken cancel)
    {
        var period = _modem.TimeOnAir(bytes) * (100 / _settings.DutyCyclePercent);
        var left = period - _time.GetElapsedTime(began);
        if (left > TimeSpan.Zero)
            await Task.Delay(left, _time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>The next event, or null when there is no more time.</summary>
    private async Task<ModemEvent?> NextAsync(CancellationToken cancel)
    {
        var waiting = _events.Reader.WaitToReadAsync(cancel).AsTask();
        await ((Task)waiting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return waiting.IsCompletedSuccessfully && _events.Reader.TryRead(out var happened) ? happened : null;
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
