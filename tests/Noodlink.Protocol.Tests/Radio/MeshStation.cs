using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Radio;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Radio;

/// <summary>A station of a <see cref="Mesh"/>: channel, relay and the smallest courier. SF9, 125 kHz.</summary>
internal sealed class MeshStation
{
    private const int CoreBytes = 51, ReceiptBytes = 24;
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);

    private readonly Mesh _mesh;
    private readonly Random _random;
    private readonly RadioChannel _channel;
    private readonly Relay? _relay;
    private readonly List<Letter> _letters = [];
    private readonly List<(ushort Station, uint Serial)> _answers = [];
    private readonly Dictionary<(ushort, uint), Instant> _answered = [];
    private Letter? _offered;
    private RelayCopy? _copy;
    private bool _isAnswer;
    private Instant _lookAgain = Instant.Never;
    private long _ticket;
    private uint _signal;
    private bool _beatDue;

    public MeshStation(Mesh mesh, int number, int seed, bool relays)
    {
        (_mesh, Number) = (mesh, number);
        _random = new Random(seed);
        Timing = new RadioTiming(TimeOnAir(RadioTiming.ReceiptFrameBytes), TimeOnAir(RadioTiming.LongFrameBytes));
        Budget = new AirtimeBudget("869.40-869.65", 10, new BootClock(Guid.Empty, TimeSpan.Zero), [], mesh.Now);
        _channel = new RadioChannel(Timing, Budget, _random, mesh.Now);
        _channel.ModemCameReady(Timing, mesh.Now);
        Distance = new HubDistance(Timing, TimeOnAir(CoreBytes + 1));
        if (relays) _relay = new Relay((ushort)number, TimeOnAir, Distance, _random, mesh.Now);
    }

    public int Number { get; }

    public RadioTiming Timing { get; }

    public AirtimeBudget Budget { get; }

    public HubDistance Distance { get; }

    public Relay Relay => _relay!;

    /// <summary>At the hub: what came, how often, by which hop first.</summary>
    public Dictionary<(ushort Station, uint Serial), (int Times, int Hop)> Arrived { get; } = [];

    /// <summary>Heartbeats that it heard.</summary>
    public int Beats { get; private set; }

    public bool AllReceipted => _letters.TrueForAll(letter => letter.ReceiptedAt is not null);

    public override string ToString() => Number == 0 ? "hub" : $"point {Number}";

    public static string Words(Transmission transmission)
    {
        _ = FrameHeader.TryRead(transmission.Frame.Span[transmission.Header.Length..], out var header);
        return $"{header.Direction} {header.Kind} of {header.Station}, serial {header.Serial}, hop "
            + $"{transmission.Header.Hop}, attempt {transmission.Header.Attempt}";
    }

    /// <summary>A noodmelding, or something else, for the hub; at the hub: for this point.</summary>
    public Letter Post(uint serial, bool alarm = true, ushort? to = null)
    {
        var letter = new Letter(serial, alarm, to ?? (ushort)Number) { Due = _mesh.Now };
        _letters.Add(letter);
        return letter;
    }

    /// <summary>So that the neighbours know that it is there.</summary>
    public void Beat() => _beatDue = true;

    public void Step()
    {
        _channel.TimePassed(_mesh.Now);
        if (_offered is null && _copy is null && !_isAnswer) OfferBest();
        while (_channel.TryPollFrame(_mesh.Now, out var transmission)) Send(transmission!);
        while (_channel.TryPollEvent(out _)) { }
    }

    public Instant NextWakeUp()
    {
        var next = Instant.Min(_channel.PollWakeUp(_mesh.Now), _lookAgain);
        foreach (var letter in _letters)
            if (letter.ReceiptedAt is null && letter.Due > _mesh.Now) next = Instant.Min(next, letter.Due);
        if (_relay?.PollWakeUp() is { } due && due > _mesh.Now) next = Instant.Min(next, due);
        return next;
    }

    public void Hear(byte[] bytes)
    {
        Assert.True(LinkHeader.TryRead(bytes, out var link));
        var frame = bytes.AsMemory(link.Length);
        _channel.Received(link, _mesh.Now, Overheard.Question(frame.Span, Number == 0 ? null : (ushort)Number));
        if (_relay?.Heard(link, frame, snrDb: null, _mesh.Now) is { } longer) _channel.ListenOn(longer, _mesh.Now);
        _channel.ExtraListen = Distance.ExtraListen(_mesh.Now);
        Assert.True(FrameHeader.TryRead(frame.Span, out var header));
        var isForUs = Number == 0 ? header.Direction == Direction.Up : header.Direction == Direction.Down;
        if (header.Kind == Kind.Heartbeat) Beats++;
        if (header.Kind == Kind.Heartbeat || !isForUs || (Number != 0 && header.Station != Number)) return;
        if (header.Kind == Kind.Receipt) Receipted(header.Station, BitConverter.ToUInt32(frame.Span[FrameHeader.SignalBytes..]));
        else Arrive(header, link);
    }

    private TimeSpan TimeOnAir(int frameBytes) => Airtime.Of(frameBytes, 9, 125_000, 5);

    private void Arrive(FrameHeader header, LinkHeader link)
    {
        var key = (header.Station, header.Serial);
        Arrived[key] = Arrived.TryGetValue(key, out var known) ? (known.Times + 1, known.Hop) : (1, link.Hop);
        if (_answered.TryGetValue(key, out var at) && _mesh.Now - at < Again) return;
        _answered[key] = _mesh.Now;
        if (!_answers.Contains(key)) _answers.Add(key);
    }

    private void Receipted(ushort station, uint serial)
    {
        if (_letters.Find(letter => letter.Serial == serial && letter.Station == station) is not { } letter) return;
        if (letter.ReceiptedAt is null) _mesh.Note($"{this} has the receipt for {serial}");
        letter.ReceiptedAt ??= _mesh.Now;
        _channel.ReceiptHeard(_mesh.Now);
    }

    private void OfferBest()
    {
        _lookAgain = Instant.Never;
        if (_answers.Count > 0 && Take(Frame(_answers[0].Station, Kind.Receipt, ++_signal, _answers[0].Serial), 1, true, answer: true))
        {
            _answers.RemoveAt(0);
            _isAnswer = true;
            return;
        }

        var best = _letters.Where(letter => letter.ReceiptedAt is null && letter.Due <= _mesh.Now)
            .OrderByDescending(letter => letter.IsAlarm).ThenBy(letter => letter.Serial).FirstOrDefault();
        if (best is not null && Take(Frame(best.Station, best.Kind, best.Serial), best.Tries + 1, best.IsAlarm, answer: false))
        {
            _offered = best;
            return;
        }

        if (_beatDue && Take(Frame((ushort)Number, Kind.Heartbeat, ++_signal), 1, urgent: false, answer: false, isAsked: false))
        {
            _beatDue = false;
            _isAnswer = true;
            return;
        }

        if (_relay?.TryPoll(_mesh.Now, out var copy) != true) return;
        if (!_channel.OwnComesFirst(_mesh.Now) && TakeCopy(copy!))
        {
            _copy = copy;
            _relay.Taken(copy!, _mesh.Now);
        }
        else
        {
            _lookAgain = _mesh.Now + TimeSpan.FromMilliseconds(100);
        }
    }

    private bool Take(byte[] frame, int attempt, bool urgent, bool answer, bool isAsked = true) => _channel.TryOffer(
        new RadioOffer(++_ticket, frame, TimeOnAir(frame.Length + 1), attempt, urgent,
            ReceiptExpected: !answer && isAsked, answer),
        _mesh.Now);

    private bool TakeCopy(RelayCopy copy) => _channel.TryOffer(
        new RadioOffer(++_ticket, copy.Frame, TimeOnAir(copy.Frame.Length + copy.Header.Length), copy.Header.Attempt,
            Urgent: false, copy.IsAnswered, copy.IsAnswer, copy.Header.Following, copy.Header.Hop, copy.IsAlarm),
        _mesh.Now);

    private void Send(Transmission transmission) =>
        _mesh.Transmit(this, transmission, TimeOnAir(transmission.Frame.Length), () =>
        {
            _channel.Transmitted(onAir: true, null, _mesh.Now);
            if (_copy is not null) _relay!.Transmitted(_copy.Ticket, onAir: true, _mesh.Now);
            if (_offered is { } letter)
                letter.Due = _mesh.Now + RetrySchedule.Next(++letter.Tries, letter.IsAlarm, Timing.ReceiptAirtime, _random);
            (_offered, _copy, _isAnswer) = (null, null, false);
        });

    private byte[] Frame(ushort station, Kind kind, uint serial, uint about = 0)
    {
        var isSignal = kind is Kind.Receipt or Kind.Heartbeat;
        var frame = new byte[isSignal ? ReceiptBytes : CoreBytes];
        var header = new FrameHeader(1, MessageStatus.Actual, Number == 0 ? Direction.Down : Direction.Up,
            isSignal ? Series.Signal : Series.Numbered, kind, Precedence.Flash, station, (ushort)(Number + 1), serial,
            isSignal ? 0u : 7);
        header.Write(frame);
        if (isSignal) BitConverter.TryWriteBytes(frame.AsSpan(FrameHeader.SignalBytes), about);
        return frame;
    }

    public sealed record Letter(uint Serial, bool IsAlarm, ushort Station)
    {
        public int Tries { get; set; }

        public Instant Due { get; set; }

        public Instant? ReceiptedAt { get; set; }

        public Kind Kind => IsAlarm ? Kind.Alarm : Kind.SituationReport;
    }
}
