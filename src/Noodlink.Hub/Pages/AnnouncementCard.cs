using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Markup;
using Noodlink.Screens.Pages;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Hub.Pages;

/// <summary>A card in the feed, with what it takes to put it in the right frame at the right place.</summary>
internal sealed record FeedRow(long Journal, MessageStatus Status, Html Card);

/// <summary>A bulletin, or the start or stop of an exercise, once in the feed however many noodsteunpunten it went to, with
/// at how many it is.</summary>
internal static class AnnouncementCard
{
    public static FeedRow Of(BulletinView view, DateTimeOffset now) => new(view.Journal, view.Status, Card(
        view.MessageNumber, view.Status, view.Content, view.At, [.. view.Points.Select(point => point.State)], Html.Of($"""
            {Html.If(view.HungUp.Count > 0, $"""<span>{Say.It(Words.Hub_HungAt, view.HungUp.Count)}</span>""")}
            {Html.If(view.ReplacedBy is not null, $"""
                <span class="badge note">{Say.It(Words.Hub_ReplacedBy, view.ReplacedBy ?? 0)}</span>
                """)}
            {Html.If(view.IsPast(now), $"""<span class="badge note">{Words.Hub_Past}</span>""")}
            """), now));

    /// <param name="copies">The same order to each noodsteunpunt, the newest first.</param>
    public static FeedRow Of(IReadOnlyList<MessageView> copies, DateTimeOffset now) => new(
        copies[0].Journal, copies[0].Status, Card(
            copies[^1].Number, copies[0].Status, copies[0].Body!, copies[0].StoredAt,
            [.. copies.Select(copy => copy.State)], Html.Empty, now));

    private static Html Card(
        string number, MessageStatus status, MessageBody body, DateTimeOffset at, IReadOnlyList<MessageState> states,
        Html more, DateTimeOffset now)
    {
        var there = states.Count(IsThere);
        var colour = there == states.Count ? "blue" : states.Any(IsRed) ? "red" : "amber";
        return Html.Of($"""
            <li class="card c-{colour}{(status == MessageStatus.Actual ? "" : " drill")}" id="bericht-{number}">
            <a href="/meldingen/{number}">
            <p class="first"><span class="what">{Marks.Status(status)} {HelpText.Title(body)}</span> {Ago.Age(at, now)}</p>
            <p><span class="state {colour}">{Say.It(Words.Hub_ThereOf, there, states.Count)}</span> {more}</p>
            <p class="facts"><span class="number">{number}</span></p>
            <p class="said typed">{HelpText.Line(body, at)}</p></a></li>
            """);
    }

    private static bool IsThere(MessageState state) =>
        !IsRed(state) && state is not (MessageState.Queued or MessageState.Sending);

    private static bool IsRed(MessageState state) => state is MessageState.Unconfirmed or MessageState.Refused;
}
