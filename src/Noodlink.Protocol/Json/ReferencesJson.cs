using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Json;

/// <summary>Reads the references of a message that is about another message.</summary>
internal static class ReferencesJson
{
    public static ValueList<MessageNumber> ReadMandatory(JsonFields fields)
    {
        if (!fields.Has("references")) fields.Fault("references", FieldFaultKind.Mandatory);
        var references = fields.References("references");
        if (references is { Count: 0 }) fields.Fault("references", FieldFaultKind.OneAtLeast);
        return references ?? [];
    }
}
