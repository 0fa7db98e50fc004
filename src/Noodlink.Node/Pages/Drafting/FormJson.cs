using System.Globalization;
using System.Text.Json.Nodes;

namespace Noodlink.Node.Pages.Drafting;

/// <summary>A form as the JSON of interfaces.md §3, so that the form and the API have one reader and one set of rules. Fields
/// are named by their path; what was left empty is not there.</summary>
internal static class FormJson
{
    /// <param name="words">Fields that are texts.</param>
    /// <param name="numbers">Fields that are numbers; what is no number stays a text, and the reader says what is wrong
    /// with it.</param>
    public static JsonObject Of(IFormCollection form, string kind, string[] words, string[] numbers)
    {
        var body = new JsonObject { ["kind"] = kind };
        foreach (var name in words)
            if (Typed(form, name) is { } word) body[name] = word;
        foreach (var name in numbers)
            if (Typed(form, name) is { } number) body[name] = Number(number);
        return body;
    }

    /// <summary>What was typed, without blanks around it; null when nothing was.</summary>
    public static string? Typed(IFormCollection form, string path) =>
        form[path].ToString().Trim() is { Length: > 0 } typed ? typed : null;

    /// <summary>A whole number, or the text that it is.</summary>
    public static JsonValue Number(string typed) =>
        int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number) : JsonValue.Create(typed);
}
