using Microsoft.Extensions.Primitives;
using Noodlink.Node.Drafts;
using Noodlink.Node.Pages.Drafting;
using Noodlink.Node.Pages.Sending;
using Noodlink.Screens.Fields;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages.FollowUp;

/// <summary>The place of an aanvulling: asked, looked up, read back and confirmed as that of a noodmelding, in the draft of
/// the aanvulling. Until a person said how sure they are, it does not go.</summary>
internal sealed class UpdatePlace(DraftBook book, PlaceView places)
{
    /// <summary>Name of the buttons that lead here from the form.</summary>
    public const string Field = "_plaats";

    /// <summary>What that button says when the place did not change after all.</summary>
    public const string Undo = "weg";

    private static readonly string[] Paths = [.. PlaceWays.Paths, "location.certainty"];

    /// <summary>The fields of a place that a form carries.</summary>
    public static TypedFields Of(Func<string, string?> typed) =>
        TypedFields.None.With(Paths.Select(path => KeyValuePair.Create(path, new StringValues(typed(path)))));

    /// <summary>A place that nobody said anything about yet keeps it from going.</summary>
    public static IReadOnlyDictionary<string, string[]>? FaultsOf(IFormCollection form)
    {
        var place = Of(path => form[path]);
        return !place.HasContent || Steps.IsFilled(Sending.Step.Place, place) ? null
            : SendForm.One("location", Words.Update_PlaceOpen);
    }

    /// <summary>What was typed in the form stands in the draft: on to the place, or back without one.</summary>
    public async Task BeginAsync(HttpContext context, MessageView alarm, IFormCollection form)
    {
        var id = FormKey.Of(form);
        if (form[Field] == Undo)
        {
            await MergeAsync(
                context, alarm, id, Paths.Select(path => KeyValuePair.Create(path, StringValues.Empty)), form);
            Page.SeeOther(context, FormAddress(alarm, id));
        }
        else Page.SeeOther(context, $"{AddressOf(alarm)}?{FormRound.DraftQuery}={id}");
    }

    public async Task GetAsync(HttpContext context, MessageView alarm)
    {
        var id = context.Request.Query[FormRound.DraftQuery].ToString();
        if (!LeadsElsewhere(context, alarm, id)) await ShowAsync(context, alarm, id, Fields(id), StatusCodes.Status200OK, null);
    }

    public async Task PostAsync(HttpContext context, MessageView alarm)
    {
        if (await Forms.ReadAsync(context) is not var (form, isOurs)) return;
        var id = FormKey.Of(form);
        if (LeadsElsewhere(context, alarm, id)) return;
        var before = Fields(id);
        var changes = StepChanges.Of(Sending.Step.Place, form, before);
        if (!isOurs)
        {
            await ShowAsync(
                context, alarm, id, before.With(changes), StatusCodes.Status400BadRequest, Words.Situation_PressAgain);
            return;
        }

        var outcome = await MergeAsync(context, alarm, id, changes, form);
        if (outcome is not (DraftOutcome.Kept or DraftOutcome.NotStored or DraftOutcome.AlreadySent))
            await ShowAsync(
                context, alarm, id, before.With(changes), StatusCodes.Status422UnprocessableEntity,
                outcome is DraftOutcome.TooLong too ? too.Reason : Words.Situation_PressAgain);
        else if (StepChanges.ConfirmsPlace(form)) Page.SeeOther(context, FormAddress(alarm, id));
        else Page.SeeOther(context, $"{AddressOf(alarm)}?{FormRound.DraftQuery}={id}{Query(form)}");
    }

    private static string Query(IFormCollection form) =>
        (PlaceWays.Of(form["_hoe"]) is { } way ? $"&hoe={PlaceWays.Name(way)}" : "") + (form["_do"] == "zoek" ? "&zoek=1" : "");

    private Task<DraftOutcome> MergeAsync(
        HttpContext context, MessageView alarm, string id, IEnumerable<KeyValuePair<string, StringValues>> changes,
        IFormCollection form) =>
        book.MergeAsync(
            id, DraftForms.UpdateOf(alarm.Number), changes, context.RequestAborted, save: SaveTurn.Of(form));

    private Task ShowAsync(
        HttpContext context, MessageView alarm, string id, TypedFields fields, int status, string? notice)
    {
        var at = new PlaceAt(
            new KeptForm.KeptFormModel(DraftForms.UpdateOf(alarm.Number), AddressOf(alarm), FormGuard.Of(context, id), []),
            new FormFields(fields.AsForm(), FormFields.NoErrors), $"{FormRound.DraftQuery}={id}", $"/kaart?kies={id}",
            FormAddress(alarm, id));
        return Page.WriteAsync<UpdatePlaceScreen>(
            context, Say.It(Words.Message_TitleUpdate, alarm.Number),
            new UpdatePlaceScreen.UpdatePlaceModel(alarm, places.Of(context, at, fields), notice, book.IsRefused(id)),
            status, alarm.Status);
    }

    /// <summary>An id that is none, a draft that was sent, or that is another form's.</summary>
    private bool LeadsElsewhere(HttpContext context, MessageView alarm, string id)
    {
        var draft = DraftText.IsId(id) ? book.Find(id) : null;
        if (draft is { SentAs: not null }) Page.SeeOther(context, $"/meldingen/{alarm.Number}");
        else if (!DraftText.IsId(id) || (draft is not null && draft.Form != DraftForms.UpdateOf(alarm.Number)))
            Page.SeeOther(context, $"/meldingen/{alarm.Number}/aanvulling");
        else return false;
        return true;
    }

    private TypedFields Fields(string id) => TypedFields.Parse(book.Find(id)?.Fields ?? "{}");

    private static string AddressOf(MessageView alarm) => $"/meldingen/{alarm.Number}/aanvulling/waar";

    private static string FormAddress(MessageView alarm, string id) =>
        $"/meldingen/{alarm.Number}/aanvulling?{FormRound.DraftQuery}={id}#location";
}
