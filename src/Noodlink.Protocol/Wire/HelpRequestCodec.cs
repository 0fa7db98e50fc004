using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

// Hulpvraag = category (1) | amount (2) | needed before, minutes (2, FFFF = no moment) | fields: text, references, place
// or postcode of four digits.

/// <summary>Writes and reads hulpvragen.</summary>
internal static class HelpRequestCodec
{
    public static void Encode(BodyWriter writer, HelpRequest request)
    {
        if (!HelpCategories.CanBeAsked(request.Category))
            throw new ArgumentException($"Nobody asks for {request.Category}.", nameof(request));
        writer.Byte((byte)request.Category);
        HelpFields.WriteAmount(writer, request.Amount);
        HelpFields.WriteMinutes(writer, request.NeededBeforeMinutes, least: 1);
        HelpFields.Write(writer, request.Text, request.References, request.Place);
    }

    public static DecodeResult Decode(ref BodyReader reader)
    {
        var category = reader.Required(reader.Byte(), HelpCategory.Other);
        var amount = HelpFields.ReadAmount(ref reader);
        var minutes = HelpFields.ReadMinutes(ref reader, least: 1);
        var fields = HelpFields.Read(ref reader);
        return reader.Finish(
            new HelpRequest(category, amount, fields.Place ?? "", minutes, fields.References, fields.Text));
    }
}
