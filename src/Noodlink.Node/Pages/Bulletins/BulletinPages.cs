using System.Text.Json.Nodes;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Fields;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages.Bulletins;

/// <summary>Bulletins of the coördinatiepunt: the list, and each as a page that prints as a poster.</summary>
internal sealed class BulletinPages(Desk desk, SendForm send, ScreenSettings settings, TimeProvider time)
{
    private const string One = BulletinDesk.Address + "/{number}";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(BulletinDesk.Address, ListAsync);
        routes.MapGet(One, OneAsync);
        routes.MapPost(One, TickAsync);
    }

    private Task ListAsync(HttpContext context) => Page.WriteAsync<BulletinList>(
        context, Words.Bulletin_Title,
        new BulletinList.ListModel(
            desk.Bulletins, [.. BulletinDesk.New(desk).Select(view => view.MessageNumber)], time.GetUtcNow()));

    private async Task OneAsync(HttpContext context)
    {
        if (Find(context) is not { } view)
        {
            await NotThereAsync(context);
            return;
        }

        // Whoever opens it ends the sound. On a full disk it sounds again after the next start, and nothing is lost.
        if (BulletinDesk.IsNew(desk.Facts, view))
            await desk.SetFactAsync(
                LocalFact.BulletinHung(view.Content.Number), view.MessageNumber, context.RequestAborted);
        await ShowAsync(context, view, StatusCodes.Status200OK, null);
    }

    // "It hangs" and "we have read it" are the same answer on the wire: yes to the number of the bulletin.
    private async Task TickAsync(HttpContext context)
    {
        if (Find(context) is not { } view)
        {
            await NotThereAsync(context);
            return;
        }

        if (await Forms.ReadOwnAsync(context) is not { } form) return;
        var body = new JsonObject
        {
            ["kind"] = nameof(Kind.Reply), ["references"] = new JsonArray(view.MessageNumber), ["answer"] = nameof(AnswerKind.Yes),
        };
        var (outcome, errors) = view.HungUp.Count > 0 ? (null, FormFields.NoErrors)
            : await send.SendAsync(body, FormKey.Of(form), context.RequestAborted);
        if (outcome is AcceptOutcome.NotStored lost)
            await ShowAsync(
                context, view, StatusCodes.Status507InsufficientStorage, Say.It(Words.Bulletin_NotStored, lost.Reason));
        else if (errors.Count > 0)
            await ShowAsync(
                context, view, StatusCodes.Status422UnprocessableEntity, string.Join(' ', errors.Values.SelectMany(all => all)));
        else Page.SeeOther(context, BulletinDesk.AddressOf(view));
    }

    private Task ShowAsync(HttpContext context, BulletinView view, int status, string? fault) =>
        Page.WriteAsync<BulletinScreen>(
            context, Say.It(Words.Bulletin_Name, view.Content.Number),
            new BulletinScreen.BulletinModel(
                view, FormGuard.Of(context), Say.It(Words.Bulletin_Point, settings.StationName), settings.StationId,
                time.GetUtcNow(), fault),
            status, view.Status);

    private BulletinView? Find(HttpContext context) =>
        desk.Bulletins.FirstOrDefault(view => view.MessageNumber == (string?)context.Request.RouteValues["number"]);

    private static Task NotThereAsync(HttpContext context) => ErrorPages.WriteAsync(
        context, StatusCodes.Status404NotFound, Words.Bulletin_NotThere, Words.Bulletin_NotThereHint);
}
