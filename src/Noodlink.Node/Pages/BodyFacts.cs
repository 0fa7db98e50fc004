using Noodlink.Node.Pages.HelpBoards;
using Noodlink.Node.Pages.Reports;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Frame;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages;

/// <summary>What a report, a request for help or an offer says, question by question; what was not entered is not
/// there.</summary>
internal static class BodyFacts
{
    /// <summary>Empty for a kind that has another page.</summary>
    public static IReadOnlyList<FactRow> Of(MessageView view, DateTimeOffset now) =>
        [.. Rows(view, now).Where(row => !string.IsNullOrWhiteSpace(row.Answer))];

    private static IEnumerable<FactRow> Rows(MessageView view, DateTimeOffset now) => view.Body switch
    {
        SituationReport report =>
            [new FactRow(Words.Situation_Title, SituationText.Of(report)), new FactRow(FormLabels.Text, report.Text ?? "")],
        HelpRequest asked =>
        [
            new FactRow(Words.Help_AskWhat, HelpWords.What(asked)), new FactRow(Words.Help_AskPlace, asked.Place),
            new FactRow(Words.Help_AskBefore, HelpWords.Before(view, asked, now)), new FactRow(FormLabels.Text, asked.Text ?? ""),
        ],
        HelpOffer offered =>
        [
            new FactRow(Words.Help_OfferWhat, HelpWords.What(offered)), new FactRow(Words.Help_AskPlace, offered.Place),
            new FactRow(Words.Help_AskBefore, HelpWords.When(view, offered, now)), new FactRow(FormLabels.Text, offered.Text ?? ""),
        ],
        StockReport stock =>
        [
            .. stock.Items.Select(line => new FactRow(HelpLabels.Of(line.Item), StockLines.Text(line))),
            new FactRow(FormLabels.Text, stock.Text ?? ""),
        ],
        MatchNote note =>
            [new FactRow(Words.Help_BoardTitle, HelpLabels.Of(note.Result)), new FactRow(FormLabels.Text, note.Text ?? "")],
        _ => [],
    };
}
