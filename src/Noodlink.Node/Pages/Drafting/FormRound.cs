using Microsoft.Extensions.Primitives;
using Noodlink.Node.Drafts;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Fields;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages.Drafting;

// Problem: what somebody typed must outlive a fault, a full disk, a power cut and another browser; and pressing twice,
// reloading and going back must not send it twice.
//
// Idea: a form has one key from its first showing on. It is the id of the draft that the script keeps while somebody
// types, and that this class keeps whenever the form comes back with a fault. The message is handed in with the same
// key, so the desk knows a second press, and closes the draft in the commit of the message.

/// <summary>The way of a form of one page: shown, kept, shown again with faults, and handed in.</summary>
internal sealed class FormRound(Desk desk, DraftBook book, SendForm send)
{
    /// <summary>In the address: the draft to go on with.</summary>
    public const string DraftQuery = "concept";

    /// <summary>Name of the button that throws a draft away.</summary>
    public const string DropField = "weg";

    private const string Status = "status";

    /// <param name="prefilled">What a new form starts with; null: nothing.</param>
    public Task GetAsync(HttpContext context, FormSubject subject, Func<IFormCollection?> prefilled)
    {
        if (book.Find(context.Request.Query[DraftQuery].ToString()) is not { } draft || draft.Form != subject.Name)
            return ShowAsync(context, subject, Begun(subject, prefilled()), FormFields.NoErrors, StatusCodes.Status200OK, null);
        if (draft.SentAs is { } number)
        {
            Page.SeeOther(context, subject.Back ?? $"/meldingen/{number}");
            return Task.CompletedTask;
        }

        return ShowAsync(
            context, subject, DraftFields.Read(draft.Fields), FormFields.NoErrors, StatusCodes.Status200OK, draft.Id,
            draft.Damaged ? Words.Situation_DraftDamaged : null);
    }

    /// <summary>Hands it in. Whatever goes wrong, what was typed stays on the screen and on the disk.</summary>
    public async Task PostAsync(HttpContext context, FormSubject subject)
    {
        if (await Forms.ReadAsync(context) is not var (form, isOurs)) return;
        var key = FormKey.Of(form);
        if (!isOurs)
        {
            await AgainAsync(context, subject, form, StatusCodes.Status400BadRequest, key, Words.Situation_PressAgain);
            return;
        }

        if (form.ContainsKey(DropField))
        {
            book.Forget(form[DropField].ToString());
            await desk.DropDraftAsync(form[DropField].ToString(), context.RequestAborted);
            Page.SeeOther(context, subject.Address);
            return;
        }

        var (outcome, errors) = await SendAsync(subject, form, key, context.RequestAborted);
        switch (outcome)
        {
            case AcceptOutcome.Stored stored:
                book.Forget(key);
                if (!stored.Again && subject.StoredAsync is { } learn) await learn(form, context.RequestAborted);
                Page.SeeOther(context, subject.Back ?? $"/meldingen/{stored.Number}");
                break;
            case AcceptOutcome.KeyConflict conflict:
                await AgainAsync(
                    context, subject, form, StatusCodes.Status409Conflict, FormKey.New(),
                    Say.It(Words.Situation_AlreadyUsed, conflict.FirstNumber));
                break;
            case AcceptOutcome.NotStored lost:
                await AgainAsync(
                    context, subject, form, StatusCodes.Status507InsufficientStorage, key,
                    Say.It(Words.Situation_NotStored, lost.Reason));
                break;
            default:
                await KeepAsync(context, subject, form, key);
                await ShowAsync(
                    context, subject, form, Spoken(subject, form, errors), StatusCodes.Status422UnprocessableEntity, key);
                break;
        }
    }

    /// <summary>Keeps what was typed while somebody is at another page of the same draft; in memory, where the disk
    /// refuses it. False: that cannot be, and the answer is written.</summary>
    /// <param name="asForm">Which form it is from now on; null: the same.</param>
    public async Task<bool> SetAsideAsync(
        HttpContext context, FormSubject subject, IFormCollection form, string? asForm = null)
    {
        var key = FormKey.Of(form);
        var stood = TypedFields.Parse(book.Find(key)?.Fields ?? "{}").Paths
            .Where(path => subject.Find(path) is not null);
        var outcome = await book.MergeAsync(
            key, asForm ?? subject.Name,
            [
                .. stood.Select(path => KeyValuePair.Create(path, StringValues.Empty)),
                .. form.Where(field => !field.Key.StartsWith('_')),
            ], context.RequestAborted, decides: true, SaveTurn.Of(form));
        if (outcome is DraftOutcome.Kept or DraftOutcome.NotStored) return true;
        if (outcome is DraftOutcome.AlreadySent sent)
            Page.SeeOther(context, subject.Back ?? $"/meldingen/{sent.Number}");
        else await AgainAsync(
            context, subject, form, StatusCodes.Status422UnprocessableEntity, DraftText.IsId(key) ? key : FormKey.New(),
            outcome is DraftOutcome.TooLong too ? too.Reason : Words.Situation_PressAgain);
        return false;
    }

    /// <summary>Shows it again with a fault that its page found, and keeps what was typed.</summary>
    public async Task AgainAsync(
        HttpContext context, FormSubject subject, IFormCollection form, IReadOnlyDictionary<string, string[]> faults)
    {
        var key = FormKey.Of(form);
        await KeepAsync(context, subject, form, key);
        await ShowAsync(context, subject, form, faults, StatusCodes.Status422UnprocessableEntity, key);
    }

    // Every page of ours says whether it is real: where no exercise is known of, in a hidden field. So a form without it was
    // shown while that was in doubt, and nobody chose.
    private async Task<(AcceptOutcome? Outcome, IReadOnlyDictionary<string, string[]> Errors)> SendAsync(
        FormSubject subject, IFormCollection form, string key, CancellationToken cancel)
    {
        if ((subject.StatusOf?.ToString() ?? FormJson.Typed(form, Status)) is not { } status)
            return (null, SendForm.One(Status, Words.Exercise_Choose));
        if (subject.FaultsOf(form) is { } faults) return (null, faults);
        var body = subject.BodyOf(form);
        body[Status] = status;
        return await send.SendAsync(body, key, cancel);
    }

    // While an exercise runs a report is of the exercise unless somebody says otherwise.
    private IFormCollection? Begun(FormSubject subject, IFormCollection? prefilled) =>
        subject.StatusOf is not null || desk.Exercise is not ExerciseState.Running ? prefilled
        : DraftFields.Of(
            [(Status, nameof(MessageStatus.Exercise)), .. (prefilled ?? FormCollection.Empty).Select(
                field => (field.Key, (string?)field.Value.ToString()))]);

    private bool AsksStatus(IFormCollection? typed) =>
        desk.Exercise is not ExerciseState.Off
        || typed?[Status].ToString() is nameof(MessageStatus.Exercise) or nameof(MessageStatus.Test);

    private async Task AgainAsync(
        HttpContext context, FormSubject subject, IFormCollection form, int status, string key, string notice)
    {
        await KeepAsync(context, subject, form, key);
        await ShowAsync(context, subject, form, FormFields.NoErrors, status, key, notice);
    }

    // A disk that keeps no draft says so when the message itself is handed in; the page holds what was typed.
    private async Task KeepAsync(HttpContext context, FormSubject subject, IFormCollection form, string key)
    {
        var isTyped = form.Any(
            field => !field.Key.StartsWith('_') && field.Key != Status && !string.IsNullOrWhiteSpace(field.Value.ToString()));
        if (isTyped && DraftText.IsId(key))
            await book.ReplaceAsync(
                new DraftText(key, subject.Name, DraftFields.Write(form)), SaveTurn.Of(form), context.RequestAborted);
    }

    /// <summary>Shows it with what was typed.</summary>
    /// <param name="key">Of a form that was shown before; null: a new one.</param>
    public Task ShowAsync(
        HttpContext context, FormSubject subject, IFormCollection? typed, IReadOnlyDictionary<string, string[]> errors,
        int status, string? key, string? notice = null)
    {
        var guard = FormGuard.Of(context, key);
        return subject.ShowAsync(context, new FormState(
            subject.Name, subject.Address, new FormFields(typed, errors), guard, status, notice,
            [.. desk.Drafts.Where(draft => draft.Form == subject.Name && draft.Id != guard.Key)],
            subject.StatusOf is null && AsksStatus(typed)));
    }

    // The API's reader speaks of names that do not stand on the screen: each fault begins with the question it is about,
    // and a list of English words to choose from becomes "choose one".
    private static Dictionary<string, string[]> Spoken(
        FormSubject subject, IFormCollection form, IReadOnlyDictionary<string, string[]> errors) =>
        errors.Select(error => (Field: subject.FieldOf(form, error.Key), error.Value))
            .OrderBy(error => subject.Place(error.Field)).GroupBy(error => error.Field, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key == "$" ? subject.Questions[0].Path : group.Key,
                group => group.SelectMany(error => error.Value).Select(sentence => subject.Find(group.Key) is not { } question
                    ? sentence : $"{question.Words}: {(question.IsChoice ? Words.Situation_ChooseOne : sentence)}"
                        .Replace("?:", "?", StringComparison.Ordinal)).ToArray(),
                StringComparer.Ordinal);
}
