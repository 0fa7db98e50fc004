using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Json;

/// <summary>Reads the summary of a dienstoverdracht. The counts are the program's to fill in.</summary>
internal static class ShiftHandoverJson
{
    public static ShiftHandover Read(JsonFields fields)
    {
        foreach (var name in (ReadOnlySpan<string>)["roleIn", "openAlarms", "openRequests", "waiting"])
            if (!fields.Has(name)) fields.Fault(name, FieldFaultKind.Mandatory);
        return new ShiftHandover(
            fields.Text("roleOut", Limits.Role), fields.Text("roleIn", Limits.Role) ?? "", Count(fields, "openAlarms"),
            Count(fields, "openRequests"), Count(fields, "waiting"), fields.Text("text", Limits.Text));
    }

    private static ushort Count(JsonFields fields, string name) =>
        (ushort)(fields.Whole(name, 0, ushort.MaxValue) ?? 0);
}
