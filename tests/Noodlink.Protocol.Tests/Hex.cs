namespace Noodlink.Protocol.Tests;

/// <summary>Bytes written for people: hexadecimal, then a bar, then what they mean, one field a line.</summary>
internal static class Hex
{
    public static byte[] Bytes(string lines) => Convert.FromHexString(string.Concat(
        lines.Split('\n').SelectMany(line => line.Split('|')[0]).Where(c => !char.IsWhiteSpace(c))));
}
