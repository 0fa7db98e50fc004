using System.Globalization;
using System.Text;

namespace Noodlink.Station.Dutch;

/// <summary>Spells postcodes and names the way they are said over a portofoon or C2000.</summary>
/// <remarks>
/// The letters are those of bijlage 3 of the Regeling gebruik van frequentieruimte met meldingsplicht 2015
/// (BWBR0036375): Alfa, Bravo, Charlie. Digits are said one by one in Dutch. Pure; call from any thread.
/// </remarks>
public static class Spelling
{
    private static readonly string[] Letters =
    [
        "Alfa", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliett", "Kilo", "Lima",
        "Mike", "November", "Oscar", "Papa", "Quebec", "Romeo", "Sierra", "Tango", "Uniform", "Victor", "Whiskey",
        "X-ray", "Yankee", "Zulu",
    ];

    private static readonly string[] Digits =
        ["nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"];

    // Unicode decomposition is not there when cultures are switched off (InvariantGlobalization), so the marked
    // letters of Dutch, Frisian and the common names around them stand here: letter by letter, in the same order.
    private const string Marked = "áéíóúýàèìòùâêîôûäëïöüÿçñãõåøÁÉÍÓÚÝÀÈÌÒÙÂÊÎÔÛÄËÏÖÜŸÇÑÃÕÅØ";
    private const string Bare = "aeiouyaeiouaeiouaeiouycnaoaoAEIOUYAEIOUAEIOUAEIOUYCNAOAO";

    /// <summary>"9843AB" becomes "negen acht vier drie Alfa Bravo". A letter with a mark is said as the letter and
    /// then the mark; a character without a name is repeated as it is. Empty for an empty text.</summary>
    public static string Of(string text)
    {
        var words = new List<string>();
        foreach (var rune in text.EnumerateRunes())
            if (Word(rune) is { } word) words.Add(word);
        return string.Join(' ', words);
    }

    private static string? Word(Rune rune) => rune.Value switch
    {
        >= 'A' and <= 'Z' => Letters[rune.Value - 'A'],
        >= 'a' and <= 'z' => Letters[rune.Value - 'a'],
        >= '0' and <= '9' => Digits[rune.Value - '0'],
        ' ' or '\n' => "(spatie)",
        '-' or '–' => "(streepje)",
        '\'' or '’' => "(apostrof)",
        '.' => "(punt)",
        ',' => "(komma)",
        '/' => "(schuine streep)",
        0x0308 => "(trema)",
        _ when rune.IsBmp && Marked.IndexOf((char)rune.Value) is var index and >= 0 => WithMark(index),
        _ when Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark => "(accent)",
        _ when Rune.IsControl(rune) => null,
        _ => rune.ToString(),
    };

    private static string WithMark(int index)
    {
        var mark = "äëïöüÿ".Contains(char.ToLowerInvariant(Marked[index])) ? "(trema)" : "(accent)";
        return $"{Word(new Rune(Bare[index]))} {mark}";
    }
}
