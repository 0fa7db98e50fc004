using Noodlink.Protocol;

namespace Noodlink.Station.Modems;

// What is the same in talking to every modem: the driver contract of modems.md §0, without a line and without a
// clock.
//
//   opened ──► configuring ──(every step answered)──► ready ◄──► sending one frame
//                 ▲   ▲                                  │
//                 │   └────────── banner, lost settings ─┤
//                 └─── answered ── resyncing ◄── two expiries in a row
//                                     └── silent ──► close and reopen ──► … with a hardware reset
//
// An answer is matched by its shape (the step's judge), never by its position: frames, events and banners may stand
// between a command and its answer. A frame is "sent" when the modem says so, or when its time on air and a margin
// have passed; never because a write returned. Every wait has an end: 2 x time on air + 1 s, after the bytes had time
// to cross the serial line.
//
// The ladder after two expiries in a row: first the dialect's resync; if trouble returns before a frame has been sent
// again, the line is closed and reopened; after that also with the reset wires pulled. One sent frame starts the
// ladder anew.

/// <summary>One modem's conversation. Not for two threads at a time; <c>now</c> never decreases.</summary>
internal sealed partial class ModemConversation
{
    /// <summary>Added to twice the time on air for every command (modems.md §0.2).</summary>
    public static readonly TimeSpan PatienceBase = TimeSpan.FromSeconds(1);

    /// <summary>So long after its settings were last right the modem is asked again, also when it talks: one that
    /// restarted without a word still sends and hears, elsewhere. Chosen: a third of the 45 s in which a technician
    /// begins to look; one short command per 15 s costs nothing.</summary>
    public static readonly TimeSpan HeartbeatAfter = TimeSpan.FromSeconds(15);

    /// <summary>A modem that refuses its settings is tried again after this long.</summary>
    public static readonly TimeSpan RefusedPause = TimeSpan.FromSeconds(5);

    /// <summary>Half a line without more bytes for this long never becomes whole: 15 byte times at 300
    /// baud.</summary>
    public static readonly TimeSpan QuietAfter = TimeSpan.FromMilliseconds(500);

    /// <summary>The state between opening a line and the modem's answers: nothing anybody has to act on.</summary>
    public const string SettingUp = "setting up";

    private readonly IModemDialect _dialect;
    private readonly List<byte> _output = [];
    private readonly List<ModemWord> _words = [];

    private string _line = "";
    private int _baud;
    private Phase _phase = Phase.Closed;
    private IEnumerator<ModemStep>? _plan;
    private ModemStep? _step;
    private ModemWires? _wires;
    private Instant _stepDeadline = Instant.Never;
    private TimeSpan _stepPatience;
    private Instant _retryAt = Instant.Never;
    private Instant _lastByte, _lastCheck;
    private int _stepExpiries, _trouble;

    private string? _overheard;

    public ModemConversation(IModemDialect dialect) => _dialect = dialect;

    private enum Phase
    {
        Closed,
        Configuring,
        Ready,
        Resyncing,
    }

    public ModemStatus Status { get; private set; } = new(Ready: false, "not opened yet");

    /// <summary>What happened, oldest first; whoever drives takes them out.</summary>
    public Queue<ModemEvent> Events { get; } = new();

    /// <summary>Damaged frames, noise and the like, oldest first; at most 64 wait.</summary>
    public Queue<string> Notices { get; } = new();

    /// <summary>Not null: close the line and open it again, for this reason.</summary>
    public string? ReopenBecause { get; private set; }

    /// <summary>The next opening should pull the reset wires.</summary>
    public bool WantsReset => _trouble > 2;

    /// <summary>When <see cref="Wake"/> has something to do.</summary>
    public Instant NextWake
    {
        get
        {
            if (_phase == Phase.Closed) return Instant.Never;
            var next = _retryAt;
            if (_step is not null) next = Instant.Min(next, _stepDeadline);
            if (_dialect.IsHalfRead) next = Instant.Min(next, _lastByte + QuietAfter);
            next = Instant.Min(next, NextForSending);
            if (_phase == Phase.Ready && _step is null && _frame is null)
                next = Instant.Min(next, _lastCheck + HeartbeatAfter);
            return next;
        }
    }

    /// <summary>What stood on the line instead of an answer: another kind of modem may say what it is.</summary>
    private string Overheard => _overheard is { } said ? $"; on the line: {said[..Math.Min(said.Length, 80)]}" : "";

    /// <summary>What the control wires must become before the bytes of <see cref="TakeOutput"/>; null:
    /// nothing.</summary>
    public ModemWires? TakeWires()
    {
        var wires = _wires;
        _wires = null;
        return wires;
    }

    /// <summary>The bytes for the line, handed out once. From here on their answers can be late, and not before: what
    /// has not been asked has no answer.</summary>
    public byte[] TakeOutput(Instant now)
    {
        if (_step is not null && _stepDeadline == Instant.Never) _stepDeadline = now + _stepPatience;
        if (_sending is not null && _airEnd == Instant.Never) StartClock(now);
        var bytes = _output.ToArray();
        _output.Clear();
        return bytes;
    }

    public void Opened(string lineName, int lineBaud, Instant now)
    {
        _line = lineName;
        _baud = lineBaud;
        _restartedAt = null;
        _lastByte = _lastCheck = now;
        _stepExpiries = _sendFailures = 0;

        // Why it was opened again stays readable while it is tried again.
        var why = ReopenBecause is { } because ? $"{because}; {SettingUp}" : SettingUp;
        ReopenBecause = _overheard = null;
        _output.Clear();
        _wires = null;
        _dialect.Opened();
        Configure(why, now);
    }

    /// <summary>The line is gone, or could not be opened.</summary>
    public void Lost(string reason)
    {
        _phase = Phase.Closed;
        _step = null;
        _plan = null;
        _retryAt = Instant.Never;
        _output.Clear();
        EndSending(onAir: false, reason);
        SetStatus(ready: false, reason);
    }

    /// <summary>Takes a frame; false when not ready or when one is inside.</summary>
    public bool TrySend(ReadOnlyMemory<byte> candidate, Instant now, bool answerExpected = true)
    {
        if (!Status.Ready || _frame is not null) return false;
        _frame = candidate;
        _answerExpected = answerExpected;
        StartSending();
        return true;
    }

    public void Read(ReadOnlySpan<byte> bytes, Instant now)
    {
        if (_phase == Phase.Closed || bytes.IsEmpty) return;
        _lastByte = now;
        _dialect.Read(bytes, _words);
        TakeWords(now);
    }

    /// <summary>Does what is due. Calling it too early or too often changes nothing.</summary>
    public void Wake(Instant now)
    {
        if (_phase == Phase.Closed) return;
        if (_dialect.IsHalfRead && now >= _lastByte + QuietAfter)
        {
            _dialect.Quiet(_words);
            TakeWords(now);
        }

        if (_sending is not null && AirDecides && now >= _airEnd) EndSending(onAir: true, detail: null);
        if (_sending is not null && !AirDecides && now >= _askLateAt) AskLate();
        if (_sending is not null && !AirDecides && now >= _sendDeadline) SendingExpired(now);
        if (_step is not null && now >= _stepDeadline) StepExpired(now);
        if (now >= _retryAt) TryAgain(now);
        if (_phase == Phase.Ready && _step is null && _frame is null && now >= _lastCheck + HeartbeatAfter)
            Ask(_dialect.Heartbeat);
    }

    private void TakeWords(Instant now)
    {
        foreach (var word in _words)
            if (_phase != Phase.Closed && ReopenBecause is null)
                Take(word, now);
        _words.Clear();
    }

    private void Take(ModemWord word, Instant now)
    {
        if (word is not ModemWord.Noticed) HeardSomething();
        switch (word)
        {
            case ModemWord.Heard heard:
                if (AirDecides && _sending!.BeginsAtOnce && now + _sending.Margin >= _airEnd)
                    EndSending(onAir: true, detail: null);
                Events.Enqueue(new ModemEvent.Received(heard.Frame, heard.RssiDbm, heard.SnrDb));
                return;
            case ModemWord.Noticed noticed:
                if (Notices.Count < 64) Notices.Enqueue(noticed.What);
                _overheard = noticed.What;
                return;
            case ModemWord.Rebooted rebooted:
                Restarted(rebooted.Banner, now);
                return;
        }

        if (_step?.Judge?.Invoke(word) is { } isRight)
        {
            if (!IsListening && !IsAskingLate && !IsMending) _lastCheck = now;
            _stepExpiries = 0;
            _overheard = null;
            if (IsAskingLate) LateAnswered(isRight, now);
            else if (isRight) StepDone(now);
            else StepWrong(word, now);
            return;
        }

        TakeForSending(word, now);
    }

    private void Configure(string why, Instant now)
    {
        _phase = Phase.Configuring;
        _retryAt = Instant.Never;
        _restartWaits = null;
        EndSending(onAir: false, why);
        SetStatus(ready: false, why);
        TakeSteps(_dialect.Configure(), now);
    }

    private void TakeSteps(IEnumerable<ModemStep> steps, Instant now)
    {
        _plan = steps.GetEnumerator();
        NextStep(now);
    }

    private void NextStep(Instant now)
    {
        _step = null;
        while (_plan!.MoveNext())
        {
            Ask(_plan.Current);
            if (_step is not null) return;
        }

        _plan = null;
        if (_phase == Phase.Configuring)
        {
            _phase = Phase.Ready;
            _lastCheck = now;
            SetStatus(ready: true, _dialect.Identity);
        }

        StartSending();
    }

    private void Ask(ModemStep question)
    {
        _wires = question.Wires ?? _wires;
        _output.AddRange(question.Command.Span);
        if (question.Status is { } status) SetStatus(ready: false, status);
        if (question.Judge is null) return;
        _step = question;
        _stepDeadline = Instant.Never;
        _stepPatience = WireTime(question.Command.Length)
            + (question.Patience ?? 2 * _dialect.TimeOnAir(1) + PatienceBase);
    }

    private void StepDone(Instant now)
    {
        _isClear |= IsListening;
        _isChecked |= IsChecking;
        if (_plan is not null)
        {
            NextStep(now);
            return;
        }

        _step = null;
        if (_phase == Phase.Resyncing) Configure("it answers again, setting it up", now);
        else StartSending();
    }

    private void StepWrong(ModemWord word, Instant now)
    {
        if (IsListening)
        {
            _step = null;
            EndSending(onAir: false, "somebody else is sending", isBusy: true);
            return;
        }

        var answer = word switch
        {
            ModemWord.Answered answered => $"the modem says {answered.Text}",
            ModemWord.Refused refused => $"the modem refuses: {refused.Reason}",
            _ => "an answer that does not fit",
        };
        var failed = _step!.What;
        _step = null;
        if (_phase == Phase.Ready)
        {
            Configure($"it lost its settings ({failed}: {answer}), setting it up again", now);
            return;
        }

        _phase = Phase.Configuring;
        _plan = null;
        _retryAt = now + RefusedPause;
        SetStatus(ready: false, $"{failed}: {answer}; check the Radio settings and the modem");
    }

    private void StepExpired(Instant now)
    {
        var silent = _step!;
        if (silent.SilenceIsAnAnswer)
        {
            _lastCheck = now;
            StepDone(now);
        }
        else if (IsListening || IsChecking)
        {
            _step = null;
            SendingExpired(now);
        }
        else if (IsAskingLate)
        {
            LateAnswered(stillWaits: false, now);
        }
        else if (_phase == Phase.Resyncing)
        {
            _trouble++;
            Reopen($"it does not answer ({silent.What}){Overheard}");
        }
        else if (++_stepExpiries >= 2)
        {
            Escalate($"it does not answer ({silent.What}){Overheard}", now);
        }
        else
        {
            Ask(silent);
        }
    }

    private void Escalate(string why, Instant now)
    {
        _trouble++;
        _sendFailures = _stepExpiries = 0;
        EndSending(onAir: false, why);
        if (_trouble > 1)
        {
            Reopen(why);
            return;
        }

        _phase = Phase.Resyncing;
        _plan = null;
        _step = null;
        _retryAt = Instant.Never;
        SetStatus(ready: false, $"{why}, resynchronising");
        Ask(_dialect.Resync);
        if (_step is null) Configure("setting it up again", now);
    }

    private void Reopen(string why)
    {
        _step = null;
        ReopenBecause = $"{why}; reopening";
        SetStatus(ready: false, ReopenBecause);
    }

    private void SetStatus(bool ready, string detail)
    {
        var line = _line.Length == 0 || detail.StartsWith(_line, StringComparison.Ordinal) ? "" : $"{_line}: ";
        var status = new ModemStatus(ready, $"{line}{detail}{(ready ? SilenceDetail : "")}", IsSilent);
        if (status == Status) return;
        Status = status;
        Events.Enqueue(new ModemEvent.Changed(status));
    }

    /// <summary>Ten bits per byte at the line's speed.</summary>
    private TimeSpan WireTime(int bytes) => _baud == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(bytes * 10.0 / _baud);
}
