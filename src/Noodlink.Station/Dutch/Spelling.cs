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
        >= '0' and <= '9' => Words.Spell_Digits.Split(' ')[rune.Value - '0'],
        ' ' or '\n' => Words.Spell_Space,
        '-' or '–' => Words.Spell_Dash,
        '\'' or '’' => Words.Spell_Apostrophe,
        '.' => Words.Spell_Point,
        ',' => Words.Spell_Comma,
        '/' => Words.Spell_Slash,
        0x0308 => Words.Spell_Diaeresis,
        _ when rune.IsBmp && Marked.IndexOf((char)rune.Value) is var index and >= 0 => WithMark(index),
        _ when Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark => Words.Spell_Accent,
        _ when Rune.IsControl(rune) => null,
        _ => rune.ToString(),
    };

    private static string WithMark(int index)
    {
        var mark = "äëïöüÿ".Contains(char.ToLowerInvariant(Marked[index])) ? Words.Spell_Diaeresis : Words.Spell_Accent;
        return $"{Word(new Rune(Bare[index]))} {mark}";
    }
}
