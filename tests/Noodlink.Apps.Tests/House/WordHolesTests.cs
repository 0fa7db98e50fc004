using System.Text.RegularExpressions;

namespace Noodlink.Apps.Tests.House;

/// <summary>A text with holes ({0}, {1}) is filled in wherever it is said, with as much as it asks for: too little throws
/// in front of a resident, too much is lost without a word.</summary>
public sealed partial class WordHolesTests
{
    private static readonly SourceFile Home = new("src/Noodlink.Station/Dutch/Words.restext");

    [Fact]
    public void The_holes_of_a_text_are_counted_from_nought_without_a_gap() => Rule.Holds(
        "A hole is missing between others:",
        from pair in TextsOf(Home)
        where !HolesOf(pair.Value).SequenceEqual(Enumerable.Range(0, HolesOf(pair.Value).Count))
        select $"{pair.Key}={pair.Value}");

    [Fact]
    public void Every_call_gives_a_text_as_much_as_it_has_holes()
    {
        var holes = TextsOf(Home).ToDictionary(pair => pair.Key, pair => HolesOf(pair.Value).Count, StringComparer.Ordinal);
        var said = new HashSet<string>(StringComparer.Ordinal);
        var wrong = new List<string>();
        foreach (var file in SourceFile.All.Where(IsOurs))
        {
            var text = file.Text;
            var given = GivenIn(text, SayIt());
            var handed = GivenIn(text, Call());
            foreach (Match match in Word().Matches(text))
            {
                var name = match.Groups["name"].Value;
                if (!holes.TryGetValue(name, out var asked)) continue;
                said.Add(name);
                // A script fills in the one hole of a text that it was handed as an attribute.
                var got = given.TryGetValue(match.Index, out var count) ? count
                    : asked == 0 ? 0
                    : handed.TryGetValue(match.Index, out count) ? count
                    : ForScript().IsMatch(text[Math.Max(0, match.Index - 40)..match.Index]) ? 1 : 0;
                if (got != asked)
                    wrong.Add($"{file.Path}:{SourceFile.LineAt(text, match.Index)}: {name} has {asked} holes, gets {got}");
            }
        }

        Rule.Holds("A text is filled in with what it asks for:", wrong);
        Assert.Equal(holes.Keys.Order(StringComparer.Ordinal), said.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_second_file_has_the_names_and_the_holes_of_the_first()
    {
        var first = TextsOf(Home).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        Rule.Holds(
            "A text in another language stands for one of Words.restext, with the same holes:",
            from file in SourceFile.All
            where SecondFile().IsMatch(file.Path)
            from pair in TextsOf(file)
            where !first.TryGetValue(pair.Key, out var dutch) || !HolesOf(dutch).SequenceEqual(HolesOf(pair.Value))
            select $"{file.Path}: {pair.Key}={pair.Value}");
        Assert.Matches(SecondFile(), "src/Noodlink.Station/Dutch/Words.en.restext");
    }

    private static bool IsOurs(SourceFile file) => file.Path.StartsWith("src/", StringComparison.Ordinal)
        && (file.Path.EndsWith(".cs", StringComparison.Ordinal) || file.Path.EndsWith(".razor", StringComparison.Ordinal));

    private static IEnumerable<KeyValuePair<string, string>> TextsOf(SourceFile file) =>
        from line in file.Lines
        where line.Length > 0 && line[0] != '#'
        let at = line.IndexOf('=', StringComparison.Ordinal)
        select KeyValuePair.Create(line[..at], line[(at + 1)..]);

    private static List<int> HolesOf(string text) => [.. Hole().Matches(text)
        .Select(match => match.Groups["n"].Value[0] - '0').Distinct().Order()];

    /// <summary>How much each word gets that stands in the first argument of a call, by its place: what else is in the
    /// call.</summary>
    private static Dictionary<int, int> GivenIn(string text, Regex calls)
    {
        var given = new Dictionary<int, int>();
        foreach (Match call in calls.Matches(text))
        {
            var arguments = ArgumentsFrom(text, call.Index + call.Length);
            var (from, to) = arguments[0];
            foreach (Match word in Word().Matches(text[from..to])) given[from + word.Index] = arguments.Count - 1;
        }

        return given;
    }

    private static List<(int From, int To)> ArgumentsFrom(string text, int at)
    {
        var found = new List<(int, int)>();
        var (depth, from) = (0, at);
        for (; at < text.Length; at++)
        {
            if (text[at] == '"') at = EndOfText(text, at);
            else if (text[at] is '(' or '[' or '{') depth++;
            else if (text[at] is ')' or ']' or '}' && depth-- == 0) break;
            else if (text[at] == ',' && depth == 0)
            {
                found.Add((from, at));
                from = at + 1;
            }
        }

        found.Add((from, at));
        return found;
    }

    private static int EndOfText(string text, int at)
    {
        for (at++; at < text.Length && text[at] != '"'; at++)
            if (text[at] == '\\') at++;
        return at;
    }

    /// <summary>What fills in.</summary>
    [GeneratedRegex(@"\bSay\.It\(", RegexOptions.None, 5000)]
    private static partial Regex SayIt();

    /// <summary>A method of a page that hands on its first argument to be filled in.</summary>
    [GeneratedRegex(@"\b[A-Z]\w+\((?=\s*[\w.]*\bWords\.)", RegexOptions.None, 5000)]
    private static partial Regex Call();

    [GeneratedRegex(@"\bWords\.(?<name>\w+)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Word();

    [GeneratedRegex(@"\sdata-[a-z-]+=""@$", RegexOptions.None, 5000)]
    private static partial Regex ForScript();

    [GeneratedRegex(@"\{(?<n>\d)\}", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Hole();

    [GeneratedRegex(@"/Dutch/Words\.[a-z]{2,3}\.restext$", RegexOptions.None, 5000)]
    private static partial Regex SecondFile();
}
