namespace Noodlink.Protocol.Radio;

// One station on a channel that it shares with others.
//
// The problem. A LoRa modem takes one frame, sends it blindly, and cannot hear meanwhile. Two frames at once destroy
// each other at the receiver. Most modems do not tell us when the channel is busy: we learn of a frame once it has ended.
// What we do know is when somebody is about to answer us, because we asked. So the whole art is to be quiet at the
// right moments:
//
//  - after a frame that wants a receipt: for as long as the receipt can take (Listen);
//  - while somebody sends, where the modem can sense that and gives the frame back (Transmitted, busy);
//  - after hearing a frame that says for how long others follow: until those and their answer have passed, and a random
//    moment more, so that those who waited together part ways (Courtesy);
//  - after power-on, because the neighbours have just got their power back too (FirstDelay).
//
// And to be quick at one: an answer goes while the other side still listens for it.
//
// The caller chooses what is sent. The channel takes a frame only when it may go now, and holds no queue: whoever owns
// the messages picks the best one at the last moment, so a noodmelding has at most the one frame in front of it that is
// already on its way to the modem.
//
// The contract. No clock, no thread, no I/O. Four kinds of methods:
//
//  - getters;
//  - inputs (past tense: ModemCameReady, ModemWasLost, Transmitted, Received, TimePassed): what the world did;
//  - commands (TryOffer, ReceiptHeard): what the caller wants;
//  - polls (TryPollFrame, TryPollEvent, PollWakeUp): what is to be done.
//
// After each input or command: take frames until there are none, then events until there are none, then ask for the
// wake-up and call TimePassed no later than that. Time never decreases. Each frame taken is answered by one
// Transmitted.

/// <summary>Decides when this station may send what on the radio. Sans-IO; one thread at a time.</summary>
public sealed class RadioChannel
{
    private readonly AirtimeBudget _budget;
    private readonly Random _random;
    private readonly SlotGate? _slots;
    private readonly Queue<RadioEvent> _events = new();

    // Indexed by RadioTimer and by RadioTraffic. Never, and null, mean: nothing to wait for.
    private readonly Instant[] _timers = new Instant[Enum.GetValues<RadioTimer>().Length];
    private readonly RadioOffer?[] _refused = new RadioOffer?[Enum.GetValues<RadioTraffic>().Length];

    private RadioTiming _timing;
    private RadioOffer? _offer;
    private bool _inModem;
    private bool _isAnswered;
    private Instant _firstTaken = Instant.Never;
    private AirtimeEntry? _charge;
    private bool _isAnsweredByBeacon;
    private bool _isOwed;
    private Instant _ownTurnUntil = Instant.Zero;

    // What is heard can move a wait up to these and no further: nobody can be silenced by what anybody can say.
    private Instant _courtesyMost = Instant.Zero;
    private Instant _listenMost = Instant.Zero;
    private Instant _farMost = Instant.Zero;

    /// <param name="random">The only source of chance; a seed makes a run repeatable.</param>
    /// <param name="now">Power-on.</param>
    /// <param name="slots">Asked while a hub divides the time; null: nobody does.</param>
    public RadioChannel(
        RadioTiming timing, AirtimeBudget budget, Random random, Instant now, SlotGate? slots = null)
    {
        _slots = slots;
        _timing = timing;
        _budget = budget;
        _random = random;
        Array.Fill(_timers, Instant.Never);
        this[RadioTimer.FirstDelay] = now + timing.FirstDelayMax * random.NextDouble();
    }

    /// <summary>Frames go only to a modem that is ready.</summary>
    public bool IsModemReady { get; private set; }

    /// <summary>A receipt is awaited; only answers are taken.</summary>
    public bool IsListening => this[RadioTimer.Listen] != Instant.Never;

    /// <summary>How much longer than from a hub that hears us an answer may take: it comes through relays.</summary>
    public TimeSpan ExtraListen { get; set; }

    /// <summary>An own noodmelding or answer was refused and comes next: nothing of others is put before it.</summary>
    public bool OwnComesFirst(Instant now) =>
        now < _ownTurnUntil || Array.Exists(_refused, refused => refused is { Urgent: true, Hop: 0 });

    private Instant this[RadioTimer timer]
    {
        get => _timers[(int)timer];
        set => _timers[(int)timer] = value;
    }

    // ---- inputs ----

    /// <summary>The modem is configured and able to send.</summary>
    /// <param name="timing">Only a configured modem knows how long its frames really are.</param>
    public void ModemCameReady(RadioTiming timing, Instant now)
    {
        _timing = timing;
        IsModemReady = true;
        TellReady(now);
    }

    /// <summary>The modem is gone. A frame inside it is still answered by <see cref="Transmitted"/>; one that had not
    /// left yet is done.</summary>
    public void ModemWasLost(Instant now)
    {
        IsModemReady = false;
        if (_offer is not null && !_inModem) Finish(onAir: false, "the modem was lost", now);
    }

    /// <summary>What became of the frame that was taken by <see cref="TryPollFrame"/>. Without one: ignored.</summary>
    /// <param name="onAir">False: refused, lost or unknown. Its airtime stays charged.</param>
    /// <param name="isBusy">Not on air because the modem sensed somebody else: the frame goes again a moment later, on the
    /// same charge and as the same try, until <see cref="RadioTiming.BusyPatience"/> is over.</param>
    public void Transmitted(bool onAir, string? detail, Instant now, bool isBusy = false)
    {
        if (!_inModem) return;
        if (onAir || !isBusy || !IsModemReady || now >= _firstTaken + _timing.BusyPatience)
        {
            Finish(onAir, detail, now);
            return;
        }

        _inModem = false;
        this[RadioTimer.Stuck] = Instant.Never;
        _slots?.TookBack(_offer!);
        var later = now + _timing.BusyWait + _timing.ReceiptAirtime * _random.NextDouble();
        this[RadioTimer.Departure] = _slots is null ? later : _slots.EarliestFor(_offer!, later);
    }

    /// <summary>A frame was heard, from anyone and for anyone, good or bad.</summary>
    /// <param name="question">Somebody else asked somebody else, and an answer is due: what kind of traffic it is. Null:
    /// nothing is due, or ours to answer.</param>
    public void Received(LinkHeader header, Instant now, RadioTraffic? question = null)
    {
        // What follows takes as long as its sender says, and then its answer gets the air first. The chance keeps those
        // who waited together from starting together.
        var row = header.Following < _timing.CourtesyMax ? header.Following : _timing.CourtesyMax;
        var answered = row + _timing.ReceiptAirtime + _timing.LatencyMargin;
        if (IsListening && header.More)
        {
            // Anybody can say so, again and again: whoever does holds up each of our tries by one row, and no more.
            var until = Instant.Min(now + answered, _listenMost);
            this[RadioTimer.Listen] = Instant.Max(this[RadioTimer.Listen], until);
        }

        var chance = _timing.CourtesySpread * _random.NextDouble();
        var wait = answered + chance;

        var isInRow = this[RadioTimer.Courtesy] is var end && end != Instant.Never && end > now;
        if (!header.More && !isInRow && question is null) return;

        // A noodmelding is courteous once for a whole row of frames, not again for each of them.
        if (!isInRow)
        {
            // Nor for each of the rows that begin and end meanwhile.
            if (this[RadioTimer.UrgentCourtesy] is var known && (known == Instant.Never || known <= now) && header.More)
                this[RadioTimer.UrgentCourtesy] = Instant.Min(now + wait, now + _timing.UrgentCourtesyMax + chance);
            _courtesyMost = now + _timing.RoutineCourtesyMax + chance;
        }

        if (question == RadioTraffic.Alarm) wait += _timing.AlarmRoom;
        this[RadioTimer.Courtesy] = Instant.Min(now + wait, _courtesyMost);
    }

    /// <summary>Lets timers run out. Due when <see cref="PollWakeUp"/> says so; harmless at other times.</summary>
    public void TimePassed(Instant now)
    {
        var heardNothing = IsListening && this[RadioTimer.Listen] <= now;
        var isStuck = this[RadioTimer.Stuck] <= now;
        for (var timer = 0; timer < _timers.Length; timer++)
            if (_timers[timer] <= now && timer != (int)RadioTimer.Departure) _timers[timer] = Instant.Never;

        if (isStuck) Finish(onAir: false, "the modem did not tell what became of the frame", now);
        TellReady(now, anyway: heardNothing);
    }

    // ---- commands ----

    /// <summary>Takes the frame if it may go on the air now.</summary>
    /// <returns>False: not now; a <see cref="RadioEvent.Ready"/> follows when a frame like this may. True: exactly one
    /// <see cref="RadioEvent.Done"/> follows.</returns>
    public bool TryOffer(RadioOffer offer, Instant now)
    {
        if (_budget.MaySendAt(offer.OnAir, offer.Urgent, now) == Instant.Never)
        {
            _events.Enqueue(new RadioEvent.Done(offer.Ticket, OnAir: false,
                $"{offer.OnAir.TotalSeconds:0.0} s on air is more than may be sent in an hour ({_budget.SubBand} MHz, "
                + $"{_budget.Allowance.TotalSeconds:0.#} s)"));
            return true;
        }

        if (offer.Traffic != RadioTraffic.Routine && offer.Hop == 0 && _charge is not null && !_inModem
            && _offer is { Traffic: RadioTraffic.Routine } or { Hop: > 0 })
        {
            Finish(onAir: false, "it waited for a clear channel; something urgent goes first", now, isRested: true);
        }

        if (EarliestFor(offer, now) > now)
        {
            // Of each kind the one that can go soonest.
            ref var refused = ref _refused[(int)offer.Traffic];
            if (refused is null || EarliestFor(offer, now) < EarliestFor(refused, now)) refused = offer;
            return false;
        }

        _offer = offer;
        var isPunctual = _slots is not null && _slots.IsPunctual(now);
        this[RadioTimer.Departure] = offer.Traffic == RadioTraffic.Answer && !isPunctual
            ? now + _timing.TurnAround + _timing.TurnAroundSpread * _random.NextDouble()
            : now;
        return true;
    }

    /// <summary>The receipt that we listened for has come: the wait is over.</summary>
    public void ReceiptHeard(Instant now)
    {
        // A modem that only estimates when a frame has left may tell so after the answer has come.
        if (_inModem) _isAnswered = _offer!.ReceiptExpected;
        _isOwed = false;
        var isWaiting = IsListening || this[RadioTimer.FarAnswer] != Instant.Never;
        if (!isWaiting) return;
        this[RadioTimer.Listen] = this[RadioTimer.FarAnswer] = Instant.Never;
        TellReady(now, anyway: true);
    }

    /// <summary>The answer is still on its way: somebody passed our frame on. Only a new noodmelding does not wait for
    /// it.</summary>
    /// <param name="span">From now, without chance.</param>
    public void ListenOn(TimeSpan span, Instant now)
    {
        if (!_isOwed) return;
        var until = Instant.Min(now + span + _timing.RelayedSpread * _random.NextDouble(), _farMost);
        if (until <= now) return;
        if (this[RadioTimer.FarAnswer] == Instant.Never || this[RadioTimer.FarAnswer] < until)
            this[RadioTimer.FarAnswer] = until;
    }

    // ---- polls ----

    /// <summary>The frame to hand to the modem now. Its airtime is charged by this call.</summary>
    public bool TryPollFrame(Instant now, out Transmission? transmission)
    {
        transmission = null;
        if (_offer is null || _inModem || !IsModemReady || this[RadioTimer.Departure] > now) return false;

        _inModem = true;
        this[RadioTimer.Departure] = Instant.Never;
        this[RadioTimer.Stuck] = now + 4 * _offer.OnAir + _timing.StuckMargin;
        var isAgain = _charge is not null;
        if (!isAgain) (_firstTaken, _charge) = (now, _budget.Charge(_offer.OnAir, now));
        _isAnsweredByBeacon = _slots is not null && _slots.Leaves(_offer, now);
        var header = new LinkHeader(_offer.Hop, LinkHeader.AttemptOf(_offer.Attempt), _offer.Following);
        transmission = new Transmission(
            header, header.InFrontOf(_offer.Frame.Span), _offer.Urgent, _charge!, isAgain, _offer.ReceiptExpected);
        return true;
    }

    /// <summary>The oldest event not told yet.</summary>
    public bool TryPollEvent(out RadioEvent? what) => _events.TryDequeue(out what);

    /// <summary>When <see cref="TimePassed"/> is due; <see cref="Instant.Never"/>: not before an input.</summary>
    public Instant PollWakeUp(Instant now)
    {
        var earliest = Instant.Never;
        foreach (var timer in _timers) earliest = Instant.Min(earliest, timer);

        // What waits for airtime has no timer of its own: the budget knows.
        foreach (var refused in _refused)
            if (refused is not null) earliest = Instant.Min(earliest, EarliestFor(refused, now));
        return earliest;
    }

    // ---- the rules ----

    /// <summary>When a frame may be taken, all else equal; <see cref="Instant.Never"/>: after an input.</summary>
    private Instant EarliestFor(RadioOffer offer, Instant now)
    {
        if (!IsModemReady || _offer is not null) return Instant.Never;

        var traffic = offer.Traffic;
        var earliest = _budget.MaySendAt(offer.OnAir, offer.Urgent, now);
        Wait(RadioTimer.Rest);
        if (traffic != RadioTraffic.Answer) Wait(RadioTimer.Listen);
        if (traffic == RadioTraffic.Routine || (traffic == RadioTraffic.Alarm && offer.Attempt > 1))
            Wait(RadioTimer.FarAnswer);
        if (traffic == RadioTraffic.Routine || (traffic == RadioTraffic.Alarm && offer.Hop > 0))
            Wait(RadioTimer.Relayed);
        // Where the hub says whose turn it is, nobody need be polite; and nobody may be late.
        if (_slots is null || !_slots.Holds(now))
        {
            if (traffic == RadioTraffic.Alarm) Wait(RadioTimer.UrgentCourtesy);
            if (traffic == RadioTraffic.Routine) Wait(RadioTimer.Courtesy);
            if (traffic == RadioTraffic.Routine) Wait(RadioTimer.FirstDelay);
        }

        return _slots is null || earliest == Instant.Never ? earliest : _slots.EarliestFor(offer, earliest);

        void Wait(RadioTimer timer)
        {
            if (this[timer] != Instant.Never) earliest = Instant.Max(earliest, this[timer]);
        }
    }

    private void Finish(bool onAir, string? detail, Instant now, bool isRested = false)
    {
        var offer = _offer!;
        _offer = null;
        _charge = null;
        _inModem = false;
        var wasAnswered = _isAnswered;
        _isAnswered = false;
        this[RadioTimer.Departure] = Instant.Never;
        this[RadioTimer.Stuck] = Instant.Never;
        if (!onAir) _slots?.TookBack(offer);
        var answered = onAir && _isAnsweredByBeacon ? _slots!.AnswerDue(offer.Frame, now) : null;
        _events.Enqueue(new RadioEvent.Done(offer.Ticket, onAir, detail, answered));

        if (!onAir && !isRested) this[RadioTimer.Rest] = now + _timing.Rest;
        if (offer.ReceiptExpected && onAir && !wasAnswered && !_isAnsweredByBeacon)
        {
            var listen = _timing.ReceiptAirtime + _timing.LatencyMargin;
            if (offer.Hop > 0)
            {
                this[RadioTimer.Relayed] = now + listen + _timing.RelayedSpread * _random.NextDouble();
            }
            else
            {
                _isOwed = true;
                this[RadioTimer.Listen] = now + listen;
                _listenMost = now + listen + _timing.CourtesyMax;
                _farMost = now + listen + ExtraListen + _timing.FarAnswerMax;
                if (ExtraListen > TimeSpan.Zero) ListenOn(listen + ExtraListen, now);
            }
        }
        else if (IsListening)
        {
            // We were deaf while we answered: the receipt that we wait for may come that much later.
            this[RadioTimer.Listen] += offer.OnAir;
        }

        TellReady(now, anyway: wasAnswered);
    }

    /// <summary>One word is enough for all that were refused: on Ready the caller offers the best it has, and what is
    /// refused again is noted again.</summary>
    private void TellReady(Instant now, bool anyway = false)
    {
        foreach (var refused in _refused) anyway |= refused is not null && EarliestFor(refused, now) <= now;
        if (!anyway) return;

        if (Array.Exists(_refused, refused => refused is { Urgent: true, Hop: 0 }))
            _ownTurnUntil = now + _timing.OwnTurn;
        Array.Clear(_refused);
        _events.Enqueue(new RadioEvent.Ready());
    }
}
