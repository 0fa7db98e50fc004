using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Noodlink.Node.Drafts;
using Noodlink.Screens.Api;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Api;

/// <summary>Drafts for programs and for our own pages: what is typed is on the disk of the node within a second, and
/// offered on any screen.</summary>
internal sealed class DraftApi(DraftBook book)
{
    private const string Route = "/api/drafts/{id}";

    // A field of a form is a text or a list of texts; deeper is no form of ours.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/drafts", ListAsync);
        routes.MapGet(Route, OneAsync);
        routes.MapPut(Route, SaveAsync);
        routes.MapPatch(Route, MergeAsync);
        routes.MapDelete(Route, DropAsync);
    }

    private Task ListAsync(HttpContext context) => ApiAnswer.OkAsync(context, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("items");
        foreach (var draft in book.Open) DraftObject.Write(json, draft, withFields: false);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private Task OneAsync(HttpContext context) => book.Find(IdOf(context)) is { } draft
        ? ApiAnswer.OkAsync(context, json => DraftObject.Write(json, draft, withFields: true)) : NotFoundAsync(context);

    private async Task SaveAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context, Options);
        if (body is null || await IsRefusedAsync(context, body.Root)) return;
        var (form, fields) = Handed(body.Root);
        var draft = new DraftText(IdOf(context), form, fields);
        await AnswerAsync(context, await book.ReplaceAsync(draft, TurnOf(body.Root), context.RequestAborted), NotesOf);
    }

    // Only the fields that are named: whoever types in one step undoes nothing of another.
    private async Task MergeAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context, Options);
        if (body is null || await IsRefusedAsync(context, body.Root)) return;
        var (form, fields) = Handed(body.Root);
        var id = IdOf(context);
        var (fault, _) = new DraftText(id, form, fields).Check();
        var changes = TypedFields.Parse(fields);
        var outcome = fault ?? await book.MergeAsync(
            id, form, body.Root.ValueKind != JsonValueKind.Object ? [] : body.Root.GetProperty("fields").EnumerateObject()
                .Select(field => KeyValuePair.Create(field.Name, new StringValues([.. changes.Many(field.Name)]))),
            context.RequestAborted, save: TurnOf(body.Root));
        // Where the toelichting is typed, all of it is read back; any other step is told of its own words alone.
        var isWhole = changes.Paths.Contains("text", StringComparer.Ordinal);
        await AnswerAsync(context, outcome, draft => isWhole ? NotesOf(draft) : DraftNotes.Of(draft.Form, changes));
    }

    private static IReadOnlyList<string> NotesOf(DraftText draft) =>
        DraftNotes.Of(draft.Form, TypedFields.Parse(draft.Fields));

    // What is no text, or not there, is the same as a wrong one.
    private static (string Form, string Fields) Handed(JsonElement root) => root.ValueKind != JsonValueKind.Object ? ("", "") : (
        root.TryGetProperty("form", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : "",
        root.TryGetProperty("fields", out var typed) ? typed.GetRawText() : "");

    // A turn that is none keeps nobody's words off the disk.
    private static SaveTurn? TurnOf(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object
        && root.TryGetProperty("page", out var page) && page.ValueKind == JsonValueKind.String
        && root.TryGetProperty("turn", out var turn) && turn.ValueKind == JsonValueKind.Number
        && page.GetRawText().Trim('"') is { Length: > 0 and <= 64 } name && turn.TryGetInt64(out var number)
            ? new SaveTurn(name, number) : null;

    // What is not taken would be lost silently.
    private static async Task<bool> IsRefusedAsync(HttpContext context, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return false;
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject())
        {
            try
            {
                if (property.Name is not ("form" or "fields" or "page" or "turn"))
                    errors[property.Name] = [Words.Fault_UnknownField];
            }
            catch (InvalidOperationException)
            {
                // Half a surrogate pair is no name.
                errors["$"] = [Words.Fault_BadCharacter];
            }
        }

        if (errors.Count == 0) return false;
        await ApiProblem.UnfitAsync(context, errors);
        return true;
    }

    private async Task DropAsync(HttpContext context) =>
        await AnswerAsync(context, await book.DropAsync(IdOf(context), context.RequestAborted));

    /// <param name="notes">What was noticed in it, in Dutch; null: nobody types now.</param>
    private static Task AnswerAsync(
        HttpContext context, DraftOutcome outcome, Func<DraftText, IReadOnlyList<string>>? notes = null) =>
        outcome switch
        {
            DraftOutcome.Kept kept => ApiAnswer.OkAsync(
                context, json => DraftObject.Write(json, kept.Draft, withFields: false, notes?.Invoke(kept.Draft))),
            DraftOutcome.AlreadySent sent => ApiProblem.WriteAsync(
                context, StatusCodes.Status409Conflict, "The draft was sent already", extra: [("id", sent.Number)]),
            DraftOutcome.TooLong too => ApiProblem.WriteAsync(
                context, StatusCodes.Status413PayloadTooLarge, detail: too.Reason),
            DraftOutcome.Unfit unfit => ApiProblem.UnfitAsync(context, unfit.Path, unfit.Reason),
            DraftOutcome.NotStored full => ApiProblem.NotStoredAsync(context, full.Reason),
            _ => NotFoundAsync(context),
        };

    private static Task NotFoundAsync(HttpContext context) =>
        ApiProblem.WriteAsync(context, StatusCodes.Status404NotFound, "No such draft");

    private static string IdOf(HttpContext context) => (string)context.Request.RouteValues["id"]!;
}
