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
internal sealed class FormRound(Desk desk, SendForm send)
{
    /// <summary>In the address: the draft to go on with.</summary>
    public const string DraftQuery = "concept";

    /// <summary>Name of the button that throws a draft away.</summary>
    public const string DropField = "weg";

    /// <param name="prefilled">What a new form starts with; null: nothing.</param>
    public Task GetAsync(HttpContext context, FormSubject subject, Func<IFormCollection?> prefilled)
    {
        if (desk.FindDraft(context.Request.Query[DraftQuery].ToString()) is not { } draft || draft.Form != subject.Name)
            return ShowAsync(context, subject, prefilled(), FormFields.NoErrors, StatusCodes.Status200OK, null);
        if (draft.SentAs is { } number)
        {
            Page.SeeOther(context, $"/meldingen/{number}");
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
            await desk.DropDraftAsync(form[DropField].ToString(), context.RequestAborted);
            Page.SeeOther(context, subject.Address);
            return;
        }

        var (outcome, errors) = await send.SendAsync(subject.BodyOf(form), key, context.RequestAborted);
        switch (outcome)
        {
            case AcceptOutcome.Stored stored:
                Page.SeeOther(context, $"/meldingen/{stored.Number}");
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
                    context, subject, form, Spoken(subject, errors), StatusCodes.Status422UnprocessableEntity, key);
                break;
        }
    }

    private async Task AgainAsync(
        HttpContext context, FormSubject subject, IFormCollection form, int status, string key, string notice)
    {
        await KeepAsync(context, subject, form, key);
        await ShowAsync(context, subject, form, FormFields.NoErrors, status, key, notice);
    }

    // A disk that keeps no draft says so when the message itself is handed in; the page holds what was typed.
    private async Task KeepAsync(HttpContext context, FormSubject subject, IFormCollection form, string key)
    {
        if (DraftText.IsId(key))
            await desk.SaveDraftAsync(new DraftText(key, subject.Name, DraftFields.Write(form)), context.RequestAborted);
    }

    private Task ShowAsync(
        HttpContext context, FormSubject subject, IFormCollection? typed, IReadOnlyDictionary<string, string[]> errors,
        int status, string? key, string? notice = null)
    {
        var guard = FormGuard.Of(context, key);
        return subject.ShowAsync(context, new FormState(
            subject.Name, subject.Address, new FormFields(typed, errors), guard, status, notice,
            [.. desk.Drafts.Where(draft => draft.Form == subject.Name && draft.Id != guard.Key)]));
    }

    // The API's reader speaks of names that do not stand on the screen: each fault begins with the question it is about,
    // and a list of English words to choose from becomes "Kies er één".
    private static Dictionary<string, string[]> Spoken(
        FormSubject subject, IReadOnlyDictionary<string, string[]> errors)
    {
        var questions = subject.Questions;
        return errors.OrderBy(error => Place(questions, error.Key)).ToDictionary(
            error => error.Key == "$" ? questions[0].Path : error.Key,
            error => error.Value.Select(sentence => OfField(questions, error.Key, sentence)).ToArray(),
            StringComparer.Ordinal);
    }

    private static string OfField(
        IReadOnlyList<(string Path, string Question)> questions, string path, string sentence)
    {
        var place = Place(questions, path);
        var words = sentence.StartsWith("Kies een van deze woorden", StringComparison.Ordinal)
            ? Words.Situation_ChooseOne : sentence;
        return place < questions.Count ? $"{questions[place].Question} {words}" : words;
    }

    private static int Place(IReadOnlyList<(string Path, string Question)> questions, string path)
    {
        for (var place = 0; place < questions.Count; place++)
            if (questions[place].Path == path || questions[place].Path == path.Split('.', '[')[0]) return place;
        return questions.Count;
    }
}
