using System.Text.Json;
using Noodlink.Station;

namespace Noodlink.Screens.Api;

/// <summary>What was typed and not sent, as JSON.</summary>
internal static class DraftObject
{
    /// <param name="withFields">Without them it only says that there is something.</param>
    /// <param name="notes">What a person should look at; null: nobody looked.</param>
    public static void Write(Utf8JsonWriter json, DraftText draft, bool withFields, IReadOnlyList<string>? notes = null)
    {
        json.WriteStartObject();
        json.WriteString("id", draft.Id);
        json.WriteString("form", draft.Form);
        json.WriteString("changedAt", ApiTime.Text(draft.ChangedAt));
        json.WriteBoolean("open", draft.IsOpen);
        if (draft.SentAs is { } number) json.WriteString("sentAs", number);
        else json.WriteNull("sentAs");
        json.WriteBoolean("dropped", draft.Dropped);
        json.WriteBoolean("damaged", draft.Damaged);
        if (withFields)
        {
            json.WritePropertyName("fields");
            json.WriteRawValue(draft.Fields);
        }

        if (notes is not null)
        {
            json.WriteStartArray("notes");
            foreach (var note in notes) json.WriteStringValue(note);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
