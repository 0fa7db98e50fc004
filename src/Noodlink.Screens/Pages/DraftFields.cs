using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Noodlink.Screens.Pages;

/// <summary>A form as a draft keeps it: an object of texts, or of lists of texts where more than one was chosen. The
/// hidden fields, whose names begin with a line, are not part of it.</summary>
internal static class DraftFields
{
    /// <summary>What was typed, to be kept.</summary>
    public static string Write(IFormCollection form)
    {
        var fields = new JsonObject();
        foreach (var (name, values) in form)
        {
            if (name.StartsWith('_')) continue;
            fields[name] = values.Count == 1 ? values[0]
                : new JsonArray([.. values.Select(value => (JsonNode?)value)]);
        }

        return fields.ToJsonString();
    }

    /// <summary>What was kept, to be shown again. What is no text and no list of texts is left out.</summary>
    public static IFormCollection Read(string fields)
    {
        using var document = JsonDocument.Parse(fields);
        var typed = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        foreach (var field in document.RootElement.EnumerateObject())
            if (ValuesOf(field.Value) is { Count: > 0 } values) typed[field.Name] = values;
        return new FormCollection(typed);
    }

    /// <summary>A form that is filled in beforehand.</summary>
    public static IFormCollection Of(IEnumerable<(string Path, string? Value)> chosen) => new FormCollection(
        chosen.Where(one => one.Value is not null)
            .ToDictionary(one => one.Path, one => new StringValues(one.Value), StringComparer.Ordinal));

    private static StringValues ValuesOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new StringValues(value.GetString()),
        JsonValueKind.Array => new StringValues(
            [.. value.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString())]),
        _ => StringValues.Empty,
    };
}
