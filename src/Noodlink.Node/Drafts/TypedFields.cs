using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;

namespace Noodlink.Node.Drafts;

/// <summary>The fields of a draft. A field is named by its path in the API (<c>location.postcode</c>) and holds one text or
/// several; what is empty is not there. Names that begin with _ are the form's own notes.</summary>
/// <remarks>Immutable. What another program put there in another shape stays as it is.</remarks>
public sealed class TypedFields
{
    private readonly JsonObject _fields;

    private TypedFields(JsonObject fields) => _fields = fields;

    /// <summary>Nothing typed.</summary>
    public static TypedFields None { get; } = new([]);

    /// <summary>The names that are there.</summary>
    public IEnumerable<string> Paths => _fields.Select(one => one.Key);

    /// <summary>Did somebody type or choose something?</summary>
    public bool HasContent => Paths.Any(IsContent);

    /// <summary>Reads the fields of a draft; what is no JSON object is empty.</summary>
    public static TypedFields Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json) is JsonObject fields ? new TypedFields(fields) : None;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return None; // ArgumentException: a name twice.
        }
    }

    /// <summary>What a person typed, and not what the form notes for itself.</summary>
    public static bool IsContent(string path) => path != "status" && !path.StartsWith('_');

    /// <summary>The text of a field, or its texts one after the other; null when it is not there.</summary>
    public string? One(string path) => Many(path) is { Count: > 0 } texts ? string.Join(",", texts) : null;

    /// <summary>The texts of a field.</summary>
    public IReadOnlyList<string> Many(string path) => _fields[path] switch
    {
        JsonArray list => [.. list.Select(TextOf).OfType<string>()],
        { } one when TextOf(one) is { } text => [text],
        _ => [],
    };

    /// <summary>With these fields in place of what stood under the same names; an empty one takes its name away.</summary>
    public TypedFields With(IEnumerable<KeyValuePair<string, StringValues>> changes)
    {
        var fields = (JsonObject)_fields.DeepClone();
        foreach (var (path, typed) in changes)
        {
            var texts = typed.Where(text => !string.IsNullOrWhiteSpace(text))
                .Select(text => text!.Replace("\r\n", "\n", StringComparison.Ordinal)).ToList();
            fields.Remove(path);
            if (texts.Count == 1) fields[path] = texts[0];
            else if (texts.Count > 1) fields[path] = new JsonArray([.. texts.Select(text => (JsonNode)text)]);
        }

        return new TypedFields(fields);
    }

    /// <summary>With one field.</summary>
    public TypedFields With(string path, params string?[] texts) => With([KeyValuePair.Create(path, new StringValues(texts))]);

    /// <summary>As a form that was sent: for the fields on the screen and for the reader of messages.</summary>
    public IFormCollection AsForm() => new FormCollection(
        Paths.ToDictionary(path => path, path => new StringValues([.. Many(path)]), StringComparer.Ordinal));

    /// <summary>One JSON object.</summary>
    public string ToJson() => _fields.ToJsonString();

    private static string? TextOf(JsonNode? node) => node is not JsonValue value ? null
        : value.TryGetValue<string>(out var text) ? text : value.ToJsonString();
}
