using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Noodlink.Apps.Tests.House;

/// <summary>What a file looks like, so that the next reader finds what they expect.</summary>
public sealed partial class ShapeTests
{
    private const int FileLinesMax = 400;
    private const int MethodLinesMax = 50;

    /// <summary>Interfaces with one implementation, and why that is right.</summary>
    private static readonly Dictionary<string, string> Alone = [];

    private static readonly string[] Programs =
    [
        "Noodlink.Protocol", "Noodlink.Station", "Noodlink.Screens", "Noodlink.Node", "Noodlink.Hub", "noodlink",
    ];

    [Fact]
    public void No_file_is_longer_than_400_lines() =>
        Rule.Holds(
            $"A file has at most {FileLinesMax} lines; a longer one holds two nouns:",
            from file in SourceFile.CSharp(tests: true)
            let lines = file.Lines.Length
            where lines > FileLinesMax
            select $"{file.Path} has {lines}");

    [Fact]
    public void No_method_is_longer_than_50_lines() =>
        Rule.Holds(
            $"A method has at most {MethodLinesMax} lines:",
            SourceFile.CSharp(tests: true).SelectMany(LongMethods));

    [Fact]
    public void Names_say_what_a_thing_is()
    {
        Rule.Holds(
            "A name like Manager or Helper says nothing:",
            from file in SourceFile.CSharp(tests: true)
            from Match match in EmptyName().Matches(file.Code)
            select $"{file.Path}: {match.Groups["name"].Value}");
        Rule.Holds(
            "A folder or file named Common or Utils becomes a drawer:",
            SourceFile.All.Select(file => file.Path).Where(path => EmptyPath().IsMatch(path)));
    }

    [Fact]
    public void An_interface_has_more_than_one_implementation()
    {
        var code = SourceFile.CSharp(tests: true).Select(file => file.Code).ToList();
        Rule.Holds(
            "An interface with one implementation is a class with a second name (exceptions: ShapeTests.Alone):",
            from file in SourceFile.CSharp()
            from Match match in Interface().Matches(file.Code)
            let name = match.Groups["name"].Value
            let count = code.Sum(text => Implementations(text, name))
            where count < 2 && !Alone.ContainsKey(name)
            select $"{file.Path}: {name} has {count}");
    }

    [Fact]
    public void Classes_are_sealed_unless_others_derive_from_them()
    {
        var types = Programs.SelectMany(name => Assembly.Load(name).GetTypes()).ToList();
        var bases = types.Select(type => type.BaseType).OfType<Type>()
            .Select(type => type.IsGenericType ? type.GetGenericTypeDefinition() : type).ToHashSet();
        Rule.Holds(
            "A class is sealed:",
            from type in types
            where type is { IsClass: true, IsSealed: false, IsAbstract: false } && !bases.Contains(type)
                && !typeof(Microsoft.AspNetCore.Components.IComponent).IsAssignableFrom(type) // .razor cannot say it
                && type.Name != "_Imports"
                && type.GetCustomAttribute<CompilerGeneratedAttribute>() is null
                && !type.FullName!.Contains('<', StringComparison.Ordinal)
                && type.Namespace?.StartsWith("Noodlink", StringComparison.Ordinal) == true
            select $"{type.Assembly.GetName().Name}: {type.FullName}");
    }

    [Fact]
    public void Nothing_is_folded_away_or_switched_off() =>
        Rule.Holds(
            "No #region; a banned call stays banned; work that is not done is not left as a note:",
            from file in SourceFile.CSharp(tests: true)
            from line in file.Lines.Index()
            where Hidden().IsMatch(line.Item)
            select $"{file.Path}:{line.Index + 1}: {line.Item.Trim()}");

    /// <summary>Members by their indent: a block that opens and closes at the indent of a member, below a
    /// type.</summary>
    private static IEnumerable<string> LongMethods(SourceFile file)
    {
        var lines = file.Lines;
        for (var open = 1; open < lines.Length; open++)
        {
            if (lines[open].Trim() != "{" || Indent(lines[open]) is 0 or > 12) continue;
            var head = Head(lines, open);
            if (TypeHead().IsMatch(head)) continue;
            var indent = Indent(lines[open]);
            var close = open + 1;
            while (close < lines.Length && (Indent(lines[close]) > indent || lines[close][indent] != '}')) close++;
            var length = close - open - 1;
            if (length > MethodLinesMax) yield return $"{file.Path}:{open}: {length} lines: {head.Trim()}";
            open = close;
        }
    }

    // The declaration above a brace may be broken over lines that are indented deeper.
    private static string Head(string[] lines, int open)
    {
        var first = open - 1;
        while (first > 0 && Indent(lines[first]) > Indent(lines[open])) first--;
        return string.Join(' ', lines[first..open].Select(line => line.Trim()));
    }

    private static int Indent(string line) =>
        line.Trim().Length == 0 ? int.MaxValue : line.Length - line.TrimStart(' ').Length;

    private static int Implementations(string text, string name) =>
        Regex.Count(
            text, $@"\b(class|struct|record)\s+\w+[^{{;]*?[:,]\s*(\w+<.*>,\s*)?{name}\b", RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(5));

    [GeneratedRegex(
        @"\b(class|record|struct|interface|enum)\s+"
        + @"(?<name>\w*(Manager|Helpers?|Utils?|Utilities|Common|Base|Impl|Info))\b",
        RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex EmptyName();

    [GeneratedRegex(
        @"(^|/)(Common|Shared|Utils?|Utilities|Helpers?|Core|Misc)(/|\.cs$)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex EmptyPath();

    [GeneratedRegex(@"\binterface\s+(?<name>I\w+)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Interface();

    [GeneratedRegex(@"\b(class|record|struct|interface|enum|namespace)\s", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex TypeHead();

    [GeneratedRegex(@"^\s*#region|disable\s+RS0030|//\s*(TODO|FIXME|HACK|XXX)\b", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Hidden();
}
