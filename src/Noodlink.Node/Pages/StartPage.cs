using Noodlink.Protocol.Messages;
using Noodlink.Screens.Markup;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages;

/// <summary>The first page: how this point is doing, the big button, and every message with how far it is.</summary>
internal sealed class StartPage(Desk desk, TimeProvider time)
{
    private const int RowsMax = 100;

    private static readonly Kind[] Shown =
        [Kind.Alarm, Kind.AlarmUpdate, Kind.AlarmCancel, Kind.Request, Kind.Reply, Kind.SituationReport];

    public Task GetAsync(HttpContext context)
    {
        var now = time.GetUtcNow();
        var rows = desk.Messages(new MessageFilter([], Shown, RowsMax)).Items.Where(IsForTheList).ToList();
        return Layout.WriteAsync(context, "Begin", Html.Of($"""
            <h1 class="unseen">Begin</h1>
            {Gauges.Of(desk.Status, now)}
            <p><a class="button alarm huge" href="/noodmelding">Noodmelding</a></p>
            <p class="hint">Werkt 112 hier? Laat de melder dan 112 bellen.</p>
            {StickPage.Buttons(context)}
            {Section(
                "doen", "Hier moet u iets mee", rows.Where(MessageRow.NeedsAction).OrderBy(row => row.Status), now, "")}
            {Section(
                "echt", "Echte meldingen", rows.Where(row => Is(row, MessageStatus.Actual)), now,
                "Er zijn nog geen meldingen.")}
            {Section("oefening", "OEFENING", rows.Where(row => Is(row, MessageStatus.Exercise)), now, "")}
            {Section("test", "TEST", rows.Where(row => Is(row, MessageStatus.Test)), now, "")}
            """));
    }

    // An answer and a question about a noodmelding are shown there; by themselves only when something is wrong.
    private bool IsForTheList(MessageView view) => view.Body switch
    {
        Reply => view.Own && MessageRow.NeedsAction(view),
        Request request => request.References.All(number => desk.Find(number.ToString()) is null),
        _ => true,
    };

    private static bool Is(MessageView view, MessageStatus status) =>
        view.Status == status && !MessageRow.NeedsAction(view);

    private static Html Section(
        string id, string title, IEnumerable<MessageView> views, DateTimeOffset now, string empty)
    {
        var rows = views.ToList();
        return Html.Of($"""
            <section id="{id}" data-live>
            {(rows.Count == 0 && empty.Length == 0 ? Html.Empty : Html.Of($"<h2>{title}</h2>"))}
            {Html.If(rows.Count == 0 && empty.Length > 0, $"<p>{empty}</p>")}
            {Html.If(rows.Count > 0, $"""<ul class="cards">{rows.Select(row => MessageRow.Of(row, now))}</ul>""")}
            </section>
            """);
    }
}
