using Noodlink.Protocol;

namespace Noodlink.Cli.Air;

// A radio channel without radios.
//
// Every transmission has a beginning and an end on the channel's clock. Two that overlap in time and spectrum destroy
// each other at every third radio (no capture: the stronger does not win, which is the worst case and needs no model
// of the terrain). A radio that sends hears nothing, not even itself. What is left gets lost with the chance given,
// decided per frame and receiver. Strength and noise are invented per pair of radios.
//
// All chance comes from the seed through a hash of (seed, frame number, receiver): the fate of the 17th frame at
// radio 2 is the same in every run, whatever the threads do. The clock is a TimeProvider, so a test can turn it by
// hand; --speed divides every duration.

/// <summary>The simulated air. Safe from any thread; calls back outside its lock.</summary>
internal sealed class AirChannel
{
    private readonly Lock _gate = new();
    private readonly List<AirRadio> _radios = [];
    private readonly List<Transmission> _onAir = [];
    private readonly TimeProvider _time;
    private readonly ulong _seed;
    private readonly double _speed;
    private readonly long _origin;
    private readonly Dictionary<AirOutcome, long> _outcomes = [];
    private long _frames;
    private double _loss;

    /// <param name="time">The clock of the air.</param>
    /// <param name="seed">Decides losses, strengths and waiting times.</param>
    /// <param name="loss">0..1: chance that a receiver misses a frame.</param>
    /// <param name="speed">Above 0: how much faster than the real air.</param>
    public AirChannel(TimeProvider time, int seed, double loss = 0, double speed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(speed);
        _time = time;
        _seed = unchecked((ulong)seed);
        _speed = speed;
        _origin = time.GetTimestamp();
        Loss = loss;
    }

    /// <summary>What happens to each frame at each receiver.</summary>
    public Action<AirEvent>? Watcher { get; init; }

    /// <summary>Called at the beginning of each transmission, with the radio as it is then.</summary>
    public Action<AirRadio>? Sending { get; set; }

    /// <summary>0..1: chance that a receiver misses a frame. May change while frames fly.</summary>
    public double Loss
    {
        get => Volatile.Read(ref _loss);
        set
        {
            if (value is not (>= 0 and <= 1))
                throw new ArgumentOutOfRangeException(nameof(value), value, "loss is 0..1");
            Volatile.Write(ref _loss, value);
        }
    }

    /// <summary>Who hears whom. May change while frames fly.</summary>
    public Reach Reach { get; set; } = Reach.All;

    private Instant Now => new(_time.GetElapsedTime(_origin));

    /// <summary>Frames sent and what became of them at their receivers.</summary>
    public (long Frames, IReadOnlyDictionary<AirOutcome, long> Outcomes) Statistics
    {
        get
        {
            lock (_gate) return (_frames, new Dictionary<AirOutcome, long>(_outcomes));
        }
    }

    /// <param name="tuning">Where it listens from now on.</param>
    /// <param name="heard">Gets each frame that came through whole.</param>
    /// <param name="damaged">Told of each frame that a collision destroyed here.</param>
    public AirRadio Attach(Tuning tuning, Action<AirReception> heard, Action? damaged = null)
    {
        lock (_gate)
        {
            var radio = new AirRadio(_radios.Count, tuning, heard, damaged) { ListeningSince = Now };
            _radios.Add(radio);
            return radio;
        }
    }

    /// <summary>Gives a radio another tuning; what is on the air at this moment it no longer catches.</summary>
    public void Tune(AirRadio radio, Tuning tuning)
    {
        lock (_gate)
        {
            if (radio.Tuning != tuning && radio.ListeningSince != Instant.Never) radio.ListeningSince = Now;
            radio.Tuning = tuning;
        }
    }

    /// <summary>Switches a radio off (deaf) or on.</summary>
    public void Power(AirRadio radio, bool isOn)
    {
        lock (_gate) radio.ListeningSince = isOn ? Now : Instant.Never;
    }

    /// <summary>Whether a radio would sense somebody else sending on its frequency.</summary>
    public bool IsBusyFor(AirRadio radio)
    {
        lock (_gate)
            return _onAir.Exists(
                other => other.From != radio && Reach.Hears(other.From.Index, radio.Index)
                    && other.Tuning.Overlaps(radio.Tuning) && other.End > Now);
    }

    /// <summary>0..1 from the seed and two numbers; the same in every run.</summary>
    public double Chance(long first, long second) =>
        Mix(_seed ^ Mix(unchecked((ulong)first)) ^ Mix(unchecked((ulong)second << 20) + 1)) / (double)ulong.MaxValue;

    /// <summary>Does something once a duration of the simulated air has passed.</summary>
    public void After(TimeSpan duration, Action action)
    {
        var once = new OneShot(action);
        once.Timer = _time.CreateTimer(
            static state => ((OneShot)state!).Fire(), once, duration / _speed, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Puts a frame on the air. One at a time per radio: the modem sees to that.</summary>
    public void Transmit(AirRadio from, ReadOnlyMemory<byte> frame, TimeSpan timeOnAir, Action ended)
    {
        Transmission sent;
        Sending?.Invoke(from);
        lock (_gate)
        {
            var now = Now;
            sent = new Transmission(++_frames, from, from.Tuning, frame, timeOnAir, now, now + timeOnAir / _speed);
            foreach (var other in _onAir.Where(other => other.End > now))
            {
                other.Others.Add(sent);
                sent.Others.Add(other);
            }

            _onAir.Add(sent);
        }

        After(timeOnAir, () =>
        {
            Deliver(sent);
            ended();
        });
    }

    private void Deliver(Transmission sent)
    {
        var receptions = new List<(AirRadio Radio, AirReception Reception)>();
        var damaged = new List<AirRadio>();
        var events = new List<AirEvent>();
        lock (_gate)
        {
            _onAir.Remove(sent);
            foreach (var radio in _radios.Where(radio => radio != sent.From))
            {
                var outcome = Judge(sent, radio);
                _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;
                events.Add(new AirEvent(
                    sent.Number, sent.From.Index, radio.Index, sent.Frame.Length, sent.TimeOnAir, outcome));
                if (outcome == AirOutcome.Delivered) receptions.Add((radio, Strength(sent, radio)));
                if (outcome == AirOutcome.Collided) damaged.Add(radio);
            }
        }

        foreach (var happened in events) Watcher?.Invoke(happened);
        foreach (var (radio, reception) in receptions) radio.Hear(reception);
        foreach (var radio in damaged) radio.HearDamaged();
    }

    private AirOutcome Judge(Transmission sent, AirRadio radio)
    {
        if (radio.Tuning != sent.Tuning || radio.ListeningSince > sent.Start) return AirOutcome.NotTuned;
        if (!Reach.Hears(sent.From.Index, radio.Index)) return AirOutcome.OutOfReach;
        if (sent.Others.Exists(other => other.From == radio)) return AirOutcome.DeafWhileSending;
        if (sent.Others.Exists(
            other => other.Tuning.Overlaps(sent.Tuning) && Reach.Hears(other.From.Index, radio.Index)))
            return AirOutcome.Collided;
        return Chance(sent.Number, radio.Index) < Loss ? AirOutcome.Lost : AirOutcome.Delivered;
    }

    /// <summary>Between -55 and -120 dBm per pair, the same in both directions, with 3 dB of flutter; the noise floor
    /// of a 125 kHz channel with a 6 dB receiver is -117 dBm, and chips report at most about +12 dB of SNR.</summary>
    private AirReception Strength(Transmission sent, AirRadio radio)
    {
        var low = Math.Min(sent.From.Index, radio.Index);
        var high = Math.Max(sent.From.Index, radio.Index);
        var rssi = -55 - 65 * Chance(-1 - low, high) + 6 * Chance(sent.Number, -1 - radio.Index) - 3;
        return new AirReception(sent.Frame, (int)Math.Round(rssi), (int)Math.Clamp(Math.Round(rssi + 117), -15, 12));
    }

    /// <summary>SplitMix64 (Steele, Lea, Flood 2014): every bit of the input changes about half of the
    /// output.</summary>
    private static ulong Mix(ulong value) => unchecked(Finish(value + 0x9E3779B97F4A7C15));

    private static ulong Finish(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }

    private sealed record Transmission(
        long Number, AirRadio From, Tuning Tuning, ReadOnlyMemory<byte> Frame, TimeSpan TimeOnAir,
        Instant Start, Instant End)
    {
        public List<Transmission> Others { get; } = [];
    }

    /// <summary>Keeps its own timer alive until it fires.</summary>
    private sealed class OneShot(Action action)
    {
        public ITimer? Timer { get; set; }

        public void Fire()
        {
            Timer?.Dispose();
            action();
        }
    }
}
