using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

// Dienstoverdracht = open noodmeldingen (2) | open hulpvragen (2) | waiting (2) | fields: text, role out, role in (must).

/// <summary>Writes and reads the summary of a dienstoverdracht.</summary>
internal static class ShiftHandoverCodec
{
    public static void Encode(BodyWriter writer, ShiftHandover handover)
    {
        writer.UInt16(handover.OpenAlarms);
        writer.UInt16(handover.OpenRequests);
        writer.UInt16(handover.Waiting);
        writer.Text(Tags.Text, handover.Text, Limits.Text);
        writer.Text(Tags.RoleOut, handover.RoleOut, Limits.Role);
        writer.Text(Tags.RoleIn, handover.RoleIn, Limits.Role);
    }

    public static DecodeResult Decode(ref BodyReader reader)
    {
        var (alarms, requests, waiting) = (reader.UInt16(), reader.UInt16(), reader.UInt16());
        string? text = null, roleOut = null, roleIn = null;
        while (reader.NextField(out var tag, out var value))
            switch (tag)
            {
                case Tags.Text: text = reader.Text(value, Limits.Text); break;
                case Tags.RoleOut: roleOut = reader.Text(value, Limits.Role); break;
                case Tags.RoleIn: roleIn = reader.Text(value, Limits.Role); break;
                default: reader.Newer($"field {tag:X2}"); break;
            }

        if (roleIn is null) reader.Malformed("nobody takes over");
        return reader.Finish(new ShiftHandover(roleOut, roleIn ?? "", alarms, requests, waiting, text));
    }
}
