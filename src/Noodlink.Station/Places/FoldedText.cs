using System.Text;

namespace Noodlink.Station.Places;

// Problem: people type "sluis gaarkeuken", "Súdwest", "s gravenweg"; the lists say "Sluis Gaarkeuken", "Sudwest",
// "'s-Gravenweg".
//
// Idea: both sides are written in one plain way before they are compared: small letters a to z and digits, everything
// else is a space. The programs run without ICU (InvariantGlobalization), where decomposing does nothing for letters
// beyond ASCII, so the letters that occur in Dutch, Frisian and neighbouring names stand in a table here.

/// <summary>Text as names are compared: without capitals, accents and punctuation.</summary>
/// <remarks>Pure; any text is allowed.</remarks>
public static class FoldedText
{
    /// <summary>Longer text is no name: twice the 80 characters that the BAG allows a street.</summary>
    public const int LengthMax = 160;

    /// <summary>Words of a to z and 0 to 9 with one space between them; empty for nothing or for more than
    /// <see cref="LengthMax"/> characters.</summary>
    public static string Words(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > LengthMax) return "";
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            var plain = Plain(char.ToLowerInvariant(letter));
            if (plain.Length > 0 && plain[0] != ' ') folded.Append(plain);
            else if (plain.Length > 0 && folded.Length > 0 && folded[^1] != ' ') folded.Append(' ');
        }

        return folded.ToString().TrimEnd();
    }

    /// <summary><see cref="Words"/> without the spaces: "Model weg" and "Modelweg" are one street.</summary>
    public static string Key(string? text) => Words(text).Replace(" ", "", StringComparison.Ordinal);

    private static string Plain(char letter) => letter switch
    {
        (>= 'a' and <= 'z') or (>= '0' and <= '9') => letter.ToString(),
        >= 'à' and <= 'å' or 'ā' or 'ă' or 'ą' => "a",
        'æ' => "ae",
        'ç' or 'ć' or 'ĉ' or 'č' => "c",
        'ď' or 'đ' or 'ð' => "d",
        >= 'è' and <= 'ë' or 'ē' or 'ĕ' or 'ė' or 'ę' or 'ě' => "e",
        'ğ' or 'ģ' => "g",
        >= 'ì' and <= 'ï' or 'ĩ' or 'ī' or 'į' or 'ı' => "i",
        '\u0133' => "ij",
        'ł' or 'ľ' or 'ļ' => "l",
        'ñ' or 'ń' or 'ň' => "n",
        >= 'ò' and <= 'ö' or 'ø' or 'ō' or 'ő' => "o",
        'œ' => "oe",
        'ř' or 'ŕ' => "r",
        'ß' => "ss",
        'ś' or 'ş' or 'š' or 'ș' => "s",
        'ť' or 'ţ' or 'ț' => "t",
        >= 'ù' and <= 'ü' or 'ũ' or 'ū' or 'ů' or 'ű' => "u",
        'ŵ' => "w",
        'ý' or 'ÿ' or 'ŷ' => "y",
        'ź' or 'ż' or 'ž' => "z",
        // An accent that stands by itself behind its letter.
        >= '\u0300' and <= '\u036F' => "",
        _ => " ",
    };
}
