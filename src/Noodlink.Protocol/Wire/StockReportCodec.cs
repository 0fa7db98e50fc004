using System.Buffers.Binary;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

// Voorraadbericht = number of items (1, 0..12) | per item: what (1), unit (1, 0 = not entered), amount (2), hours left
// (1, FF = not known) | fields: text, offers (per category: category (1), how many (2)).

/// <summary>Writes and reads voorraadberichten.</summary>
internal static class StockReportCodec
{
    private const byte NoHours = 0xFF;
    private const int OfferBytes = 3;

    public static void Encode(BodyWriter writer, StockReport report)
    {
        if (report.Items.Count > Limits.StockItems || (report.Items.Count == 0 && report.Offers.Count == 0))
            throw new ArgumentException(
                $"{report.Items.Count} items, {report.Offers.Count} counts of offers.", nameof(report));
        writer.Byte(report.Items.Count);
        foreach (var item in report.Items)
        {
            if (!Enum.IsDefined(item.Item) || (item.Unit is { } unit && !Enum.IsDefined(unit))
                || item.HoursLeft == NoHours)
                throw new ArgumentException($"{item}", nameof(report));
            writer.Byte((byte)item.Item);
            writer.Byte(EnumCode.Of(item.Unit));
            writer.UInt16(item.Amount);
            writer.Byte(item.HoursLeft ?? NoHours);
        }

        writer.Text(Tags.Text, report.Text, Limits.Note);
        WriteOffers(writer, report.Offers);
    }

    public static DecodeResult Decode(ref BodyReader reader)
    {
        var count = reader.Byte();
        if (count > Limits.StockItems) reader.Malformed($"{count} items");
        var items = new List<StockLine>();
        for (var i = 0; i < count && !reader.Failed; i++)
        {
            var item = reader.Required(reader.Byte(), StockItem.Other);
            var unit = reader.Optional(reader.Byte(), StockUnit.Places);
            var (amount, hours) = (reader.UInt16(), reader.Byte());
            items.Add(new StockLine(item, amount, unit, hours == NoHours ? null : hours));
        }

        string? text = null;
        ValueList<OfferCount> offers = [];
        while (reader.NextField(out var tag, out var value))
            switch (tag)
            {
                case Tags.Text: text = reader.Text(value, Limits.Note); break;
                case Tags.Offers: offers = ReadOffers(ref reader, value); break;
                default: reader.Newer($"field {tag:X2}"); break;
            }

        if (items.Count == 0 && offers.Count == 0) reader.Malformed("nothing counted");
        return reader.Finish(new StockReport(items.ToValueList(), offers, text));
    }

    private static void WriteOffers(BodyWriter writer, ValueList<OfferCount> offers)
    {
        if (offers.Count == 0) return;
        if (offers.Any(offer => !Enum.IsDefined(offer.Category))
            || offers.DistinctBy(offer => offer.Category).Count() != offers.Count)
            throw new ArgumentException($"Offers {offers}.", nameof(offers));
        var value = new BodyWriter();
        foreach (var offer in offers)
        {
            value.Byte((byte)offer.Category);
            value.UInt16(offer.Amount);
        }

        writer.Field(Tags.Offers, value.ToArray());
    }

    private static ValueList<OfferCount> ReadOffers(ref BodyReader reader, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || value.Length % OfferBytes != 0)
        {
            reader.Malformed("counts of offers that are cut off");
            return [];
        }

        var offers = new List<OfferCount>();
        var seen = 0;
        for (; !value.IsEmpty && !reader.Failed; value = value[OfferBytes..])
        {
            var category = reader.Required(value[0], HelpCategory.Goods);
            if ((seen & (1 << (byte)category)) != 0) reader.Malformed("a category twice");
            seen |= 1 << (byte)category;
            offers.Add(new OfferCount(category, BinaryPrimitives.ReadUInt16BigEndian(value[1..])));
        }

        return offers.ToValueList();
    }
}
