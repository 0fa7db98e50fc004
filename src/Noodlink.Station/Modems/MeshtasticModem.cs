using Noodlink.Protocol.Radio;

namespace Noodlink.Station.Modems;

// Meshtastic: a node of somebody's mesh, with a protobuf stream on USB or TCP port 4403 (modems.md §6; firmware
// src/mesh/StreamAPI, PhoneAPI, MeshService, Router, RadioInterface; protobufs mesh.proto, config.proto, admin.proto).
// Our frames ride in packets of port PRIVATE_APP (256), to everybody.
//
// Reading the settings. 32 x C3 wakes it and fills up what it may think is half a frame; want_config_id 69420 ("no
// nodes, please") makes it tell my_info, metadata, channels and configuration, and config_complete_id ends that. Only
// from then on does it hand out packets. Noodlink changes nothing: the node, its preset, its power and its mesh are
// somebody else's, a change restarts it, and one that is set differently has left its mesh. So region, preset, power,
// frequency and duty cycle are compared with Radio:* (MeshtasticRadio), and a node that differs is not ready, with the
// command that its owner may give.
//
// Sending. To everybody, for a packet to one node is refused without that node's public key and waits for routes;
// hop_limit as its owner set it: the mesh carries it on, and our own relay header stays 0. Without want_ack: an
// acknowledgement of the mesh means that some neighbour repeated it, not that the hub has it, and the node would send
// up to three times without our ledger knowing. Each sending has a new random id, also a repetition: the last 20 are
// remembered and ignored, whatever became of them (Meshtastic-Android issue 4158). queueStatus with our id says that it
// was taken, or why not; a routing error with our id says that it will not leave. There is no word for "sent": that is
// after the time on air and the shortest contention window; on a busy channel it may leave later. So that frames do
// not pile up inside, the node is asked first how many wait there (a heartbeat, which newer firmware answers with a
// queueStatus).
//
// On air: MeshtasticNode.BytesOnAir, and 16 symbols of preamble. What others repeat is theirs; what this node repeats
// for others, and its own telemetry, it counts itself, and refuses ours with DUTY_CYCLE_LIMIT when the hour is full.
//
// Traps met here: log text between frames; frames that the log cut in two; a restart (rebooted, or silence: after a
// restart it tells nothing until it is asked for its configuration, so the heartbeat asks for its LoRa settings by an
// admin message to itself, which it can only answer through that same door); 15 minutes without a word from us, after
// which it stops; PRIVATE_APP packets that it drops when nobody reads; heartbeat nonce 1, which would send on air.

/// <summary>The dialect <c>meshtastic</c>; see <see cref="IModemDialect"/> for the rules.</summary>
internal sealed class MeshtasticModem : IModemDialect
{
    /// <summary>PhoneAPI's SPECIAL_NONCE_ONLY_CONFIG. Older firmware tells its nodes too.</summary>
    private const uint ConfigurationOnly = 69_420;

    /// <summary>MeshPacket.Priority RELIABLE: before telemetry in the node's own queue; never on air.</summary>
    private const int Priority = 70;

    /// <summary>preambleLengthDefault of the firmware.</summary>
    private const int PreambleSymbols = 16;

    /// <summary>A mesh of 250 nodes on older firmware, channels, settings and files; more is no
    /// configuration.</summary>
    private const int ItemsMax = 600;

    /// <summary>More packets than this in its queue, ours or others', and the next of ours waits here, where something
    /// more urgent can still overtake it.</summary>
    private const int QueuedMax = 1;

    private const string NodeTold = "its node number", More = "more settings";
    private const string QueueHasRoom = "room in its queue", QueueIsLong = "a long queue";

    private readonly RadioSettings _settings;
    private readonly int _channel;
    private readonly Random _random;
    private readonly MeshtasticNode _node;
    private readonly MeshtasticFraming _framing = new();
    private readonly List<byte[]> _messages = [];
    private uint _frameId, _questionId;
    private string _verdict = "", _report = "";
    private string? _fault;
    private bool _isAsking, _isJudged, _tellsQueue;
    private int _items;
    private volatile string _identity = "Meshtastic";

    /// <param name="settings">What the node must be set to.</param>
    /// <param name="channel">Its channel, 0-7.</param>
    /// <param name="random">For the ids of packets.</param>
    public MeshtasticModem(RadioSettings settings, int channel = 0, Random? random = null)
    {
        _settings = settings;
        _channel = channel;
        _random = random ?? new Random();
        _node = new MeshtasticNode(channel);
    }

    /// <summary>The channel of the node, by its index there; 0 is its primary.</summary>
    public static IReadOnlyDictionary<string, string[]> Options { get; } = new Dictionary<string, string[]>
    {
        ["channel"] = ["0", "1", "2", "3", "4", "5", "6", "7"],
    };

    public int FrameBytesMax => 200;

    public string Identity => _identity;

    public bool IsHalfRead => _framing.IsHalfRead;

    /// <summary>A node that cannot be asked by an admin message is asked for everything, and the first of that is the
    /// sign of life.</summary>
    public ModemStep Heartbeat => _node is { IsManaged: false, IsNumberCertain: true }
        ? new ModemStep("its LoRa settings", AskLora(), word => IsAnswer(word, _report) ? _fault is null : null)
        : new ModemStep(
            "its settings", WantConfiguration(fillBytes: 0), word => IsAnswer(word, NodeTold) ? true : null);

    /// <summary>Enough to fill the longest frame that it can be in the middle of.</summary>
    public ModemStep Resync => new("its settings",
        WantConfiguration(MeshtasticFraming.HeaderBytes + MeshtasticFraming.MessageBytesMax),
        word => IsAnswer(word, NodeTold) ? true : null);

    /// <summary>Eight slots of the contention window (2^CWmin), each 2.5 symbols and 7.6 ms (computeSlotTimeMsec), and
    /// its own processing.</summary>
    private TimeSpan Margin => TimeSpan.FromMilliseconds(
        100 + 8 * (7.6 + 2.5 * 1000 * (1 << _settings.SpreadingFactor) / _settings.BandwidthHz));

    /// <summary>What region EU_868 cannot do with these settings; each in a sentence.</summary>
    public static IEnumerable<string> Faults(RadioSettings settings) => MeshtasticRadio.Faults(settings);

    public TimeSpan TimeOnAir(int frameBytes) => Airtime.Of(_node.BytesOnAir(frameBytes),
        _settings.SpreadingFactor, _settings.BandwidthHz, _settings.CodingRate, PreambleSymbols);

    public void Opened()
    {
        _framing.Reset();
        Forget();
    }

    public IEnumerable<ModemStep> Configure()
    {
        Forget();
        _isAsking = true;
        yield return new ModemStep("its settings; is there Meshtastic firmware on it, and is its serial API on?",
            WantConfiguration(fillBytes: 32), word => IsAnswer(word, NodeTold) ? true : null);

        // Each item is a step of its own, so a long list may take long and a list that stops is noticed at once.
        while (!_isJudged) yield return new ModemStep("settings", ReadOnlyMemory<byte>.Empty, JudgeItem);
        yield return new ModemStep("its queue", AskQueue(), word => JudgeQueue(word) is null ? null : true,
            SilenceIsAnAnswer: true);
        _identity = _node.Identity;
    }

    public ModemSending Send(ReadOnlySpan<byte> frame)
    {
        _frameId = NewId();
        var packet = MeshtasticPacket.ToEverybody(_frameId, _channel, _node.Hops, Priority, frame);
        return new ModemSending(
            ToRadio(new ProtobufWriter().Message(1, packet)), NeedsAccepted: true, NeedsTransmitted: false, Margin,
            ListenFirst: _tellsQueue ? new ModemStep("its queue", AskQueue(), JudgeQueue) : null);
    }

    public void Read(ReadOnlySpan<byte> bytes, ICollection<ModemWord> words)
    {
        _framing.Read(bytes, _messages);
        TakeMessages(words);

        // Its log is nobody's business here, but what comes instead of an answer may tell what stands there.
        if (_framing.TakeText() is { } line && _isAsking && !_node.IsNumberTold) words.Add(new ModemWord.Noticed(line));
    }

    public void Quiet(ICollection<ModemWord> words)
    {
        _framing.Quiet(_messages);
        TakeMessages(words);
        TellNoise(words);
    }

    private static bool IsAnswer(ModemWord word, string text) =>
        word is ModemWord.Answered answered && answered.Text == text;

    private bool? JudgeItem(ModemWord word)
    {
        if (IsAnswer(word, More) || IsAnswer(word, NodeTold)) return ++_items <= ItemsMax;
        if (!IsAnswer(word, _verdict)) return null;
        _isJudged = _fault is null;
        return _isJudged;
    }

    private static bool? JudgeQueue(ModemWord word) =>
        IsAnswer(word, QueueHasRoom) ? true : IsAnswer(word, QueueIsLong) ? false : null;

    private void Forget()
    {
        _node.Forget();
        _isAsking = _isJudged = _tellsQueue = false;
        _items = 0;
        _verdict = "";
    }

    private void TakeMessages(ICollection<ModemWord> words)
    {
        if (_messages.Count > 0) TellNoise(words);
        foreach (var message in _messages) Take(message, words);
        _messages.Clear();
    }

    private void TellNoise(ICollection<ModemWord> words)
    {
        if (_framing.TakeNoise() is > 0 and var noise)
            words.Add(new ModemWord.Noticed($"{noise} bytes of noise between frames"));
    }

    /// <summary>One FromRadio.</summary>
    private void Take(ReadOnlySpan<byte> message, ICollection<ModemWord> words)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next())
            switch (reader.Field)
            {
                case 2: TakePacket(MeshtasticPacket.Parse(reader.Bytes), words); break;
                case 3 or 4 or 5 or 10 or 13: TakeSettings(reader.Field, reader.Bytes, words); break;
                case 7 when reader.Unsigned == ConfigurationOnly: TakeComplete(words); break;
                case 8 when reader.Number != 0: words.Add(new ModemWord.Rebooted("rebooted")); break;

                // Modules, files, its screen, presets per region.
                case 9 or 15 or 17 or 19: words.Add(new ModemWord.Answered(More)); break;
                case 11: TakeQueueStatus(reader.Bytes, words); break;
                case 16:
                    var warning = MeshtasticNode.Printable(ProtobufReader.Find(reader.Bytes, 4));
                    words.Add(new ModemWord.Noticed($"it warns: {warning}"));
                    break;
            }
    }

    private void TakeSettings(int field, ReadOnlySpan<byte> message, ICollection<ModemWord> words)
    {
        switch (field)
        {
            case 3: _node.TakeMyInfo(message); break;
            case 4: _node.TakeNodeInfo(message); break;
            case 5: _ = _node.TakeConfig(message); break;
            case 10: _node.TakeChannel(message); break;
            case 13: _node.TakeMetadata(message); break;
        }

        words.Add(new ModemWord.Answered(field == 3 ? NodeTold : More));
    }

    /// <summary>The end of the list that was asked for, not of one asked for before a restart.</summary>
    private void TakeComplete(ICollection<ModemWord> words)
    {
        if (!_node.IsNumberTold) return;
        _fault = _node.Fault(_settings);
        if (!_isAsking)
        {
            if (_fault is not null) words.Add(new ModemWord.Rebooted(_fault));
            return;
        }

        _isAsking = false;
        _verdict = _fault ?? "settings that fit";
        words.Add(new ModemWord.Answered(_verdict));
    }

    private void TakeQueueStatus(ReadOnlySpan<byte> status, ICollection<ModemWord> words)
    {
        var result = 0;
        uint id = 0, free = 0, most = 0;
        var reader = new ProtobufReader(status);
        while (reader.Next())
            switch (reader.Field)
            {
                case 1: result = reader.Signed; break;
                case 2: free = reader.Unsigned; break;
                case 3: most = reader.Unsigned; break;
                case 4: id = reader.Unsigned; break;
            }

        if (id == 0)
        {
            _tellsQueue = true;
            words.Add(new ModemWord.Answered((long)most - free > QueuedMax ? QueueIsLong : QueueHasRoom));
        }
        else if (id == _frameId)
        {
            words.Add(result == 0 ? new ModemWord.Accepted()
                : MeshtasticPacket.IsForNow(result) ? new ModemWord.ChannelBusy(MeshtasticPacket.ErrorName(result))
                : new ModemWord.Refused(MeshtasticPacket.ErrorName(result)));
        }
    }

    private void TakePacket(MeshtasticPacket packet, ICollection<ModemWord> words)
    {
        switch (packet.Port)
        {
            case MeshtasticPacket.RoutingPort:
                TakeRouting(packet, words);
                break;
            case MeshtasticPacket.AdminPort
                when packet.From == _node.Number && packet.RequestId == _questionId && !_isAsking:
                TakeReport(packet.Payload.Span, words);
                break;
            case MeshtasticPacket.PrivatePort when packet.From != _node.Number && !packet.Payload.IsEmpty:
                words.Add(new ModemWord.Heard(packet.Payload, packet.RssiDbm, packet.SnrDb));
                break;
        }
    }

    /// <summary>Only what says that our frame will not leave counts; an acknowledgement of the mesh means
    /// nothing.</summary>
    private void TakeRouting(MeshtasticPacket packet, ICollection<ModemWord> words)
    {
        if (packet.RequestId == 0 || packet.RequestId != _frameId || packet.From != _node.Number) return;
        var reader = new ProtobufReader(packet.Payload.Span);
        while (reader.Next())
            if (reader.Field == 3 && MeshtasticPacket.DidNotLeave(reader.Signed))
                words.Add(MeshtasticPacket.IsForNow(reader.Signed)
                    ? new ModemWord.ChannelBusy(MeshtasticPacket.ErrorName(reader.Signed))
                    : new ModemWord.Transmitted(OnAir: false, MeshtasticPacket.ErrorName(reader.Signed)));
    }

    /// <summary>get_config_response.</summary>
    private void TakeReport(ReadOnlySpan<byte> admin, ICollection<ModemWord> words)
    {
        if (!_node.TakeConfig(ProtobufReader.Find(admin, 6))) return;
        _fault = _node.Fault(_settings);
        _report = _fault ?? "settings that still fit";
        words.Add(new ModemWord.Answered(_report));
    }

    /// <summary>A heartbeat, answered by a queueStatus without id in newer firmware. Empty: nonce 1 would send on
    /// air.</summary>
    private static byte[] AskQueue() => ToRadio(new ProtobufWriter().Message(7, new ProtobufWriter()));

    /// <summary>Keeps the line alive and asks the node itself for its LoRa settings.</summary>
    private byte[] AskLora()
    {
        _questionId = NewId();
        _report = "";
        return
        [
            .. AskQueue(),
            .. ToRadio(new ProtobufWriter().Message(1, MeshtasticPacket.AskLora(_questionId, _node.Number))),
        ];
    }

    private static byte[] WantConfiguration(int fillBytes) =>
    [
        .. Enumerable.Repeat(MeshtasticFraming.Second, fillBytes),
        .. ToRadio(new ProtobufWriter().Number(3, ConfigurationOnly)),
    ];

    private static byte[] ToRadio(ProtobufWriter message) => MeshtasticFraming.Encode(message.ToArray());

    private uint NewId() => (uint)_random.NextInt64(1, uint.MaxValue);
}
