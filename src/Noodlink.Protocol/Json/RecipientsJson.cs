using System.Text.Json;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Json;

/// <summary>Reads <c>to</c>: the noodsteunpunten that a message of a coördinatiepunt is for.</summary>
internal static class RecipientsJson
{
    private const string All = "All";

    /// <param name="toAll">It says <c>"All"</c>: who that is, is known where the list of stations is.</param>
    /// <returns>The stations that are named; empty with <paramref name="toAll"/>.</returns>
    public static ValueList<StationId> Read(JsonFields fields, out bool toAll)
    {
        toAll = false;
        if (!fields.Has("to")) fields.Fault("to", FieldFaultKind.Mandatory);
        if (fields.Peek("to") is { ValueKind: JsonValueKind.String } word && JsonFields.TextOf(word) == All)
        {
            fields.Take("to");
            toAll = true;
            return [];
        }

        if (fields.Peek("to") is { ValueKind: not JsonValueKind.Array })
        {
            fields.Take("to");
            fields.Fault("to", FieldFaultKind.NotStationsOrAll);
            return [];
        }

        var named = fields.Stations("to", MessageJson.ToMax);
        if (named is { Count: 0 }) fields.Fault("to", FieldFaultKind.OneAtLeast);
        return named ?? [];
    }
}
