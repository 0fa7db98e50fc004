using System.Text.Json;
using Noodlink.Protocol.Json;
using Noodlink.Protocol.Messages;

namespace Noodlink.Apps.Tests.Meldkamer;

/// <summary>The files of <c>deploy/examples</c> as data.</summary>
public sealed class ExampleFiles
{
    private static string[] Names =>
    [
        .. Directory.EnumerateFiles(Repository.PathOf("deploy", "examples"), "*.json")
            .Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void There_are_the_fifteen_of_the_domain_page_and_the_one_that_11_withdraws() =>
        Assert.Equal(Enumerable.Range(0, 16).Select(number => $"{number:D2}"), Names.Select(name => name[..2]));

    [Fact]
    public void Each_is_accepted_as_it_stands_by_whom_it_is_of()
    {
        var kinds = Names.Select(name => Examples.Read(name).Body.Kind).ToList();

        Assert.Equal(10, kinds.Count(kind => kind == Kind.Alarm));
        Assert.Equal(
            [
                Kind.AlarmUpdate, Kind.AlarmCancel, Kind.HelpRequest, Kind.HelpOffer, Kind.SituationReport, Kind.Bulletin,
            ], kinds.Where(kind => kind != Kind.Alarm));
    }

    [Fact]
    public void Every_reference_is_the_number_of_another_file_that_comes_first()
    {
        foreach (var name in Names)
        {
            using var json = Parse(name);
            if (!json.RootElement.TryGetProperty("references", out var references)) continue;
            foreach (var reference in references.EnumerateArray())
            {
                var target = reference.GetString()!;
                Assert.Equal('@', target[0]);
                Assert.Contains(Names, other => other.StartsWith(target[1..] + "-", StringComparison.Ordinal)
                    && string.CompareOrdinal(other, name) < 0);
            }
        }
    }

    private static JsonDocument Parse(string name) =>
        JsonDocument.Parse(File.ReadAllText(Repository.PathOf("deploy", "examples", name + ".json")));
}
