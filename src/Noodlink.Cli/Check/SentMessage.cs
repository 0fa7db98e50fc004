using System.Globalization;
using System.Text.Json.Nodes;

namespace Noodlink.Cli.Check;

/// <summary>A message of the check, as both ends tell about it.</summary>
internal sealed class SentMessage(string phase, Example example, string id, JsonObject posted)
{
    /// <summary>Over which road it has to go: see <see cref="CheckPhase"/>.</summary>
    public string Phase { get; } = phase;

    public Example Example { get; } = example;

    /// <summary>The number that its station gave it.</summary>
    public string Id { get; } = id;

    /// <summary>What was handed in.</summary>
    public JsonObject Posted { get; } = posted;

    /// <summary>Seconds after handing in that the check first saw a state at its station.</summary>
    public Dictionary<string, double> Seen { get; } = new(StringComparer.Ordinal);

    /// <summary>As its maker tells it, when last asked: a noodsteunpunt, or the hub of what it sends.</summary>
    public JsonObject? AtNode { get; set; }

    /// <summary>As its receiver tells it, the feed of the coördinatiepunt or the noodsteunpunt that it is for; null: not
    /// there.</summary>
    public JsonObject? AtHub { get; set; }

    /// <summary>How often its receiver shows this number.</summary>
    public int TimesInFeed { get; set; }

    /// <summary>What became of it in the meldkamer's folder, in order.</summary>
    public IReadOnlyList<SpoolVersion> Versions { get; set; } = [];

    /// <summary>Only these make a file for the meldkamer.</summary>
    public bool IsForMeldkamer => Example.Kind is "Alarm" or "AlarmUpdate" or "AlarmCancel";

    /// <summary>On which road its receiver heard of it first.</summary>
    public string Bearer => (string?)AtHub?["receptions"]?[0]?["bearer"] ?? (string?)AtHub?["bearer"] ?? "-";

    /// <summary>Whole at its receiver, and its maker knows.</summary>
    public bool IsDelivered =>
        (bool?)AtHub?["complete"] == true
        && (AtNode?["deliveries"] as JsonArray ?? []).Any(delivery => (bool?)delivery?["complete"] == true);

    /// <summary>Seconds from stored to a state; null: not reached. What happened at the station itself by its own
    /// clock, what it heard from staff by the check's.</summary>
    public double? SecondsTo(string state)
    {
        if (state is not ("Sending" or "DeliveredDevice")) return Seen.TryGetValue(state, out var seen) ? seen : null;
        var history = AtNode?["history"] as JsonArray ?? [];
        return (Time(history, state) - Time(history, "Queued"))?.TotalSeconds;
    }

    /// <summary>Seconds until the last part was confirmed; null: not yet.</summary>
    public double? SecondsToComplete()
    {
        var stored = Time(AtNode?["history"] as JsonArray ?? [], "Queued");
        var whole = (AtNode?["deliveries"] as JsonArray ?? []).Where(delivery => (bool?)delivery?["complete"] == true)
            .Select(delivery => Parse((string?)delivery?["at"])).Min();
        return (whole - stored)?.TotalSeconds;
    }

    private static DateTimeOffset? Time(JsonArray history, string state) =>
        Parse((string?)history.FirstOrDefault(entry => (string?)entry?["state"] == state)?["at"]);

    private static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null;
}
