using Noodlink.Protocol.Messages;

namespace Noodlink.Node.Pages.Bulletins;

// Problem: a poster is read across a hall, so its letters are as large as the sheet allows. But a bulletin may have 400
// characters, and of a poster that goes on on a second sheet only the first one hangs.
//
// Idea: how much room the words take is reckoned from their letters, roughly and never too little, and the largest size
// with which all of it fits is chosen by a class in the style sheet. No script has to run before it is printed.

/// <summary>How large the letters of a poster may be for it to fit on one sheet.</summary>
/// <remarks>Pure; call from any thread.</remarks>
public static class PosterFit
{
    /// <summary>Points on A4, as <c>boards.css</c> has them; on A5 they are seven tenths of this, as the paper is.</summary>
    public static IReadOnlyList<double> Sizes { get; } = [44, 35, 27, 22, 18, 15, 12, 10];

    // A4 without margins of 10 mm, in points, and a tenth of its height less: a word that does not fit goes down whole.
    private const double Width = 190 / 25.4 * 72, Height = 277 / 25.4 * 72 * 0.9;

    // Heights in letters of the text: a line; the heading, larger; a line in a box; the rest (point, until when, number).
    private const double Line = 1.25, Title = 1.6, Boxed = 1.6, Rest = 4.5;

    /// <summary>The place of the size in <see cref="Sizes"/>; the last one also when nothing fits.</summary>
    /// <param name="boxes">Lines in a box: OEFENING, and that it may not hang.</param>
    public static int Of(Bulletin bulletin, int boxes)
    {
        ArgumentNullException.ThrowIfNull(bulletin);
        for (var place = 0; place < Sizes.Count - 1; place++)
        {
            var across = Width / Sizes[place];
            var high = Lines(bulletin.Text, across) * Line + Lines(bulletin.Title, across / Title) * Title * Line
                + boxes * Boxed + Rest;
            if (high * Sizes[place] <= Height && !BreaksWords(bulletin, Sizes[place])) return place;
        }

        return Sizes.Count - 1;
    }

    // What is broken in the smallest letters too is no word.
    private static bool BreaksWords(Bulletin bulletin, double size)
    {
        var longest = Math.Max(LongestWord(bulletin.Title) * Title, LongestWord(bulletin.Text));
        return longest * size > Width && longest * Sizes[^1] <= Width;
    }

    private static double LongestWord(string text) => text.Split([' ', '\n', '-']).Max(word => word.Sum(Wide));

    private static double Lines(string text, double across) =>
        text.Split('\n').Sum(line => Math.Max(1, Math.Ceiling(line.Sum(Wide) / (across * 0.9))));

    // In letters high: W and M are nearly as wide as that.
    private static double Wide(char letter) => letter switch
    {
        'W' or 'M' or 'm' or 'w' or '@' or '%' or > '\u024F' => 1,
        ' ' or 'i' or 'j' or 'l' or 't' or 'f' or 'r' or '.' or ',' or ':' or ';' or '\'' or '-' => 0.4,
        _ when char.IsUpper(letter) => 0.75,
        _ => 0.6,
    };
}
