using System.Text.Json;
using System.Text.Json.Nodes;

namespace Noodlink.Cli.Check;

/// <summary>One file of deploy/examples: a message as somebody types it at a noodsteunpunt.</summary>
/// <param name="Name">Of the file, without its ending: <c>03-ventilator</c>.</param>
internal sealed record Example(string Name, JsonObject Body)
{
    // The demonstration has two noodsteunpunten; deploy/examples/README.md tells which of the pilots each file is from.
    private static readonly string[] OfEemsdelta = ["00", "06", "07", "08", "09", "11", "12", "13"];
    private static readonly string[] OfTheHub = ["15"];

    /// <summary>The two digits in front.</summary>
    public string Number => Name[..2];

    public string Kind => (string?)Body["kind"] ?? "";

    /// <summary>GR-WK1, GR-ED1 or GR-CWK.</summary>
    public string Station =>
        OfTheHub.Contains(Number) ? "GR-CWK" : OfEemsdelta.Contains(Number) ? "GR-ED1" : "GR-WK1";

    /// <summary>Files that the message is about, by their two digits (<c>"references": ["@03"]</c>).</summary>
    public IReadOnlyList<string> About =>
        [.. (Body["references"] as JsonArray ?? []).Select(reference => (string)reference!)
            .Where(reference => reference.StartsWith('@')).Select(reference => reference[1..])];

    /// <summary>All of a folder, in the order of their names.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="JsonException">A file is not a JSON object.</exception>
    public static IReadOnlyList<Example> ReadAll(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(Read)];

    /// <summary>The body to post, with the numbers that the messages it is about were given.</summary>
    public JsonObject With(IReadOnlyDictionary<string, string> numbers)
    {
        var body = (JsonObject)Body.DeepClone();
        if (About.Count > 0) body["references"] = new JsonArray([.. About.Select(about => (JsonNode)numbers[about])]);
        return body;
    }

    private static Example Read(string file) =>
        JsonNode.Parse(File.ReadAllBytes(file)) is JsonObject body
            ? new Example(Path.GetFileNameWithoutExtension(file), body)
            : throw new JsonException($"{file} is not a JSON object.");
}
