using System.Text;

namespace Noodlink.Hub.Meldkamer;

/// <summary>Text that any receiver can take in.</summary>
/// <remarks>XML 1.0 has no way to write most control characters, half surrogates and U+FFFE/FFFF, and one of them
/// would stop a whole noodmelding at the receiver's parser. Forms refuse them, but the sealed text of a station is
/// not ours.</remarks>
internal static class XmlText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text, with line ends as line feeds and every character that XML cannot hold replaced by
    /// U+FFFD.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (IsLegal(rune.Value)) clean.Append(rune.ToString());
            else clean.Append(Replacement);
        }

        return clean.ToString();
    }

    private static bool IsLegal(int value) =>
        value is '\t' or '\n' or (>= 0x20 and < 0x7F) or (> 0x9F and not (0xFFFE or 0xFFFF));
}
