using System.Text.RegularExpressions;

namespace Noodlink.Apps.Tests.Pages;

/// <summary>Fills in a form as a browser without a script does: the page's own hidden fields go along.</summary>
internal static partial class BrowserForm
{
    /// <param name="page">Where the form stands.</param>
    /// <param name="action">Where it goes. Of several forms with that action, the one with the same
    /// <c>type</c>.</param>
    public static async Task<HttpResponseMessage> SubmitAsync(
        this HttpClient client, string page, string action, params (string Name, string Value)[] typed)
    {
        var html = await (await client.GetAsync(page)).Content.ReadAsStringAsync();
        var forms = Form().Matches(html).Select(match => match.Value)
            .Where(form => form.Contains($"action=\"{action}\"", StringComparison.Ordinal)
                || !form.Contains("action=", StringComparison.Ordinal))
            .ToList();
        var type = typed.FirstOrDefault(field => field.Name == "type").Value;
        var mine = forms.Find(
            form => type is not null && form.Contains($"name=\"type\" value=\"{type}\"", StringComparison.Ordinal));
        Assert.True(forms.Count > 0, $"{page} has no form for {action}:\n{html}");
        var hidden = Hidden(mine ?? forms[0]).Where(field => typed.All(one => one.Name != field.Key));
        return await client.PostAsync(action, new FormUrlEncodedContent([.. hidden, .. Pairs(typed)]));
    }

    /// <summary>The hidden fields of a form.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Hidden(string form) =>
        HiddenField().Matches(form)
            .Select(match => KeyValuePair.Create(match.Groups["name"].Value, match.Groups["value"].Value));

    private static IEnumerable<KeyValuePair<string, string>> Pairs((string Name, string Value)[] typed) =>
        typed.Select(field => KeyValuePair.Create(field.Name, field.Value));

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline, 5000)]
    private static partial Regex Form();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"( /)?>",
        RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex HiddenField();
}
