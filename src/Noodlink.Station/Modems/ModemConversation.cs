using Noodlink.Protocol;

namespace Noodlink.Station.Modems;

// What is the same in talking to every modem: the driver contract of modems.md §0, without a line and without a clock.
//
//   opened ──► configuring ──(every step answered)──► ready ◄──► sending one frame
//                 ▲   ▲                                  │
//                 │   └────────── banner, lost settings ─┤
//                 └─── answered ── resyncing ◄── two expiries in a row
//                                     └── silent ──► close and reopen ──► … with a hardware reset
//
// An answer is matched by its shape (the step's judge), never by its position: frames, events and banners may stand
// between a command and its answer. A frame is "sent" when the modem says so, or when its time on air and a margin have
// passed; never because a write returned. Every wait has an end: 2 x time on air + 1 s, after the bytes had time to
// cross the serial line.
//
// The ladder after two expiries in a row: first the dialect's resync; if trouble returns before a frame has been sent
// again, the line is closed and reopened; after that also with the reset wires pulled. One sent frame starts the ladder
// anew.

/// <summary>One modem's conversation. Not for two threads at a time; <c>now</c> never decreases.</summary>
internal sealed class ModemConversation
{
    /// <summary>Added to twice the time on air for every command (modems.md §0.2).</summary>
    public static readonly TimeSpan PatienceBase = TimeSpan.FromSeconds(1);

    /// <summary>Silence of the modem after which it is asked whether it is there. Chosen: two thirds of the 45 s in which a
    /// technician begins to look; one short command per 15 s costs nothing.</summary>
    public static readonly TimeSpan HeartbeatAfter = TimeSpan.FromSeconds(15);

    /// <summary>A modem that refuses its settings is tried again after this long.</summary>
    public static readonly TimeSpan RefusedPause = TimeSpan.FromSeconds(5);

    /// <summary>Half a line without more bytes for this long never becomes whole: 15 byte times at 300 baud.</summary>
    public static readonly TimeSpan QuietAfter = TimeSpan.FromMilliseconds(500);

    private readonly IModemDialect dialect;
    private readonly List<byte> output = [];
    private readonly List<ModemWord> words = [];

    private string line = "";
    private int baud;
    private Phase phase = Phase.Closed;
    private IEnumerator<ModemStep>? plan;
    private ModemStep? step;
    private Instant stepDeadline = Instant.Never;
    private Instant retryAt = Instant.Never;
    private ReadOnlyMemory<byte>? frame;
    private ModemSending? sending;
    private bool accepted;
    private Instant airEnd, sendDeadline;
    private Instant lastByte, lastSign;
    private int stepExpiries, sendExpiries, trouble;

    public ModemConversation(IModemDialect dialect) => this.dialect = dialect;

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
    public bool WantsReset => trouble > 2;

    /// <summary>When <see cref="Wake"/> has something to do.</summary>
    public Instant NextWake
    {
        get
        {
            if (phase == Phase.Closed) return Instant.Never;
            var next = retryAt;
            if (step is not null) next = Instant.Min(next, stepDeadline);
            if (dialect.IsHalfRead) next = Instant.Min(next, lastByte + QuietAfter);
            if (sending is not null) next = Instant.Min(next, AirDecides ? airEnd : sendDeadline);
            if (phase == Phase.Ready && step is null && frame is null)
                next = Instant.Min(next, lastSign + HeartbeatAfter);
            return next;
        }
    }

    /// <summary>Nothing but the passing of time is still needed.</summary>
    private bool AirDecides => sending is { NeedsTransmitted: false } && (accepted || !sending.NeedsAccepted);

    /// <summary>The bytes for the line, handed out once.</summary>
    public byte[] TakeOutput()
    {
        var bytes = output.ToArray();
        output.Clear();
        return bytes;
    }

    public void Opened(string lineName, int lineBaud, Instant now)
    {
        line = lineName;
        baud = lineBaud;
        lastByte = lastSign = now;
        stepExpiries = sendExpiries = 0;
        ReopenBecause = null;
        output.Clear();
        dialect.Opened();
        Configure("setting up", now);
    }

    /// <summary>The line is gone, or could not be opened.</summary>
    public void Lost(string reason)
    {
        phase = Phase.Closed;
        step = null;
        plan = null;
        retryAt = Instant.Never;
        output.Clear();
        EndSending(onAir: false, reason);
        SetStatus(ready: false, reason);
    }

    /// <summary>Takes a frame; false when not ready or when one is inside.</summary>
    public bool TrySend(ReadOnlyMemory<byte> candidate, Instant now)
    {
        if (!Status.Ready || frame is not null) return false;
        frame = candidate;
        StartSending(now);
        return true;
    }

    public void Read(ReadOnlySpan<byte> bytes, Instant now)
    {
        if (phase == Phase.Closed || bytes.IsEmpty) return;
        lastByte = now;
        dialect.Read(bytes, words);
        TakeWords(now);
    }

    /// <summary>Does what is due. Calling it too early or too often changes nothing.</summary>
    public void Wake(Instant now)
    {
        if (phase == Phase.Closed) return;
        if (dialect.IsHalfRead && now >= lastByte + QuietAfter)
        {
            dialect.Quiet(words);
            TakeWords(now);
        }

        if (sending is not null && AirDecides && now >= airEnd) EndSending(onAir: true, detail: null);
        if (sending is not null && !AirDecides && now >= sendDeadline) SendingExpired(now);
        if (step is not null && now >= stepDeadline) StepExpired(now);
        if (now >= retryAt) Configure("trying its settings again", now);
        if (phase == Phase.Ready && step is null && frame is null && now >= lastSign + HeartbeatAfter)
            Ask(dialect.Heartbeat, now);
    }

    private void TakeWords(Instant now)
    {
        foreach (var word in words)
            if (phase != Phase.Closed && ReopenBecause is null)
                Take(word, now);
        words.Clear();
    }

    private void Take(ModemWord word, Instant now)
    {
        switch (word)
        {
            case ModemWord.Heard heard:
                lastSign = now;
                Events.Enqueue(new ModemEvent.Received(heard.Frame, heard.RssiDbm, heard.SnrDb));
                return;
            case ModemWord.Noticed noticed:
                if (Notices.Count < 64) Notices.Enqueue(noticed.What);
                return;
            case ModemWord.Rebooted rebooted:
                EndSending(onAir: false, "the modem restarted");
                Configure($"it restarted ('{rebooted.Banner}'), setting it up again", now);
                return;
        }

        if (step?.Judge?.Invoke(word) is { } isRight)
        {
            lastSign = now;
            stepExpiries = 0;
            if (isRight) StepDone(now);
            else StepWrong(word, now);
            return;
        }

        TakeForSending(word, now);
    }

    private void TakeForSending(ModemWord word, Instant now)
    {
        if (sending is null) return;
        switch (word)
        {
            case ModemWord.Accepted:
                accepted = true;
                lastSign = now;
                if (AirDecides && now >= airEnd) EndSending(onAir: true, detail: null);
                break;
            case ModemWord.Refused refused:
                lastSign = now;
                EndSending(onAir: false, refused.Reason);
                break;
            case ModemWord.Transmitted transmitted:
                lastSign = now;
                EndSending(transmitted.OnAir,
                    transmitted.Detail ?? (transmitted.OnAir ? null : "the modem reports a failed transmission"));
                break;
        }

        StartSending(now);
    }

    private void Configure(string why, Instant now)
    {
        phase = Phase.Configuring;
        retryAt = Instant.Never;
        EndSending(onAir: false, why);
        SetStatus(ready: false, why);
        plan = dialect.Configure().GetEnumerator();
        NextStep(now);
    }

    private void NextStep(Instant now)
    {
        step = null;
        while (plan!.MoveNext())
        {
            Ask(plan.Current, now);
            if (step is not null) return;
        }

        plan = null;
        phase = Phase.Ready;
        lastSign = now;
        SetStatus(ready: true, dialect.Identity);
    }

    private void Ask(ModemStep question, Instant now)
    {
        output.AddRange(question.Command.Span);
        if (question.Judge is null) return;
        step = question;
        stepDeadline = now + WireTime(question.Command.Length) + 2 * dialect.TimeOnAir(1) + PatienceBase;
    }

    private void StepDone(Instant now)
    {
        if (phase == Phase.Configuring)
        {
            NextStep(now);
            return;
        }

        step = null;
        if (phase == Phase.Resyncing) Configure("it answers again, setting it up", now);
        else StartSending(now);
    }

    private void StepWrong(ModemWord word, Instant now)
    {
        var answer = word switch
        {
            ModemWord.Answered answered => $"the modem says {answered.Text}",
            ModemWord.Refused refused => $"the modem refuses: {refused.Reason}",
            _ => "an answer that does not fit",
        };
        var failed = step!.What;
        step = null;
        if (phase == Phase.Ready)
        {
            Configure($"it lost its settings ({failed}: {answer}), setting it up again", now);
            return;
        }

        phase = Phase.Configuring;
        plan = null;
        retryAt = now + RefusedPause;
        SetStatus(ready: false, $"{failed}: {answer}; check the Radio settings and the modem");
    }

    private void StepExpired(Instant now)
    {
        var silent = step!;
        if (silent.SilenceIsAnAnswer)
        {
            lastSign = now;
            StepDone(now);
        }
        else if (phase == Phase.Resyncing)
        {
            trouble++;
            Reopen($"it does not answer ({silent.What})");
        }
        else if (++stepExpiries >= 2)
        {
            Escalate($"it does not answer ({silent.What})", now);
        }
        else
        {
            Ask(silent, now);
        }
    }

    private void SendingExpired(Instant now)
    {
        EndSending(onAir: false, "the modem did not answer in time");

        // It may be hung: ask at once, not after the next frame. One more silence makes the second expiry.
        stepExpiries = 1;
        if (++sendExpiries >= 2) Escalate("it takes frames and does not send them", now);
        else Ask(dialect.Heartbeat, now);
    }

    private void Escalate(string why, Instant now)
    {
        trouble++;
        sendExpiries = stepExpiries = 0;
        EndSending(onAir: false, why);
        if (trouble > 1)
        {
            Reopen(why);
            return;
        }

        phase = Phase.Resyncing;
        plan = null;
        step = null;
        retryAt = Instant.Never;
        SetStatus(ready: false, $"{why}, resynchronising");
        Ask(dialect.Resync, now);
        if (step is null) Configure("setting it up again", now);
    }

    private void Reopen(string why)
    {
        step = null;
        ReopenBecause = $"{why}; reopening";
        SetStatus(ready: false, ReopenBecause);
    }

    private void StartSending(Instant now)
    {
        if (phase != Phase.Ready || step is not null || sending is not null || frame is null) return;
        sending = dialect.Send(frame.Value.Span);
        accepted = false;
        output.AddRange(sending.Command.Span);
        var onAir = dialect.TimeOnAir(frame.Value.Length);
        var ready = now + WireTime(sending.Command.Length) + sending.Margin;
        airEnd = ready + onAir;
        sendDeadline = ready + 2 * onAir + PatienceBase;
    }

    private void EndSending(bool onAir, string? detail)
    {
        if (frame is null) return;
        frame = null;
        sending = null;
        if (onAir) sendExpiries = trouble = 0;
        Events.Enqueue(new ModemEvent.Sent(onAir, detail));
    }

    private void SetStatus(bool ready, string detail)
    {
        var status = new ModemStatus(ready, line.Length > 0 && !detail.StartsWith(line, StringComparison.Ordinal)
            ? $"{line}: {detail}"
            : detail);
        if (status == Status) return;
        Status = status;
        Events.Enqueue(new ModemEvent.Changed(status));
    }

    /// <summary>Ten bits per byte at the line's speed.</summary>
    private TimeSpan WireTime(int bytes) => baud == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(bytes * 10.0 / baud);
}
