using System.Text.RegularExpressions;

namespace Noodlink.Apps.Tests.House;

/// <summary>A number in a log leads to one line of the program.</summary>
public sealed partial class LogTests
{
    /// <summary>The numbers of each project; the command line writes to a person, not to a log.</summary>
    private static readonly Dictionary<string, (int First, int Last)> Ranges = new()
    {
        ["Noodlink.Station"] = (1000, 1999),
        ["Noodlink.Node"] = (2000, 2999),
        ["Noodlink.Hub"] = (3000, 3999),
        ["Noodlink.Screens"] = (4000, 4999),
    };

    private sealed record Event(SourceFile File, int Line, int? Id)
    {
        public override string ToString() => $"{File.Path}:{Line}";
    }

    [Fact]
    public void Every_event_has_a_number_of_its_own_in_the_range_of_its_project()
    {
        var events = SourceFile.CSharp().SelectMany(Events).ToList();

        Assert.NotEmpty(events);
        Rule.Holds(
            "An event has a number, the first argument of LoggerMessage:",
            events.Where(one => one.Id is null).Select(one => $"{one}"));
        Rule.Holds(
            "Two events with one number cannot be told apart in a log:",
            from same in events.GroupBy(one => (one.File.Project, one.Id))
            where same.Count() > 1
            select $"{same.Key.Id}: {string.Join(", ", same)}");
        Rule.Holds(
            "A number lies in the range of its project (LogTests.Ranges):",
            from one in events
            let range = Ranges.GetValueOrDefault(one.File.Project)
            where one.Id < range.First || one.Id > range.Last
            select $"{one}: {one.Id} is not in {range.First}..{range.Last}");
    }

    [Fact]
    public void Log_texts_stand_together() =>
        Rule.Holds(
            "Log texts stand in Log.cs or Log.<Area>.cs of their project:",
            from file in SourceFile.CSharp()
            where !file.Name.StartsWith("Log.", StringComparison.Ordinal)
                && (Message().IsMatch(file.Code) || DirectCall().IsMatch(file.Code))
            select file.Path);

    private static IEnumerable<Event> Events(SourceFile file)
    {
        var code = file.Code;
        return Message().Matches(code).Select(match => new Event(
            file, SourceFile.LineAt(code, match.Index),
            int.TryParse(match.Groups["id"].Value, out var id) ? id : null));
    }

    [GeneratedRegex(@"\[LoggerMessage\(\s*(EventId\s*=\s*)?(?<id>\d*)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Message();

    [GeneratedRegex(@"\.Log(Trace|Debug|Information|Warning|Error|Critical)\(", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex DirectCall();
}
