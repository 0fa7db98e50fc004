using Microsoft.Extensions.Primitives;
using Noodlink.Node.Drafts;
using Noodlink.Node.Pages.Drafting;
using Noodlink.Screens.Fields;
using Noodlink.Screens.Pages;
using Noodlink.Station;

namespace Noodlink.Node.Pages;

/// <summary>A small form on the page of a message, which is kept while it is typed: the answer to a question, and the note
/// of reading aloud.</summary>
/// <param name="Name">Of its drafts.</param>
/// <param name="Fields">What was typed, and what is wrong with it.</param>
/// <param name="Guard">Its key is the id of its draft.</param>
public sealed record SmallForm(string Name, FormFields Fields, FormGuard Guard)
{
    /// <summary>Something was typed in it, or something is wrong with it: it stands unfolded.</summary>
    public bool IsBegun(params ReadOnlySpan<string> paths)
    {
        foreach (var path in paths)
            if (!string.IsNullOrWhiteSpace(Fields.Typed(path))) return true;
        return false;
    }

    /// <summary>As it was handed in just now; otherwise as somebody left it, on this screen or on another.</summary>
    /// <param name="form">What was handed in; null: nothing, or another form of the page.</param>
    internal static SmallForm Of(
        HttpContext context, DraftBook book, string name, IFormCollection? form, IReadOnlyDictionary<string, string[]> errors)
    {
        if (form is not null)
            return new SmallForm(name, new FormFields(form, errors), FormGuard.Of(context, FormKey.Of(form)));
        var begun = book.Open.Where(draft => draft.Form == name).ToList();
        var wanted = context.Request.Query[FormRound.DraftQuery].ToString();
        var draft = begun.Find(one => one.Id == wanted) ?? begun.FirstOrDefault();
        return new SmallForm(
            name, new FormFields(draft is null ? null : DraftFields.Read(draft.Fields), errors),
            FormGuard.Of(context, draft?.Id));
    }

    /// <summary>It could not go: what was typed stays, also for who opens the page elsewhere.</summary>
    internal static async Task KeepAsync(DraftBook book, string name, IFormCollection form, CancellationToken cancel)
    {
        List<KeyValuePair<string, StringValues>> typed =
        [
            .. form.Where(field => !field.Key.StartsWith('_') && field.Key != "answer"
                && !string.IsNullOrWhiteSpace(field.Value.ToString())),
        ];
        if (typed.Count > 0) await book.MergeAsync(FormKey.Of(form), name, typed, cancel, save: SaveTurn.Of(form));
    }
}
