namespace Noodlink.Station.Modems;

// MeshPacket and the Data in it (meshtastic/protobufs mesh.proto, portnums.proto): what travels, without the settings
// round it. A node fills in from, relay and the rest by itself, and encrypts; at the other end only what it could
// decrypt has a Data.

/// <summary>A packet as a node hands it over.</summary>
/// <param name="From">Number of the node that sent it first.</param>
/// <param name="Port">What kind of payload; 0 when the node could not decrypt it.</param>
/// <param name="RequestId">The packet that this is about, in routing and admin messages; else 0.</param>
/// <param name="RssiDbm">Null where it did not come by radio, or it is not told. Of the last hop.</param>
internal sealed record MeshtasticPacket(
    uint From, int Port, uint RequestId, ReadOnlyMemory<byte> Payload, double? RssiDbm, double? SnrDb)
{
    public const uint Everybody = 0xFFFF_FFFF;

    public const int RoutingPort = 5, AdminPort = 6, PrivatePort = 256;

    /// <summary>Any bytes are fine; what is missing is zero.</summary>
    public static MeshtasticPacket Parse(ReadOnlySpan<byte> message)
    {
        uint from = 0, requestId = 0;
        var port = 0;
        double rssiDbm = 0, snrDb = 0;
        var isFromInternet = false;
        ReadOnlySpan<byte> data = default;
        var reader = new ProtobufReader(message);
        while (reader.Next())
            switch (reader.Field)
            {
                case 1: from = reader.Unsigned; break;
                case 4: data = reader.Bytes; break;
                case 8: snrDb = reader.Real; break;
                case 12: rssiDbm = reader.Signed; break;
                case 14: isFromInternet = reader.Number != 0; break;
            }

        reader = new ProtobufReader(data);
        while (reader.Next())
            if (reader.Field == 1) port = reader.Signed;
            else if (reader.Field == 6) requestId = reader.Unsigned;

        var hasSignal = rssiDbm is < 0 and > -200 && double.IsFinite(snrDb) && !isFromInternet;
        return new MeshtasticPacket(from, port, requestId, ProtobufReader.Find(data, 2).ToArray(),
            hasSignal ? rssiDbm : null, hasSignal ? snrDb : null);
    }

    /// <summary>One for the air, without want_ack.</summary>
    /// <param name="priority">In the node's own queue; never on air.</param>
    public static ProtobufWriter ToEverybody(
        uint id, int channel, int hops, int priority, ReadOnlySpan<byte> payload) => new ProtobufWriter()
        .Fixed(2, Everybody)
        .Number(3, (ulong)channel)
        .Message(4, new ProtobufWriter().Number(1, PrivatePort).Bytes(2, payload))
        .Fixed(6, id)
        .Number(9, (ulong)hops)
        .Number(11, (ulong)priority);

    /// <summary>A question to the node on the line: get_config_request for its LoRa settings (admin.proto, 5 and
    /// 5).</summary>
    public static ProtobufWriter AskLora(uint id, uint node) =>
        new ProtobufWriter()
            .Fixed(2, node)
            .Message(4, new ProtobufWriter()
                .Number(1, AdminPort).Bytes(2, new ProtobufWriter().Number(5, 5).ToArray()).Number(3, 1))
            .Fixed(6, id);

    /// <summary>Routing.Error of mesh.proto; 32 to 34 are also ErrorCodes of the firmware (MeshTypes.h), in
    /// queueStatus.</summary>
    public static string ErrorName(int code) => code switch
    {
        4 or 33 => $"the node has no working radio (NO_INTERFACE, {code})",
        6 => "the node does not have this channel (NO_CHANNEL, 6)",
        7 => "too long for a packet (TOO_LARGE, 7)",
        9 => "its duty cycle for this hour is used up, what it repeats for others counted (DUTY_CYCLE_LIMIT, 9)",
        32 => "its queue is full (32)",
        34 => "its sending is switched off, or it has no region (34)",
        38 => "too many in a short time (RATE_LIMIT_EXCEEDED, 38)",
        _ => $"error {code}",
    };

    /// <summary>The node is well and keeps a rule: the frame is given back as on a busy channel. It is no failure, for
    /// which a node would be started again; that would empty its count of the hour.</summary>
    public static bool IsForNow(int code) => code is 9 or 32 or 38;

    /// <summary>Errors that mean that a packet will not leave. The others (GOT_NAK, TIMEOUT, MAX_RETRANSMIT, ...) are
    /// about acknowledgements, for which we do not ask.</summary>
    public static bool DidNotLeave(int code) => code is 4 or 6 or 7 or 9 or 32 or 33 or 34 or 38 or 39;
}
