using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Markup;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Hub.Pages;

/// <summary>One message in the feed, with what came in about it.</summary>
internal sealed class FeedCard(
    Desk desk, TimerOptions timers, IReadOnlyDictionary<string, string> names, DateTimeOffset now)
{
    public Html Of(MessageView view)
    {
        var delay = Delay.Of(view, timers, now);
        var drill = view.Status == MessageStatus.Actual ? "" : " drill";
        var colour = view.Withdrawn ? "red" : Marks.Colour(view);
        return Html.Of($"""
            <li class="card c-{colour}{drill}" id="bericht-{view.Number}"><a href="/meldingen/{view.Number}">
            <p class="first"><span class="what">{Marks.Status(view.Status)} {AccountsPanel.Danger(view)} {Title(view)}</span>
            {Ago.Age(view.StoredAt, now, delay.Late)}</p>
            <p class="facts"><strong>{Place(view)}</strong> <span>{Services(view)}</span></p>
            <p>{State(view)} {Waits(delay)} {Claim(view)}</p>
            <p class="facts"><span class="number">{view.Number}</span>
            <span>{names.GetValueOrDefault(view.Station, view.Station)}</span>
            {Marks.Incomplete(view)}{Marks.SameNumber(view)}{AccountsPanel.Badge(view)}{Alarms(view)}</p>
            {Said(view)}
            {About(view)}
            </a></li>
            """);
    }

    /// <summary>It belongs to another message that is here, and is shown with it.</summary>
    public static bool IsAttached(Desk desk, MessageView view) =>
        ReferencesOf(view.Body).Any(number => desk.Find(number.ToString()) is not null);

    public static IEnumerable<MessageNumber> ReferencesOf(MessageBody? body) => body switch
    {
        AlarmUpdate update => update.References,
        AlarmCancel cancel => cancel.References,
        Request request => request.References,
        Reply reply => reply.References,
        MatchNote note => note.References,
        _ => [],
    };

    // What the noodsteunpunt, not we, would call its state says nothing here about other kinds than a noodmelding.
    public static Html State(MessageView view) =>
        view.Kind == Kind.Alarm || view.State == MessageState.Refused ? Marks.State(view)
        : view.Own ? Html.Of($"""<span class="state {Marks.Colour(view)}">{OwnState(view)}</span>""")
        : Html.Of($"""
            <span class="state grey">{(
                view.State == MessageState.DeliveredDevice ? Words.Hub_NotRead : Words.Message_Read)}</span>
            """);

    /// <summary>How far something of ours is on its way to a noodsteunpunt: the labels tell of the other
    /// direction.</summary>
    public static string OwnState(MessageView view) =>
        view.State == MessageState.DeliveredDevice ? Words.Hub_AtStation : view.StateLabel;

    private Html Waits(Delay delay) => Html.If(
        delay.What.Length > 0,
        $"""
        <span class="{(delay.Late ? "red" : "")}">
        {(delay.Late ? "▲ " : "")}{Say.It(Words.Hub_Since, delay.What, Ago.Moment(delay.Since, now))}</span>
        """);

    private static Html Claim(MessageView view) => view.ClaimedBy is { } role
        ? Html.Of($"""<span class="badge note">{Say.It(Words.Hub_Handles, role)}</span>""")
        : view.Kind == Kind.Alarm && view.State is MessageState.DeliveredDevice or MessageState.SeenByHuman
            ? Html.Of($"""<span class="badge call">{Words.Hub_NobodyHandles}</span>""") : Html.Empty;

    private static Html Alarms(MessageView view) => Html.Of(
        $"""
        {Html.If(view.Withdrawn, $"""<span class="badge danger">{Words.Hub_WithdrawnCall}</span>""")}
        {Html.If(view.Forwarding.Any(one => one.Stopped), $"""
            <span class="badge danger">{Words.Hub_RefusedByComputer}</span>
            """)}
        {Html.If(view.Undone, $"""<span class="badge maybe">{Words.Message_Undone}</span>""")}
        """);

    private static string Title(MessageView view) =>
        view.Own ? Say.It(Words.Hub_To, view.Station, Marks.Title(view)) : Marks.Title(view);

    private string? Place(MessageView view) =>
        view.Body is Alarm alarm
            ? PlaceText.Of(alarm.Facts.Location, names.GetValueOrDefault(view.Station, view.Station)) : null;

    private static string? Services(MessageView view) => view.Body is Alarm alarm ? Marks.Services(alarm.Facts) : null;

    private static Html Said(MessageView view)
    {
        var text = view.Body switch
        {
            null => null,
            Alarm alarm => alarm.Facts.Text,
            AlarmUpdate update => FactsList.Line(update.Changes),
            AlarmCancel cancel => $"{Labels.Of(cancel.Reason)}. {cancel.Text}",
            SituationReport report => SituationWords.Of(report),
            var body => HelpText.Line(body, view.CreatedAt),
        };
        return string.IsNullOrEmpty(text) ? Html.Empty : Html.Of($"""<p class="said typed">{text}</p>""");
    }

    private Html About(MessageView view) => Html.Join(
        view.ReferredBy.Select(desk.Find).OfType<MessageView>()
            .Where(one => one.Kind is Kind.AlarmUpdate or Kind.AlarmCancel or Kind.Reply or Kind.Request
                or Kind.MatchNote)
            .Select(one => Html.Of($"""<p class="said typed">↳ {Ago.Moment(one.StoredAt, now)} {Line(one)}</p>""")));

    private static string Line(MessageView view) => view.Body switch
    {
        AlarmUpdate update => Say.It(Words.Hub_Line, Words.Label_KindAlarmUpdate, FactsList.Line(update.Changes)),
        AlarmCancel cancel => Say.It(
            Words.Hub_Line, Words.Label_KindAlarmCancel, $"{Labels.Of(cancel.Reason)}. {cancel.Text}"),
        MatchNote note => Say.It(Words.Hub_Line, Marks.Title(view), HelpText.Line(note, view.CreatedAt)),
        _ => Marks.Title(view),
    };
}
