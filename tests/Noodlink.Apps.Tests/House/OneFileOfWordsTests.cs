using System.Text.RegularExpressions;

namespace Noodlink.Apps.Tests.House;

/// <summary>What people read stands in one file, Words.restext, so that it can be read through as a whole, and said in
/// another language by a second file. Protocol, the queue and the API give values, or take their words from there.</summary>
public sealed partial class OneFileOfWordsTests
{
    private const string Home = "src/Noodlink.Station/Dutch/Words.restext";

    [Fact]
    public void No_component_holds_text_of_its_own() =>
        Rule.Holds(
            $"Text in a .razor file stands in {Home}:",
            from file in SourceFile.All
            where file.Path.EndsWith(".razor", StringComparison.Ordinal)
            from found in TextsOf(file)
            select found);

    [Fact]
    public void No_code_holds_a_sentence() =>
        Rule.Holds(
            $"A sentence that people read stands in {Home}:",
            from file in SourceFile.CSharp()
            let code = file.Code
            from Match match in Text().Matches(code)
            where Dutch().IsMatch(match.Value) || DutchWord().IsMatch(match.Value)
            select $"{file.Path}:{SourceFile.LineAt(code, match.Index)}: {match.Value}");

    [Fact]
    public void No_markup_in_code_holds_text() =>
        Rule.Holds(
            $"Text between tags stands in {Home}:",
            from file in SourceFile.CSharp()
            let code = file.Code
            from Match match in BetweenTags().Matches(code)
            select $"{file.Path}:{SourceFile.LineAt(code, match.Index)}: {match.Value}");

    [Fact]
    public void No_words_are_kept_where_another_language_would_not_reach_them() =>
        Rule.Holds(
            "A static field keeps the words of the first one who asked; make it a property:",
            from file in SourceFile.CSharp().Concat(SourceFile.All.Where(
                file => file.Path.StartsWith("src/", StringComparison.Ordinal)
                    && file.Path.EndsWith(".razor", StringComparison.Ordinal)))
            let code = file.Code
            from Match match in Kept().Matches(code)
            where AnyWords().IsMatch(match.Value)
            select $"{file.Path}:{SourceFile.LineAt(code, match.Index)}: {match.Value.Split('\n')[0].Trim()}");

    [Fact]
    public void No_script_holds_a_sentence() =>
        Rule.Holds(
            $"A sentence that people read stands in {Home}, and reaches the script through an attribute:",
            from file in SourceFile.All
            where file.Path.StartsWith("src/Noodlink.Screens/Assets/", StringComparison.Ordinal)
                && file.Path.EndsWith(".js", StringComparison.Ordinal)
            from Match match in ScriptText().Matches(file.Code)
            where Dutch().IsMatch(match.Value)
            select $"{file.Path}:{SourceFile.LineAt(file.Code, match.Index)}: {match.Value}");

    [Fact]
    public void Every_text_has_a_name_of_its_own_and_is_used()
    {
        var names = new SourceFile(Home).Lines.Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('=')[0]).ToList();
        var used = SourceFile.All
            .Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal)
                || file.Path.EndsWith(".razor", StringComparison.Ordinal))
            .SelectMany(file => WordName().Matches(file.Text)).Select(match => match.Groups["name"].Value).ToHashSet();
        Rule.Holds($"A name in {Home} is Area_Thing and stands there once:", names.Where(
            name => !NameShape().IsMatch(name) || names.Count(other => other == name) > 1));
        Rule.Holds($"A text in {Home} is used:", names.Where(name => !used.Contains(name)));
    }

    private static IEnumerable<string> TextsOf(SourceFile file)
    {
        var code = file.Text.IndexOf("@code", StringComparison.Ordinal);
        var markup = Razor().Replace(
            code < 0 ? file.Text : file.Text[..code], match => new string('\n', match.Value.AsSpan().Count('\n')));
        foreach (Match match in Words().Matches(Tag().Replace(markup, Blank)))
            yield return $"{file.Path}:{SourceFile.LineAt(markup, match.Index)}: {match.Value.Trim()}";
        foreach (Match match in SpokenAttribute().Matches(markup))
            yield return $"{file.Path}:{SourceFile.LineAt(markup, match.Index)}: {match.Value}";
    }

    private static string Blank(Match match) => Regex.Replace(
        match.Value, "[^\n]", " ", RegexOptions.None, TimeSpan.FromSeconds(5));

    /// <summary>What stands between quotes. A pattern or a raw text begins with @ or with more quotes.</summary>
    [GeneratedRegex("(?<![@\"])\"(?:[^\"\\\\\\n]|\\\\.)+\"", RegexOptions.None, 5000)]
    private static partial Regex Text();

    [GeneratedRegex("'(?:[^'\\\\\\n]|\\\\.)*'|\"[^\"\\n]*\"|`[^`]*`", RegexOptions.None, 5000)]
    private static partial Regex ScriptText();

    /// <summary>More than one word, of which one is longer than a code of a language, and one is common in Dutch and no
    /// English.</summary>
    [GeneratedRegex(
        @"^(?=.*\s)(?=.*\p{L}{4}).*(?<![\w/#.-])(de|het|een|en|niet|geen|van|voor|naar|met|op|aan|uw?|dit|deze|dat|nog|er|om|bij|te|wordt|worden|staat|kies|vul|druk|klopt|weet|wie|wat|waar|hoe|heeft|hebt|zijn|kan|kunt|moet|als|ook|alleen|eerst|opnieuw|iemand|niemand|niets|alles|uur|schijf|nummer|bericht|melding|meldingen|vraag|hulp|binnen|onderweg|onbekend|geweigerd|gelezen|schrijf|stuur|maak|haal|zet|leg|noem)(?![\w/=-])",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Dutch();

    [GeneratedRegex(@"(?<=>[^<>{}""\n]*)\p{L}{2,}[^<>{}""\n]*(?=</)", RegexOptions.None, 5000)]
    private static partial Regex BetweenTags();

    /// <summary>One word with a mark on a letter.</summary>
    [GeneratedRegex("^.[A-Za-z]*[a-z][à-ÿ][a-z]+[A-Za-z]*.$", RegexOptions.None, 5000)]
    private static partial Regex DutchWord();

    [GeneratedRegex(@"^[ \t]+((public|private|internal|protected) )?static [^=;{}()]*(\([^=;{}()]*\)[^=;{}()]*)?( \{ get; \})? =\s[^;]*;",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Kept();

    [GeneratedRegex(@"(?<![\w.])(Words|\w*Labels|LanguageNames|\w+Text)\.\w", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex AnyWords();

    [GeneratedRegex(@"Words\.(?<name>\w+)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex WordName();

    [GeneratedRegex("^[A-Z][A-Za-z0-9]*_[A-Z0-9][A-Za-z0-9]*$", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex NameShape();

    /// <summary>Comments, directives and statements of Razor.</summary>
    [GeneratedRegex(
        @"@\*.*?\*@|@(namespace|using|inherits|foreach|if|else|for|switch)[^\n]*|^\s*(else|\}|\{|case|default:|break;|foreach|if)[^\n<]*$|@\((?>[^()]+|\((?<d>)|\)(?<-d>))*(?(d)(?!))\)|@[\w.]+(\((?>[^()]+|\((?<e>)|\)(?<-e>))*(?(e)(?!))\))?",
        RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Razor();

    [GeneratedRegex("<[^<>]*>", RegexOptions.None, 5000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"[A-Za-zÀ-ÿ]{2,}", RegexOptions.None, 5000)]
    private static partial Regex Words();

    [GeneratedRegex("\\b(aria-label|title|placeholder|alt|value|data-[a-z-]+)=\"[^\"@]*[a-zà-ÿ]{2,} [^\"@]*\"", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex SpokenAttribute();
}
