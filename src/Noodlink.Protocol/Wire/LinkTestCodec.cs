using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

// Testbericht = counter 2 | filler 0..160. It has no fields: all that follows is filler.

/// <summary>Writes and reads testberichten.</summary>
internal static class LinkTestCodec
{
    public static void Encode(BodyWriter writer, LinkTest test)
    {
        if (test.Filler.Count > Limits.Filler)
            throw new ArgumentException($"{test.Filler.Count} bytes of filler, at most {Limits.Filler}.", nameof(test));
        writer.UInt16(test.Counter);
        writer.Bytes(test.Filler.ToArray());
    }

    public static DecodeResult Decode(ref BodyReader reader)
    {
        var counter = reader.UInt16();
        if (reader.Failed || reader.Left > Limits.Filler)
        {
            reader.Malformed("filler too long");
            return reader.Fault();
        }

        return reader.Finish(new LinkTest(counter, ValueList.Create(reader.Bytes(reader.Left))));
    }
}
