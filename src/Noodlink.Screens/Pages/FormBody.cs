using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Noodlink.Screens.Pages;

/// <summary>A form as the JSON of interfaces.md §3, so that the form and the API have one reader, one set of rules and
/// one wording of faults. Fields are named by their path; what was left empty is not there.</summary>
internal static class FormBody
{
    private static readonly string[] Plain =
        ["status", "type", "dangerToLife", "access", "guide", "source", "reporter", "language", "reason", "text"];

    private static readonly string[] Lists = ["services", "hazards", "actions", "barriers", "vulnerableSites"];

    private static readonly string[] Numbers = ["victims", "unresponsive", "trapped", "children", "occurredAgoMinutes"];

    private static readonly string[] PlaceWords =
    [
        "kind", "street", "number", "postcode", "place", "gemeente", "road", "side", "towards", "spot", "text",
        "certainty",
    ];

    /// <summary>What belongs to a place elsewhere: it cannot go together with "Hier".</summary>
    private static readonly string[] ElsewhereWords =
        ["street", "number", "postcode", "place", "gemeente", "road", "hectometre", "side", "towards", "spot"];

    public static JsonObject Of(IFormCollection form, string kind, params string[] references)
    {
        var body = new JsonObject { ["kind"] = kind };
        if (references.Length > 0) body["references"] = new JsonArray([.. references.Select(one => (JsonNode)one)]);
        foreach (var name in Plain)
            if (Typed(form, name) is { } word) body[name] = word;
        foreach (var name in Lists)
        {
            var chosen = form[name].Where(one => !string.IsNullOrEmpty(one)).Select(one => (JsonNode?)one).ToArray();
            if (chosen.Length > 0) body[name] = new JsonArray(chosen);
        }

        foreach (var name in Numbers)
            if (Typed(form, name) is { } number) body[name] = Number(number);
        if (Place(form) is { } place) body["location"] = place;
        return body;
    }

    /// <summary>"Hier" and an address at once: one of the two is a slip, and only the operator knows which. The faults by
    /// path, or null.</summary>
    public static IReadOnlyDictionary<string, string[]>? HereAndElsewhere(IFormCollection form) =>
        Typed(form, "location.kind") == "Here" && ElsewhereWords.Any(name => Typed(form, $"location.{name}") is not null)
            ? SendForm.One(
                "location.kind",
                Station.Dutch.Words.Send_HereAndElsewhere)
            : null;

    private static JsonObject? Place(IFormCollection form)
    {
        var place = new JsonObject();
        foreach (var name in PlaceWords)
            if (Typed(form, $"location.{name}") is { } word) place[name] = word;
        if (Typed(form, "location.hectometre") is { } hectometre) place["hectometre"] = Number(hectometre);
        if (Typed(form, "location.rd.x") is { } x) place["rd"] = new JsonObject { ["x"] = Number(x) };
        if (Typed(form, "location.rd.y") is { } y)
            (place["rd"] as JsonObject ?? (JsonObject)(place["rd"] = new JsonObject()))["y"] = Number(y);
        if (place.Count == 0) return null;
        // Nobody has to say how sure they are of the place they stand in.
        if (Typed(form, "location.kind") == "Here" && !place.ContainsKey("certainty")) place["certainty"] = "Certain";
        if (place["kind"]?.GetValue<string>() == "Elsewhere") SetKind(place);
        return place.Count == 0 ? null : place;
    }

    // The rule of interfaces.md §3 for an absent kind does not know spots; the form does.
    private static void SetKind(JsonObject place)
    {
        place.Remove("kind");
        if (place.ContainsKey("spot") && !place.ContainsKey("road") && !place.ContainsKey("street")
            && !place.ContainsKey("postcode")) place["kind"] = "Spot";
    }

    private static string? Typed(IFormCollection form, string path)
    {
        var typed = form[path].ToString().Trim();
        return typed.Length == 0 ? null : typed;
    }

    // A comma is how people here write it; what is no number stays a text, and the reader says what is wrong with it.
    private static JsonValue Number(string typed) =>
        decimal.TryParse(
            typed.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number) : JsonValue.Create(typed);
}
