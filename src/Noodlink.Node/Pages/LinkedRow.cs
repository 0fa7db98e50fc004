using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Markup;
using Noodlink.Screens.Pages;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages;

/// <summary>One message on the page of the message that it refers to.</summary>
internal static class LinkedRow
{
    public static Html Of(MessageView view, DateTimeOffset now)
    {
        var drill = view.Status == MessageStatus.Actual ? "" : " drill";
        return Html.Of($"""
            <li class="card c-{Marks.Colour(view)}{drill}" id="bericht-{view.Number}">
            <a href="/meldingen/{view.Number}">
            <p class="first"><span class="what">{Marks.Status(view.Status)} {Marks.Title(view)}</span>
            {Ago.Age(view.StoredAt, now)}</p>
            <p>{State(view)}</p>
            <p class="facts"><span class="number">{view.Number}</span>{Facts(view)}{Marks.SameNumber(view)}</p>
            {Said(view)}
            </a></li>
            """);
    }

    private static Html Said(MessageView view) => view.Body is AlarmUpdate update
        ? Html.Of($"""<p class="said typed">{FactsList.Line(update.Changes)}</p>""") : Html.Empty;

    // A request that came in has no road of its own to go: it is answered or it is not.
    private static Html State(MessageView view) => view.Own
        ? Html.Of($"""
            {Marks.State(view)} {Html.If(view.Undone, $"""<span class="badge maybe">stap teruggenomen</span>""")}
            """)
        : MessageRows.IsOpenRequest(view)
            ? Html.Of($"""<span class="state purple">Vraag van coördinatiepunt</span>""")
            : Html.Of($"""<span class="state grey">Van coördinatiepunt</span>""");

    private static Html Facts(MessageView view) => view.Body is not Alarm { Facts: var facts } ? Html.Empty
        : Html.Of($"""
            <span>{PlaceText.Of(facts.Location)}</span><span>{Marks.Services(facts)}</span>
            {Marks.Danger(facts.DangerToLife)}
            """);
}
