using System.Text.Json;
using Noodlink.Protocol.Json;
using Noodlink.Protocol.Messages;

namespace Noodlink.Apps.Tests.Meldkamer;

/// <summary>The files of <c>deploy/examples</c> as data.</summary>
public sealed class ExampleFiles
{
    // They come with later issues; deploy/examples/README.md says so.
    private static readonly string[] NotBuiltYet = ["12-insulin", "13-generators", "15-bulletin-water"];

    private static string[] Names =>
    [
        .. Directory.EnumerateFiles(Repository.PathOf("deploy", "examples"), "*.json")
            .Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void There_are_the_fifteen_of_the_domain_page_and_the_one_that_11_withdraws() =>
        Assert.Equal(Enumerable.Range(0, 16).Select(number => $"{number:D2}"), Names.Select(name => name[..2]));

    [Fact]
    public void Every_kind_that_is_built_is_accepted_as_it_stands()
    {
        var kinds = Names.Except(NotBuiltYet).Select(name => Examples.Read(name).Body.Kind).ToList();

        Assert.Equal(10, kinds.Count(kind => kind == Kind.Alarm));
        Assert.Equal(
            [Kind.AlarmUpdate, Kind.AlarmCancel, Kind.SituationReport], kinds.Where(kind => kind != Kind.Alarm));
    }

    [Fact]
    public void The_other_kinds_are_refused_for_their_kind_and_nothing_else()
    {
        foreach (var name in NotBuiltYet)
        {
            using var json = Parse(name);
            var result = MessageJson.Read(json.RootElement, JsonContext.Node(StationId.Parse("GR-WK1")));

            Assert.Equal(["kind"], Assert.IsType<JsonReadResult.Failed>(result).Errors.Keys);
        }
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
