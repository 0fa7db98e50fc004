using System.Text.Json.Nodes;
using Noodlink.Cli.Check;

namespace Noodlink.Scenarios.Demo;

/// <summary>A check that finds nothing is worth what it can find: each way to go wrong, made on purpose.</summary>
public sealed class VerdictTests
{
    private const string Id = "GR-WK1-0007";

    private readonly Example _example = new("03-ventilator", new JsonObject
    {
        ["kind"] = "Alarm", ["status"] = "Actual", ["text"] = "accu nog 40 min",
        ["location"] = new JsonObject { ["street"] = "Modelweg" },
    });

    private readonly List<JsonObject> _feed = [];
    private readonly List<SpoolVersion> _spool = [];

    public VerdictTests()
    {
        _feed.Add(AtHub());
        _spool.Add(Version(Id, complete: true));
    }

    [Fact]
    public void Once_whole_and_unchanged_is_well() => Assert.Empty(Faults());

    [Fact]
    public void A_core_first_makes_a_version_more()
    {
        _spool.Insert(0, Version(Id, complete: false));
        _spool[1] = Version($"{Id}.2", complete: true) with { Version = 2 };

        Assert.Empty(Faults());
    }

    [Fact]
    public void Twice_in_the_feed_is_found()
    {
        _feed.Add(AtHub());

        Assert.Equal($"{Id} is 2 times in the feed", Assert.Single(Faults()));
    }

    [Fact]
    public void Not_in_the_feed_is_found()
    {
        _feed.Clear();

        Assert.Contains($"{Id} is 0 times in the feed", Faults());
    }

    [Fact]
    public void A_changed_text_is_found()
    {
        _feed[0]["content"]!["text"] = "accu nog 4 min";

        Assert.Contains(Faults(), fault => fault.StartsWith($"{Id} arrived changed", StringComparison.Ordinal));
    }

    [Fact]
    public void A_field_that_the_station_lost_is_found()
    {
        var node = AtNode();
        node["content"]!["location"]!.AsObject().Remove("street");
        _feed[0]["content"] = node["content"]!.DeepClone();

        Assert.Equal(
            $"{Id} was stored changed: location.street \"Modelweg\" became nothing", Assert.Single(Faults(node)));
    }

    [Fact]
    public void Half_of_it_is_found()
    {
        _feed[0]["complete"] = false;

        Assert.Contains(Faults(), fault => fault.Contains("not whole", StringComparison.Ordinal));
    }

    [Fact]
    public void The_wrong_road_is_found() =>
        Assert.Equal($"{Id} came by Mqtt first, not by Radio", Assert.Single(Faults(phase: CheckPhase.Radio)));

    [Fact]
    public void Nothing_at_the_meldkamer_is_found()
    {
        _spool.Clear();

        Assert.Contains("0 times complete", Assert.Single(Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public void Twice_at_the_meldkamer_is_found()
    {
        _spool.Add(Version($"{Id}.2", complete: true) with { Version = 2 });

        Assert.Contains("2 times complete", Assert.Single(Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_text_at_the_meldkamer_is_found()
    {
        _spool[0].Content["text"] = "iets anders";

        Assert.Equal($"{Id} stands at the meldkamer with other content", Assert.Single(Faults()));
    }

    [Fact]
    public void What_no_aanvulling_explains_is_found_also_when_a_version_came_between()
    {
        _spool[0] = _spool[0] with { Identifier = $"{Id}.3", Version = 3 };
        _spool[0].Content["text"] = "iets anders";

        Assert.Equal($"{Id} stands at the meldkamer with other content", Assert.Single(Faults()));
    }

    [Fact]
    public void A_version_without_its_sheet_is_found()
    {
        _spool[0] = _spool[0] with { IsWhole = false };

        Assert.Contains("without its sheet or CAP", Assert.Single(Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public void What_nobody_sent_is_found()
    {
        var stranger = AtHub();
        stranger["id"] = "GR-WK1-0666";
        _feed.Add(stranger);
        _spool.Add(Version("GR-WK1-0666", complete: true) with { Message = "GR-WK1-0666" });

        Assert.Equal(2, Faults().Count);
    }

    private IReadOnlyList<string> Faults(JsonObject? atNode = null, string phase = CheckPhase.Lan)
    {
        var shown = _feed.Where(item => (string?)item["id"] == Id).ToList();
        var message = new SentMessage(phase, _example, Id, _example.Body)
        {
            AtNode = atNode ?? AtNode(), AtHub = shown.FirstOrDefault(), TimesInFeed = shown.Count,
            Versions = [.. _spool.Where(version => version.Message == Id)],
        };
        return Verdict.Faults([message], _feed, _spool);
    }

    // What the station adds by itself (the kind of place) is no change.
    private JsonObject Content()
    {
        var content = (JsonObject)_example.Body.DeepClone();
        content.Remove("kind");
        content.Remove("status");
        content["location"]!["kind"] = "Address";
        return content;
    }

    private JsonObject AtNode() => new()
    {
        ["id"] = Id, ["content"] = Content(),
        ["deliveries"] = new JsonArray(new JsonObject { ["bearer"] = "Mqtt", ["complete"] = true }),
    };

    private JsonObject AtHub() => new()
    {
        ["id"] = Id, ["content"] = Content(), ["complete"] = true,
        ["receptions"] = new JsonArray(new JsonObject { ["bearer"] = "Mqtt" }),
    };

    private SpoolVersion Version(string identifier, bool complete) => new(identifier, Id, 1, complete, Content(), true);
}
