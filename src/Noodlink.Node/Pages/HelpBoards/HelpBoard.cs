using Noodlink.Protocol.Messages;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages.HelpBoards;

/// <summary>Requests and offers of this point, and which a person put side by side. The links are read from the notes alone,
/// in the order in which they came to be: nothing is kept beside them, so nothing can say otherwise.</summary>
/// <param name="Needs">Open ones first, then the oldest first.</param>
/// <param name="Offers">The newest first.</param>
public sealed record HelpBoard(IReadOnlyList<HelpBoard.Need> Needs, IReadOnlyList<HelpBoard.Supply> Offers)
{
    /// <param name="views">Requests, offers and notes, in any order; what is no longer readable is left out.</param>
    public static HelpBoard Of(IEnumerable<MessageView> views)
    {
        var all = views.OrderBy(view => view.Journal).ToList();
        var linked = new HashSet<(string Request, string Offer)>();
        var ended = new Dictionary<string, MatchResult>(StringComparer.Ordinal);
        foreach (var note in all.Select(view => view.Body).OfType<MatchNote>())
        {
            var request = note.References.Count > 0 ? note.References[0].ToString() : "";
            var offer = note.References.Count > 1 ? note.References[1].ToString() : null;
            if (note.Result == MatchResult.Linked && offer is not null && linked.Add((request, offer))) ended.Remove(request);
            else if (note.Result is MatchResult.Unlinked or MatchResult.NotPossible && offer is not null)
                linked.Remove((request, offer));
            else if (note.Result is MatchResult.Helped or MatchResult.NotPossible) ended[request] = note.Result;
        }

        var offers = all.Where(view => view is { Own: true, Body: HelpOffer }).ToList();
        var needs = all.Where(view => view is { Own: true, Body: HelpRequest }).Select(view => new Need(
            view, [.. offers.Where(offer => linked.Contains((view.Number, offer.Number)))],
            ended.TryGetValue(view.Number, out var result) ? result : null)).ToList();
        return new HelpBoard(
            [.. needs.OrderBy(need => need.Ended is not null).ThenBy(need => need.View.Journal)],
            [.. offers.AsEnumerable().Reverse().Select(offer => new Supply(
                offer, linked.Any(pair => pair.Offer == offer.Number)))]);
    }

    /// <summary>A request.</summary>
    /// <param name="Linked">The offers that stand beside it.</param>
    /// <param name="Ended">How it ended; null: it is open.</param>
    public sealed record Need(MessageView View, IReadOnlyList<MessageView> Linked, MatchResult? Ended)
    {
        /// <summary>What it asks.</summary>
        public HelpRequest Asked => (HelpRequest)View.Body!;
    }

    /// <summary>An offer.</summary>
    /// <param name="IsLinked">It stands beside a request.</param>
    public sealed record Supply(MessageView View, bool IsLinked)
    {
        /// <summary>What it offers.</summary>
        public HelpOffer Offered => (HelpOffer)View.Body!;
    }
}
