using Noodlink.Protocol.Messages;
using Noodlink.Screens.Pages;

namespace Noodlink.Screens.Frame;

/// <summary>One question of the form and its answer.</summary>
public sealed record FactRow(string Question, string Answer)
{
    /// <summary>What was entered; what was not entered is not there.</summary>
    public static IReadOnlyList<FactRow> Of(AlarmFacts facts) =>
    [
        .. from row in FactsList.Rows(facts, null)
           where !string.IsNullOrEmpty(row.Words)
           select new FactRow(row.Question, row.Words),
    ];
}
