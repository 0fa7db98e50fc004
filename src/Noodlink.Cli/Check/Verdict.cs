using System.Text.Json.Nodes;

namespace Noodlink.Cli.Check;

/// <summary>What is wrong with what arrived; nothing, when every message arrived exactly once and unchanged.</summary>
internal static class Verdict
{
    /// <summary>Every fault in one English sentence.</summary>
    /// <param name="all">What was sent, with what both ends told about it.</param>
    /// <param name="feed">Everything new in the feed.</param>
    /// <param name="spool">Everything new in the meldkamer's folder.</param>
    public static IReadOnlyList<string> Faults(
        IReadOnlyList<SentMessage> all, IReadOnlyList<JsonObject> feed, IReadOnlyList<SpoolVersion> spool)
    {
        var faults = all.SelectMany(message => Faults(message, all)).ToList();
        var known = all.Select(message => message.Id).ToHashSet(StringComparer.Ordinal);
        faults.AddRange(feed.Select(item => (string?)item["id"] ?? "").Where(id => !known.Contains(id))
            .Select(id => $"{id} is in the feed and was not sent"));
        faults.AddRange(spool.Where(version => !known.Contains(version.Message))
            .Select(version => $"{version.Identifier} is at the meldkamer, of {version.Message} that was not sent"));
        faults.AddRange(spool.Where(version => !version.IsWhole)
            .Select(version => $"{version.Identifier} is at the meldkamer without its sheet or CAP"));
        return faults;
    }

    private static IEnumerable<string> Faults(SentMessage message, IReadOnlyList<SentMessage> all)
    {
        if (message.TimesInFeed != 1) yield return $"{message.Id} is {message.TimesInFeed} times in the feed";
        if (!message.IsDelivered) yield return $"{message.Id} is not whole at the hub, or its station was not told";
        var road = message.Phase == CheckPhase.Radio ? "Radio" : "Mqtt";
        if (message.Bearer != road) yield return $"{message.Id} came by {message.Bearer} first, not by {road}";
        if (message.AtNode?["content"] is not JsonObject typed || message.AtHub?["content"] is not JsonObject arrived)
        {
            yield return $"{message.Id} has no content at one of the ends";
            yield break;
        }

        if (!JsonNode.DeepEquals(typed, arrived))
            yield return $"{message.Id} arrived changed: {arrived.ToJsonString()}";
        foreach (var fault in Missing(message.Posted, typed)) yield return $"{message.Id} was stored changed: {fault}";
        foreach (var fault in SpoolFaults(message, all)) yield return fault;
    }

    // A core that came first makes a version of its own; after it, or without it, exactly one is complete.
    private static IEnumerable<string> SpoolFaults(SentMessage message, IReadOnlyList<SentMessage> all)
    {
        var versions = message.Versions;
        if (!message.IsForMeldkamer)
        {
            if (versions.Count > 0) yield return $"{message.Id} is at the meldkamer and is no noodmelding";
            yield break;
        }

        var complete = versions.Count(version => version.Complete);
        if (complete != 1 || versions.Count > 2 || !versions[^1].Complete)
            yield return $"{message.Id} is {complete} times complete at the meldkamer, in {versions.Count} versions";
        else if (message.Example.Kind == "Alarm" && message.AtHub?["content"] is JsonObject arrived
            && Missing(Lasting(arrived, message, all), versions[^1].Content).Any())
            yield return $"{message.Id} stands at the meldkamer with other content";
    }

    /// <summary>What its last version must hold. An aanvulling may come before the rest of what it is for: then that version
    /// says in its words what the aanvulling is about.</summary>
    private static JsonObject Lasting(JsonObject arrived, SentMessage message, IReadOnlyList<SentMessage> all)
    {
        if (message.Versions[^1].Version == message.Versions.Count) return arrived;
        var lasting = arrived.DeepClone().AsObject();
        foreach (var other in all.Where(other => other.Posted["references"] is JsonArray meant
                     && meant.Any(number => (string?)number == message.Id)))
        foreach (var (name, _) in other.Posted)
            lasting.Remove(name);
        return lasting;
    }

    /// <summary>What was typed and is not there. The station may add what follows from it (the kind of
    /// place).</summary>
    private static IEnumerable<string> Missing(JsonObject typed, JsonObject kept)
    {
        foreach (var (name, value) in typed)
        {
            if (name is "kind" or "status" or "to") continue;
            switch (value, kept[name])
            {
                case (JsonObject typedPart, JsonObject keptPart):
                    foreach (var fault in Missing(typedPart, keptPart)) yield return $"{name}.{fault}";
                    break;
                case var (said, stored) when !JsonNode.DeepEquals(said, stored) && !AreOneMoment(said, stored):
                    yield return $"{name} {said?.ToJsonString()} became {stored?.ToJsonString() ?? "nothing"}";
                    break;
            }
        }
    }

    // A moment may be told in another time zone.
    private static bool AreOneMoment(JsonNode? said, JsonNode? stored) =>
        said is JsonValue one && stored is JsonValue other && one.TryGetValue<DateTimeOffset>(out var first)
        && other.TryGetValue<DateTimeOffset>(out var second) && first == second;
}
