using System.Text;

namespace Noodlink.Station.Modems;

// What a Meshtastic node tells about itself: messages MyNodeInfo, NodeInfo, DeviceMetadata, Channel and Config of
// meshtastic/protobufs. And what follows from it for the bytes on air (firmware Router.cpp perhapsEncode,
// RadioInterface.h):
//
//     16   header: to, from, id, flags, hash of the channel, next hop, relay
//      3   Data.portnum 256
//    2, 3  tag and length of the payload
//      n   the payload
//      2   Data.bitfield, which the node adds
//     66   Data.xeddsa_signature, in firmware that has it (2.8), for each broadcast that it still fits in 255 bytes
//     12   the tag of AES-CCM, on a channel with use_aead
//
// Until a node has told its version it counts as one that signs: a time on air may be too long, never too short.

/// <summary>A node, as far as it has told. One thread at a time, but for <see cref="BytesOnAir"/> and
/// <see cref="Identity"/>.</summary>
internal sealed class MeshtasticNode
{
    private const int HeaderBytes = 16, PortBytes = 3, BitfieldBytes = 2, SignatureBytes = 66, AeadBytes = 12;

    /// <summary>MAX_LORA_PAYLOAD_LEN of the firmware.</summary>
    private const int BytesOnAirMax = 255;

    private readonly int _channel;
    private MeshtasticRadio? _radio;
    private string _version = "of an unknown version";
    private bool _isChannelOff;
    private volatile bool _signs = true, _hasAead;

    /// <param name="channel">Index of the channel that is used, 0-7.</param>
    public MeshtasticNode(int channel) => _channel = channel;

    public uint Number { get; private set; }

    /// <summary>my_info has come since it was asked.</summary>
    public bool IsNumberTold { get; private set; }

    /// <summary>A second message had the same number. Nothing is addressed to the node before that: one bit wrong on
    /// the serial line, and the question would go on air to somebody else.</summary>
    public bool IsNumberCertain { get; private set; }

    /// <summary>It ignores admin messages from its own serial line.</summary>
    public bool IsManaged { get; private set; }

    /// <summary>Through how many other nodes a packet may go, as its owner set it.</summary>
    public int Hops => _radio?.Hops ?? 0;

    public string Identity => $"Meshtastic {_version}, node !{Number:x8}, {_radio?.Summary}, channel {_channel}"
        + (_signs ? ", signs what it sends" : "");

    /// <summary>Asked again; what it adds on air stays known.</summary>
    public void Forget()
    {
        IsNumberTold = IsNumberCertain = IsManaged = _isChannelOff = false;
        _radio = null;
    }

    /// <summary>All that the chip sends for a frame of ours.</summary>
    public int BytesOnAir(int frameBytes)
    {
        var bytes = HeaderBytes + PortBytes + (frameBytes < 128 ? 2 : 3) + frameBytes + BitfieldBytes;
        if (_signs && bytes + SignatureBytes <= BytesOnAirMax) bytes += SignatureBytes;
        if (_hasAead) bytes += AeadBytes;
        return Math.Min(bytes, BytesOnAirMax);
    }

    /// <summary>Why it may not be used, with what to do; null: it may.</summary>
    public string? Fault(RadioSettings settings) => _radio is null
        ? "nothing about its LoRa settings"
        : _radio.Fault(settings)
            ?? (_isChannelOff ? $"channel {_channel} is off; choose another with ?channel= in Radio:Modem" : null);

    public void TakeMyInfo(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next())
            if (reader.Field == 1)
                Number = reader.Unsigned;
        IsNumberTold = true;
        IsNumberCertain = false;
    }

    /// <summary>One of the nodes that it knows; itself among them.</summary>
    public void TakeNodeInfo(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next())
            if (reader.Field == 1)
                IsNumberCertain |= reader.Unsigned == Number;
    }

    public void TakeMetadata(ReadOnlySpan<byte> message)
    {
        var signs = false;
        var reader = new ProtobufReader(message);
        while (reader.Next())
            if (reader.Field == 1) _version = Printable(reader.Bytes);
            else if (reader.Field == 14) signs = reader.Number != 0;

        // A build of 2.8 that says nothing of it may still sign.
        _signs = signs || _version.Split('.') is not [var first, var second, ..]
            || !int.TryParse(first, out var major) || !int.TryParse(second, out var minor)
            || (major, minor).CompareTo((2, 8)) >= 0;
    }

    public void TakeChannel(ReadOnlySpan<byte> message)
    {
        int index = 0, role = 0;
        var hasAead = false;
        var reader = new ProtobufReader(message);
        while (reader.Next())
            if (reader.Field == 1) index = reader.Signed;
            else if (reader.Field == 3) role = reader.Signed;
            else if (reader.Field == 2) hasAead = HasAead(reader.Bytes);
        if (index == _channel) (_isChannelOff, _hasAead) = (role == 0, hasAead);
    }

    /// <summary>One kind of settings; true: those of its radio were in it.</summary>
    public bool TakeConfig(ReadOnlySpan<byte> message)
    {
        var isRadio = false;
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field == 8) TakeSecurity(reader.Bytes);
            if (reader.Field != 6) continue;
            _radio = MeshtasticRadio.Parse(reader.Bytes);
            isRadio = true;
        }

        return isRadio;
    }

    /// <summary>For people and the log: what is printable, and not too much of it.</summary>
    public static string Printable(ReadOnlySpan<byte> text) => new(
        [.. Encoding.ASCII.GetString(text[..Math.Min(text.Length, 120)]).Where(letter => letter is >= ' ' and <= '~')]);

    private void TakeSecurity(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next())
            if (reader.Field == 4)
                IsManaged = reader.Number != 0;
    }

    private static bool HasAead(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next())
            if (reader.Field == 8)
                return reader.Number != 0;
        return false;
    }
}
