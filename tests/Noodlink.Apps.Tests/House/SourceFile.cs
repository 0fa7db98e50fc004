using System.Text.RegularExpressions;
using Noodlink.Apps.Tests.Meldkamer;

namespace Noodlink.Apps.Tests.House;

/// <summary>One file of the repository, as the house rules read it.</summary>
/// <param name="Path">From the root, with forward slashes.</param>
internal sealed partial record SourceFile(string Path)
{
    private static readonly Lazy<IReadOnlyList<SourceFile>> Everything = new(() => [.. Find(Repository.Root)]);

    /// <summary>Every file that is ours to write: no build output, nothing that was downloaded.</summary>
    public static IReadOnlyList<SourceFile> All => Everything.Value;

    /// <summary>C# of the programs, and with <paramref name="tests"/> of the tests.</summary>
    public static IEnumerable<SourceFile> CSharp(bool tests = false) =>
        All.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal)
            && (file.Path.StartsWith("src/", StringComparison.Ordinal) || (tests && file.IsTest)));

    public bool IsTest => Path.StartsWith("tests/", StringComparison.Ordinal);

    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The folder below src/ or tests/.</summary>
    public string Project => Path.Split('/') is [_, var project, _, ..] ? project : "";

    public string Text => File.ReadAllText(Repository.PathOf(Path.Split('/')));

    public string[] Lines => File.ReadAllLines(Repository.PathOf(Path.Split('/')));

    /// <summary>Line comments, documentation and block comments taken out; the lines stay where they were.</summary>
    public string Code => Comment().Replace(Text, match => new string('\n', match.Value.AsSpan().Count('\n')));

    /// <summary>The number of the line at this place in <see cref="Text"/> or <see cref="Code"/>.</summary>
    public static int LineAt(string text, int index) => text.AsSpan(0, index).Count('\n') + 1;

    private static IEnumerable<SourceFile> Find(string root) =>
        from path in Directory.EnumerateFiles(root, "*", new EnumerationOptions
        {
            RecurseSubdirectories = true, AttributesToSkip = FileAttributes.System,
        })
        let relative = System.IO.Path.GetRelativePath(root, path).Replace('\\', '/')
        where !relative.Split('/').Any(
            part => part is "bin" or "obj" or ".git" or "TestResults" or "node_modules" or "lib")
        orderby relative
        select new SourceFile(relative);

    // A string that holds "//" keeps it: an address is no comment.
    [GeneratedRegex("""(?<=^|[\s;{}()])//[^\n]*|/\*.*?\*/""", RegexOptions.Singleline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Comment();
}
