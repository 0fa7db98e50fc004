using System.Text.Json.Nodes;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;
using Noodlink.Screens.Access;
using Noodlink.Screens.Markup;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Bearers;
using Noodlink.Station.Dutch;

namespace Noodlink.Hub.Pages;

/// <summary>What comes in by voice or on paper: the code of a printed sheet, read by a scanner that types, or the
/// questions in the order in which they are read aloud.</summary>
internal sealed class HandPage(Desk desk, SendForm send)
{
    public const string Address = "/invoer";

    /// <summary>Where the code of a sheet goes.</summary>
    public const string SheetAddress = "/invoer/blad";

    private static (string Value, string Words)[] Ways =>
    [
        ($"{EntryWay.Voice}", Words.Hand_Voice), ($"{EntryWay.Paper}", Words.Hand_Paper),
        ($"{EntryWay.WalkIn}", Words.Hand_WalkIn),
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
                Words.Send_Expired));
            return;
        }

        if (FormBody.HereAndElsewhere(form) is { } slip)
        {
            await ShowAsync(context, StatusCodes.Status422UnprocessableEntity, form, slip, key, Html.Empty);
            return;
        }

        var body = BodyOf(form, AccessGate.VisitorOf(context).Role);
        var (outcome, errors) = body.ContainsKey("via") ? await send.SendAsync(body, key, context.RequestAborted)
            : (null, SendForm.One("via", Words.Send_OneOfThree));
        await (outcome switch
        {
            AcceptOutcome.Stored stored => Leave(context, stored.Number),
            AcceptOutcome.KeyConflict conflict => ShowAsync(
                context, StatusCodes.Status409Conflict, form, FormFields.NoErrors, FormKey.New(), Forms.Notice(
                Say.It(Words.Hand_AlreadyUsed, conflict.FirstNumber))),
            AcceptOutcome.NotStored lost => ShowAsync(
                context, StatusCodes.Status507InsufficientStorage, form, FormFields.NoErrors, key,
                Forms.Notice(Say.It(Words.Message_NotStored, lost.Reason))),
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
        ImportFate.New => Say.It(Words.Hand_Came, part.Number),
        ImportFate.Known => Say.It(Words.Hand_WasHere, part.Number),
        ImportFate.NotStored => Say.It(Words.Message_NotStored, part.Reason),
        ImportFate.OwnSide or ImportFate.Signal => Words.Hand_NotAStation,
        _ => Say.It(Words.Hand_Refused, part.Reason ?? Words.Hand_OfOtherHub),
    };

    private static string? WordsOf(SheetFault fault) => fault switch
    {
        SheetFault.None => null,
        SheetFault.Empty => Words.Hand_NoCode,
        SheetFault.Cut => Words.Hand_CodeCut,
        SheetFault.Damaged => Words.Hand_CodeDamaged,
        _ => Words.Hand_CodeForeign,
    };

    private Task ShowAsync(
        HttpContext context, int status, IFormCollection? typed, IReadOnlyDictionary<string, string[]> errors,
        string key, Html notice)
    {
        var fields = new FormFields(typed, errors);
        return Layout.WriteAsync(context, Words.Hand_Title, Html.Of($"""
            <h1>{Words.Hand_Title}</h1>
            {notice}{fields.Summary(Words.Form_Faults)}
            <h2>{Words.Hand_ReadSheet}</h2>
            <form method="post" action="{SheetAddress}">{Forms.Token(context)}
            {fields.Area("code", Words.Hand_Code, Words.Hand_CodeHint)}
            <button class="button">{Words.Hand_ReadSheet}</button></form>
            <h2>{Words.Hand_TypeTitle}</h2>
            <form method="post" action="{Address}" novalidate>
            {Forms.Token(context)}<input type="hidden" name="{FormKey.Field}" value="{key}">
            {NoodmeldingForm.Group(fields, "via", Words.Ask_Via, must: true, fields.Radios("via", Ways))}
            <div class="fields">
            {fields.Select(
                "onBehalfOf", Words.Ask_OnBehalfOf, Words.Hand_NoStation,
                desk.Stations.Select(station => (station.Id, $"{station.Name} ({station.Id})")))}
            {fields.Input("number", Words.Hand_Number, Words.Hand_NumberHint, lengthMax: 24)}
            {fields.Input("caller", Words.Ask_Caller, Words.Hand_CallerHint, lengthMax: 40)}
            </div>
            {NoodmeldingForm.Status(fields)}
            {NoodmeldingForm.Mandatory(fields, here: Words.Hand_Here)}
            {NoodmeldingForm.Optional(fields)}
            {NoodmeldingForm.Text(fields)}
            <div class="send"><button class="button alarm huge">{Words.Hand_Store}</button></div>
            </form>
            """), status);
    }
}
