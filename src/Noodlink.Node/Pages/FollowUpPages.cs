using System.Text.Json.Nodes;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Markup;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages;

/// <summary>Aanvulling and intrekking of a noodmelding. What was sent never changes: these are messages of their
/// own.</summary>
internal sealed class FollowUpPages(Desk desk, SendForm send)
{
    private static readonly CancelReason[] Reasons =
    [
        CancelReason.Resolved, CancelReason.FalseReport, CancelReason.Duplicate, CancelReason.WrongContent,
        CancelReason.TakenOver, CancelReason.Unknown,
    ];

    public Task GetUpdateAsync(HttpContext context) => GetAsync(context, ShowUpdateAsync);

    public Task GetCancelAsync(HttpContext context) => GetAsync(context, ShowCancelAsync);

    public Task PostUpdateAsync(HttpContext context) => PostAsync(context, "AlarmUpdate", ShowUpdateAsync);

    public Task PostCancelAsync(HttpContext context) => PostAsync(context, "AlarmCancel", ShowCancelAsync);

    private delegate Task Show(
        HttpContext context, MessageView alarm, int status, IFormCollection? typed,
        IReadOnlyDictionary<string, string[]> errors, string key, string? notice);

    private Task GetAsync(HttpContext context, Show show) => Find(context) is { } alarm
        ? show(context, alarm, StatusCodes.Status200OK, null, FormFields.NoErrors, FormKey.New(), null)
        : NotThereAsync(context);

    private async Task PostAsync(HttpContext context, string kind, Show show)
    {
        if (Find(context) is not { } alarm)
        {
            await NotThereAsync(context);
            return;
        }

        if (await Forms.ReadAsync(context) is not var (form, isOurs)) return;
        var key = FormKey.Of(form);
        if (!isOurs)
        {
            await show(
                context, alarm, StatusCodes.Status400BadRequest, form, FormFields.NoErrors, key,
                "Er is nog niets opgeslagen. Druk nog een keer op de knop.");
            return;
        }

        var (outcome, errors) = await send.SendAsync(BodyOf(form, kind, alarm.Number), key, context.RequestAborted);
        switch (outcome)
        {
            case AcceptOutcome.Stored:
                Layout.SeeOther(context, $"/meldingen/{alarm.Number}");
                break;
            case AcceptOutcome.KeyConflict conflict:
                await show(
                    context, alarm, StatusCodes.Status409Conflict, form, FormFields.NoErrors, FormKey.New(),
                    $"Dit formulier is al gebruikt voor {conflict.FirstNumber}. Is dit iets nieuws? "
                    + "Druk dan nog een keer op de knop.");
                break;
            case AcceptOutcome.NotStored lost:
                await show(
                    context, alarm, StatusCodes.Status507InsufficientStorage, form, FormFields.NoErrors, key,
                    $"NIET OPGESLAGEN: {lost.Reason} Pak de portofoon.");
                break;
            default:
                await show(
                    context, alarm, StatusCodes.Status422UnprocessableEntity, form, NoodmeldingForm.Spoken(errors), key,
                    null);
                break;
        }
    }

    private static JsonObject BodyOf(IFormCollection form, string kind, string number) =>
        FormBody.Of(form, kind, number);

    private static Task ShowUpdateAsync(
        HttpContext context, MessageView alarm, int status, IFormCollection? typed,
        IReadOnlyDictionary<string, string[]> errors, string key, string? notice)
    {
        var fields = new FormFields(typed, errors);
        return Layout.WriteAsync(context, $"Aanvulling op {alarm.Number}", Html.Of($"""
            <h1>Aanvulling op {alarm.Number}</h1>
            <p>{Marks.Title(alarm)}. Vul alleen in wat nieuw of anders is.</p>
            {Notice(notice)}{fields.Summary("Er is nog niets opgeslagen:")}
            <form method="post" novalidate>
            {Forms.Token(context)}<input type="hidden" name="{FormKey.Field}" value="{key}">
            {NoodmeldingForm.Text(fields)}
            <details{(errors.Keys.Any(path => path is not ("text" or "$")), "open")}>
            <summary>Andere vragen (1 tot en met 14)</summary>
            {NoodmeldingForm.Mandatory(fields, must: false)}
            {NoodmeldingForm.Optional(fields)}
            </details>
            <div class="send"><button class="button main huge">Sla aanvulling op</button></div>
            </form>
            <p><a class="button" href="/meldingen/{alarm.Number}">Terug zonder aanvulling</a></p>
            """), status, alarm.Status);
    }

    private static Task ShowCancelAsync(
        HttpContext context, MessageView alarm, int status, IFormCollection? typed,
        IReadOnlyDictionary<string, string[]> errors, string key, string? notice)
    {
        var fields = new FormFields(typed, errors);
        return Layout.WriteAsync(context, $"Intrekken van {alarm.Number}", Html.Of($"""
            <h1>Intrekken van {alarm.Number}</h1>
            <p>{Marks.Title(alarm)}. Weet de meldkamer al van deze melding? Dan belt het coördinatiepunt de
            meldkamer.</p>
            {Notice(notice)}{fields.Summary("Er is nog niets ingetrokken:")}
            <form method="post" novalidate>
            {Forms.Token(context)}<input type="hidden" name="{FormKey.Field}" value="{key}">
            {NoodmeldingForm.Group(
                fields, "reason", "Waarom trekt u de melding in?", true,
                fields.Radios("reason", Reasons.Select(one => ($"{one}", Words(one)))))}
            {fields.Area("text", FormLabels.Text, "Hooguit 140 tekens.")}
            <div class="buttons"><button class="button alarm">Trek de melding in</button>
            <a class="button" href="/meldingen/{alarm.Number}">Niet intrekken</a></div>
            </form>
            """), status, alarm.Status);
    }

    private static string Words(CancelReason reason) =>
        reason == CancelReason.Unknown ? "andere reden" : Labels.Of(reason);

    private static Html Notice(string? notice) => notice is null ? Html.Empty
        : Html.Of($"""<div class="faults" role="alert"><p>{notice}</p></div>""");

    private MessageView? Find(HttpContext context) =>
        desk.Find((string)context.Request.RouteValues["id"]!) is { Own: true, Kind: Kind.Alarm } alarm ? alarm : null;

    private static Task NotThereAsync(HttpContext context) => ErrorPages.WriteAsync(
        context, StatusCodes.Status404NotFound, "Deze noodmelding is er niet", "Controleer het nummer.");
}
