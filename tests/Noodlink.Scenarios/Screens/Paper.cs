using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Noodlink.Scenarios.Screens;

/// <summary>A page as the printer gets it.</summary>
internal static partial class Paper
{
    /// <summary>The sheets that come out.</summary>
    /// <param name="format">What is in the printer: A4 or A5.</param>
    public static async Task<int> PagesAsync(IPage page, string format) =>
        Sheet().Count(Encoding.Latin1.GetString(await page.PdfAsync(new() { Format = format })));

    [GeneratedRegex("/Type\\s*/Page[^s]", RegexOptions.None, 5000)]
    private static partial Regex Sheet();
}
