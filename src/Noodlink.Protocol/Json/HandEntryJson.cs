using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Json;

/// <summary>Reads on whose behalf staff type in a noodmelding.</summary>
internal static class HandEntryJson
{
    /// <param name="self">The coördinatiepunt: where somebody at the desk is.</param>
    /// <returns>Null when something is wrong with it; that stands in the errors.</returns>
    public static HandEntry? Read(JsonFields fields, StationId self)
    {
        var via = fields.MandatoryWord<EntryWay>("via");
        var atTheDesk = via == EntryWay.WalkIn;
        if (!atTheDesk && !fields.Has("onBehalfOf")) fields.Fault("onBehalfOf", FieldFaultKind.Mandatory);
        var station = fields.Station("onBehalfOf");
        if (station == self && !atTheDesk) fields.Fault("onBehalfOf", FieldFaultKind.OnlyAtTheDesk);
        var number = fields.Number("number");
        var caller = fields.Text("caller", Limits.Role);
        var by = fields.Text("by", Limits.Role);
        return via is { } way ? new HandEntry(station ?? self, way, number, caller, by) : null;
    }
}
