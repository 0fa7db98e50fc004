using System.Text.Json.Nodes;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;
using Noodlink.Screens.Access;
using Noodlink.Screens.Markup;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Bearers;

namespace Noodlink.Hub.Pages;

/// <summary>What comes in by voice or on paper: the code of a printed sheet, read by a scanner that types, or the
/// questions in the order in which they are read aloud.</summary>
internal sealed class HandPage(Desk desk, SendForm send)
{
    public const string Address = "/invoer";

    /// <summary>Where the code of a sheet goes.</summary>
    public const string SheetAddress = "/invoer/blad";

    private static readonly (string Value, string Words)[] Ways =
    [
        ($"{EntryWay.Voice}", "voorgelezen (portofoon of telefoon)"), ($"{EntryWay.Paper}", "op papier gebracht"),
        ($"{EntryWay.WalkIn}", "iemand staat hier aan de balie"),
    ];

    public Task GetAsync(HttpContext context) =>
        ShowAsync(context, StatusCodes.Status200OK, null, FormFields.NoErrors, FormKey.New(), Html.Empty);

    /// <summary>A typed noodmelding. Whatever goes wrong, what was typed stays on the screen.</summary>
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

        var body = BodyOf(form, AccessGate.VisitorOf(context).Role);
        var (outcome, errors) = body.ContainsKey("via") ? await send.SendAsync(body, key, context.RequestAborted)
            : (null, SendForm.One("via", "Kies een van de drie."));
        await (outcome switch
        {
            AcceptOutcome.Stored stored => Leave(context, stored.Number),
            AcceptOutcome.KeyConflict conflict => ShowAsync(
                context, StatusCodes.Status409Conflict, form, FormFields.NoErrors, FormKey.New(), Forms.Notice(
                $"Dit formulier is al gebruikt voor {conflict.FirstNumber}. Is dit iets nieuws? Druk nog een keer.")),
            AcceptOutcome.NotStored lost => ShowAsync(
                context, StatusCodes.Status507InsufficientStorage, form, FormFields.NoErrors, key,
                Forms.Notice($"NIET OPGESLAGEN: {lost.Reason}")),
            _ => ShowAsync(
                context, StatusCodes.Status422UnprocessableEntity, form, NoodmeldingForm.Spoken(errors), key, Html.Empty),
        });
    }

    /// <summary>The code of a printed sheet: the sealed noodmelding itself.</summary>
    public async Task PostSheetAsync(HttpContext context)
    {
        if (await Forms.ReadOwnAsync(context) is not { } form) return;
        var frames = SheetCode.ReadAll(form["code"], out var fault);
        var parts = await desk.ImportAsync(
            [.. frames.Select(frame => (ReadOnlyMemory<byte>)frame)], BearerName.Paper, context.RequestAborted);
        if (fault == SheetFault.None && parts is [{ Fate: ImportFate.New or ImportFate.Known, Number: { } number }])
        {
            Layout.SeeOther(context, $"/meldingen/{number}");
            return;
        }

        var words = parts.Select(WordsOf).ToList();
        if (WordsOf(fault) is { } wrong) words.Add(wrong);
        var good = fault == SheetFault.None && parts.All(part => part.Fate is ImportFate.New or ImportFate.Known);
        await ShowAsync(
            context, good ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity, form, FormFields.NoErrors,
            FormKey.New(), Html.Of($"""
                <div class="{(good ? "stand" : "faults")}" role="{(good ? "status" : "alert")}" id="blad-uitkomst">
                {words.Select(sentence => Html.Of($"<p>{sentence}</p>"))}</div>
                """));
    }

    /// <summary>The form as the JSON of interfaces.md §4: one reader and one wording of faults for page and API.</summary>
    private static JsonObject BodyOf(IFormCollection form, string role)
    {
        var body = FormBody.Of(form, $"{Kind.Alarm}");
        foreach (var name in (ReadOnlySpan<string>)["via", "onBehalfOf", "caller"])
            if (form[name].ToString().Trim() is { Length: > 0 } word) body[name] = word;
        if (Number(form) is { } number) body["number"] = number;
        body["by"] = role;
        return body;
    }

    /// <summary>Over the portofoon often only the last part is said: "nummer 42 van Grijpskerk".</summary>
    private static string? Number(IFormCollection form)
    {
        var typed = form["number"].ToString().Trim().ToUpperInvariant();
        if (typed.Length == 0) return null;
        return typed.Length <= 8 && typed.All(char.IsAsciiDigit) && form["onBehalfOf"].ToString() is { Length: > 0 } station
            ? $"{station}-{typed.PadLeft(4, '0')}" : typed;
    }

    private static Task Leave(HttpContext context, string number)
    {
        Layout.SeeOther(context, $"/meldingen/{number}");
        return Task.CompletedTask;
    }

    private static string WordsOf(ImportedPart part) => part.Fate switch
    {
        ImportFate.New => $"{part.Number} is binnen.",
        ImportFate.Known => $"{part.Number} was al binnen.",
        ImportFate.NotStored => $"NIET OPGESLAGEN: {part.Reason}",
        ImportFate.OwnSide or ImportFate.Signal => "Dit is geen melding van een noodsteunpunt.",
        _ => $"Geweigerd: {part.Reason ?? "dit hoort bij een ander coördinatiepunt"}. Typ de melding over van het blad.",
    };

    private static string? WordsOf(SheetFault fault) => fault switch
    {
        SheetFault.None => null,
        SheetFault.Empty => "Er staat nog niets in het vak. Klik in het vak en scan de code.",
        SheetFault.Cut => "Het einde van de code ontbreekt. Scan de code nog een keer, helemaal.",
        SheetFault.Damaged => "De code klopt niet. Scan hem nog een keer, of typ de melding over van het blad.",
        _ => "Dit is geen code van een blad van Noodlink.",
    };

    private Task ShowAsync(
        HttpContext context, int status, IFormCollection? typed, IReadOnlyDictionary<string, string[]> errors,
        string key, Html notice)
    {
        var fields = new FormFields(typed, errors);
        return Layout.WriteAsync(context, "Invoer van stem of papier", Html.Of($"""
            <h1>Invoer van stem of papier</h1>
            {notice}{fields.Summary("Er is nog niets opgeslagen. Vul dit aan:")}
            <h2>Lees blad</h2>
            <form method="post" action="{SheetAddress}">{Forms.Token(context)}
            {fields.Area("code", "Code van het blad", "Klik in dit vak en scan de vierkante code op het blad. Plakken mag ook.")}
            <button class="button">Lees blad</button></form>
            <h2>Typ een melding in</h2>
            <form method="post" action="{Address}" novalidate>
            {Forms.Token(context)}<input type="hidden" name="{FormKey.Field}" value="{key}">
            {NoodmeldingForm.Group(fields, "via", "Hoe kwam de melding?", must: true, fields.Radios("via", Ways))}
            <div class="fields">
            {fields.Select(
                "onBehalfOf", "Van welk noodsteunpunt?", "niet van een noodsteunpunt",
                desk.Stations.Select(station => (station.Id, $"{station.Name} ({station.Id})")))}
            {fields.Input("number", "Nummer op het scherm of het blad", "zoals GR-WK1-0042 of 42; leeg als niemand het weet", lengthMax: 24)}
            {fields.Input("caller", "Wie vertelt het?", "rol of roepnaam, geen eigen naam", lengthMax: 40)}
            </div>
            {NoodmeldingForm.Status(fields)}
            {NoodmeldingForm.Mandatory(fields, here: "Hier, bij dat noodsteunpunt")}
            {NoodmeldingForm.Optional(fields)}
            {NoodmeldingForm.Text(fields)}
            <div class="send"><button class="button alarm huge">Sla op</button></div>
            </form>
            """), status);
    }
}
