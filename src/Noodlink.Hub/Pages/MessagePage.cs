using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Access;
using Noodlink.Screens.Markup;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Hub.Pages;

/// <summary>One message at the coördinatiepunt: everything that is known, what was done, and what can be done now.
/// Opening it is reading it: that is when "Gelezen" is recorded, and the list never does.</summary>
internal sealed class MessagePage(Desk desk, HubSetup setup, TimeProvider time)
{
    public async Task GetAsync(HttpContext context)
    {
        if (Find(context) is not { } view)
        {
            await NotThereAsync(context);
            return;
        }

        if (IsOpenedByAPerson(context.Request)) view = await SeenAsync(context, view);
        await ShowAsync(context, view, StatusCodes.Status200OK, new ActionPanel.Attempt(null, FormFields.NoErrors));
    }

    public async Task PostAsync(HttpContext context)
    {
        if (Find(context) is not { } view)
        {
            await NotThereAsync(context);
            return;
        }

        if (await Forms.ReadOwnAsync(context) is not { } form) return;
        if (ActionForm.Read(form, AccessGate.VisitorOf(context).Role, out var errors) is not { } action)
        {
            await ShowAsync(
                context, view, StatusCodes.Status422UnprocessableEntity, new ActionPanel.Attempt(form, errors));
            return;
        }

        await AnswerAsync(context, view, form, await desk.RecordAsync(view.Number, action, context.RequestAborted));
    }

    /// <summary>Somebody wants to hand over again what a receiver refused.</summary>
    public async Task PostAgainAsync(HttpContext context)
    {
        if (Find(context) is not { } view)
        {
            await NotThereAsync(context);
            return;
        }

        if (await Forms.ReadOwnAsync(context) is not { } form) return;
        await AnswerAsync(
            context, view, form,
            await desk.ForwardAgainAsync(view.Number, AccessGate.VisitorOf(context).Role, context.RequestAborted));
    }

    private async Task AnswerAsync(HttpContext context, MessageView view, IFormCollection form, StaffOutcome outcome)
    {
        switch (outcome)
        {
            case StaffOutcome.Recorded:
                Layout.SeeOther(context, $"/meldingen/{view.Number}");
                break;
            case StaffOutcome.Conflict conflict:
                await ShowAsync(
                    context, desk.Find(view.Number) ?? view, StatusCodes.Status409Conflict,
                    new ActionPanel.Attempt(form, ActionForm.One(conflict.Reason)));
                break;
            case StaffOutcome.NotStored lost:
                await ShowAsync(
                    context, view, StatusCodes.Status507InsufficientStorage,
                    new ActionPanel.Attempt(form, ActionForm.One(Say.It(Words.Message_NotStored, lost.Reason))));
                break;
            default:
                await NotThereAsync(context);
                break;
        }
    }

    // Our script asks for the page again and again, a browser may fetch it ahead, and another page may ask for it as a
    // picture: nobody reads it then.
    private static bool IsOpenedByAPerson(HttpRequest request)
    {
        if (request.Headers.ContainsKey("X-Noodlink-Refresh")
            || request.Headers.ContainsKey("Sec-Purpose")) return false;
        return request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none"
            && request.Headers["Sec-Fetch-Dest"].ToString() is "" or "document";
    }

    /// <summary>The message and what came in about it have now been read by a person.</summary>
    private async Task<MessageView> SeenAsync(HttpContext context, MessageView view)
    {
        var role = AccessGate.VisitorOf(context).Role;
        var unread = view.ReferredBy.Select(desk.Find).OfType<MessageView>().Append(view)
            .Where(one => one is { Own: false, State: MessageState.DeliveredDevice });
        var changed = false;
        foreach (var one in unread)
            changed |= await desk.RecordAsync(
                one.Number, new StaffAction(StaffEventType.Seen, role), context.RequestAborted)
                is StaffOutcome.Recorded;
        return changed ? desk.Find(view.Number) ?? view : view;
    }

    private Task ShowAsync(HttpContext context, MessageView view, int status, ActionPanel.Attempt attempt)
    {
        var now = time.GetUtcNow();
        var name = $"{MessageLabels.Of(view.Kind)} {view.Number}";
        return Layout.WriteAsync(context, name, Html.Of($"""
            <h1>{name}: {Marks.Title(view)}</h1>
            <p>{Marks.Status(view.Status)} {AccountsPanel.Danger(view)} {Marks.Incomplete(view)} {Marks.SameNumber(view)}
            {StationName(view)}, binnen: {Ago.Moment(view.StoredAt, now)} ({Ago.Age(view.StoredAt, now)})</p>
            <div class="two"><div>
            {Stand(view, now)}
            {About(view, now)}
            <section id="verschillen" data-live>{AccountsPanel.Of(
                new ActionFields(context, view.Number, attempt), view, StationName(view), now)}</section>
            {Content(view)}
            </div><div>
            {ActionPanel.Of(context, view, AccessGate.VisitorOf(context).Role, attempt)}
            </div></div>
            <h2>{Words.Message_History}</h2>
            <div id="verloop" data-live>{HistoryTable.Of(view, now)}</div>
            <div id="ontvangst" data-live>{Receptions(view, now)}{ForwardingTable.Of(context, view, now)}</div>
            """), status, view.Status);
    }

    private Html Stand(MessageView view, DateTimeOffset now)
    {
        var delay = Delay.Of(view, setup.Station.Timers, now);
        return Html.Of($"""
            <section class="stand c-{(view.Withdrawn ? "red" : Marks.Colour(view))}" id="stand" data-live
            aria-label="{Words.HubMessage_Standing}">
            <p>{FeedCard.State(view)}</p>
            <p>{(view.ClaimedBy is { } role ? Say.It(Words.HubMessage_HandledBy, role)
                : view.Kind == Kind.Alarm ? Words.Staff_NotClaimed : "")}
            {(view.MeldkamerNumber is { } number ? Say.It(Words.HubMessage_Number, number) : "")}</p>
            {Html.If(delay.What.Length > 0, $"""
                <p class="{(delay.Late ? "do red" : "")}">{Say.It(
                    Words.HubMessage_Since, Marks.Capital(delay.What), Ago.Moment(delay.Since, now),
                    Ago.Text(now - delay.Since))}</p>
                """)}
            {Html.If(view.Withdrawn, $"""
                <p class="do red">▲ {Words.HubMessage_Withdrawn}</p>
                """)}
            {(view.Undone ? Html.Of($"""<p class="do red">▲ {Words.HubMessage_Undone}</p>""") : Html.Empty)}
            {Html.If(view.Kind == Kind.Alarm, $"""
                <p class="buttons"><a class="button main" href="/meldingen/{view.Number}/blad">{Words.HubMessage_Sheet}</a>
                <a class="button" href="/meldingen/{view.Number}/print">{Words.HubMessage_Paper}</a>
                <a class="button" href="/meldingen/{view.Number}/schrijf-over">{Words.HubMessage_Over}</a></p>
                """)}
            </section>
            """);
    }

    private Html Content(MessageView view) => view.Body switch
    {
        Alarm alarm => FactsList.Of(Together.Of(desk, view, alarm), StationName(view)),
        AlarmUpdate update => FactsList.Of(update.Changes, StationName(view)),
        AlarmCancel cancel => Html.Of($"""
            <p>{Words.Message_Reason} <strong>{Labels.Of(cancel.Reason)}</strong></p><p class="typed">{cancel.Text}</p>
            """),
        Request request => Html.Of($"""<p class="typed">{Marks.Question(request)}</p>"""),
        Reply reply => Html.Of($"""<p class="typed">{Marks.Answer(reply)}</p>"""),
        SituationReport report => Html.Of($"""<p class="typed">{SituationWords.Of(report)}</p>"""),
        null when view.State == MessageState.Refused => Html.Of($"""
            <p class="alert">{Words.HubMessage_Unreadable}</p>
            <details><summary>{Words.HubMessage_Sealed}</summary>{view.Sealed.Select(
                part => Html.Of($"<p><code>{Convert.ToHexStringLower(part)}</code></p>"))}</details>
            """),
        { } body when HelpText.Line(body, view.CreatedAt) is { } line => Html.Of($"""<p class="typed">{line}</p>"""),
        _ => Html.Of($"<p>{Words.Message_Wiped}</p>"),
    };

    /// <summary>Aanvullingen, questions, answers and an intrekking, the newest at the bottom.</summary>
    private Html About(MessageView view, DateTimeOffset now)
    {
        var about = view.ReferredBy.Select(desk.Find).OfType<MessageView>().ToList();
        return Html.Of($"""
            <section id="erbij" data-live>{(about.Count == 0 ? Html.Empty : Html.Of($"""
                <h2>{Words.HubMessage_Around}</h2><ul class="cards">{about.Select(one => Html.Of($"""
                    <li class="card"><a href="/meldingen/{one.Number}">
                    <p class="first"><span class="what">{Marks.Title(one)}</span> {Ago.Age(one.StoredAt, now)}</p>
                    <p class="said typed">{Line(one)}</p></a></li>
                    """))}</ul>
                """))}</section>
            """);
    }

    private static string? Line(MessageView view) => view.Body switch
    {
        AlarmUpdate update => FactsList.Line(update.Changes),
        AlarmCancel cancel => $"{Labels.Of(cancel.Reason)}. {cancel.Text}",
        Request => FeedCard.OwnState(view),
        MatchNote note => HelpText.Line(note, view.CreatedAt),
        _ => null,
    };

    private static Html Receptions(MessageView view, DateTimeOffset now) => Html.If(
        view.Receptions.Count > 0,
        $"""
        <h2>{Words.HubMessage_Receptions}</h2>
        <div class="scroll"><table>{TableHead.Of(
            Words.History_Time, Words.History_Via, Words.HubMessage_Strength, Words.HubMessage_Noise)}<tbody>
        {view.Receptions.Select(one => Html.Of($"""
            <tr><td>{Ago.Moment(one.At, now)}</td><td>{MessageLabels.Of(one.Bearer)}</td>
            <td>{Number(one.RssiDbm)}</td><td>{Number(one.SnrDb)}</td></tr>
            """))}
        </tbody></table></div>
        """);

    private static string Number(double? value) => value is { } number ? $"{number:0.#}".Replace('.', ',') : "";

    private string StationName(MessageView view) =>
        desk.Stations.FirstOrDefault(station => station.Id == view.Station) is { } station
            ? $"{station.Name} ({station.Id})" : view.Station;

    private MessageView? Find(HttpContext context) => desk.Find((string)context.Request.RouteValues["id"]!);

    private static Task NotThereAsync(HttpContext context) => ErrorPages.WriteAsync(
        context, StatusCodes.Status404NotFound, Words.Message_NotThere, Words.Message_NotThereNumber);
}
