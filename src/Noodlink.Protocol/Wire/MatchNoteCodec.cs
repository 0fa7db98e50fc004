using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

// Koppeling = who made it (5) | result (1) | number of references (1, 1 or 2) | references: request, offer | fields: text.

/// <summary>Writes and reads koppelingen.</summary>
internal static class MatchNoteCodec
{
    private const int ReferencesMax = 2;

    public static void Encode(BodyWriter writer, MatchNote note)
    {
        if (!Enum.IsDefined(note.Result)) throw new ArgumentException($"Result {note.Result}.", nameof(note));
        if (note.References.Count > ReferencesMax)
            throw new ArgumentException($"{note.References.Count} references.", nameof(note));
        Symbols.WriteStation(writer, note.From);
        writer.Byte((byte)note.Result);
        Symbols.WriteCount(writer, note.References, MatchNote.ReferencesLeast(note.Result));
        Symbols.WriteReferences(writer, note.References);
        writer.Text(Tags.Text, note.Text, Limits.Note);
    }

    public static DecodeResult Decode(ref BodyReader reader)
    {
        var from = Symbols.ReadStation(ref reader);
        var result = reader.Required(reader.Byte(), MatchResult.Unlinked);
        var count = reader.Byte();
        if (count > ReferencesMax) reader.Malformed($"{count} references");
        var references = Symbols.ReadReferences(ref reader, count, MatchNote.ReferencesLeast(result));
        return reader.Finish(new MatchNote(from, references, result, TextField.Read(ref reader, Limits.Note)));
    }
}
