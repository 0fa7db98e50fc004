using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Json;

/// <summary>Reads a bulletin.</summary>
internal static class BulletinJson
{
    public static Bulletin Read(JsonFields fields, StationId from)
    {
        foreach (var name in (ReadOnlySpan<string>)["number", "title", "validUntil", "text"])
            if (!fields.Has(name)) fields.Fault(name, FieldFaultKind.Mandatory);
        var number = (ushort?)fields.Whole("number", 1, ushort.MaxValue);
        var replaces = (ushort?)fields.Whole("replaces", 1, ushort.MaxValue);
        if (replaces is not null && replaces == number) fields.Fault("replaces", FieldFaultKind.ReplacesItself);
        return new Bulletin(
            from, number ?? 1, fields.Text("title", Limits.BulletinTitle) ?? "", fields.UnixSeconds("validUntil") ?? 1,
            fields.MandatoryWord<BulletinAudience>("audience") ?? BulletinAudience.Unknown, replaces,
            fields.Text("text", Limits.BulletinText) ?? "");
    }
}
