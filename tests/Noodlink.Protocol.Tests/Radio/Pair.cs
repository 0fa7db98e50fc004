using System.Globalization;
using Noodlink.Protocol.Radio;

namespace Noodlink.Protocol.Tests.Radio;

/// <summary>Two stations and the air between them, in virtual time, from one seed.</summary>
internal sealed class Pair
{
    private readonly PriorityQueue<Action, (Instant At, int Order)> _future = new();
    private readonly Random _weather;
    private int _order;

    public Pair(int seed, double loss = 0, int spreadingFactor = 9, double dutyCyclePercent = 10)
    {
        Seed = seed;
        Loss = loss;
        _weather = new Random(seed);
        Point = new Endpoint(this, "point", seed + 1, spreadingFactor, dutyCyclePercent);
        Hub = new Endpoint(this, "hub", seed + 2, spreadingFactor, dutyCyclePercent);
        Point.Other = Hub;
        Hub.Other = Point;
    }

    public int Seed { get; }

    public double Loss { get; set; }

    public Instant Now { get; private set; } = Instant.Zero;

    public Endpoint Point { get; }

    public Endpoint Hub { get; }

    public List<string> Trace { get; } = [];

    /// <summary>Lets time pass until the condition holds; false when it did not within the time given.</summary>
    public bool Drive(Func<bool> until, TimeSpan atMost)
    {
        var end = Now + atMost;
        while (!until())
        {
            Point.Step();
            Hub.Step();
            var next = Instant.Min(Point.NextWakeUp(), Hub.NextWakeUp());
            if (_future.TryPeek(out _, out var due)) next = Instant.Min(next, due.At);
            if (next > end) return false;
            if (next > Now) Now = next;
            while (_future.TryPeek(out var happens, out due) && due.At <= Now)
            {
                _ = _future.Dequeue();
                happens();
            }
        }

        return true;
    }

    public void Drive(TimeSpan span) => _ = Drive(() => false, span);

    public void At(Instant when, Action happens) => _future.Enqueue(happens, (when, _order++));

    public bool IsLost() => _weather.NextDouble() < Loss;

    public void Note(string what) =>
        Trace.Add(string.Create(CultureInfo.InvariantCulture, $"{Now.SinceStart.TotalSeconds,10:0.000} {what}"));

    public string Story => $"seed {Seed}\n" + string.Join('\n', Trace.TakeLast(60));
}

/// <summary>A message of the test: its bytes name it.</summary>
internal sealed record Parcel(int Id, bool IsAlarm, int Bytes)
{
    public int Tries { get; set; }

    public Instant Due { get; set; }

    public Instant? Receipted { get; set; }
}

/// <summary>One time on the air.</summary>
internal sealed record OnAir(Instant From, Instant To, int Parcel, bool IsReceipt, int Attempt);

/// <summary>A station: a channel, a modem and the smallest courier that plays by the rules of architecture
/// §4.9.</summary>
internal sealed class Endpoint
{
    private const int ReceiptBytes = 24;
    private static readonly TimeSpan SerialLine = TimeSpan.FromMilliseconds(15);

    private readonly Pair _pair;
    private readonly string _name;
    private readonly int _spreadingFactor;
    private readonly double _dutyCyclePercent;
    private readonly List<AirtimeEntry> _disk = [];
    private readonly List<Parcel> _receiptsDue = [];
    private readonly List<Parcel> _parcels = [];
    private readonly RadioTiming _timing;
    private Random _random;
    private RadioChannel _channel;
    private Parcel? _offered;
    private bool _offeredReceipt;
    private int _ticket;

    public Endpoint(Pair pair, string name, int seed, int spreadingFactor, double dutyCyclePercent)
    {
        _pair = pair;
        _name = name;
        _random = new Random(seed);
        _spreadingFactor = spreadingFactor;
        _dutyCyclePercent = dutyCyclePercent;
        _timing = new RadioTiming(TimeOnAir(RadioTiming.ReceiptFrameBytes), TimeOnAir(RadioTiming.LongFrameBytes));
        Budget = null!;
        _channel = null!;
        PowerOn();
    }

    public Endpoint Other { get; set; } = null!;

    public AirtimeBudget Budget { get; private set; }

    public RadioTiming Timing => _timing;

    /// <summary>Parcels of the other side that are here, and how often each came.</summary>
    public Dictionary<int, int> Arrived { get; } = [];

    public List<OnAir> Sent { get; } = [];

    public bool IsSending { get; private set; }

    public bool AllReceipted => _parcels.TrueForAll(parcel => parcel.Receipted is not null);

    /// <summary>A new process on the same machine: what is on disk is all that it knows.</summary>
    public void PowerOn()
    {
        var clock = new BootClock(Guid.Empty, TimeSpan.Zero);
        Budget = new AirtimeBudget("869.40-869.65", _dutyCyclePercent, clock, _disk, _pair.Now);
        _channel = new RadioChannel(_timing, Budget, _random = new Random(_random.Next()), _pair.Now);
        _channel.ModemCameReady(_timing, _pair.Now);
        _offered = null;
        foreach (var parcel in _parcels)
            parcel.Due = _pair.Now
                + RetrySchedule.AfterRestart(parcel.Tries, IsSingle(parcel), _timing.ReceiptAirtime, _random);
    }

    public Parcel Post(int id, bool alarm, int bytes = 51)
    {
        var parcel = new Parcel(id, alarm, bytes) { Due = _pair.Now };
        _parcels.Add(parcel);
        _pair.Note($"{_name}: accepted {(alarm ? "noodmelding" : "routine")} {id}");
        return parcel;
    }

    public void Step()
    {
        _channel.TimePassed(_pair.Now);
        OfferBest();
        while (_channel.TryPollFrame(_pair.Now, out var transmission)) Transmit(transmission!);
        while (_channel.TryPollEvent(out var what))
            if (what is RadioEvent.Done) _offered = null;
    }

    public Instant NextWakeUp()
    {
        var next = _channel.PollWakeUp(_pair.Now);
        foreach (var parcel in _parcels)
            if (parcel.Receipted is null && parcel.Due > _pair.Now) next = Instant.Min(next, parcel.Due);
        return next;
    }

    public TimeSpan TimeOnAir(int frameBytes) => Airtime.Of(frameBytes, _spreadingFactor, 125_000, 5);

    private void OfferBest()
    {
        if (_offered is not null) return;
        if (_receiptsDue.Count > 0)
        {
            var about = _receiptsDue[0];
            if (Offer(about, receipt: true)) _receiptsDue.RemoveAt(0);
        }

        var best = _parcels.Where(parcel => parcel.Receipted is null && parcel.Due <= _pair.Now)
            .OrderByDescending(parcel => parcel.IsAlarm).ThenBy(parcel => parcel.Id).FirstOrDefault();
        if (_offered is null && best is not null) _ = Offer(best, receipt: false);
    }

    private bool Offer(Parcel parcel, bool receipt)
    {
        byte[] frame = new byte[receipt ? ReceiptBytes : parcel.Bytes];
        frame[0] = (byte)(receipt ? 2 : parcel.IsAlarm ? 1 : 0);
        BitConverter.TryWriteBytes(frame.AsSpan(1), parcel.Id);
        var offer = new RadioOffer(
            _ticket++, frame, TimeOnAir(frame.Length + 1), parcel.Tries + 1, parcel.IsAlarm, ReceiptExpected: !receipt,
            Answer: receipt);
        if (!_channel.TryOffer(offer, _pair.Now)) return false;
        (_offered, _offeredReceipt) = (parcel, receipt);
        return true;
    }

    private void Transmit(Transmission transmission)
    {
        _disk.Add(transmission.Charge);
        var (parcel, receipt, channel) = (_offered!, _offeredReceipt, _channel);
        var from = _pair.Now + SerialLine;
        var to = from + TimeOnAir(transmission.Frame.Length);
        LinkHeader.TryRead(transmission.Frame.Span, out var header);
        Sent.Add(new OnAir(from, to, parcel.Id, receipt, header.Attempt));
        _pair.Note($"{_name}: sends {(receipt ? "receipt for " : "")}{parcel.Id}, attempt {header.Attempt}");

        // Half duplex: a frame that overlaps with a transmission of the receiver is not heard.
        var isHeard = !_pair.IsLost();
        _pair.At(from, () => IsSending = true);
        _pair.At(to, () =>
        {
            IsSending = false;
            isHeard &= !Other.Sent.Exists(theirs => theirs.From < to && theirs.To > from);
            if (isHeard) _pair.At(_pair.Now + SerialLine, () => Other.Hear(transmission.Frame));
            if (channel != _channel) return; // restarted meanwhile
            if (!receipt)
                parcel.Due = _pair.Now
                    + RetrySchedule.Next(++parcel.Tries, IsSingle(parcel), _timing.ReceiptAirtime, _random);
            channel.Transmitted(onAir: true, null, _pair.Now);
        });
    }

    private void Hear(ReadOnlyMemory<byte> frame)
    {
        Assert.True(LinkHeader.TryRead(frame.Span, out var header));
        _channel.Received(header, _pair.Now);
        var id = BitConverter.ToInt32(frame.Span[2..]);
        if (frame.Span[1] == 2)
        {
            var parcel = _parcels.Single(mine => mine.Id == id);
            parcel.Receipted ??= _pair.Now;
            _channel.ReceiptHeard(_pair.Now);
            _pair.Note($"{_name}: has the receipt for {id}");
            return;
        }

        Arrived[id] = Arrived.GetValueOrDefault(id) + 1;
        if (_receiptsDue.Exists(due => due.Id == id)) return;
        _receiptsDue.Add(new Parcel(id, frame.Span[1] == 1, ReceiptBytes));
    }

    private bool IsSingle(Parcel parcel) =>
        parcel.IsAlarm && _parcels.Count(other => other.IsAlarm && other.Receipted is null) <= 1;
}
