using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

// Voorraadbericht = number of items (1, 1..12) | per item: what (1), unit (1, 0 = not entered), amount (2), hours left
// (1, FF = not known) | fields: text.

/// <summary>Writes and reads voorraadberichten.</summary>
internal static class StockReportCodec
{
    private const byte NoHours = 0xFF;

    public static void Encode(BodyWriter writer, StockReport report)
    {
        if (report.Items.Count is 0 or > Limits.StockItems)
            throw new ArgumentException($"{report.Items.Count} items.", nameof(report));
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
    }

    public static DecodeResult Decode(ref BodyReader reader)
    {
        var count = reader.Byte();
        if (count is 0 or > Limits.StockItems) reader.Malformed($"{count} items");
        var items = new List<StockLine>();
        for (var i = 0; i < count && !reader.Failed; i++)
        {
            var item = reader.Required(reader.Byte(), StockItem.Other);
            var unit = reader.Optional(reader.Byte(), StockUnit.Places);
            var (amount, hours) = (reader.UInt16(), reader.Byte());
            items.Add(new StockLine(item, amount, unit, hours == NoHours ? null : hours));
        }

        return reader.Finish(new StockReport(items.ToValueList(), TextField.Read(ref reader, Limits.Note)));
    }
}
