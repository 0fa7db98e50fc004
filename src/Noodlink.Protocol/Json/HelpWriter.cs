using System.Text.Json;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Json;

/// <summary>Writes what is about help and supplies: hulpvragen, hulpaanbod, koppelingen, voorraad.</summary>
internal static class HelpWriter
{
    /// <summary>False when the body is of another kind; nothing is written then.</summary>
    public static bool Write(Utf8JsonWriter writer, MessageBody body)
    {
        switch (body)
        {
            case HelpRequest request:
                ContentWriter.Word(writer, "category", (HelpCategory?)request.Category);
                ContentWriter.Number(writer, "amount", request.Amount);
                ContentWriter.Text(writer, "place", request.Place);
                ContentWriter.Number(writer, "neededBeforeMinutes", request.NeededBeforeMinutes);
                Rest(writer, request.References, request.Text);
                return true;
            case HelpOffer offer:
                ContentWriter.Word(writer, "category", (HelpCategory?)offer.Category);
                ContentWriter.Word(writer, "skill", offer.Skill);
                ContentWriter.Number(writer, "amount", offer.Amount);
                ContentWriter.Text(writer, "place", offer.Place);
                ContentWriter.Number(writer, "availableFromMinutes", offer.FromMinutes);
                ContentWriter.Number(writer, "availableUntilMinutes", offer.UntilMinutes);
                Rest(writer, offer.References, offer.Text);
                return true;
            case StockReport report: Stock(writer, report); return true;
            case MatchNote note:
                ContentWriter.References(writer, note.References);
                ContentWriter.Word(writer, "result", (MatchResult?)note.Result);
                ContentWriter.Text(writer, "text", note.Text);
                return true;
            default: return false;
        }
    }

    private static void Rest(Utf8JsonWriter writer, ValueList<MessageNumber> references, string? text)
    {
        if (references.Count > 0) ContentWriter.References(writer, references);
        ContentWriter.Text(writer, "text", text);
    }

    private static void Stock(Utf8JsonWriter writer, StockReport report)
    {
        writer.WriteStartArray("items");
        foreach (var line in report.Items)
        {
            writer.WriteStartObject();
            ContentWriter.Word(writer, "item", (StockItem?)line.Item);
            ContentWriter.Number(writer, "amount", line.Amount);
            ContentWriter.Word(writer, "unit", line.Unit);
            ContentWriter.Number(writer, "hoursLeft", line.HoursLeft);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        ContentWriter.Text(writer, "text", report.Text);
    }
}
