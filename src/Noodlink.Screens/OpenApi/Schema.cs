using System.Text.Json.Nodes;

namespace Noodlink.Screens.OpenApi;

/// <summary>Builds JSON schemas. The words of an enumeration come from its type, so that a document cannot lag
/// behind.</summary>
internal static class Schema
{
    public static JsonObject Text(int? lengthMax = null, string? pattern = null, string? description = null)
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (lengthMax is { } length) schema["maxLength"] = length;
        if (pattern is not null) schema["pattern"] = pattern;
        if (description is not null) schema["description"] = description;
        return schema;
    }

    public static JsonObject Time(string? description = null)
    {
        var schema = new JsonObject { ["type"] = "string", ["format"] = "date-time" };
        if (description is not null) schema["description"] = description;
        return schema;
    }

    public static JsonObject Whole(long min, long max, string? description = null)
    {
        var schema = new JsonObject { ["type"] = "integer", ["minimum"] = min, ["maximum"] = max };
        if (description is not null) schema["description"] = description;
        return schema;
    }

    public static JsonObject Number(string? description = null)
    {
        var schema = new JsonObject { ["type"] = "number" };
        if (description is not null) schema["description"] = description;
        return schema;
    }

    public static JsonObject YesNo() => new() { ["type"] = "boolean" };

    public static JsonObject Word<T>(params T[] without)
        where T : struct, Enum => Words([.. Enum.GetValues<T>().Except(without).Select(word => word.ToString())]);

    public static JsonObject Words(params string[] words) =>
        new() { ["type"] = "string", ["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word)]) };

    public static JsonObject List(JsonObject items, int? min = null, int? max = null)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = items };
        if (min is { } least) schema["minItems"] = least;
        if (max is { } most) schema["maxItems"] = most;
        return schema;
    }

    /// <summary>OpenAPI 3.1: null is a type of its own.</summary>
    public static JsonObject OrNull(JsonObject schema)
    {
        if (schema.ContainsKey("$ref"))
            return new JsonObject { ["oneOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
        schema["type"] = new JsonArray(schema["type"]!.GetValue<string>(), "null");
        if (schema["enum"] is JsonArray words) words.Add(null);
        return schema;
    }

    public static JsonObject Ref(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    public static JsonObject OneOf(params string[] names) =>
        new() { ["oneOf"] = new JsonArray([.. names.Select(name => (JsonNode)Ref(name))]) };

    /// <summary>An object. Names with an exclamation mark behind them must be there.</summary>
    /// <param name="closed">An unknown property is a fault.</param>
    public static JsonObject Of(bool closed, params (string Name, JsonObject Schema)[] properties)
    {
        var all = new JsonObject();
        var must = new JsonArray();
        foreach (var (name, schema) in properties)
        {
            var plain = name.TrimEnd('!');
            if (plain.Length < name.Length) must.Add((JsonNode)plain);
            all[plain] = schema;
        }

        var result = new JsonObject { ["type"] = "object", ["properties"] = all };
        if (must.Count > 0) result["required"] = must;
        if (closed) result["additionalProperties"] = false;
        return result;
    }
}
