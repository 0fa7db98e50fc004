using System.Text.Json.Nodes;

namespace Noodlink.Scenarios.Ground;

/// <summary>Noodmeldingen as programs post them.</summary>
internal static class Letters
{
    /// <summary>How the noodsteunpunt itself is doing: routine.</summary>
    public static string Report(string text = "Rustig.") => new JsonObject
    {
        ["kind"] = "SituationReport", ["status"] = "Actual", ["open"] = true, ["present"] = 63, ["text"] = text,
    }.ToJsonString();

    /// <param name="danger">Yes or Unknown: Flash; No: Emergency.</param>
    public static string Alarm(string text, string danger = "Yes", string status = "Actual") => new JsonObject
    {
        ["kind"] = "Alarm",
        ["status"] = status,
        ["services"] = new JsonArray("Ambulance"),
        ["type"] = "MedicalDevice",
        ["dangerToLife"] = danger,
        ["location"] = new JsonObject
        {
            ["street"] = "Modelweg", ["number"] = "3", ["postcode"] = "9843AB", ["place"] = "Grijpskerk",
            ["certainty"] = "Certain",
        },
        ["victims"] = 1,
        ["text"] = text,
    }.ToJsonString();
}
