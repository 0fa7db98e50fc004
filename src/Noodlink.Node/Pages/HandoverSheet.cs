using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages;

/// <summary>What the next shift must know, on one A4 (domain.md §3d, §3f).</summary>
/// <param name="Role">On duty now; null: nobody said so.</param>
/// <param name="Since">When that shift started.</param>
/// <param name="Alarms">Noodmeldingen that are not finished, oldest first.</param>
/// <param name="Questions">Of the coördinatiepunt, without an answer.</param>
/// <param name="HelpRequests">That nobody has met yet.</param>
/// <param name="Bulletins">That count and do not hang yet.</param>
/// <param name="Waiting">Messages that have not left.</param>
/// <param name="Point">Link, radio, power, 112: as the bar says them.</param>
/// <param name="Report">The last situation report; null: there is none.</param>
public sealed record HandoverSheet(
    string? Role, DateTimeOffset? Since, IReadOnlyList<MessageView> Alarms, IReadOnlyList<MessageView> Questions,
    IReadOnlyList<MessageView> HelpRequests, IReadOnlyList<MessageView> Bulletins, int Waiting,
    IReadOnlyList<BarItem> Point, MessageView? Report)
{
    /// <summary>More than stand open at one point at once; what is older than this many of its kind is not looked at.</summary>
    private const int LookedAtMax = 500;

    internal static HandoverSheet Of(Desk desk, DateTimeOffset now)
    {
        var shift = desk.Facts.Find(LocalFact.Shift);
        return new HandoverSheet(
            shift?.Value, shift?.At,
            All(desk, Kind.Alarm).Where(view => view.Own && !MessageStates.IsEnded(view.State)).ToList(),
            All(desk, Kind.Request).Where(MessageRows.IsOpenRequest).ToList(),
            All(desk, Kind.HelpRequest).Where(view => IsOpenHelp(desk, view)).ToList(),
            BulletinsOf(desk, now), desk.Status.Waiting, NodeBar.ForHandover(desk, now),
            All(desk, Kind.SituationReport).LastOrDefault(view => view.Own));
    }

    private static IEnumerable<MessageView> All(Desk desk, Kind kind) =>
        desk.Messages(new MessageFilter([], [kind], LookedAtMax)).Items.Reverse();

    private static bool IsOpenHelp(Desk desk, MessageView view) =>
        view.Own && !MessageStates.IsEnded(view.State)
        && !view.ReferredBy.Any(number => desk.Find(number)?.Body is MatchNote { Result: MatchResult.Helped });

    // A poster that was replaced, or is past its time, is not to be hung up any more.
    private static List<MessageView> BulletinsOf(Desk desk, DateTimeOffset now) =>
        [.. desk.Bulletins.Where(view => view.ReplacedBy is null && view.HungUp.Count == 0 && !view.IsPast(now))
            .Select(view => desk.Find(view.MessageNumber)).OfType<MessageView>()];
}
