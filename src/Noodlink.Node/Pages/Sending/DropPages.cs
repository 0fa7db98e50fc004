using Noodlink.Node.Drafts;
using Noodlink.Screens.Fields;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Pages.Sending;

/// <summary>Throwing a draft away, of any form: asked once, and for a day it can be taken back.</summary>
internal sealed class DropPages(DraftBook book, TimeProvider time)
{
    public static string AddressOf(string id) => $"/concepten/{id}/weg";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/concepten/{draft}/weg", GetAsync);
        routes.MapPost("/concepten/{draft}/weg", PostAsync);
    }

    private Task GetAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["draft"]!;
        if (book.Find(id) is not { } draft) return NothingAsync(context, id);
        if (draft.SentAs is { } number)
        {
            Page.SeeOther(context, $"/meldingen/{number}");
            return Task.CompletedTask;
        }

        return Page.WriteAsync<DropScreen>(
            context, Words.Draft_DropTitle,
            new DropScreen.DropModel(
                DraftRow.Of(draft, time.GetUtcNow()), draft.Dropped, FormGuard.Of(context, id), AddressOf(id)));
    }

    private async Task PostAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["draft"]!;
        if (await Forms.ReadOwnAsync(context) is not { } form) return;
        if (book.Find(id) is not { } draft)
        {
            await NothingAsync(context, id);
            return;
        }

        if (form["_do"] == "terug")
        {
            // What was thrown away comes back when something else stands in it than before.
            var taken = TypedFields.Parse(draft.Fields).One("_terug") is { } times && int.TryParse(times, out var n) ? n + 1 : 1;
            await book.MergeAsync(id, draft.Form, [new("_terug", $"{taken}")], context.RequestAborted);
            Page.SeeOther(context, DraftForms.AddressOf(draft));
            return;
        }

        await book.DropAsync(id, context.RequestAborted);
        Page.SeeOther(context, "/");
    }

    // A form in which nobody chose or typed anything is written nowhere, and it has a button to throw it away.
    private static Task NothingAsync(HttpContext context, string id) => DraftText.IsId(id)
        ? Page.WriteAsync<NothingScreen>(context, Words.Draft_Nothing, new NothingScreen.NothingModel())
        : ErrorPages.WriteAsync(
            context, StatusCodes.Status404NotFound, Words.Draft_NotThere, Words.Draft_NotThereHint);
}
