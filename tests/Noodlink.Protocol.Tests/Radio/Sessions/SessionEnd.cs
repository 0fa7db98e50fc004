using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Radio;

namespace Noodlink.Protocol.Tests.Radio;

/// <summary>A frame that was on the air.</summary>
internal sealed record SessionFrame(Instant From, Instant To, AirContent Content, LinkHeader Header)
{
    public bool IsData => Content is AirContent.Data;
}

/// <summary>A station of the test: channel, session, and a disk that survives <see cref="Crash"/>.</summary>
internal sealed class SessionEnd
{
    private const int QuestionBytes = 23;
    private static readonly TimeSpan SerialLine = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan Commit = TimeSpan.FromMilliseconds(20);

    private readonly SessionPair _pair;
    private readonly string _name;
    private readonly int _spreadingFactor;
    private readonly double _dutyCyclePercent;

    // On disk.
    private readonly SortedSet<SessionMessage> _waiting = new(SessionMessage.Order);
    private readonly SortedDictionary<(ushort Epoch, uint Serial), ulong> _held = [];
    private readonly Dictionary<(ushort Epoch, uint Serial), (int Id, ulong All)> _heldIds = [];
    private readonly List<AirtimeEntry> _ledger = [];
    private readonly Dictionary<(ushort Epoch, uint Serial), SessionMessage> _bySerial = [];
    private uint _serial;

    // In memory.
    private readonly Dictionary<SessionMessage, RadioMessage> _radio = [];
    private readonly Dictionary<RadioMessage, SessionMessage> _byRadio = [];
    private readonly Dictionary<SessionMessage, ulong> _known = [];
    private AcknowledgePace<(ushort, uint)> _acknowledged = new();
    private readonly Queue<DeviceReceipt> _answer = [];
    private Random _random;
    private RadioChannel _channel = null!;
    private AirContent? _offered;
    private RadioSend? _sending;
    private long _ticket;

    public SessionEnd(SessionPair pair, string name, ushort number, int seed, int spreadingFactor, double dutyCyclePercent)
    {
        _pair = pair;
        _name = name;
        Number = number;
        _random = new Random(seed);
        _spreadingFactor = spreadingFactor;
        _dutyCyclePercent = dutyCyclePercent;
        PowerOn();
    }

    public SessionEnd Other { get; set; } = null!;

    public ushort Number { get; }

    public RadioSession Session { get; private set; } = null!;

    public AirtimeBudget Budget { get; private set; } = null!;

    public ushort Epoch { get; private set; }

    /// <summary>How often each message of the other side was taken into the journal.</summary>
    public Dictionary<int, int> Journal { get; } = [];

    public List<SessionFrame> Sent { get; } = [];

    public List<SessionMessage> Posted { get; } = [];

    public int Waiting => _waiting.Count;

    public TimeSpan OnAirTotal { get; private set; }

    public int DataFrames { get; private set; }

    /// <summary>Nobody hears it.</summary>
    public bool IsMuted { get; set; }

    /// <summary>So long after a frame has left the modem tells of it.</summary>
    public TimeSpan ModemTellsAfter { get; set; }

    /// <summary>Frames of this end that get lost, besides the weather.</summary>
    public Func<AirContent, bool> Loses { get; set; } = _ => false;

    /// <summary>Numbers for others between those for this one.</summary>
    public int SerialStep { get; set; } = 1;

    public TimeSpan TimeOnAir(int bytes) => Airtime.Of(bytes, _spreadingFactor, 125_000, 5);

    /// <summary>The process is gone; a new one finds what is on disk. A frame inside the modem still leaves.</summary>
    public void Crash()
    {
        _pair.Note($"{_name}: crashes");
        PowerOn();
    }

    public SessionMessage Post(RadioRank rank = RadioRank.Routine, int bytes = 51, int parts = 1)
    {
        _serial += (uint)SerialStep;
        var message = new SessionMessage(Posted.Count + 1, Epoch, _serial, rank, bytes, parts, _pair.Now);
        Posted.Add(message);
        _bySerial[(Epoch, _serial)] = message;
        Take(message);
        _pair.Note($"{_name}: accepted {rank} {message.Id} as {Epoch:X4}/{_serial}");
        return message;
    }

    /// <summary>It came by the LAN.</summary>
    public void DeliverByLan(SessionMessage message)
    {
        Other.Keep(message, part: 0);
        Confirm(message);
    }

    public bool Knows(SessionMessage message) => Journal.ContainsKey(message.Id);

    public void Step()
    {
        _channel.TimePassed(_pair.Now);
        Tell();
        Answer();
        if (_offered is null && Session.Next(Parts(), _pair.Now) is { } send) Offer(send);
        while (_channel.TryPollFrame(_pair.Now, out var transmission)) Transmit(transmission!);
        Tell();
    }

    public Instant NextWakeUp() =>
        Instant.Min(_channel.PollWakeUp(_pair.Now), Later(Session.PollWakeUp(_pair.Now)));

    private Instant Later(Instant moment) => moment > _pair.Now ? moment : Instant.Never;

    private void PowerOn()
    {
        var timing = new RadioTiming(TimeOnAir(RadioTiming.ReceiptFrameBytes), TimeOnAir(RadioTiming.LongFrameBytes));
        _random = new Random(_random.Next());
        Budget = new AirtimeBudget(
            "869.40-869.65", _dutyCyclePercent, new BootClock(Guid.Empty, TimeSpan.Zero), _ledger, _pair.Now);
        _channel = new RadioChannel(timing with { FirstDelayMax = TimeSpan.FromSeconds(1) }, Budget, _random, _pair.Now);
        _channel.ModemCameReady(timing, _pair.Now);
        Session = new RadioSession(new RadioPace(TimeOnAir(24), TimeOnAir(29)), _random);
        Epoch = (ushort)_random.Next(1, 0x10000);
        _radio.Clear();
        _byRadio.Clear();
        _known.Clear();
        _answer.Clear();
        _acknowledged = new AcknowledgePace<(ushort, uint)>();
        (_offered, _sending) = (null, null);
        foreach (var message in _waiting.ToList()) Take(message);
    }

    private void Take(SessionMessage message)
    {
        var radio = new RadioMessage(message.Epoch, message.Serial, message.Tries);
        _waiting.Add(message);
        _radio[message] = radio;
        _byRadio[radio] = message;
    }

    private IEnumerable<RadioPart> Parts()
    {
        foreach (var message in _waiting)
        {
            var there = _known.GetValueOrDefault(message);
            for (byte part = 0; part < message.Parts; part++)
                if ((there >> part & 1) == 0)
                    yield return new RadioPart(_radio[message], part, message.Rank, TimeOnAir(message.Bytes + 2));
        }
    }

    private void Answer()
    {
        if (_offered is not null) return;
        if (_answer.Count == 0)
        {
            foreach (var question in Session.AnswerIsDue(_pair.Now))
                foreach (var receipt in RadioReceipts.Of(
                             question.Epoch, Held(question), screenOpen: true, question.IsPoll ? question.First : null))
                    _answer.Enqueue(receipt);
            if (_answer.Count == 0) return;
        }

        var next = _answer.Peek();
        var following = (_answer.Count - 1) * (TimeOnAir(29) + TimeSpan.FromMilliseconds(150));
        var bytes = 23 + next.Following.Count;
        if (!Offer(new AirContent.Receipt(next), bytes, 1, urgent: true, isAnswer: true, following, expects: false)) return;
        _answer.Dequeue();
        Session.Answered();
    }

    private List<HeldMessage> Held(RadioQuestion question)
    {
        var held = new List<HeldMessage>();
        (uint Serial, bool IsHere) below = (0, false);
        foreach (var ((epoch, serial), parts) in _held)
        {
            if (epoch != question.Epoch || serial < question.BeginFrom || serial > question.NameUpTo) continue;
            if (serial < question.First) below = (serial, true);
            else if (held.Count < 64) held.Add(Row(epoch, serial, parts));
        }

        if (below.IsHere)
            held.Insert(0, Row(question.Epoch, below.Serial, _held[(question.Epoch, below.Serial)]));
        return held;
    }

    private HeldMessage Row(ushort epoch, uint serial, ulong parts) =>
        new(serial, parts == _heldIds[(epoch, serial)].All, Clash: false, parts, HasCore: false);

    private void Offer(RadioSend send)
    {
        var isTaken = send switch
        {
            RadioSend.Question question => Offer(
                new AirContent.Question(question.From), QuestionBytes, 1, question.Urgent, isAnswer: false, TimeSpan.Zero, true),
            RadioSend.Data data => Offer(
                new AirContent.Data(_byRadio[data.Part.Message], data.Part.Part), _byRadio[data.Part.Message].Bytes,
                data.Attempt, data.Part.Rank != RadioRank.Routine, isAnswer: false, data.Following,
                data.Following == TimeSpan.Zero),
            _ => throw new InvalidOperationException(),
        };
        if (!isTaken) return;
        _sending = send;
        Session.Taken(send, _pair.Now);
        if (send is RadioSend.Data { Part.Message: var radio }) _byRadio[radio].Tries = radio.Tries;
    }

    private bool Offer(
        AirContent content, int bytes, int attempt, bool urgent, bool isAnswer, TimeSpan following, bool expects)
    {
        var frame = new byte[bytes];
        var offer = new RadioOffer(
            ++_ticket, frame, TimeOnAir(bytes + LinkHeader.LengthWith(following)), attempt, urgent, expects, isAnswer,
            following);
        if (!_channel.TryOffer(offer, _pair.Now)) return false;
        _offered = content;
        return true;
    }

    private void Transmit(Transmission transmission)
    {
        _ledger.Add(transmission.Charge);
        var (content, channel) = (_offered!, _channel);
        var from = _pair.Now + SerialLine;
        var to = from + TimeOnAir(transmission.Frame.Length);
        var frame = new SessionFrame(from, to, content, transmission.Header);
        Sent.Add(frame);
        OnAirTotal += to - from;
        if (frame.IsData) DataFrames++;
        _pair.Note($"{_name}: sends {Words(content)}, attempt {frame.Header.Attempt}, following {frame.Header.Following}");
        var isHeard = !IsMuted && !Loses(content) && !_pair.Happens(_pair.Weather.Loss);
        _pair.At(to, () =>
        {
            // Half duplex: a frame that overlaps with a transmission of the receiver is not heard.
            isHeard &= !Other.Sent.TakeLast(3).Any(theirs => theirs.From < to && theirs.To > from);
            if (isHeard) Carry(transmission, content);
        });
        _pair.At(to + ModemTellsAfter, () =>
        {
            if (channel == _channel) channel.Transmitted(onAir: true, null, _pair.Now);
        });
    }

    private void Carry(Transmission transmission, AirContent content)
    {
        // A frame whose link header was damaged with its content is heard by the channel and opened by nobody.
        var isCorrupt = _pair.Happens(_pair.Weather.Corrupt);
        var header = isCorrupt
            ? new LinkHeader(_pair.Draw(4), _pair.Draw(32), LinkHeader.Step * _pair.Draw(256)) : transmission.Header;
        var copies = _pair.Happens(_pair.Weather.Duplicate) ? 2 : 1;
        for (var copy = 0; copy < copies; copy++)
        {
            var late = _pair.Happens(_pair.Weather.Late) ? TimeSpan.FromMilliseconds(_pair.Draw(3000)) : TimeSpan.Zero;
            _pair.At(_pair.Now + SerialLine + Commit + late, () => Other.Hear(header, isCorrupt ? null : content));
        }
    }

    private void Hear(LinkHeader header, AirContent? content)
    {
        _channel.Received(header, _pair.Now);
        switch (content)
        {
            case AirContent.Data data:
                Arrived(data.Message, data.Part, header.Following);
                break;
            case AirContent.Question question:
                _answer.Clear();
                Session.Polled(Other.Number, question.From, _pair.Now);
                break;
            case AirContent.Receipt receipt:
                if (!header.More) _channel.ReceiptHeard(_pair.Now);
                Session.Receipted(receipt.Content, header.Following, _pair.Now);
                foreach (var serial in receipt.Content.Serials().Append(receipt.Content.Base).Distinct())
                    if (_bySerial.TryGetValue((receipt.Content.Epoch, serial), out var message))
                        Confirm(message, receipt.Content);
                break;
        }
    }

    private void Arrived(SessionMessage message, byte part, TimeSpan following)
    {
        _answer.Clear();
        var key = (message.Epoch, message.Serial);
        var isKnown = (_held.GetValueOrDefault(key) >> part & 1) == 1;
        Keep(message, part);
        var notBefore = isKnown ? _acknowledged.Known(key, _pair.Now) : _pair.Now;
        Session.Received(
            Other.Number, message.Epoch, message.Serial, message.Rank != RadioRank.Routine, following, notBefore, _pair.Now);
    }

    private void Keep(SessionMessage message, byte part)
    {
        var key = (message.Epoch, message.Serial);
        var all = (1UL << message.Parts) - 1;
        if (!_held.ContainsKey(key)) Journal[message.Id] = Journal.GetValueOrDefault(message.Id) + 1;
        _held[key] = _held.GetValueOrDefault(key) | 1UL << part;
        _heldIds[key] = (message.Id, all);
    }

    private void Confirm(SessionMessage message, DeviceReceipt receipt)
    {
        if (receipt.Form == ReceiptForm.Parts && receipt.Base == message.Serial)
            for (byte part = 0; part < message.Parts; part++)
                if (receipt.HasPart(part)) _known[message] = _known.GetValueOrDefault(message) | 1UL << part;
        if (receipt.Complete && receipt.Serials().Contains(message.Serial)) Confirm(message);
    }

    private void Confirm(SessionMessage message)
    {
        if (!_waiting.Remove(message)) return;
        message.Receipted = _pair.Now;
        _pair.Note($"{_name}: {message.Id} is confirmed");
        Session.Delivered(_radio[message]);
    }

    private void Tell()
    {
        while (_channel.TryPollEvent(out var what))
        {
            if (what is not RadioEvent.Done done) continue;
            _offered = null;
            if (_sending is null) continue;
            _sending = null;
            Session.Transmitted(done.OnAir, _pair.Now);
        }
    }

    private static string Words(AirContent content) => content switch
    {
        AirContent.Data data => $"{data.Message.Rank} {data.Message.Id} part {data.Part}",
        AirContent.Question question => $"poll from {question.From.First}",
        AirContent.Receipt receipt => $"receipt for {string.Join(',', receipt.Content.Serials())}",
        _ => "?",
    };
}
