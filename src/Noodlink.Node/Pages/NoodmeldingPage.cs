using Noodlink.Screens.Markup;
using Noodlink.Screens.Pages;
using Noodlink.Station;

namespace Noodlink.Node.Pages;

/// <summary>Send a noodmelding. Whatever goes wrong, what was typed stays on the screen.</summary>
internal sealed class NoodmeldingPage(SendForm send)
{
    public const string Address = "/noodmelding";

    public static Task GetAsync(HttpContext context) =>
        ShowAsync(context, StatusCodes.Status200OK, null, FormFields.NoErrors, FormKey.New(), Html.Empty);

    public async Task PostAsync(HttpContext context)
    {
        if (await Forms.ReadAsync(context) is not var (form, isOurs)) return;
        var key = FormKey.Of(form);
        if (!isOurs)
        {
            await ShowAsync(context, StatusCodes.Status400BadRequest, form, FormFields.NoErrors, key, Forms.Notice(
                "Er is nog niets opgeslagen. Controleer de melding en druk nog een keer op de knop."));
            return;
        }

        if (FormBody.HereAndElsewhere(form) is { } slip)
        {
            await ShowAsync(context, StatusCodes.Status422UnprocessableEntity, form, slip, key, Html.Empty);
            return;
        }

        var (outcome, errors) = await send.SendAsync(FormBody.Of(form, "Alarm"), key, context.RequestAborted);
        switch (outcome)
        {
            case AcceptOutcome.Stored stored:
                Layout.SeeOther(context, $"/meldingen/{stored.Number}");
                break;
            case AcceptOutcome.KeyConflict conflict:
                await ShowAsync(
                    context, StatusCodes.Status409Conflict, form, FormFields.NoErrors, FormKey.New(),
                    AlreadyUsed(conflict.FirstNumber));
                break;
            case AcceptOutcome.NotStored lost:
                await ShowAsync(
                    context, StatusCodes.Status507InsufficientStorage, form, FormFields.NoErrors, key, Forms.Notice(
                    $"NIET OPGESLAGEN: {lost.Reason} Schrijf de melding op papier en pak de portofoon. "
                    + "Probeer het daarna nog een keer."));
                break;
            default:
                await ShowAsync(
                    context, StatusCodes.Status422UnprocessableEntity, form, NoodmeldingForm.Spoken(errors), key, Html.Empty);
                break;
        }
    }

    private static Html AlreadyUsed(string number) => Html.Of($"""
        <div class="faults" role="alert">
        <h2>Dit formulier is al gebruikt voor <a href="/meldingen/{number}">{number}</a></h2>
        <p>Hoort dit bij die melding? Maak daar een <a href="/meldingen/{number}/aanvulling">aanvulling</a>.
        Is dit iets nieuws? Druk dan nog een keer op de knop.</p></div>
        """);

    private static Task ShowAsync(
        HttpContext context, int status, IFormCollection? typed, IReadOnlyDictionary<string, string[]> errors,
        string key,
        Html notice)
    {
        var fields = new FormFields(typed, errors);
        var unfold = errors.Keys.Any(NoodmeldingForm.IsOptional)
            || typed?.Keys.Any(path => NoodmeldingForm.IsOptional(path) && fields.Typed(path)?.Length > 0) == true;
        return Layout.WriteAsync(context, "Noodmelding", Html.Of($"""
            <h1>Noodmelding</h1>
            {notice}{fields.Summary("Er is nog niets opgeslagen. Vul dit aan:")}
            <form method="post" action="{Address}" novalidate>
            {Forms.Token(context)}<input type="hidden" name="{FormKey.Field}" value="{key}">
            {NoodmeldingForm.Status(fields)}
            {NoodmeldingForm.Mandatory(fields)}
            <details{(unfold, "open")}><summary>Vragen 5 tot en met 14 (mag u overslaan)</summary>
            {NoodmeldingForm.Optional(fields)}
            </details>
            {NoodmeldingForm.Text(fields)}
            <div class="send"><button class="button alarm huge">Sla op en meld</button></div>
            </form>
            """), status);
    }
}
