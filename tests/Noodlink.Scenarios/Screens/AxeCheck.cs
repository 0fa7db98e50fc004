using System.Globalization;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Noodlink.Scenarios.Screens;

/// <summary>Asks axe whether everybody can read and use a page: WCAG 2.2, levels A and AA.</summary>
internal static class AxeCheck
{
    private static readonly AxeRunOptions Rules =
        Only("tag", "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

    /// <summary>All that differs between light, dark and high contrast.</summary>
    private static readonly AxeRunOptions Colours = Only("rule", "color-contrast", "link-in-text-block");

    /// <summary>What it found, a line for each element; nothing is as it should be.</summary>
    /// <param name="state">What is to be seen, as the picture of it is called.</param>
    /// <param name="coloursOnly">The same page was looked at in other colours.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(Operator person, string state, bool coloursOnly = false)
    {
        var result = await person.Page.RunAxe(coloursOnly ? Colours : Rules);
        return
        [
            .. from finding in result.Violations
               from node in finding.Nodes
               select string.Create(
                   CultureInfo.InvariantCulture,
                   $"{state} ({person.Seat.Name}), {new Uri(person.Page.Url).PathAndQuery}: {finding.Id}: {finding.Help}: {node.Target} {Short(node.Html)}"),
        ];
    }

    private static AxeRunOptions Only(string type, params string[] values) => new()
    {
        RunOnly = new RunOnlyOptions { Type = type, Values = [.. values] }, ResultTypes = [ResultType.Violations],
    };

    private static string Short(string html) => html.Length <= 160 ? html : html[..160] + "…";
}
