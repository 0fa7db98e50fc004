using Deque.AxeCore.Commons;

namespace Noodlink.Scenarios.Screens;

// The adapter for Playwright puts what it found together on a page of its own, once for each run: half of the time. Our
// pages have no frames, so axe is asked where it stands.

/// <summary>Asks axe whether everybody can read and use a page: WCAG 2.2, levels A and AA.</summary>
internal static class AxeCheck
{
    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    private static readonly object Rules = Only("tag", "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

    /// <summary>All that differs between light, dark and high contrast.</summary>
    private static readonly object Colours = Only("rule", "color-contrast", "link-in-text-block");

    /// <summary>What it found, a line for each element; nothing is as it should be.</summary>
    /// <param name="state">What is to be seen, as the picture of it is called.</param>
    /// <param name="coloursOnly">The same page was looked at in other colours.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(Operator person, string state, bool coloursOnly = false)
    {
        if (!await person.Page.EvaluateAsync<bool>("() => 'axe' in window")) await person.Page.EvaluateAsync(Script);
        var found = await person.Page.EvaluateAsync<string[]>(
            """
            async options => (await axe.run(document, options)).violations.flatMap(finding => finding.nodes.map(
              node => `${finding.id}: ${finding.help}: ${node.target.join(' ')} ${node.html.slice(0, 160)}`))
            """,
            coloursOnly ? Colours : Rules);
        return [.. found.Select(line => $"{state} ({person.Seat.Name}), {new Uri(person.Page.Url).PathAndQuery}: {line}")];
    }

    private static object Only(string type, params string[] values) =>
        new { runOnly = new { type, values }, resultTypes = new[] { "violations" } };
}
