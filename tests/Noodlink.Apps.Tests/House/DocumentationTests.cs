using System.Text.RegularExpressions;
using Noodlink.Station.Dutch;

namespace Noodlink.Apps.Tests.House;

/// <summary>What other projects call is explained where it stands.</summary>
/// <remarks>Read from the source and not left to the compiler (CS1591), because that also asks for words on what has a
/// meaning already: the values of an enumeration that the catalogue of messages names, the parts of .NET's own
/// contracts (Equals, CompareTo, Dispose), and the second overload of what is explained at the first.</remarks>
public sealed partial class DocumentationTests
{
    [Theory]
    [InlineData("src/Noodlink.Protocol/")]
    [InlineData("src/Noodlink.Station/")]
    public void Every_public_member_is_explained(string project) =>
        Rule.Holds(
            $"A public type, method or property of {project} has an XML comment:",
            from file in SourceFile.CSharp()
            where file.Path.StartsWith(project, StringComparison.Ordinal)
            from member in Unexplained(file.Lines)
            select $"{file.Path}:{member.Line}: {member.Name}");

    [Fact]
    public void Every_story_of_others_has_its_test()
    {
        var tests = SourceFile.CSharp(tests: true).Where(file => file.Path.StartsWith("tests/", StringComparison.Ordinal))
            .SelectMany(file => TestName().Matches(file.Text)).Select(match => match.Groups["name"].Value)
            .ToHashSet(StringComparer.Ordinal);
        var told = StoryTest().Matches(new SourceFile("tests/README.md").Text)
            .Select(match => match.Groups["name"].Value).ToList();
        Assert.True(told.Count > 50, $"{told.Count} tests are named in tests/README.md");
        Rule.Holds("A test named in tests/README.md is there:", told.Where(name => !tests.Contains(name)));
    }

    [Fact]
    public void Every_claim_of_the_toegankelijkheidsverklaring_has_its_test()
    {
        var rows = new SourceFile("tests/README.md").Lines.Where(line => StoryTest().IsMatch(line)).ToList();
        var claims = typeof(Words).GetProperties()
            .Where(word => word.Name.StartsWith($"{nameof(Words.Statement_Checked)}", StringComparison.Ordinal)
                && word.Name != nameof(Words.Statement_Checked))
            .Select(word => (string)word.GetValue(null)!).ToList();
        Assert.True(claims.Count >= 5, $"{claims.Count} claims");
        Rule.Holds(
            "A claim of the page /toegankelijkheid stands in tests/README.md, word for word, with what shows it:",
            claims.Where(claim => !rows.Exists(row => row.StartsWith($"| {claim} |", StringComparison.Ordinal))));
    }

    private static IEnumerable<(int Line, string Name)> Unexplained(string[] lines)
    {
        var explained = new HashSet<string>(StringComparer.Ordinal);
        var inside = new Stack<(int Indent, bool IsPublic)>();
        for (var at = 0; at < lines.Length; at++)
        {
            var indent = lines[at].Length - lines[at].TrimStart().Length;
            if (Type().Match(lines[at]) is { Success: true } type)
            {
                while (inside.TryPeek(out var above) && above.Indent >= indent) inside.Pop();
                var isPublic = type.Groups["public"].Success && inside.All(outer => outer.IsPublic);
                if (isPublic && !IsExplained(lines, at)) yield return (at + 1, type.Groups["name"].Value);
                inside.Push((indent, isPublic));
            }
            else if (inside.All(outer => outer.IsPublic) && Member().Match(lines[at]) is { Success: true } member)
            {
                var name = member.Groups["name"].Value;
                if (IsExplained(lines, at)) explained.Add(name);
                else if (!explained.Contains(name)) yield return (at + 1, name);
            }
        }
    }

    private static bool IsExplained(string[] lines, int at)
    {
        do at--;
        while (at >= 0 && lines[at].TrimStart().StartsWith('['));
        return at >= 0 && lines[at].TrimStart().StartsWith("///", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"public (async )?(Task|void) (?<name>\w+)\(", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex TestName();

    [GeneratedRegex(@"`(?<name>[A-Z]\w*_\w*[a-z]\w*)`", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex StoryTest();

    [GeneratedRegex(
        @"^\s*((?<public>public)|internal|private|protected)?\s*"
        + @"((static|sealed|abstract|readonly|ref|partial|file|unsafe)\s+)*"
        + @"(class|struct|interface|enum|record(\s+struct)?)\s+(?<name>\w+)",
        RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Type();

    [GeneratedRegex(
        @"^\s+public\s+(?!const\s+string\b|override\b|(static\s+)?(implicit|explicit)\b|.*\boperator\b)"
        + @"((static|abstract|virtual|required|readonly|const|async|unsafe|partial|new)\s+)*[\w<>\[\]?,.()\s]+?\s"
        + @"(?!(Equals|CompareTo|Dispose|DisposeAsync|GetEnumerator)\b)(?<name>\w+)(<\w+>)?\s*(\(|\{|=>|=|;)",
        RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Member();
}
