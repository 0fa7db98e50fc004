using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Json;

/// <summary>Reads a voorraadbericht.</summary>
internal static class StockReportJson
{
    public static StockReport Read(JsonFields fields, JsonErrors errors)
    {
        if (!fields.Has("items")) fields.Fault("items", FieldFaultKind.Mandatory);
        var items = fields.Objects("items", Limits.StockItems).Select(Line).ToValueList();
        var text = fields.Text("text", Limits.Note);
        if (items.Count == 0 && !errors.Any) fields.Fault("items", FieldFaultKind.OneAtLeast);
        return new StockReport(items, text);
    }

    private static StockLine Line(JsonFields fields)
    {
        var item = fields.MandatoryWord<StockItem>("item");
        if (!fields.Has("amount")) fields.Fault("amount", FieldFaultKind.Mandatory);
        var line = new StockLine(
            item ?? StockItem.Unknown, (ushort)(fields.Whole("amount", 0, ushort.MaxValue) ?? 0),
            fields.Word<StockUnit>("unit"), (byte?)fields.Whole("hoursLeft", 0, byte.MaxValue - 1));
        fields.End();
        return line;
    }
}
