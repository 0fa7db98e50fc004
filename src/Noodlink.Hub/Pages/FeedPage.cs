using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Markup;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Hub.Pages;

/// <summary>The feed: what has to be done first, danger to life on top, then the rest. Exercises and tests stand in
/// frames of their own, each row with the word as well (the status wall).</summary>
internal sealed class FeedPage(Desk desk, HubSetup setup, HubGauges gauges, TimeProvider time)
{
    private const int UnhandledMax = 200;
    private const int RestMax = 100;
    private const int RefusedMax = 20;

    // Of the start of an exercise: one for each noodsteunpunt of a region, and its stop.
    private const int ControlsMax = 300;
    private const int BulletinsMax = 10;

    // An older one is in the list below; by then somebody has called the noodsteunpunt.
    private static readonly TimeSpan RefusedShown = TimeSpan.FromHours(24);

    private static readonly Kind[] Shown =
    [
        Kind.Alarm, Kind.AlarmUpdate, Kind.AlarmCancel, Kind.Request, Kind.Reply, Kind.SituationReport, Kind.HelpRequest,
        Kind.HelpOffer, Kind.StockReport, Kind.ShiftHandover, Kind.MatchNote,
    ];

    public Task GetAsync(HttpContext context)
    {
        var now = time.GetUtcNow();
        var names = desk.Stations.ToDictionary(
            station => station.Id, station => $"{station.Name} ({station.Id})", StringComparer.Ordinal);
        var card = new FeedCard(desk, setup.Station.Timers, names, now);
        var first = desk.Unhandled(UnhandledMax);
        var done = first.Select(view => view.Number).ToHashSet(StringComparer.Ordinal);
        var rest = desk.Messages(new MessageFilter([], Shown, RestMax)).Items
            .Where(view => !done.Contains(view.Number) && !FeedCard.IsAttached(desk, view)).ToList();
        var refused = desk.Messages(new MessageFilter([MessageState.Refused], [], RefusedMax)).Items
            .Where(view => now - view.StoredAt < RefusedShown).ToList();
        rest.RemoveAll(view => refused.Exists(one => one.Number == view.Number));
        List<FeedRow> others =
        [
            .. rest.Select(view => new FeedRow(view.Journal, view.Status, card.Of(view))), .. Announced(now),
        ];
        return Layout.WriteAsync(context, Words.Hub_Alarms, Html.Of($"""
            <h1 class="unseen">{Words.Hub_Alarms}</h1>
            {gauges.Of(now)}
            {StickPage.Buttons(context)}
            {Refused(refused, card)}
            {Part("echt", MessageStatus.Actual, first, others, card)}
            {Framed("oefening", MessageStatus.Exercise, first, others, card)}
            {Framed("test", MessageStatus.Test, first, others, card)}
            """));
    }

    /// <summary>What we said to the noodsteunpunten, each once.</summary>
    private IEnumerable<FeedRow> Announced(DateTimeOffset now)
    {
        var bulletins = desk.Bulletins.OrderByDescending(view => view.Journal).Take(BulletinsMax)
            .Select(view => AnnouncementCard.Of(view, now));
        var controls = desk.Messages(new MessageFilter([], [Kind.ExerciseControl], ControlsMax)).Items
            .Where(view => view is { Own: true, Body: not null }).GroupBy(view => (view.Body, view.Status))
            .Select(group => AnnouncementCard.Of([.. group], now));
        return [.. bulletins, .. controls];
    }

    /// <summary>What came in from a known noodsteunpunt and could not be read: nobody knows what it says, so somebody
    /// has to call.</summary>
    private static Html Refused(List<MessageView> refused, FeedCard card) => Html.Of($"""
        <section id="geweigerd" data-live>{Html.If(refused.Count > 0, $"""
            <div class="alert"><h2>{Words.Hub_RefusedCall}</h2>
            <ul class="cards">{refused.Select(card.Of)}</ul></div>
            """)}</section>
        """);

    private static Html Framed(
        string id, MessageStatus status, IEnumerable<MessageView> first, IReadOnlyList<FeedRow> rest, FeedCard card)
    {
        var any = first.Any(view => view.Status == status) || rest.Any(row => row.Status == status);
        var word = Station.Dutch.MessageLabels.Of(status);
        return Html.Of($"""
            <div id="{id}-vak"{(!any, "data-live")}>{(!any ? Html.Empty : Html.Of($"""
                <div class="frame"><p class="frame-word">{word}</p>{Part(
                    id, status, first, rest, card)}<p class="frame-word">{word}</p></div>
                """))}</div>
            """);
    }

    private static Html Part(
        string id, MessageStatus status, IEnumerable<MessageView> first, IReadOnlyList<FeedRow> rest, FeedCard card)
    {
        var todo = first.Where(view => view.Status == status).ToList();
        var others = rest.Where(row => row.Status == status).OrderByDescending(row => row.Journal);
        var word = Station.Dutch.MessageLabels.Of(status);
        return Html.Of($"""
            <section aria-labelledby="{id}-kop">
            <h2 id="{id}-kop">{Say.It(Words.Hub_ToDo, word)} (<span id="{id}-aantal" data-live>{todo.Count}</span>)</h2>
            {List($"{id}-doen", Words.Hub_NothingToDo, todo.Select(card.Of))}
            <h2>{Say.It(Words.Hub_Rest, word)}</h2>
            {List($"{id}-rest", Words.Hub_NothingElse, others.Select(row => row.Card))}
            </section>
            """);
    }

    /// <summary>A list that never jumps: what is new waits behind the button above it.</summary>
    private static Html List(string id, string empty, IEnumerable<Html> rows) => Html.Of($"""
        <p class="more" id="{id}-nieuw" hidden><button class="button main" type="button" data-show-new></button></p>
        <ul class="cards" id="{id}" data-live="list" data-empty="{empty}">{rows}</ul>
        """);
}
