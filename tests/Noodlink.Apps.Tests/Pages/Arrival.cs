using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Noodlink.Apps.Tests.Pages;

internal static class Arrival
{
    /// <summary>Waits until the address holds this. It is asked again and again: a navigation that ends between a look and
    /// the wait for the next one is missed by <c>WaitForURLAsync</c>.</summary>
    public static Task ArriveAsync(this IPage page, [StringSyntax(StringSyntaxAttribute.Regex)] string pattern) =>
        Assertions.Expect(page).ToHaveURLAsync(
            new Regex(pattern, RegexOptions.None, TimeSpan.FromSeconds(1)), new() { Timeout = 30_000 });
}
