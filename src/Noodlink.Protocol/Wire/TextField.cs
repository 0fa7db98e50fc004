using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

/// <summary>The fields of a body that has only a text behind its fixed part, or nothing at all.</summary>
internal static class TextField
{
    public static string? Read(ref BodyReader reader) => Read(ref reader, Limits.Text);

    public static string? Read(ref BodyReader reader, TextLimit limit)
    {
        string? text = null;
        while (reader.NextField(out var tag, out var value))
        {
            if (tag == Tags.Text) text = reader.Text(value, limit);
            else reader.Newer($"field {tag:X2}");
        }

        return text;
    }

    /// <summary>For a body that has no fields yet: any field comes from newer software.</summary>
    public static void None(ref BodyReader reader)
    {
        while (reader.NextField(out var tag, out _)) reader.Newer($"field {tag:X2}");
    }
}
