using System.Text;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Noodlink.Hub.Meldkamer;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Queue;

namespace Noodlink.Apps.Tests.Meldkamer;

public sealed class CapTests
{
    private static readonly XNamespace Cap = "urn:oasis:names:tc:emergency:cap:1.2";

    [Theory]
    [MemberData(nameof(Examples.Names), MemberType = typeof(Examples))]
    public void Every_example_is_valid_CAP(string name) => Assert.Empty(CapRules.Faults(Parse(Examples.All[name])));

    [CapSchemaFact]
    public void Every_example_and_500_random_facts_pass_the_schema_of_OASIS()
    {
        var schemas = new XmlSchemaSet();
        schemas.Add(null, CapSchemaFactAttribute.SchemaFile!);
        foreach (var dossier in Examples.All.Values.Concat(Enumerable.Range(1, 500).Select(Some)))
            Parse(dossier).Validate(schemas, (_, e) => Assert.Fail($"{dossier.Identifier}: {e.Message}"));
    }

    [Fact]
    public void Any_facts_give_valid_CAP()
    {
        for (var seed = 1; seed <= 2000; seed++)
        {
            var faults = CapRules.Faults(Parse(Some(seed)));
            Assert.True(faults.Count == 0, $"seed {seed}: {string.Join("; ", faults)}");
        }
    }

    [Fact]
    public void A_barn_fire_reads_as_it_was_reported()
    {
        var alert = Parse(Examples.All["01-barn-fire"]).Root!;
        var info = alert.Element(Cap + "info")!;

        Assert.Equal("GR-WK1-0007", Text(alert, "identifier"));
        Assert.Equal("GR-CWK@noodlink", Text(alert, "sender"));
        Assert.Equal("2026-02-06T06:21:34+01:00", Text(alert, "sent"));
        Assert.Equal(("Actual", "Alert"), (Text(alert, "status"), Text(alert, "msgType")));
        Assert.Equal("Private", Text(alert, "scope"));
        Assert.Null(alert.Element(Cap + "references"));
        Assert.Equal(("Fire", "brand in gebouw"), (Text(info, "category"), Text(info, "event")));
        Assert.Equal(("Immediate", "Unknown", "Likely"),
            (Text(info, "urgency"), Text(info, "severity"), Text(info, "certainty")));
        Assert.Equal(
            "brandweer: brand in gebouw, levensgevaar onbekend, Proefstraat 14, Zuidhorn, gemeente Westerkwartier",
            Text(info, "headline"));
        Assert.Contains("Gasflessen in schuur!!", Text(info, "description"), StringComparison.Ordinal);
        Assert.Equal(["Fire", "Gas"], Parameters(info, "hazards"));
        Assert.Equal(["Certain"], Parameters(info, "location.certainty"));
        Assert.Equal(["GR-WK1"], Parameters(info, "station"));
    }

    [Theory]
    [InlineData(Danger.Yes, Source.Seen, "Immediate", "Severe", "Observed")]
    [InlineData(Danger.Unknown, Source.FirstHand, "Immediate", "Unknown", "Likely")]
    [InlineData(Danger.No, Source.Hearsay, "Expected", "Unknown", "Possible")]
    [InlineData(null, null, "Immediate", "Unknown", "Possible")]
    public void Danger_and_source_decide_urgency_severity_and_certainty(
        Danger? danger, Source? source, string urgency, string severity, string certainty)
    {
        var example = Examples.All["01-barn-fire"];
        var dossier = example with { Facts = example.Facts with { DangerToLife = danger, Source = source } };

        var info = Parse(dossier).Root!.Element(Cap + "info")!;

        Assert.Equal((urgency, severity, certainty),
            (Text(info, "urgency"), Text(info, "severity"), Text(info, "certainty")));
    }

    [Fact]
    public void An_update_names_every_earlier_version_exactly_as_it_was_sent()
    {
        var first = Examples.All["03-ventilator"];
        var second = first with { Version = 2, Cause = VersionCause.Completed, Earlier = [new(1, first.Sent)] };
        var summer = first.Sent.AddDays(100);
        var third = second with
        {
            Version = 3,
            Cause = VersionCause.Update,
            Earlier = [new(1, first.Sent), new(2, summer)],
            Sent = summer.AddDays(1),
        };

        var alert = Parse(third).Root!;

        Assert.Equal("GR-WK3-0011.3", Text(alert, "identifier"));
        Assert.Equal("Update", Text(alert, "msgType"));
        Assert.Equal(
            $"GR-CWK@noodlink,GR-WK3-0011,{Text(Parse(first).Root!, "sent")} "
            + "GR-CWK@noodlink,GR-WK3-0011.2,2026-05-17T07:21:34+02:00",
            Text(alert, "references"));
    }

    [Fact]
    public void A_withdrawal_cancels_and_says_why()
    {
        var alert = Parse(Examples.All["11-missing-found"]).Root!;

        Assert.Equal(("Cancel", "GR-ED3-0004.2"), (Text(alert, "msgType"), Text(alert, "identifier")));
        Assert.StartsWith("Ingetrokken: opgelost. Meneer is terecht", Text(alert, "note"), StringComparison.Ordinal);
        Assert.StartsWith("Ingetrokken: ", Text(alert.Element(Cap + "info")!, "headline"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_update_whose_original_is_missing_is_the_first_alert_and_the_original_becomes_its_update()
    {
        var update = Examples.All["10-ventilator-update"] with { Version = 1, Earlier = [] };
        var original = Examples.All["03-ventilator"] with { Version = 2, Earlier = [new(1, update.Sent)] };

        var (first, second) = (Parse(update).Root!, Parse(original).Root!);

        Assert.Equal(("GR-WK3-0011", "Alert"), (Text(first, "identifier"), Text(first, "msgType")));
        Assert.Null(first.Element(Cap + "references"));
        Assert.Equal(("GR-WK3-0011.2", "Update"), (Text(second, "identifier"), Text(second, "msgType")));
    }

    [Theory]
    [InlineData(MessageStatus.Exercise, "Exercise", "OEFENING")]
    [InlineData(MessageStatus.Test, "Test", "TEST")]
    public void An_exercise_says_so_first(MessageStatus status, string cap, string word)
    {
        var alert = Parse(Examples.All["05-child-in-canal"] with { Status = status }).Root!;
        var info = alert.Element(Cap + "info")!;

        Assert.Equal(cap, Text(alert, "status"));
        Assert.StartsWith($"{word} – ", Text(info, "headline"), StringComparison.Ordinal);
        Assert.StartsWith($"{word} – ", Text(info, "description"), StringComparison.Ordinal);
        Assert.StartsWith($"{word} – ", Text(alert, "note"), StringComparison.Ordinal);
    }

    [Fact]
    public void Here_is_where_the_point_stands()
    {
        var example = Examples.All["01-barn-fire"];
        var here = new Location { Kind = LocationKind.Here, Certainty = Certainty.Certain };

        var info = Parse(example with { Facts = example.Facts with { Location = here } }).Root!.Element(Cap + "info")!;

        var area = info.Element(Cap + "area")!;
        Assert.StartsWith("bij noodsteunpunt Dorpshuis Zuidhorn (GR-WK1), Proefplein 1", Text(area, "areaDesc"),
            StringComparison.Ordinal);
        Assert.StartsWith("53.2", Text(area, "circle"), StringComparison.Ordinal);
        Assert.EndsWith(" 0.1", Text(area, "circle"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_elsewhere_without_a_position_gets_no_circle() =>
        Assert.Empty(Parse(Examples.All["01-barn-fire"]).Descendants(Cap + "circle"));

    [Fact]
    public void What_XML_cannot_hold_is_replaced_and_the_rest_stays()
    {
        var example = Examples.All["01-barn-fire"];
        const string text = "gas\0flessen \uD800 <b>&amp;]]> \uFFFE\nregel 2";

        var info = Parse(example with { Facts = example.Facts with { Text = text } }).Root!.Element(Cap + "info")!;

        Assert.Equal(["gas\uFFFDflessen \uFFFD <b>&amp;]]> \uFFFD\nregel 2"], Parameters(info, "text"));
    }

    [Fact]
    public void The_file_is_UTF8_without_a_mark_and_the_same_every_time()
    {
        var dossier = Examples.All["02-chest-pain"];

        var bytes = CapWriter.Write(dossier);

        Assert.Equal((byte)'<', bytes[0]);
        Assert.Contains("±70", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.Equal(bytes, CapWriter.Write(dossier));
    }

    private static Dossier Some(int seed)
    {
        var facts = new SomeFacts(seed);
        var random = new Random(seed);
        var example = Examples.All.Values.ElementAt(random.Next(Examples.All.Count));
        var causes = Enum.GetValues<VersionCause>();
        return example with
        {
            Facts = facts.Next(),
            Cause = causes[random.Next(causes.Length)],
            Status = (MessageStatus)random.Next(1, 4),
            Complete = random.Next(2) == 0,
            PlaceCut = random.Next(2) == 0,
            CancelText = facts.Text(20),
            Station = example.Station with
            {
                Name = facts.Text(5) ?? "", Contact = facts.Text(5), Address = facts.Text(5),
            },
            Hub = example.Hub with { Name = facts.Text(5) ?? "" },
            CreatedAt = DateTimeOffset.FromUnixTimeSeconds(random.NextInt64(0, uint.MaxValue)),
        };
    }

    private static XDocument Parse(Dossier dossier)
    {
        using var bytes = new MemoryStream(CapWriter.Write(dossier));
        using var reader = XmlReader.Create(bytes, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        return XDocument.Load(reader);
    }

    private static string Text(XElement parent, string name) => parent.Element(Cap + name)?.Value ?? "";

    private static string[] Parameters(XElement info, string name) =>
    [
        .. info.Elements(Cap + "parameter").Where(pair => Text(pair, "valueName") == name)
            .Select(pair => Text(pair, "value")),
    ];
}
