using System.Security.Cryptography;
using System.Text;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Markup;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Hub.Pages;

/// <summary>Offers of help that noodsteunpunten hold back: without a network only their number comes here, until
/// somebody asks for them. What was asked stands below the number, and below that what came of it.</summary>
internal sealed class OffersPanel(Desk desk, StationSetup setup)
{
    public const string Route = "/stations/{id}/aanbod";

    private const string Place = "hulpaanbod";
    private const int MessagesMax = 300;

    // After that it is a question of yesterday.
    private static readonly TimeSpan AskedShown = TimeSpan.FromHours(24);

    public Html Of(HttpContext context, DateTimeOffset now)
    {
        var asked = desk.Messages(new MessageFilter([], [Kind.Request], MessagesMax)).Items
            .Where(view => view is { Own: true, Body: Request { Question: Question.Offers } }
                && now - view.StoredAt < AskedShown).ToList();
        var offers = desk.Messages(new MessageFilter([], [Kind.HelpOffer], MessagesMax)).Items
            .Where(view => !view.Own).ToList();
        List<OffersRow> rows =
        [
            .. from station in desk.Stations
               let last = asked.Find(view => view.Station == station.Id)
               where station.Offers.Count > 0 || last is not null
               let came = offers.Where(view => view.Station == station.Id && view.StoredAt >= last?.StoredAt)
               select new OffersRow(station, last, [.. came]),
        ];
        return Of(rows, Forms.Token(context), now);
    }

    /// <param name="token">Of the forms.</param>
    public static Html Of(IReadOnlyList<OffersRow> rows, Html token, DateTimeOffset now) => Html.Of($"""
        <h2>{Words.Offers_Title}</h2>
        <p class="hint">{Words.Offers_Hint}</p>
        <div id="{Place}" data-live><ul class="cards" data-empty="{Words.Offers_None}">{
            rows.Select(row => Card(row, token, now))}</ul></div>
        """);

    /// <summary>Asks a noodsteunpunt for them.</summary>
    public async Task PostAsync(HttpContext context)
    {
        if (await Forms.ReadOwnAsync(context) is not { } form) return;
        var station = (string)context.Request.RouteValues["id"]!;
        var outcome = await desk.AcceptAsync(
            new Draft(
                new Request(setup.Identity.Id, [], Question.Offers, null), MessageStatus.Actual, station,
                $"form:{FormKey.Of(form)}", SHA256.HashData(Encoding.UTF8.GetBytes(station))),
            context.RequestAborted);
        var (status, reason) = outcome switch
        {
            AcceptOutcome.NotStored lost => (StatusCodes.Status507InsufficientStorage, lost.Reason),
            AcceptOutcome.Unfit unfit => (StatusCodes.Status422UnprocessableEntity, unfit.Reason),
            AcceptOutcome.KeyConflict conflict => (
                StatusCodes.Status409Conflict, Say.It(Words.Offers_AlreadyUsed, conflict.FirstNumber)),
            _ => (StatusCodes.Status303SeeOther, ""),
        };
        if (reason.Length == 0) Layout.SeeOther(context, $"/stations#{Place}");
        else await ErrorPages.WriteAsync(context, status, Words.Offers_NotAsked, reason);
    }

    private static Html Card(OffersRow row, Html token, DateTimeOffset now) => Html.Of($"""
        <li class="card" id="aanbod-{row.Station.Id}"><div class="card-body">
        <p class="first"><span class="what">{row.Station.Name}</span> <span class="number">{row.Station.Id}</span></p>
        <p>{Waiting(row.Station)}</p>
        {Asked(row, now)}
        {Html.If(row.Station.Offers.Count > 0, $"""
            <form method="post" action="/stations/{row.Station.Id}/aanbod">{token}
            <input type="hidden" name="{FormKey.Field}" value="{FormKey.New()}">
            <button class="button">{Button(row)}</button></form>
            """)}
        </div></li>
        """);

    private static string Button(OffersRow row) =>
        row.Asked is null ? Words.Offers_Ask : Words.Offers_AskAgain;

    private static string Waiting(StationView station) => station.Offers.Count == 0 ? Words.Offers_NothingLeft
        : Say.It(
            Words.Offers_Wait,
            string.Join(", ", station.Offers.Select(one => Say.It(Words.Help_Times, one.Value, HelpLabels.Of(one.Key)))));

    private static Html Asked(OffersRow row, DateTimeOffset now) => row.Asked is not { } asked ? Html.Empty
        : Html.Of($"""
        <p>{Say.It(Words.Offers_AskedAt, Ago.Moment(asked.StoredAt, now))}
        <a href="/meldingen/{asked.Number}">{FeedCard.OwnState(asked)}</a>.
        {(row.Came.Count == 0 ? Words.Offers_NoneCame : Say.It(Words.Offers_Came, row.Came.Count))}</p>
        {row.Came.Select(offer => Html.Of($"""
            <p class="said typed"><a href="/meldingen/{offer.Number}">{offer.Number}</a> {Line(offer)}</p>
            """))}
        """);

    private static string? Line(MessageView offer) =>
        offer.Body is { } body ? HelpText.Line(body, offer.CreatedAt) : null;
}

/// <summary>A noodsteunpunt that holds offers back, or was asked for them.</summary>
/// <param name="Asked">The latest question for them; null: nobody asked.</param>
/// <param name="Came">The offers that came in since, newest first.</param>
internal sealed record OffersRow(StationView Station, MessageView? Asked, IReadOnlyList<MessageView> Came);
