using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Json;

/// <summary>Reads a situatierapport. Open, staff, people present, power and links have to be there (domain.md §3a); the
/// hours that the power will last often nobody knows.</summary>
internal static class SituationReportJson
{
    private static readonly string[] Mandatory = ["open", "staff", "present", "power", "lan", "radio"];

    public static SituationReport Read(JsonFields fields)
    {
        foreach (var name in Mandatory)
            if (!fields.Has(name)) fields.Fault(name, JsonFaults.Mandatory);
        return new SituationReport
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
    }
}
