using System.Text.Json.Nodes;

namespace Noodlink.Scenarios.Screens;

/// <summary>Every kind of message with an attempt in each of its texts, as long as the field lets it be.</summary>
internal static class Attempts
{
    /// <summary>Out of an attribute, a title and a field, and then an element.</summary>
    public const string Long = "'\"></title></textarea><img src=x onerror=alert(1)>";

    /// <summary>For a role or the name of an exercise.</summary>
    public const string Middle = "'\"><img src=x onerror=alert(2)>";

    /// <summary>For a house number.</summary>
    public const string Short = "'\"><i onx=1>";

    /// <summary>Neither: an address, and what a template would reckon out.</summary>
    public const string Address = "javascript:alert(5)//{{7*7}}";

    /// <summary>The noodmeldingen that others refer to.</summary>
    public static JsonObject[] First() =>
    [
        Alarm("Actual", Long, Short), Alarm("Actual", Address, "1"), Alarm("Exercise", Middle, Short),
    ];

    /// <summary>What a noodsteunpunt sends.</summary>
    /// <param name="numbers">Of <see cref="First"/>.</param>
    public static JsonObject[] ByNode(IReadOnlyList<string> numbers) =>
    [
        Of("AlarmUpdate", ("references", List(numbers[0])), ("location", Location(Long, Short)), ("text", Long)),
        Of("AlarmCancel", ("references", List(numbers[1])), ("reason", "Duplicate"), ("text", Long)),
        Of("SituationReport", ("open", true), ("present", 3), ("text", Long)),
        Of("HelpRequest", ("category", "Water"), ("amount", 3), ("place", Long), ("text", Long)),
        Of("HelpOffer", ("category", "Vehicle"), ("amount", 1), ("place", Long), ("text", Long)),
        Of("StockReport", ("items", new JsonArray(new JsonObject { ["item"] = "Water", ["amount"] = 4 })), ("text", Long)),
        Of(
            "ShiftHandover", ("roleOut", Middle), ("roleIn", Middle), ("openAlarms", 2), ("openRequests", 1),
            ("waiting", 0), ("text", Long)),
    ];

    /// <summary>What a coördinatiepunt sends.</summary>
    public static JsonObject[] ByHub(IReadOnlyList<string> numbers) =>
    [
        ToAll("Request", ("references", List(numbers[0])), ("text", Long)),
        ToAll("Request", ("text", Address)),
        ToAll(
            "Bulletin", ("number", 12), ("title", Long), ("validUntil", "2030-01-01T18:00:00Z"), ("audience", "Public"),
            ("text", Long)),
        new()
        {
            ["kind"] = "ExerciseControl", ["status"] = "Exercise", ["to"] = "All", ["action"] = "Start",
            ["exerciseId"] = Short, ["name"] = Middle, ["minutes"] = 60,
        },
    ];

    /// <summary>What each answers to the other.</summary>
    public static JsonObject Reply(string question) => Of("Reply", ("references", List(question)), ("text", Long));

    public static JsonObject MatchNote(string helpRequest) =>
        Of("MatchNote", ("references", List(helpRequest)), ("result", "Helped"), ("text", Long));

    /// <summary>What staff note on the way; the noodsteunpunt gets it with the state.</summary>
    public static JsonObject[] Steps() =>
    [
        Step("Forwarded", ("channel", "Other"), ("note", Long)),
        Step("Accepted", ("meldkamerNumber", Short), ("note", Long)),
        Step("Undone", ("note", Long)),
    ];

    private static JsonObject Step(string type, params (string Name, JsonNode Value)[] fields) =>
        With(new JsonObject { ["type"] = type, ["by"] = Middle }, fields);

    private static JsonObject Alarm(string status, string words, string house) => With(
        new JsonObject { ["kind"] = "Alarm", ["status"] = status },
        ("services", new JsonArray("Fire")), ("type", "BuildingFire"), ("dangerToLife", "Yes"), ("text", words),
        ("location", Location(words, house)));

    private static JsonObject Location(string words, string house) => new()
    {
        ["kind"] = "Text", ["certainty"] = "Guessed", ["number"] = house, ["street"] = words, ["place"] = words,
        ["gemeente"] = words, ["road"] = words, ["towards"] = words, ["spot"] = words, ["text"] = words,
    };

    private static JsonObject ToAll(string kind, params (string Name, JsonNode Value)[] fields) =>
        With(Of(kind, fields), ("to", "All"));

    private static JsonObject Of(string kind, params (string Name, JsonNode Value)[] fields) =>
        With(new JsonObject { ["kind"] = kind, ["status"] = "Actual" }, fields);

    private static JsonObject With(JsonObject json, params (string Name, JsonNode Value)[] fields)
    {
        foreach (var (name, value) in fields) json[name] = value;
        return json;
    }

    private static JsonArray List(string number) => new(number);
}
