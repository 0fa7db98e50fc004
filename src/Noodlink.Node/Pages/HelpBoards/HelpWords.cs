using Noodlink.Protocol.Messages;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages.HelpBoards;

/// <summary>A request or an offer in words.</summary>
internal static class HelpWords
{
    /// <summary>"medicijnen × 2".</summary>
    public static string What(HelpRequest asked) => Count(HelpLabels.Of(asked.Category), asked.Amount);

    /// <summary>"een vak: tolk × 1".</summary>
    public static string What(HelpOffer offered) => Count(
        offered.Skill is { } skill ? Say.It(Words.Help_WhichSkill, HelpLabels.Of(skill)) : HelpLabels.Of(offered.Category),
        offered.Amount);

    /// <summary>Empty when there is no moment. Counted from when it was made here.</summary>
    public static string Before(MessageView view, HelpRequest asked, DateTimeOffset now) =>
        asked.NeededBeforeMinutes is { } minutes
            ? Say.It(Words.Help_Before, AheadChoices.Moment(view.StoredAt.AddMinutes(minutes), now)) : "";

    /// <summary>"van … tot …", as far as it was entered.</summary>
    public static string When(MessageView view, HelpOffer offered, DateTimeOffset now) => string.Join(' ', new[]
    {
        offered.FromMinutes is { } from and > 0
            ? Say.It(Words.Help_From, AheadChoices.Moment(view.StoredAt.AddMinutes(from), now)) : "",
        offered.UntilMinutes is { } until
            ? Say.It(Words.Help_Until, AheadChoices.Moment(view.StoredAt.AddMinutes(until), now)) : "",
    }.Where(part => part.Length > 0));

    private static string Count(string what, int amount) => Say.It(Words.Help_Times, what, amount);
}
