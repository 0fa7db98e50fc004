using System.Text.Json.Nodes;

namespace Noodlink.Cli.Check;

/// <summary>One version in the meldkamer's folder: its three files, as far as the JSON tells about them.</summary>
/// <param name="Identifier">The name of the files.</param>
/// <param name="Message">The number of the message that made this version.</param>
/// <param name="Complete">False while text is to follow.</param>
/// <param name="Content">The noodmelding as known then.</param>
/// <param name="IsWhole">Sheet and CAP stand beside the JSON.</param>
internal sealed record SpoolVersion(
    string Identifier, string Message, int Version, bool Complete, JsonObject Content, bool IsWhole)
{
    /// <summary>What stands in the folder now; what is not finished has another name.</summary>
    public static IReadOnlyList<SpoolVersion> ReadAll(string folder) =>
        !Directory.Exists(folder)
            ? []
            : [.. Directory.EnumerateFiles(folder, "*.json")
                .Where(file => !Path.GetFileName(file).StartsWith('.'))
                .Select(Read).OfType<SpoolVersion>()];

    private static SpoolVersion? Read(string file)
    {
        if (JsonNode.Parse(File.ReadAllBytes(file)) is not JsonObject json) return null;
        var name = file[..^".json".Length];
        return new SpoolVersion(
            Path.GetFileName(name), (string?)json["message"] ?? "", (int?)json["version"] ?? 0,
            (bool?)json["complete"] == true, json["content"] as JsonObject ?? [],
            File.Exists(name + ".txt") && File.Exists(name + ".cap.xml")
                && (string?)json["identifier"] == Path.GetFileName(name));
    }
}
