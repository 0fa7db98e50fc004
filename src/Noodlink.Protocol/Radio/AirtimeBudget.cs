namespace Noodlink.Protocol.Radio;

// The duty-cycle ledger: how much of this hour is left.
//
// The law gives each transmitter a share of every hour, not of the clock's hours but of every stretch of 3,600 seconds.
// At SF9 and 10 % that is a thousand noodmeldingen; at SF12 and 1 % it is fourteen. A station that forgets what it
// sent when it restarts can use its hour twice, and one that believes the wall clock can use it any number of times.
//
// Idea. Each frame is charged before the modem gets it, in full, and weighs until an hour after the moment by which it
// has surely left the air. So at any moment the entries that still weigh hold all that was on the air in the past hour,
// and if they never add up to more than the allowance, no stretch of an hour ever holds more. A crash in
// mid-transmission needs no thought: the charge was on disk before. Nothing is ever paid back: a frame that the modem
// refused may have been on the air after all. The cost is that a charge weighs 10 to 40 s too long, about 1 % of the
// allowance.
//
// Reserve. Other traffic may use three quarters; the last quarter is for noodmeldingen and their receipts. At 10 % a
// quarter is 90 s: 273 noodmelding cores an hour at SF9, or three that each need all twelve quick tries at SF12; at a
// hub 400 receipts at SF9. Less would not carry those three through the slowest setting; more would take airtime from
// situation reports that no noodmelding needs. (Meshtastic stops its own reports at half of the allowance.)
//
// Restarts. See AirtimeEntry.Recalled. The shell keeps the entries: it writes the entry of each transmission to disk
// before the modem gets the frame, and gives them back to the next process.

/// <summary>Airtime used and left in one sub-band over a sliding hour. Pure; one thread at a time.</summary>
public sealed class AirtimeBudget
{
    /// <summary>The stretch over which the law counts (CEPT ERC/REC 70-03, "duty cycle").</summary>
    public static readonly TimeSpan Hour = TimeSpan.FromSeconds(3600);

    /// <summary>Share of the allowance that only noodmeldingen and their receipts may use; why: see above.</summary>
    public const double ReserveShare = 0.25;

    private readonly BootClock _clock;
    private readonly SortedList<TimeSpan, TimeSpan> _onAirByGrain = [];
    private readonly List<AirtimeEntry> _elsewhere = [];
    private TimeSpan _used;
    private TimeSpan _clockSeen;

    /// <param name="subBand">The sub-band that this station sends in now.</param>
    /// <param name="dutyCyclePercent">0-100: what the station grants itself, at most what the band plan allows.</param>
    /// <param name="kept">Every entry of the ledger, in any order, of any sub-band.</param>
    /// <param name="now">Start-up.</param>
    /// <exception cref="ArgumentOutOfRangeException">The duty cycle is not above 0 and at most 100.</exception>
    public AirtimeBudget(
        string subBand, double dutyCyclePercent, BootClock clock, IEnumerable<AirtimeEntry> kept, Instant now)
    {
        if (dutyCyclePercent is not (> 0 and <= 100))
            throw new ArgumentOutOfRangeException(nameof(dutyCyclePercent), dutyCyclePercent, "must be in (0, 100]");

        SubBand = subBand;
        Allowance = Hour * (dutyCyclePercent / 100);
        _clock = clock;
        _clockSeen = clock.At(now);
        foreach (var entry in kept)
        {
            var recalled = entry.Recalled(clock, now);
            if (!Weighs(recalled.OffAirBy)) continue;
            if (entry.SubBand == subBand) Add(recalled);
            else _elsewhere.Add(recalled);
        }
    }

    /// <summary>The sub-band that this station sends in.</summary>
    public string SubBand { get; }

    /// <summary>Time on air granted in any hour.</summary>
    public TimeSpan Allowance { get; }

    /// <summary>What is charged and still weighs.</summary>
    public TimeSpan Used(Instant now)
    {
        Forget(now);
        return _used;
    }

    /// <summary>Share of the last hour spent sending, 0-100 (of the hour, not of the allowance).</summary>
    public double DutyCycleUsedPercent(Instant now) => 100 * (Used(now) / Hour);

    /// <summary>What is left of the allowance, reserve included, 0-100.</summary>
    public double AirtimeLeftPercent(Instant now) => Math.Max(0, 100 * (1 - Used(now) / Allowance));

    /// <summary>The first moment at which a frame may be sent, if nothing else is charged before.</summary>
    /// <param name="urgent">A noodmelding or its receipt: may use the reserve.</param>
    /// <returns><paramref name="now"/>, later, or <see cref="Instant.Never"/>: longer than it may use at all.</returns>
    public Instant MaySendAt(TimeSpan onAir, bool urgent, Instant now)
    {
        var ceiling = urgent ? Allowance : Allowance * (1 - ReserveShare);
        if (onAir > ceiling) return Instant.Never;

        var excess = Used(now) + onAir - ceiling;
        if (excess <= TimeSpan.Zero) return now;
        foreach (var (offAirBy, weight) in _onAirByGrain)
        {
            excess -= weight;
            if (excess <= TimeSpan.Zero) return now + (offAirBy + Hour - _clockSeen);
        }

        return Instant.Never;
    }

    /// <summary>Charges a frame. The shell makes the entry durable before the modem gets the frame.</summary>
    /// <remarks>Does not ask whether it may be sent: that is <see cref="MaySendAt"/>'s to say.</remarks>
    public AirtimeEntry Charge(TimeSpan onAir, Instant now)
    {
        Forget(now);
        var entry = AirtimeEntry.For(SubBand, onAir, _clock, now);
        Add(entry);
        return entry;
    }

    /// <summary>All that still weighs, of every sub-band, as few entries as possible: a fresh ledger.</summary>
    public IReadOnlyList<AirtimeEntry> Entries(Instant now)
    {
        Forget(now);
        return
        [
            .. _onAirByGrain.Select(grain => new AirtimeEntry(_clock.Boot, SubBand, grain.Key, grain.Value)),
            .. _elsewhere.Where(entry => Weighs(entry.OffAirBy)),
        ];
    }

    private bool Weighs(TimeSpan offAirBy) => offAirBy + Hour > _clockSeen;

    private void Add(AirtimeEntry entry)
    {
        _onAirByGrain[entry.OffAirBy] = _onAirByGrain.GetValueOrDefault(entry.OffAirBy) + entry.OnAir;
        _used += entry.OnAir;
    }

    private void Forget(Instant now)
    {
        if (_clock.At(now) > _clockSeen) _clockSeen = _clock.At(now);
        while (_onAirByGrain.Count > 0 && !Weighs(_onAirByGrain.GetKeyAtIndex(0)))
        {
            _used -= _onAirByGrain.GetValueAtIndex(0);
            _onAirByGrain.RemoveAt(0);
        }
    }
}
