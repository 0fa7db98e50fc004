using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Json;

/// <summary>Reads a koppeling: the request, the offer, and what became of them.</summary>
internal static class MatchNoteJson
{
    private const int ReferencesMax = 2;

    public static MatchNote Read(JsonFields fields, StationId from)
    {
        var given = fields.Has("references");
        if (!given) fields.Fault("references", FieldFaultKind.Mandatory);
        var references = fields.References("references");
        var result = fields.MandatoryWord<MatchResult>("result");
        var least = MatchNote.ReferencesLeast(result ?? MatchResult.Unknown);
        if (given && references is { } read && (read.Count < least || read.Count > ReferencesMax))
            fields.Fault("references", FieldFaultKind.RequestAndOffer);
        return new MatchNote(
            from, references ?? [], result ?? MatchResult.Unknown, fields.Text("text", Limits.Note));
    }
}
