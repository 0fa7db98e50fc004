using System.Text.Json;
using System.Text.Json.Nodes;
using Noodlink.Protocol.Json;
using Noodlink.Screens.Access;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages;

/// <summary>"Voorgelezen via portofoon": keeps what the operator notes of it. It changes nothing in how far the noodmelding
/// is; that only the coördinatiepunt can say.</summary>
internal sealed class ReadAloudNote(Desk desk, TimeProvider time)
{
    /// <summary>Something was typed, or something is wrong with it: the form is unfolded.</summary>
    public static bool IsBegun(SmallForm form) =>
        form.Fields.Errors.Count > 0 || form.IsBegun("answeredBy", "time", "meldkamerNumber");

    /// <summary>Keeps the note. The faults by field; empty when it stands.</summary>
    public async Task<(int Status, IReadOnlyDictionary<string, string[]> Errors)> KeepAsync(
        HttpContext context, string number, IFormCollection form)
    {
        var now = time.GetUtcNow();
        var typed = form["time"].ToString().Trim();
        var at = typed.Length == 0 ? null : DutchTime.Latest(typed, now);
        if (typed.Length > 0 && at is null)
            return (StatusCodes.Status422UnprocessableEntity, SendForm.One("time", Words.Aloud_TimeWrong));
        var body = new JsonObject { ["by"] = AccessGate.VisitorOf(context).Role };
        foreach (var name in (ReadOnlySpan<string>)["answeredBy", "meldkamerNumber"])
            if (form[name].ToString().Trim() is { Length: > 0 } word) body[name] = word;
        using var document = JsonDocument.Parse(body.ToJsonString());
        if (ReadAloudJson.Read(document.RootElement, now, out var errors) is not { } read)
            return (StatusCodes.Status422UnprocessableEntity, InOurWords(FaultText.Of(errors)));
        var note = new ReadAloud(
            read.AnsweredBy, at, read.MeldkamerNumber, read.By, $"aloud:{FormKey.Of(form)}", [1]);
        return await desk.NoteReadAloudAsync(number, note, context.RequestAborted) switch
        {
            StaffOutcome.Recorded => (StatusCodes.Status303SeeOther, FormFields.NoErrors),
            StaffOutcome.Conflict conflict => (StatusCodes.Status409Conflict, SendForm.One("aloud", conflict.Reason)),
            StaffOutcome.NotStored lost => (
                StatusCodes.Status507InsufficientStorage,
                SendForm.One("aloud", Say.It(Words.Message_NotStored, lost.Reason))),
            _ => (StatusCodes.Status404NotFound, SendForm.One("aloud", Words.Message_NotThere)),
        };
    }

    private static Dictionary<string, string[]> InOurWords(IReadOnlyDictionary<string, string[]> errors) =>
        errors.ToDictionary(
            error => error.Key,
            error => error.Key == "answeredBy" ? (string[])[Words.Aloud_WhoMissing] : error.Value,
            StringComparer.Ordinal);
}
