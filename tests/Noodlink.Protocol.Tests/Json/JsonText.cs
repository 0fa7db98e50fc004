using System.Text;
using System.Text.Json;
using Noodlink.Protocol.Json;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Tests.Json;

/// <summary>Messages as text, for tests.</summary>
internal static class JsonText
{
    public static readonly JsonContext Node = JsonContext.Node(StationId.Parse("GR-WK1"));
    public static readonly JsonContext Hub = JsonContext.Hub(StationId.Parse("GR-CWK"));

    /// <summary>The shortest noodmelding there is, with more or other properties.</summary>
    public static string Alarm(params string[] more) => Object(
        [
            "\"kind\":\"Alarm\"", "\"status\":\"Actual\"", "\"services\":[\"Fire\"]", "\"type\":\"Other\"",
            "\"dangerToLife\":\"No\"", "\"location\":{\"place\":\"Leek\",\"certainty\":\"Certain\"}", .. more,
        ]);

    public static string AlarmAt(params string[] location) =>
        Alarm($"\"location\":{Object(["\"certainty\":\"Guessed\"", .. location])}");

    /// <summary>Later properties replace earlier ones of the same name; <c>"name"</c> alone removes it.</summary>
    public static string Object(params string[] properties)
    {
        var byName = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in properties)
        {
            var name = property[..(property.IndexOf('"', 1) + 1)];
            if (property.Length == name.Length) byName.Remove(name);
            else byName[name] = property;
        }

        return "{" + string.Join(",", byName.Values) + "}";
    }

    public static JsonReadResult Read(string json, JsonContext? who = null)
    {
        using var document = JsonDocument.Parse(json, MessageJson.DocumentOptions);
        return MessageJson.Read(document.RootElement, who ?? Node);
    }

    public static JsonReadResult.Ok Accepted(string json, JsonContext? who = null)
    {
        var result = Read(json, who);
        if (result is JsonReadResult.Failed failed) Assert.Fail($"{json}\n{Describe(failed)}");
        return (JsonReadResult.Ok)result;
    }

    public static IReadOnlyDictionary<string, FieldFault[]> Refused(string json, JsonContext? who = null)
    {
        var result = Read(json, who);
        Assert.IsType<JsonReadResult.Failed>(result);
        return ((JsonReadResult.Failed)result).Errors;
    }

    public static AlarmFacts Facts(string json) => ((Alarm)Accepted(json).Body).Facts;

    public static string Content(MessageBody body)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer)) MessageJson.WriteContent(writer, body);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static string Describe(JsonReadResult.Failed failed) =>
        string.Join('\n', failed.Errors.Select(error => $"{error.Key}: {string.Join(' ', error.Value)}"));
}
