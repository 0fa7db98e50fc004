using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

// Noodmelding = core (26 bytes, FactsBlock) | fields for what the core does not carry. The core is the first radio
// part: with header, count of parts and tag it is 49 bytes sealed, so that it gets through where nothing longer does.

/// <summary>Writes and reads noodmeldingen.</summary>
internal static class AlarmCodec
{
    public static int Encode(BodyWriter writer, Alarm alarm)
    {
        var facts = alarm.Facts;
        if (facts is { Services: null } or { Type: null } or { DangerToLife: null } or { Location: null })
            throw new ArgumentException("A noodmelding needs services, type, danger and location.", nameof(alarm));
        if (alarm.References.Count > Limits.References)
            throw new ArgumentException($"{alarm.References.Count} references are too many.", nameof(alarm));
        Span<byte> block = stackalloc byte[FactsBlock.Bytes];
        var carried = FactsBlock.Write(facts, block);
        writer.Bytes(block);
        FactFields.Write(writer, facts, alarm.References, carried);
        return FactsBlock.Bytes;
    }

    public static DecodeResult Decode(ref BodyReader reader, bool coreOnly)
    {
        var facts = FactsBlock.Read(ref reader, reader.Bytes(FactsBlock.Bytes), hint: coreOnly);
        if (facts is { Services: null } or { Type: null } or { DangerToLife: null } or { Location: null })
            reader.Malformed("services, type, danger to life or location is missing");
        ValueList<MessageNumber>? references = [];
        if (!coreOnly) facts = FactFields.Read(ref reader, facts, ref references);
        return reader.Finish(new Alarm(facts, references ?? []));
    }
}
