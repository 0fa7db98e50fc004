using System.Text.Json;
using System.Text.Json.Nodes;
using Noodlink.Hub.Api;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Station.Dutch;

namespace Noodlink.Hub.Pages;

/// <summary>A staff action from a form, read by the reader of the API: one set of rules.</summary>
internal static class ActionForm
{
    public const string TypeField = "type";

    /// <param name="role">Who is at the screen.</param>
    public static StaffAction? Read(IFormCollection form, string role, out IReadOnlyDictionary<string, string[]> errors)
    {
        var body = new JsonObject { ["by"] = role };
        foreach (var name in (ReadOnlySpan<string>)[TypeField, "note", "question", "channel", "meldkamerNumber"])
            if (form[name].ToString().Trim() is { Length: > 0 } typed) body[name] = typed;
        if (form["minutes"].ToString().Trim() is { Length: > 0 } minutes)
            body["minutes"] = int.TryParse(minutes, out var number) ? number : minutes;
        if (form["takeOver"] == "true") body["takeOver"] = true;
        using var document = JsonDocument.Parse(body.ToJsonString());
        var action = StaffActionReader.Read(document.RootElement, out errors);
        errors = errors.ToDictionary(
            error => error.Key, error => InOurWords(error.Key, error.Value), StringComparer.Ordinal);
        return action;
    }

    public static IReadOnlyDictionary<string, string[]> One(string sentence) =>
        new Dictionary<string, string[]> { ["$"] = [sentence] };

    private static string[] InOurWords(string path, string[] sentences) => path switch
    {
        "channel" => [Words.Do_ChooseHow],
        "question" => [Words.Do_ChooseQuestion],
        _ => sentences,
    };
}
