using System.Globalization;
using System.Text.Json.Nodes;

namespace Noodlink.Scenarios.Ground;

/// <summary>What a message or a status tells about moments and ways.</summary>
internal static class Story
{
    public static DateTimeOffset At(this JsonNode node, string field) => Moment((string)node[field]!);

    /// <summary>Since when the bearer is as it is.</summary>
    public static DateTimeOffset Since(this JsonNode status, string bearer) =>
        status["bearers"]!.AsArray().Single(each => (string?)each!["name"] == bearer)!.At("since");

    /// <summary>When it first came to that state; null: not yet.</summary>
    public static DateTimeOffset? Reached(this JsonNode message, string state) =>
        message["history"]!.AsArray().FirstOrDefault(entry => (string?)entry!["state"] == state)?.At("at");

    /// <summary>When the hub received it over that bearer, in order.</summary>
    public static IReadOnlyList<DateTimeOffset> ReceivedBy(this JsonNode item, string bearer) =>
        [.. item["receptions"]!.AsArray().Where(each => (string?)each!["bearer"] == bearer).Select(each => each!.At("at"))];

    /// <summary>At a node: when the hub's complete receipt came, over which bearer; null: not yet.</summary>
    public static (string Bearer, DateTimeOffset At)? Delivered(this JsonNode message) =>
        message["deliveries"]!.AsArray().FirstOrDefault(each => (bool)each!["complete"]!) is { } first
            ? ((string)first["bearer"]!, first.At("at")) : null;

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
