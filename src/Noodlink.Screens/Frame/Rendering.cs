using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Noodlink.Screens.Frame;

/// <summary>A component and its model as text.</summary>
internal static partial class Rendering
{
    /// <param name="services">Only the log is taken from it: components ask for nothing.</param>
    /// <param name="model">The one parameter of the component.</param>
    public static async Task<string> OfAsync<T>(IServiceProvider services, object model)
        where T : IComponent
    {
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var text = await renderer.Dispatcher.InvokeAsync(
            async () => (await renderer.RenderComponentAsync<T>(
                ParameterView.FromDictionary(new Dictionary<string, object?> { ["Model"] = model }))).ToHtmlString());
        return Turning().Replace(BeyondAscii().Replace(text, match => Plain(match.ValueSpan)), "");
    }

    // What is pasted from a telephone may hold signs that nobody sees and that turn the direction of all that follows: our
    // own words and figures behind it would stand there backwards, and a house number 41 would be read as 14. Arabic or
    // Hebrew needs none of them. What is sent stays as it was typed.
    [GeneratedRegex("[\u202A-\u202E\u2066-\u2069]|&#x(202[A-E]|206[6-9]);", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Turning();

    // The renderer writes every letter beyond ASCII as a number. The page is UTF-8: the letter itself is shorter, and a
    // person who reads the source can read it. What means something to a browser (< > & quotes) stays encoded.
    private static string Plain(ReadOnlySpan<char> entity)
    {
        var letter = int.Parse(entity[3..^1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return Rune.IsValid(letter) && Rune.GetUnicodeCategory(new Rune(letter)) is not (UnicodeCategory.Control
            or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            ? new Rune(letter).ToString() : entity.ToString();
    }

    [GeneratedRegex("&#x([0-9A-F]{3,6}|[A-F][0-9A-F]);", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BeyondAscii();
}
