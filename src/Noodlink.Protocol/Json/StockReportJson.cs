using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Json;

/// <summary>Reads a voorraadbericht.</summary>
internal static class StockReportJson
{
    public static StockReport Read(JsonFields fields, JsonErrors errors)
    {
        var counted = fields.Has("items") || fields.Has("offers");
        var items = fields.Objects("items", Limits.StockItems).Select(Line).ToValueList();
        var offers = new List<OfferCount>();
        foreach (var entry in fields.Objects("offers", Enum.GetValues<HelpCategory>().Length))
        {
            var offer = Offer(entry);
            if (offers.Exists(other => other.Category == offer.Category)) entry.Fault("category", JsonFaults.Repeated);
            offers.Add(offer);
        }

        var text = fields.Text("text", Limits.Note);
        if (!counted || (items.Count == 0 && offers.Count == 0 && !errors.Any))
            fields.Fault("items", JsonFaults.StockOrOffers);
        return new StockReport(items, offers.ToValueList(), text);
    }

    private static StockLine Line(JsonFields fields)
    {
        var item = fields.MandatoryWord<StockItem>("item");
        var line = new StockLine(
            item ?? StockItem.Unknown, Amount(fields), fields.Word<StockUnit>("unit"),
            (byte?)fields.Whole("hoursLeft", 0, byte.MaxValue - 1));
        fields.End();
        return line;
    }

    private static OfferCount Offer(JsonFields fields)
    {
        var offer = new OfferCount(
            fields.MandatoryWord<HelpCategory>("category") ?? HelpCategory.Unknown, Amount(fields));
        fields.End();
        return offer;
    }

    private static ushort Amount(JsonFields fields)
    {
        if (!fields.Has("amount")) fields.Fault("amount", JsonFaults.Mandatory);
        return (ushort)(fields.Whole("amount", 0, ushort.MaxValue) ?? 0);
    }
}
