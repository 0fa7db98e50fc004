using Noodlink.Protocol;

namespace Noodlink.Station.Modems;

// One frame through the modem, from being taken to its Sent.
//
//   taken ──► (settings right?) ──► (channel clear?) ──► handed over ──► accepted ──► on air ──► Sent
//                                         └── no ─────────────────┴── the modem says: busy ──► Sent, busy
//
// A frame that is handed over has 2 x its time on air + 1 s (modems.md §0.2), or what its bytes need on a slow line if
// that is more. A modem that waits for a clear channel longer than that is no hung one: where it can be asked, it is
// asked when the frame should have left, and the frame gets its time again as long as it waits, eight seconds in all.
//
// "Busy" is no failure: nothing was on the air, the modem is well, and whoever offered the frame offers it again a
// moment later, or something better. It is said in two ways, because modems do it in two ways. Some take the frame,
// sense the channel and give it back (RUI3 with AT+CAD=1). Others would keep it until the channel is clear, which can
// take longer than a hung modem is given: those that can be asked are asked first (MeshCore's IsChannelBusy), and
// have the frame only when it can leave.

internal sealed partial class ModemConversation
{
    /// <summary>Between two looks at a frame that waits inside.</summary>
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(200);

    /// <summary>Longer than this no frame waits inside a modem: it is told as not sent, before RadioChannel calls it stuck
    /// (10 s and four times its time on air), and its owner has it again.</summary>
    private static readonly TimeSpan WaitInsideMax = TimeSpan.FromSeconds(8);

    /// <summary>Added to what the bytes of a frame need on a slow line.</summary>
    private static readonly TimeSpan SlowLineReserve = TimeSpan.FromMilliseconds(250);

    /// <summary>Two expiries in a row, an expiry and a refusal, or three refusals: a modem whose transmitter hangs may
    /// say "busy with a frame" to every frame after the first.</summary>
    private const int FailuresMax = 3, FailuresOfExpiry = 2, FailuresOfRefusal = 1;

    private ReadOnlyMemory<byte>? _frame;
    private ModemSending? _sending;
    private ModemStep? _checking, _listening, _lateQuestion;
    private bool _accepted, _isChecked, _isClear, _answerExpected;
    private Instant _airEnd, _sendDeadline, _askLateAt, _handedOver;
    private int _sendFailures;

    /// <summary>Nothing but the passing of time is still needed.</summary>
    private bool AirDecides => _sending is { NeedsTransmitted: false } && (_accepted || !_sending.NeedsAccepted);

    /// <summary>The step that is out belongs to a frame that failed; it shows nothing about the settings.</summary>
    private bool IsMending => _phase == Phase.Ready && _plan is not null;

    /// <summary>The step that is out asks whether the channel is clear, for the frame that waits.</summary>
    private bool IsListening => _listening is not null && ReferenceEquals(_listening, _step);

    /// <summary>The step that is out asks whether the settings are still there, for the frame that waits.</summary>
    private bool IsChecking => _checking is not null && ReferenceEquals(_checking, _step);

    /// <summary>The step that is out asks whether the frame inside the modem still waits.</summary>
    private bool IsAskingLate => _lateQuestion is not null && ReferenceEquals(_lateQuestion, _step);

    /// <summary>What the frame inside waits for next.</summary>
    private Instant NextForSending =>
        _sending is null ? Instant.Never : AirDecides ? _airEnd : Instant.Min(_sendDeadline, _askLateAt);

    private void TakeForSending(ModemWord word, Instant now)
    {
        if (_sending is null) return;
        switch (word)
        {
            case ModemWord.Accepted:
                _accepted = true;
                if (AirDecides && now >= _airEnd) EndSending(onAir: true, detail: null);
                break;
            case ModemWord.Refused refused:
                EndSending(onAir: false, refused.Reason);
                Mend(FailuresOfRefusal, "it refuses every frame", _dialect.AfterFailure, now);
                break;
            case ModemWord.ChannelBusy busy:
                _sendFailures = 0;
                EndSending(onAir: false, busy.What, isBusy: true);
                Mend(failures: 0, "", _dialect.AfterFailure, now);
                break;
            case ModemWord.Transmitted transmitted:
                EndSending(transmitted.OnAir,
                    transmitted.Detail ?? (transmitted.OnAir ? null : "the modem reports a failed transmission"));
                if (!transmitted.OnAir) Mend(FailuresOfRefusal, "it refuses every frame", _dialect.AfterFailure, now);
                break;
        }
    }

    private void SendingExpired(Instant now)
    {
        EndSending(onAir: false, "the modem did not answer in time");

        // It may be hung: ask at once, not after the next frame. One more silence makes the second expiry.
        _stepExpiries = 1;
        Mend(FailuresOfExpiry, "it takes frames and does not send them", AfterExpiry(), now);
    }

    private IEnumerable<ModemStep> AfterExpiry()
    {
        foreach (var step in _dialect.AfterFailure) yield return step;
        yield return _dialect.Heartbeat;
    }

    /// <summary>Takes the steps, unless that was one failure in a row too many.</summary>
    private void Mend(int failures, string why, IEnumerable<ModemStep> steps, Instant now)
    {
        _sendFailures += failures;
        if (_sendFailures >= FailuresMax) Escalate(why, now);
        else TakeSteps(steps, now);
    }

    private void StartSending()
    {
        if (_phase != Phase.Ready || _step is not null || _sending is not null || _frame is null) return;
        var sending = _dialect.Send(_frame.Value.Span);
        if (sending.CheckFirst && !_isChecked)
        {
            _checking = _dialect.Heartbeat;
            Ask(_checking);
            return;
        }

        if (sending.ListenFirst is { } question && !_isClear)
        {
            _listening = question;
            Ask(question);
            return;
        }

        _sending = sending;
        _accepted = false;
        _output.AddRange(_sending.Command.Span);
        _airEnd = _sendDeadline = _askLateAt = Instant.Never;
    }

    /// <summary>The frame goes over the line now.</summary>
    private void StartClock(Instant now)
    {
        var onAir = _dialect.TimeOnAir(_frame!.Value.Length);
        var ready = now + WireTime(_sending!.Command.Length) + _sending.Margin;
        _airEnd = ready + onAir;
        _handedOver = now;
        _sendDeadline = Instant.Max(now + 2 * onAir + PatienceBase, _airEnd + SlowLineReserve);
        _askLateAt = _sending.WhenLate is null ? Instant.Never : _airEnd;
    }

    /// <summary>The frame should have left.</summary>
    private void AskLate()
    {
        _askLateAt = Instant.Never;
        if (_step is not null) return;
        _lateQuestion = _sending!.WhenLate;
        Ask(_lateQuestion!);
    }

    /// <summary>The modem has told whether the frame still waits inside.</summary>
    private void LateAnswered(bool stillWaits, Instant now)
    {
        _step = null;
        _lateQuestion = null;
        if (_sending is null) return;
        _askLateAt = now + LookAgainAfter;
        if (stillWaits && now < _handedOver + WaitInsideMax)
            _sendDeadline = now + 2 * _dialect.TimeOnAir(_frame!.Value.Length) + PatienceBase;
    }

    private void EndSending(bool onAir, string? detail, bool isBusy = false)
    {
        if (_frame is null) return;
        if (IsAskingLate) _step = null;
        var isUnconfirmed = onAir && _answerExpected && _sending is { NeedsAccepted: false, NeedsTransmitted: false };
        _frame = null;
        _sending = null;
        _listening = _checking = _lateQuestion = null;
        _isClear = _isChecked = false;
        _askLateAt = Instant.Never;
        if (onAir) _sendFailures = _trouble = 0;
        Events.Enqueue(new ModemEvent.Sent(onAir, detail, isBusy));
        if (isUnconfirmed) SentIntoSilence();
    }
}
