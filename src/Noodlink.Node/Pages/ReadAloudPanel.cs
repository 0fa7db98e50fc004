using System.Text.Json;
using System.Text.Json.Nodes;
using Noodlink.Protocol.Json;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Access;
using Noodlink.Screens.Markup;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages;

/// <summary>"Voorgelezen via portofoon": what the operator notes of it. It changes nothing in how far the noodmelding is; that
/// only the coördinatiepunt can say.</summary>
internal sealed class ReadAloudPanel(Desk desk, TimeProvider time)
{
    /// <summary>Of a noodmelding of our own that is not over yet, and open at once where the portofoon is asked for.</summary>
    public static Html Of(HttpContext context, MessageView view, FormFields fields)
    {
        if (view is not { Own: true, Kind: Kind.Alarm }) return Html.Empty;
        var open = fields.Errors.Keys.Any(path => path is "answeredBy" or "time" or "meldkamerNumber" or "aloud");
        return Html.Of($"""
            <details id="voorgelezen"{(open, "open")}><summary>Voorgelezen via portofoon</summary>
            <p class="hint">Schrijf op dat u de melding hebt voorgelezen. Boven blijft staan wat het coördinatiepunt zelf
            bevestigt.</p>
            <p class="buttons"><a class="button" href="/meldingen/{view.Number}/schrijf-over">Lees voor van deze lijst</a></p>
            <form method="post" action="/meldingen/{view.Number}/voorgelezen" novalidate>{Forms.Token(context)}
            <input type="hidden" name="{FormKey.Field}" value="{FormKey.New()}">
            {fields.Fault("aloud")}
            <div class="fields">
            {fields.Input("answeredBy", "Wie antwoordde?", "rol of roepnaam, geen eigen naam", lengthMax: 40)}
            {fields.Input("time", "Hoe laat?", "zoals 14:05; leeg is nu", "small", 5)}
            {fields.Input("meldkamerNumber", "Nummer van de meldkamer", "mag leeg", "small", 16)}
            </div>
            <button class="button main">Schrijf op</button></form></details>
            """);
    }

    /// <summary>Keeps the note. The faults by field; empty when it stands.</summary>
    public async Task<(int Status, IReadOnlyDictionary<string, string[]> Errors)> NoteAsync(
        HttpContext context, string number, IFormCollection form)
    {
        var now = time.GetUtcNow();
        var typed = form["time"].ToString().Trim();
        var at = typed.Length == 0 ? null : DutchTime.Latest(typed, now);
        if (typed.Length > 0 && at is null)
            return (StatusCodes.Status422UnprocessableEntity, SendForm.One("time", "Vul de tijd zo in: 14:05."));
        var body = new JsonObject { ["by"] = AccessGate.VisitorOf(context).Role };
        foreach (var name in (ReadOnlySpan<string>)["answeredBy", "meldkamerNumber"])
            if (form[name].ToString().Trim() is { Length: > 0 } word) body[name] = word;
        using var document = JsonDocument.Parse(body.ToJsonString());
        if (ReadAloudJson.Read(document.RootElement, now, out var errors) is not { } read)
            return (StatusCodes.Status422UnprocessableEntity, InOurWords(errors));
        var note = new ReadAloud(
            read.AnsweredBy, at, read.MeldkamerNumber, read.By, $"aloud:{FormKey.Of(form)}", [1]);
        return await desk.NoteReadAloudAsync(number, note, context.RequestAborted) switch
        {
            StaffOutcome.Recorded => (StatusCodes.Status303SeeOther, FormFields.NoErrors),
            StaffOutcome.Conflict conflict => (StatusCodes.Status409Conflict, SendForm.One("aloud", conflict.Reason)),
            StaffOutcome.NotStored lost => (
                StatusCodes.Status507InsufficientStorage, SendForm.One("aloud", $"NIET OPGESLAGEN: {lost.Reason}")),
            _ => (StatusCodes.Status404NotFound, SendForm.One("aloud", "Deze melding is er niet.")),
        };
    }

    private static Dictionary<string, string[]> InOurWords(IReadOnlyDictionary<string, string[]> errors) =>
        errors.ToDictionary(
            error => error.Key,
            error => error.Key == "answeredBy" ? (string[])["Vul in wie er antwoordde: een rol of een roepnaam."] : error.Value,
            StringComparer.Ordinal);
}
