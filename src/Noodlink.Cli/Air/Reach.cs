using System.Globalization;

namespace Noodlink.Cli.Air;

// Who hears whom, for trying out relays on a bench: "0-1,1-2" is a line of three radios, "0>1" is heard one way only. What
// is not named is out of reach: it is not heard, not sensed as a busy channel, and disturbs nobody.

/// <summary>Who hears whom on the simulated air. Immutable.</summary>
internal sealed class Reach
{
    /// <summary>Everybody hears everybody.</summary>
    public static readonly Reach All = new(null);

    private readonly HashSet<(int From, int To)>? _heard;

    private Reach(HashSet<(int, int)>? heard) => _heard = heard;

    /// <summary>Each radio hears the one before it and the one behind it.</summary>
    public static Reach Line(int radios) => new([.. Enumerable.Range(1, Math.Max(0, radios - 1))
        .SelectMany(radio => new[] { (radio - 1, radio), (radio, radio - 1) })]);

    /// <summary>Reads <c>all</c>, <c>line</c> or pairs: <c>0-1,1-2,2&gt;3</c>.</summary>
    /// <param name="radios">How many there are.</param>
    /// <returns>Null: it says something else, or names a radio that is not there.</returns>
    public static Reach? Parse(string text, int radios)
    {
        if (text == "all") return All;
        if (text == "line") return Line(radios);
        var heard = new HashSet<(int, int)>();
        foreach (var pair in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var isOneWay = pair.Contains('>', StringComparison.Ordinal);
            var ends = pair.Split(isOneWay ? '>' : '-');
            if (ends.Length != 2 || Number(ends[0]) is not { } from || Number(ends[1]) is not { } to || from == to)
                return null;
            heard.Add((from, to));
            if (!isOneWay) heard.Add((to, from));
        }

        return new Reach(heard);

        int? Number(string word) =>
            int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < radios
                ? number : null;
    }

    /// <summary>Whether the second hears the first.</summary>
    public bool Hears(int from, int to) => _heard is null || _heard.Contains((from, to));
}
