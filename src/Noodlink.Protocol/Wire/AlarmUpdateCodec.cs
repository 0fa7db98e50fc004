using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

// Aanvulling = number of references (1) | references (10 each) | which groups changed (2) | those groups | fields.
//
// An update usually changes one answer, so the coded block travels thinned: bit i (1 << i) of the two bytes says that
// byte i of the coded answers follows, bit 12 that the location of 14 bytes does. What does not follow reads as not
// entered.

/// <summary>Writes and reads aanvullingen.</summary>
internal static class AlarmUpdateCodec
{
    private const int LocationGroup = FactsBlock.CodedBytes;

    // The certainty of the location shares a byte with services and danger: a changed location sets group 0 too.
    private const ushort KnownGroups = (1 << (LocationGroup + 1)) - 1;

    public static void Encode(BodyWriter writer, AlarmUpdate update)
    {
        if (update.Changes == new AlarmFacts())
            throw new ArgumentException("An aanvulling changes something.", nameof(update));
        Symbols.WriteCount(writer, update.References, least: 1);
        Symbols.WriteReferences(writer, update.References);
        Span<byte> block = stackalloc byte[FactsBlock.Bytes];
        var carried = FactsBlock.Write(update.Changes, block);
        var groups = 0;
        for (var i = 0; i <= LocationGroup; i++)
            if (!Group(block, i).SequenceEqual(Group(FactsBlock.Blank, i))) groups |= 1 << i;
        writer.UInt16(groups);
        for (var i = 0; i <= LocationGroup; i++)
            if ((groups & (1 << i)) != 0) writer.Bytes(Group(block, i));
        FactFields.Write(writer, update.Changes, [], carried);
    }

    public static DecodeResult Decode(ref BodyReader reader)
    {
        var references = Symbols.ReadReferences(ref reader, reader.Byte(), least: 1);
        var groups = reader.UInt16();
        if ((groups & ~KnownGroups) != 0) reader.Newer("a group of answers that is not known here");
        Span<byte> block = stackalloc byte[FactsBlock.Bytes];
        FactsBlock.Blank.CopyTo(block);
        for (var i = 0; i <= LocationGroup; i++)
        {
            if ((groups & (1 << i)) == 0) continue;
            var place = i == LocationGroup ? block[i..] : block.Slice(i, 1);
            reader.Bytes(place.Length).CopyTo(place);
            if (place.SequenceEqual(Group(FactsBlock.Blank, i))) reader.Malformed("a changed group without a change");
        }

        var facts = FactsBlock.Read(ref reader, block, hint: false);
        ValueList<MessageNumber>? none = null;
        facts = FactFields.Read(ref reader, facts, ref none);
        if (facts == new AlarmFacts()) reader.Malformed("an aanvulling that changes nothing");
        return reader.Finish(new AlarmUpdate(references, facts));
    }

    private static ReadOnlySpan<byte> Group(ReadOnlySpan<byte> block, int group) =>
        group == LocationGroup ? block[group..] : block.Slice(group, 1);
}
