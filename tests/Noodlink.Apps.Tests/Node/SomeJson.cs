using System.Text.Json.Nodes;

namespace Noodlink.Apps.Tests.Node;

/// <summary>Bodies to post: the example of interfaces.md §3, and variations of it.</summary>
internal static class SomeJson
{
    public const string Example =
        """
        { "kind": "Alarm", "status": "Actual", "services": ["Ambulance"], "type": "MedicalDevice",
          "dangerToLife": "Yes",
          "location": { "street": "Modelweg", "number": "3", "postcode": "9843AB", "place": "Grijpskerk",
            "certainty": "Certain" },
          "victims": 1, "hazards": ["None"], "access": "Clear", "guide": "AtRoad", "source": "FirstHand",
          "reporter": "Waiting",
          "text": "Mevr thuis aan beademing, accu nog ±40 min zegt dochter." }
        """;

    /// <summary>The example with some fields changed; a null takes the field away.</summary>
    public static string With(params (string Name, JsonNode? Value)[] changes)
    {
        var body = JsonNode.Parse(Example)!.AsObject();
        foreach (var (name, value) in changes)
        {
            body.Remove(name);
            if (value is not null) body[name] = value;
        }

        return body.ToJsonString();
    }
}
