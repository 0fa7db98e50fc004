using System.Buffers.Binary;
using Noodlink.Station.Modems;

namespace Noodlink.Cli.Air;

// A Meshtastic node as firmware: the stream of src/mesh/StreamAPI and PhoneAPI in front of an EmulatedMesh. Its owner
// has set it: region EU_868, 14 dBm, 3 hops, and the tuning that it is made with, as a preset where there is one.
//
// As awkward as the real one: its reader of frames goes back to the beginning at the first wrong byte, so 94 94 C3 is
// lost, and half a frame swallows what comes after it; it tells nothing before it is asked for its configuration, also
// not that it heard something; it ignores an id that it has had, whatever became of the first; it writes text between
// the frames; a heartbeat with nonce 1 sends on air.

/// <summary>An emulated Meshtastic node.</summary>
internal sealed class EmulatedMeshtastic : IEmulatedModem
{
    private const uint ConfigurationOnly = 69_420;

    private const int ShouldRelease = 35, Channels = 8, PowerDbm = 14, Hops = 3, SignatureBytes = 66;

    private static readonly Dictionary<(int SpreadingFactor, int BandwidthHz), int> Presets = new()
    {
        [(11, 250_000)] = 0, [(10, 250_000)] = 3, [(9, 250_000)] = 4, [(8, 250_000)] = 5, [(7, 250_000)] = 6,
    };

    private readonly Lock _gate = new();
    private readonly List<byte> _input = [];
    private readonly List<uint> _recentIds = [];
    private readonly Tuning _tuning;
    private readonly Action<ReadOnlyMemory<byte>> _toHost;
    private readonly EmulatedMesh _mesh;
    private readonly bool _signs;
    private bool _isTelling, _isHung;

    /// <param name="channel">The air it is on.</param>
    /// <param name="tuning">As its owner set it.</param>
    /// <param name="toHost">The serial line to its host.</param>
    /// <param name="signs">Firmware 2.8: a signature behind each broadcast that has room for it.</param>
    public EmulatedMeshtastic(
        AirChannel channel, Tuning tuning, Action<ReadOnlyMemory<byte>> toHost, bool signs = false)
    {
        _tuning = tuning;
        _toHost = toHost;
        _signs = signs;
        _mesh = new EmulatedMesh(channel, tuning, PowerDbm, Hear);
    }

    public ModemFault Fault { get; set; }

    /// <summary>Fields of LoRaConfig that its owner changed; they stand behind the others, and the last one
    /// counts.</summary>
    public byte[] Changed { get; set; } = [];

    public bool IsManaged { get; set; }

    public ReadOnlyMemory<byte> Chatter { get; } = (byte[])
    [
        .. "\u001b[34mDEBUG \u001b[0m| ??:??:?? 7 [Router] no time\r\n"u8,
        .. Told(6, new ProtobufWriter().Bytes(1, "busyRx"u8).Number(4, 30)),
        .. Told(2, Heard(0x0A0B_0C0D, 256, "+OK\r\n"u8, 7)),
        .. Told(11, new ProtobufWriter().Number(2, 16).Number(3, 16)),
        .. "INFO | send\r\n"u8,
    ];

    public void FromHost(ReadOnlySpan<byte> bytes)
    {
        var messages = new List<byte[]>();
        lock (_gate)
        {
            if (_isHung) return;
            foreach (var value in bytes)
                if (Take(value) is { } message)
                    messages.Add(message);
        }

        foreach (var message in messages) Obey(message);
    }

    public void Reboot()
    {
        lock (_gate)
        {
            _input.Clear();
            _recentIds.Clear();
            _isTelling = false;
        }

        _mesh.Restart();
        _toHost("ESP-ROM:esp32s3-20210327\r\nrst:0x1 (POWERON),boot:0x8\r\nINFO | 1 S:B:43,2.7.9\r\n"u8.ToArray());
        Tell(8, 1);
    }

    public void Hang(bool isHung)
    {
        lock (_gate) _isHung = isHung;
        _mesh.Power(!isHung);
    }

    /// <summary>The firmware's reader, byte by byte, with its faults.</summary>
    private byte[]? Take(byte value)
    {
        _input.Add(value);
        var count = _input.Count;
        if ((count == 1 && value != MeshtasticFraming.First) || (count == 2 && value != MeshtasticFraming.Second))
        {
            _input.Clear();
            return null;
        }

        if (count < MeshtasticFraming.HeaderBytes) return null;
        var length = _input[2] << 8 | _input[3];
        if (length > MeshtasticFraming.MessageBytesMax) _input.Clear();
        if (length > MeshtasticFraming.MessageBytesMax || count < MeshtasticFraming.HeaderBytes + length) return null;
        byte[] message = [.. _input.Skip(MeshtasticFraming.HeaderBytes)];
        _input.Clear();
        return message;
    }

    private void Obey(ReadOnlySpan<byte> message)
    {
        if (!ProtobufReader.IsWhole(message)) return;
        var reader = new ProtobufReader(message);
        while (reader.Next())
            switch (reader.Field)
            {
                case 1: TakePacket(reader.Bytes); break;
                case 3: TellConfiguration(reader.Unsigned); break;
                case 4: _isTelling = false; break;
                case 7: TellQueue(result: 0, id: 0); break;
            }
    }

    private void TellConfiguration(uint nonce)
    {
        _isTelling = false;
        Tell(3, new ProtobufWriter().Number(1, _mesh.Node).Number(8, 3));
        Tell(17, new ProtobufWriter().Number(1, 1));
        Tell(4, new ProtobufWriter().Number(1, _mesh.Node).Bytes(2, new ProtobufWriter().Bytes(3, "GR"u8).ToArray()));
        Tell(13, new ProtobufWriter()
            .Bytes(1, _signs ? "2.8.0.7239fe8"u8 : "2.7.9.70724be"u8).Number(14, _signs ? 1u : 0));
        for (var index = 0u; index < Channels; index++)
            Tell(10, new ProtobufWriter().Number(1, index)
                .Message(2, new ProtobufWriter().Bytes(2, [1])).Number(3, index == 0 ? 1u : 0));
        for (var config = 1; config <= 8; config++)
            Tell(5, new ProtobufWriter().Bytes(config, config switch
            {
                6 => Lora(),
                8 => new ProtobufWriter().Number(4, IsManaged ? 1u : 0).Number(5, 1).ToArray(),
                _ => new ProtobufWriter().Number(1, 1).ToArray(),
            }));
        for (var module = 1; module <= 3; module++)
            Tell(9, new ProtobufWriter().Message(module, new ProtobufWriter().Number(1, 1)));
        if (nonce != ConfigurationOnly)
            for (var node = 1u; node <= 3; node++) Tell(4, new ProtobufWriter().Number(1, node));
        Tell(15, new ProtobufWriter().Bytes(1, "/prefs/config.proto"u8).Number(2, 117));
        _isTelling = true;
        Tell(7, nonce);
    }

    private byte[] Lora()
    {
        var lora = new ProtobufWriter();
        if (Presets.TryGetValue((_tuning.SpreadingFactor, _tuning.BandwidthHz), out var preset))
            lora.Number(1, 1).Number(2, (ulong)preset);
        else
            lora.Number(3, (ulong)_tuning.BandwidthHz / 1000).Number(4, (ulong)_tuning.SpreadingFactor).Number(5, 5)
                .Real(14, (float)(_tuning.FrequencyHz / 1e6));
        lora.Number(7, 3).Number(8, Hops).Number(9, 1).Number(10, Fault == ModemFault.Stubborn ? 27u : PowerDbm);
        return [.. lora.ToArray(), .. Changed];
    }

    private void TakePacket(ReadOnlySpan<byte> packet)
    {
        uint to = 0, id = 0;
        int hops = 0, priority = 64;
        ReadOnlySpan<byte> data = default;
        var reader = new ProtobufReader(packet);
        while (reader.Next())
            switch (reader.Field)
            {
                case 2: to = reader.Unsigned; break;
                case 4: data = reader.Bytes; break;
                case 6: id = reader.Unsigned; break;
                case 9: hops = (int)Math.Min(7, reader.Unsigned); break;
                case 11: priority = reader.Signed; break;
            }

        lock (_gate)
        {
            if (_recentIds.Contains(id)) return;
            _recentIds.Add(id);
            if (_recentIds.Count > 20) _recentIds.RemoveAt(0);
        }

        if (to == _mesh.Node) Answer(data, id);
        else if (Fault != ModemFault.Stuck) SendOnAir(to, id, hops, data, priority);
    }

    private void SendOnAir(uint to, uint id, int hops, ReadOnlySpan<byte> data, int priority)
    {
        byte[] sent = [.. data, .. new ProtobufWriter().Number(9, 0).ToArray()];
        if (_signs && EmulatedMesh.HeaderBytes + sent.Length + SignatureBytes <= 255)
            sent = [.. sent, .. new ProtobufWriter().Bytes(10, new byte[64]).ToArray()];
        var result = _mesh.Send(to, id, hops, sent, priority);
        TellQueue(result, id);
        if (result is not 0 && _isTelling)
            Tell(2, Heard(_mesh.Node, 5, new ProtobufWriter().Number(3, (ulong)result).ToArray(), id + 1, id));
    }

    /// <summary>An admin message to itself: only get_config_request for LoRa is known here.</summary>
    private void Answer(ReadOnlySpan<byte> data, uint id)
    {
        TellQueue(ShouldRelease, id);
        var question = new ProtobufReader(ProtobufReader.Find(data, 2));
        if (!_isTelling || IsManaged || !question.Next() || question is not { Field: 5, Number: 5 }) return;
        var answer = new ProtobufWriter().Message(6, new ProtobufWriter().Bytes(6, Lora()));
        Tell(2, Heard(_mesh.Node, 6, answer.ToArray(), id + 1, id));
    }

    private void Hear(byte[] frame, AirReception reception)
    {
        if (!_isTelling || _isHung) return;
        var data = frame.AsSpan(EmulatedMesh.HeaderBytes);
        Tell(2, new ProtobufWriter()
            .Fixed(1, BinaryPrimitives.ReadUInt32LittleEndian(frame.AsSpan(4)))
            .Fixed(2, BinaryPrimitives.ReadUInt32LittleEndian(frame))
            .Bytes(4, data)
            .Fixed(6, BinaryPrimitives.ReadUInt32LittleEndian(frame.AsSpan(8)))
            .Fixed(7, 1_790_000_000)
            .Real(8, reception.SnrDb)
            .Number(9, frame[12] & 7u)
            .Number(12, unchecked((ulong)reception.RssiDbm))
            .Number(15, (ulong)(frame[12] >> 5)));
    }

    private void TellQueue(int result, uint id) => Tell(11, new ProtobufWriter()
        .Number(1, (ulong)result).Number(2, (ulong)_mesh.Free).Number(3, EmulatedMesh.QueueMax).Number(4, id));

    private void Tell(int field, ProtobufWriter message) => _toHost(Told(field, message));

    private void Tell(int field, uint number) =>
        _toHost(MeshtasticFraming.Encode(new ProtobufWriter().Number(field, number).ToArray()));

    private static byte[] Told(int field, ProtobufWriter message) =>
        MeshtasticFraming.Encode(new ProtobufWriter().Message(field, message).ToArray());

    private static ProtobufWriter Heard(
        uint from, int port, ReadOnlySpan<byte> payload, uint id, uint requestId = 0) => new ProtobufWriter()
        .Fixed(1, from).Fixed(2, uint.MaxValue)
        .Message(4, new ProtobufWriter().Number(1, (ulong)port).Bytes(2, payload).Fixed(6, requestId))
        .Fixed(6, id);
}
