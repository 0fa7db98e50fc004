using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Json;

/// <summary>Reads a situatierapport. Something has to be said; which part is known at six in the morning is the
/// volunteer's to judge, and half a report is better than none.</summary>
internal static class SituationReportJson
{
    public static SituationReport Read(JsonFields fields, JsonErrors errors)
    {
        var report = new SituationReport
        {
            Open = fields.YesNo("open"),
            Staff = (byte?)fields.Whole("staff", 0, byte.MaxValue),
            Present = (ushort?)fields.Whole("present", 0, ushort.MaxValue),
            Power = fields.Word<PowerSource>("power"),
            PowerHours = (byte?)fields.Whole("powerHours", 0, byte.MaxValue),
            Lan = fields.Word<LinkQuality>("lan"),
            Radio = fields.Word<LinkQuality>("radio"),
            Reach112 = fields.Word<Reachable112>("reach112"),
            Text = fields.Text("text", Limits.Text),
        };
        if (report == new SituationReport() && !errors.Any) fields.Fault(FieldFaultKind.NothingSaid);
        return report;
    }
}
