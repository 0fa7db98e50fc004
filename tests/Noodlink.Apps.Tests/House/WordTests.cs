using System.Text.RegularExpressions;

namespace Noodlink.Apps.Tests.House;

/// <summary>What stands on screens and on paper.</summary>
public sealed partial class WordTests
{
    [Fact]
    public void No_screen_says_a_word_that_is_confused_or_claims_too_much()
    {
        string[] screens =
        [
            "src/Noodlink.Screens/", "src/Noodlink.Node/", "src/Noodlink.Hub/", "src/Noodlink.Station/Dutch/",
        ];
        Rule.Holds(
            "\"Verstuurd\", \"Aangekomen\", \"Aangenomen\" and \"kern\" stand on no screen:",
            from file in SourceFile.All
            where screens.Any(folder => file.Path.StartsWith(folder, StringComparison.Ordinal))
                && !file.Name.StartsWith("Log", StringComparison.Ordinal)
                && Path.GetExtension(file.Path) is ".cs" or ".css" or ".js" or ".html" or ".razor" or ".restext"
            let text = file.Code
            from Match match in Forbidden().Matches(text)
            select $"{file.Path}:{SourceFile.LineAt(text, match.Index)}: {match.Value}");
    }

    [Fact]
    public void The_README_is_one_sitting_and_starts_with_the_two_commands()
    {
        var lines = new SourceFile("README.md").Lines;

        Assert.InRange(lines.Length, 30, 120);
        foreach (var command in new[] { "bash deploy/demo.sh", "bash tests/run.sh" })
            Assert.Contains(lines.Take(25), line => line.Contains(command, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("src/README.md")]
    [InlineData("src/Noodlink.Protocol/README.md")]
    [InlineData("deploy/README.md")]
    [InlineData("tests/README.md")]
    [InlineData("deploy/examples/README.md")]
    public void A_page_leads_only_to_pages_that_are_there(string path)
    {
        var page = new SourceFile(path);
        var folder = path.Contains('/', StringComparison.Ordinal) ? path[..(path.LastIndexOf('/') + 1)] : "";
        Rule.Holds(
            $"{path} leads to a file or folder that is not there:",
            from Match match in Link().Matches(page.Text)
            let target = match.Groups["target"].Value
            where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#')
            let place = Meldkamer.Repository.PathOf($"{folder}{target.Split('#')[0]}")
            where !File.Exists(place) && !Directory.Exists(place)
            select target);
    }

    [GeneratedRegex(
        """(?<=["'>=][^"\n]*)\b(verstuurd|aangekomen|aangenomen|kern)\b""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Forbidden();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Link();
}
