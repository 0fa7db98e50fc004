using System.Text.RegularExpressions;

namespace Noodlink.Apps.Tests.House;

/// <summary>What people at a noodsteunpunt read stands in one file, Words.restext, so that it can be read through as a
/// whole, and said in another language by a second file.</summary>
public sealed partial class OneFileOfWordsTests
{
    private const string Home = "src/Noodlink.Station/Dutch/Words.restext";

    private static readonly string[] Folders =
    [
        "src/Noodlink.Node/Pages/", "src/Noodlink.Screens/Pages/", "src/Noodlink.Screens/Frame/",
        "src/Noodlink.Screens/Fields/", "src/Noodlink.Screens/Access/SignIn", "src/Noodlink.Station/Dutch/",
    ];

    [Fact]
    public void No_component_holds_text_of_its_own() =>
        Rule.Holds(
            $"Text in a .razor file stands in {Home}:",
            from file in SourceFile.All
            where file.Path.EndsWith(".razor", StringComparison.Ordinal)
            from found in TextsOf(file)
            select found);

    [Fact]
    public void No_code_of_a_screen_holds_a_sentence() =>
        Rule.Holds(
            $"A sentence that people read stands in {Home}:",
            from file in SourceFile.CSharp()
            where Folders.Any(folder => file.Path.StartsWith(folder, StringComparison.Ordinal))
                && !file.Name.StartsWith("Log", StringComparison.Ordinal)
            from Match match in Sentence().Matches(file.Code)
            where Dutch().IsMatch(match.Value) && !match.Value.EndsWith("the program.\"", StringComparison.Ordinal)
            select $"{file.Path}:{SourceFile.LineAt(file.Code, match.Index)}: {match.Value}");

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

    /// <summary>Something with a space, between quotes.</summary>
    [GeneratedRegex("\"(?:[^\"\\\\\\n]|\\\\.)*\"", RegexOptions.None, 5000)]
    private static partial Regex Sentence();

    [GeneratedRegex("'(?:[^'\\\\\\n]|\\\\.)*'|\"[^\"\\n]*\"|`[^`]*`", RegexOptions.None, 5000)]
    private static partial Regex ScriptText();

    /// <summary>Two words, of which one is among the most common of the language, or a capital and a small word behind
    /// it.</summary>
    [GeneratedRegex(
        @"\b(de|het|een|en|of|is|niet|geen|van|voor|naar|met|op|aan|uw?|dit|deze|nog|er|om|bij|te|wordt|staat|kies|vul|druk|ga|klopt|hier|weet|wie|wat|waar)\b[^""]*\s|\s(de|het|een|en|of|is|niet|geen|van|voor|naar|met|op|aan|uw?|dit|deze|nog|er|om|bij|te)\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Dutch();

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
