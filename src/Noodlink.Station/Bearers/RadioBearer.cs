using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Noodlink.Protocol;
using Noodlink.Protocol.Radio;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Modems;

namespace Noodlink.Station.Bearers;

// The radio: sealed parts over a LoRa modem. What may be sent when is decided by RadioChannel, which has no clock and
// no thread; here are the clock, the loop, the modem and the disk.
//
// One loop owns the modem and the ledger. It is woken by what the modem reports, by an offer, or by the channel's
// timer, and then does what the channel says: first the ledger, flushed, then the modem. The station's loop only ever
// touches the channel, under a lock that is never held over I/O, so a slow disk or a hung modem never holds it up.
//
// When the ledger cannot be written (disk full, card gone), sending what need not be sent would be sending on credit:
// routine traffic waits. A noodmelding and its receipts still go. Their airtime is counted in memory and written as
// soon as the disk takes it again; only a restart before that forgets it.

/// <summary>The radio bearer. <see cref="TryOffer"/> and <see cref="ReceiptHeard"/> from the station's one loop, the
/// rest from any thread.</summary>
public sealed class RadioBearer : IBearer
{
    private readonly IModem _modem;
    private readonly TimeProvider _time;
    private readonly ILogger<RadioBearer> _log;
    private readonly long _origin;
    private readonly AirtimeLedger _ledger;
    private readonly Channel<ModemEvent?> _work;

    // Guarded by _gate.
    private readonly Lock _gate = new();
    private readonly Random _random;
    private readonly AirtimeBudget _budget;
    private readonly RadioChannel _channel;
    private readonly RadioRelay? _relay;
    private readonly ushort? _self;
    private readonly List<BearerInput> _outbox = [];

    private readonly LifeSign _sign;
    private volatile BearerStatus _status;
    private string? _busyBecause;
    private TimeSpan _receiptAirtime;

    /// <summary>Reads the ledger; a disk that fails is a state, see <see cref="Status"/>. This is power-on for the
    /// channel: make it when the station starts.</summary>
    /// <param name="modem">Owned from here on: run and disposed with the bearer.</param>
    /// <param name="settings">Without faults (<see cref="BandPlan.Faults"/>).</param>
    /// <param name="dataDirectory">Holds <c>airtime.ledger</c>.</param>
    /// <param name="random">For every wait that must not be predictable; null: a fresh one.</param>
    /// <param name="makeRoom">Gives the ledger room on a full disk; false: there is none.</param>
    /// <param name="slotsOf">Takes part when a hub divides the time: number of this noodsteunpunt, 0 at the hub; null: does
    /// not.</param>
    /// <param name="relayOf">Number of this noodsteunpunt, which watches its way to the hub; null: a hub.</param>
    /// <param name="passesOn">And passes on what other stations send (<c>Radio:Relay</c>).</param>
    /// <param name="boot">This boot of the machine; null: as Linux tells.</param>
    /// <exception cref="ArgumentException">The channel lies in no band of the plan.</exception>
    public RadioBearer(
        IModem modem, RadioSettings settings, string dataDirectory, TimeProvider time, ILogger<RadioBearer> log,
        Random? random = null, Guid? boot = null, Func<bool>? makeRoom = null, ushort? slotsOf = null,
        ushort? relayOf = null, bool passesOn = true)
    {
        var band = BandPlan.Find(settings.FrequencyHz, settings.BandwidthHz)
            ?? throw new ArgumentException($"{settings.FrequencyHz} Hz lies in no band", nameof(settings));
        _modem = modem;
        _time = time;
        _log = log;
        _random = random ?? new Random();
        _origin = time.GetTimestamp();
        _ledger = new AirtimeLedger(dataDirectory, makeRoom: makeRoom);
        _status = new BearerStatus(Up: false, time.GetUtcNow(), "not started");

        // Full: the modem waits. A wake-up (null) that finds no room is not needed: the loop is awake.
        _work = Channel.CreateBounded<ModemEvent?>(new BoundedChannelOptions(64) { SingleReader = true });
        _sign = new LifeSign("radio", time, Wake);
        var timing = Timing();
        _receiptAirtime = timing.ReceiptAirtime;
        _budget = Recall(
            band.Name, settings.DutyCyclePercent, boot ?? AirtimeLedger.ThisBoot(), timing.LongFrameAirtime);
        var gate = slotsOf is { } self ? new SlotGate(self, _random) : null;
        _channel = new RadioChannel(timing, _budget, _random, Now, gate);
        _self = relayOf;
        if (relayOf is { } own)
            _relay = new RadioRelay(
                own, passesOn, bytes => _modem.TimeOnAir(Math.Min(bytes, _modem.FrameBytesMax)), timing, _channel,
                _random, log, Now);
        if (gate is not null)
            Slots = new SlotDoor(
                _gate, gate, () => Now, bytes => _modem.TimeOnAir(Math.Min(bytes, _modem.FrameBytesMax)), Wake);
    }

    /// <inheritdoc/>
    public BearerName Name => BearerName.Radio;

    /// <inheritdoc/>
    /// <remarks>Up means that the modem is ready. Airtime is as of this moment.</remarks>
    public BearerStatus Status
    {
        get
        {
            lock (_gate)
            {
                return _status with
                {
                    DutyCycleUsedPercent = _budget.DutyCycleUsedPercent(Now),
                    AirtimeLeftPercent = _budget.AirtimeLeftPercent(Now),
                    Relayed = _relay?.Relayed ?? 0,
                    NotRelayed = _relay?.Left,
                };
            }
        }
    }

    /// <inheritdoc/>
    public SlotDoor? Slots { get; }

    /// <inheritdoc/>
    public IReadOnlyList<LifeSign> Signs => _modem.Sign is { } modem ? [_sign, modem] : [_sign];

    /// <summary>On the machine's monotonic clock: .NET's timestamps on Linux are CLOCK_MONOTONIC.</summary>
    private Instant Now => new(_time.GetElapsedTime(_origin));

    /// <inheritdoc/>
    /// <remarks>True only when the frame may go on the air now: nothing is queued here. A frame that no modem of this
    /// kind can carry is taken and fails.</remarks>
    public bool TryOffer(Offer offer)
    {
        lock (_gate)
        {
            var bytes = offer.Frame.Length + LinkHeader.LengthWith(offer.Following);
            var bytesMax = _modem.FrameBytesMax - LinkHeader.BytesMax;
            if (offer.Frame.IsEmpty || offer.Frame.Length > bytesMax)
            {
                _outbox.Add(new BearerInput.Done(Name, offer.Ticket, OfferOutcome.Failed,
                    $"{offer.Frame.Length} bytes, must be 1..{bytesMax} with this modem"));
                Wake();
                return true;
            }

            var isTaken = _channel.TryOffer(
                new RadioOffer(offer.Ticket, offer.Frame, _modem.TimeOnAir(bytes), offer.Attempt, offer.Urgent,
                    offer.ReceiptExpected, offer.Answer, offer.Following),
                Now);

            // Taken: the frame is to be fetched. Refused: the channel waits for another moment than before.
            Wake();
            return isTaken;
        }
    }

    /// <inheritdoc/>
    /// <remarks>See <see cref="RetrySchedule"/>. With 0 tries: no wait.</remarks>
    public TimeSpan RetryAfter(int tries, bool alarm)
    {
        lock (_gate) return RetrySchedule.AfterRestart(tries, alarm, _receiptAirtime, _random);
    }

    /// <inheritdoc/>
    public TimeSpan TimeOnAir(int sealedBytes, bool more) =>
        _modem.TimeOnAir(Math.Min(sealedBytes + (more ? LinkHeader.BytesMax : LinkHeader.BytesMin), _modem.FrameBytesMax));

    /// <inheritdoc/>
    public void ReceiptHeard()
    {
        lock (_gate) _channel.ReceiptHeard(Now);
        Slots?.Answered();
        Wake();
    }

    /// <inheritdoc/>
    public async Task RunAsync(ChannelWriter<BearerInput> inputs, CancellationToken stop)
    {
        var never = Timeout.InfiniteTimeSpan;
        await using var timer = _time.CreateTimer(_ => Wake(), null, never, never);
        var modem = RunModemAsync(stop);
        await NoteStateAsync(inputs, stop);
        try
        {
            await foreach (var what in _work.Reader.ReadAllAsync(stop))
            {
                _sign.Turn();
                if (what is not null) await TakeAsync(what, inputs, stop);
                await StepAsync(inputs, timer, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped: what was offered stays with its owner.
        }

        await modem;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _modem.DisposeAsync();
        _ledger.Dispose();
    }

    private async Task RunModemAsync(CancellationToken stop)
    {
        try
        {
            await _modem.RunAsync(new ModemEvents(_work.Writer), stop);
            _ = _work.Writer.TryComplete();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _ = _work.Writer.TryComplete();
        }
        catch (Exception fault)
        {
            _ = _work.Writer.TryComplete(fault);
            throw;
        }
    }

    /// <summary>Something happened at the modem.</summary>
    private async ValueTask TakeAsync(ModemEvent what, ChannelWriter<BearerInput> inputs, CancellationToken stop)
    {
        switch (what)
        {
            case ModemEvent.Received heard:
                await inputs.WriteAsync(Hear(heard), stop);
                break;
            case ModemEvent.Sent sent:
                if (!sent.OnAir && !sent.Busy) Log.RadioFrameFailed(_log, sent.Detail ?? "the modem did not say why");
                _busyBecause = sent.Busy ? sent.Detail : null;
                lock (_gate) _channel.Transmitted(sent.OnAir, sent.Detail, Now, sent.Busy);
                break;
            case ModemEvent.Changed:
                await NoteStateAsync(inputs, stop);
                break;
        }
    }

    private BearerInput.Received Hear(ModemEvent.Received heard)
    {
        // Too short to be ours: the station counts it as unreadable.
        if (!LinkHeader.TryRead(heard.Frame.Span, out var header))
            return new BearerInput.Received(Name, ReadOnlyMemory<byte>.Empty, heard.RssiDbm, heard.SnrDb);
        lock (_gate)
        {
            _channel.Received(header, Now, Overheard.Question(heard.Frame.Span[header.Length..], _self));
            _relay?.Heard(header, heard.Frame[header.Length..], heard.SnrDb, Now);
        }

        return new BearerInput.Received(Name, heard.Frame[header.Length..], heard.RssiDbm, heard.SnrDb)
        {
            Following = header.Following,
            Hop = header.Hop,
            HeardAt = Now,
            SlotAnswer = SlotOf(heard.Frame, header),
        };
    }

    /// <summary>Hub: the slot that this frame came in.</summary>
    private int? SlotOf(ReadOnlyMemory<byte> frame, LinkHeader link) =>
        Slots is not null && FrameHeader.TryRead(frame.Span[link.Length..], out var header) && header.Direction == Direction.Up
            ? Slots.AnswerFor(header.Station, _modem.TimeOnAir(Math.Min(frame.Length, _modem.FrameBytesMax))) : null;

    /// <summary>Does what the channel says, until it says nothing any more.</summary>
    private async ValueTask StepAsync(ChannelWriter<BearerInput> inputs, ITimer timer, CancellationToken stop)
    {
        Transmission? transmission;
        do
        {
            IReadOnlyList<AirtimeEntry>? all = null;
            BearerInput[] told;
            lock (_gate)
            {
                _channel.TimePassed(Now);
                _relay?.Offer(Now);
                if (_channel.TryPollFrame(Now, out transmission) && _ledger.WantsAll) all = _budget.Entries(Now);
                while (_channel.TryPollEvent(out var what))
                    if (what is not RadioEvent.Done done || _relay?.IsDone(done, Now) != true) _outbox.Add(Tell(what!));
                told = [.. _outbox];
                _outbox.Clear();
                SetTimer(timer, Instant.Min(_channel.PollWakeUp(Now), _relay?.PollWakeUp() ?? Instant.Never));
            }

            foreach (var input in told) await inputs.WriteAsync(input, stop);
            if (transmission is not null) await SendAsync(transmission, all, inputs, stop);
        }
        while (transmission is not null);
    }

    /// <summary>First the ledger, then the modem.</summary>
    private async ValueTask SendAsync(
        Transmission transmission, IReadOnlyList<AirtimeEntry>? all, ChannelWriter<BearerInput> inputs,
        CancellationToken stop)
    {
        var wasTroubled = _ledger.Trouble is not null;
        var isKept = transmission.Again ? !wasTroubled : _ledger.TryKeep(transmission.Charge, all);
        if (!isKept && !wasTroubled) Log.RadioLedgerFailed(_log, _ledger.Trouble!);
        if (isKept && wasTroubled) Log.RadioLedgerBack(_log);
        if (isKept == wasTroubled) await NoteStateAsync(inputs, stop);

        string? failure = null;
        if (!isKept && !transmission.Urgent) failure = $"the airtime ledger cannot be written: {_ledger.Trouble}";
        else if (!_modem.TrySend(transmission.Frame, transmission.ReceiptExpected)) failure = "the modem did not take the frame";
        else Log.RadioSends(_log, transmission.Frame.Length, transmission.Header.Attempt,
            transmission.Charge.OnAir.TotalMilliseconds);
        if (failure is null) return;

        Log.RadioFrameFailed(_log, failure);
        lock (_gate) _channel.Transmitted(onAir: false, failure, Now);
    }

    /// <summary>The modem or the ledger may have changed: tells the channel and, if it shows, the station.</summary>
    private async ValueTask NoteStateAsync(ChannelWriter<BearerInput> inputs, CancellationToken stop)
    {
        var modem = _modem.Status;
        var detail = _ledger.Trouble is null
            ? modem.Detail
            : $"{modem.Detail}; airtime ledger: {_ledger.Trouble}; only noodmeldingen are sent, counted in memory";
        lock (_gate)
        {
            if (modem.Ready && !_channel.IsModemReady)
            {
                var timing = Timing();
                _receiptAirtime = timing.ReceiptAirtime;
                _channel.ModemCameReady(timing, Now);
                _relay?.TimingChanged(timing);
            }
            else if (!modem.Ready && _channel.IsModemReady)
            {
                _channel.ModemWasLost(Now);
            }
        }

        if (_status.Up == modem.Ready && _status.Detail == detail) return;
        var since = _status.Up == modem.Ready ? _status.Since : _time.GetUtcNow();
        _status = new BearerStatus(modem.Ready, since, detail, Silent: modem.IsSilent);
        await inputs.WriteAsync(new BearerInput.Changed(Name, Status), stop);
    }

    private BearerInput Tell(RadioEvent what) => what switch
    {
        RadioEvent.Done done => TellDone(done),
        RadioEvent.Ready => new BearerInput.Ready(Name),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private BearerInput.Done TellDone(RadioEvent.Done done)
    {
        Slots?.Finished(done.Ticket, done.OnAir);

        // Busy is nothing to tell, but a frame that found no moment to leave is: it may be a node whose hour is full.
        if (!done.OnAir && done.Detail is { } why && why == _busyBecause) Log.RadioFrameFailed(_log, why);
        return new BearerInput.Done(
            Name, done.Ticket, done.OnAir ? OfferOutcome.Left : OfferOutcome.Failed, done.Detail,
            done.AnsweredBy is { } answered && answered > Now ? answered - Now : null);
    }

    private AirtimeBudget Recall(string subBand, double dutyCyclePercent, Guid boot, TimeSpan longFrame)
    {
        var clock = new BootClock(boot, _time.GetElapsedTime(0, _origin));
        var kept = _ledger.Read(out var damaged);
        var budget = new AirtimeBudget(subBand, dutyCyclePercent, clock, kept ?? [], Now);
        for (var line = 0; line < damaged; line++) _ = budget.Charge(longFrame, Now);

        // A past that nobody can read counts as spent, but for the reserve.
        if (kept is null) _ = budget.Charge(budget.Allowance * (1 - AirtimeBudget.ReserveShare), Now);

        if (damaged > 0) Log.RadioLedgerDamaged(_log, _ledger.Path, damaged);
        if (kept is null) Log.RadioLedgerUnreadable(_log, _ledger.Trouble!);
        if (!_ledger.TryBegin(budget.Entries(Now))) Log.RadioLedgerFailed(_log, _ledger.Trouble!);
        Log.RadioStarted(_log, subBand, budget.Allowance.TotalSeconds, budget.Used(Now).TotalSeconds);
        return budget;
    }

    private RadioTiming Timing() => new(
        _modem.TimeOnAir(Math.Min(RadioTiming.ReceiptFrameBytes, _modem.FrameBytesMax)),
        _modem.TimeOnAir(Math.Min(RadioTiming.LongFrameBytes, _modem.FrameBytesMax)));

    private void Wake() => _ = _work.Writer.TryWrite(null);

    /// <summary>Rounded up to the timer's milliseconds, or it would ring just too early, again and again.</summary>
    private void SetTimer(ITimer timer, Instant wakeUp)
    {
        var wait = wakeUp == Instant.Never
            ? Timeout.InfiniteTimeSpan
            : TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling((wakeUp - Now).TotalMilliseconds), 0, 3_600_000));
        _ = timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What the modem writes comes to the bearer's one loop.</summary>
    private sealed class ModemEvents(ChannelWriter<ModemEvent?> work) : ChannelWriter<ModemEvent>
    {
        public override bool TryWrite(ModemEvent item) => work.TryWrite(item);

        public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) =>
            work.WaitToWriteAsync(cancellationToken);
    }
}
