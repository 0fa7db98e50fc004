using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

/// <summary>References as a field, for bodies that usually have none: 1..16, of 10 bytes each.</summary>
internal static class ReferencesField
{
    public static void Write(BodyWriter writer, ValueList<MessageNumber> references)
    {
        if (references.Count == 0) return;
        if (references.Count > Limits.References)
            throw new ArgumentException($"{references.Count} references are too many.", nameof(references));
        var packed = new BodyWriter();
        Symbols.WriteReferences(packed, references);
        writer.Field(Tags.References, packed.ToArray());
    }

    public static ValueList<MessageNumber> Read(ref BodyReader reader, ReadOnlySpan<byte> value)
    {
        if (value.Length % Symbols.ReferenceBytes != 0)
        {
            reader.Malformed("references that are cut off");
            return [];
        }

        var inner = new BodyReader(value);
        var references = Symbols.ReadReferences(ref inner, value.Length / Symbols.ReferenceBytes, least: 1);
        if (inner.Failed) reader.Malformed("a reference that nobody can have made");
        return references;
    }
}
