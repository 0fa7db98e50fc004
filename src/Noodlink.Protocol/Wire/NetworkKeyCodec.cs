using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Sealing;

namespace Noodlink.Protocol.Wire;

// NetworkKey = number 2 | key 32.

/// <summary>Writes and reads the network key on its way to a noodsteunpunt.</summary>
internal static class NetworkKeyCodec
{
    public static void Encode(BodyWriter writer, NetworkKey body)
    {
        if (body.Number == 0) throw new ArgumentException("A network key without a number.", nameof(body));
        writer.UInt16(body.Number);
        writer.Bytes(body.Key.Secret);
    }

    public static DecodeResult Decode(ref BodyReader reader)
    {
        var number = reader.UInt16();
        if (number == 0) reader.Malformed("network key without a number");
        var secret = reader.Bytes(StationKey.Bytes);
        TextField.None(ref reader);
        if (reader.Failed) return reader.Fault();
        if (StationKey.TryCreate(secret, out var key)) return reader.Finish(new NetworkKey(number, key));
        reader.Malformed("network key of equal bytes");
        return reader.Fault();
    }
}
