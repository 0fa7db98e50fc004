using System.Text.Json.Nodes;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Fields;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages.HelpBoards;

/// <summary>What is asked and what is offered at this point, side by side. A person links one to another, and that stays
/// as a note; nobody is sent anywhere.</summary>
internal sealed class HelpBoardPage(Desk desk, SendForm send, TimeProvider time)
{
    public const string Address = "/hulpbord";

    /// <summary>Names of the fields.</summary>
    public const string RequestField = "vraag", OfferField = "aanbod", ResultField = "doen";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, context => ShowAsync(context, StatusCodes.Status200OK, null));
        routes.MapPost(Address, NoteAsync);
    }

    private async Task NoteAsync(HttpContext context)
    {
        if (await Forms.ReadOwnAsync(context) is not { } form) return;
        var request = desk.Find(form[RequestField].ToString());
        if (request?.Body is not HelpRequest || (form[OfferField].ToString().Length == 0 && form[ResultField] == nameof(MatchResult.Linked)))
        {
            await ShowAsync(context, StatusCodes.Status422UnprocessableEntity, Words.Help_ChooseOffer);
            return;
        }

        var references = new JsonArray(request.Number);
        if (form[OfferField].ToString() is { Length: > 0 } offer) references.Add((JsonNode)offer);
        var body = new JsonObject
        {
            ["kind"] = nameof(Kind.MatchNote), ["status"] = $"{request.Status}", ["references"] = references,
            ["result"] = form[ResultField].ToString(),
        };
        var (outcome, errors) = await send.SendAsync(body, FormKey.Of(form), context.RequestAborted);
        if (outcome is AcceptOutcome.NotStored lost)
            await ShowAsync(
                context, StatusCodes.Status507InsufficientStorage, Say.It(Words.Situation_NotStored, lost.Reason));
        else if (errors.Count > 0)
            await ShowAsync(
                context, StatusCodes.Status422UnprocessableEntity, string.Join(' ', errors.Values.SelectMany(all => all)));
        else Page.SeeOther(context, $"{Address}#vraag-{request.Number}");
    }

    private Task ShowAsync(HttpContext context, int status, string? fault)
    {
        var board = HelpBoard.Of(
            desk.Messages(new MessageFilter([], [Kind.HelpRequest, Kind.HelpOffer, Kind.MatchNote], 500)).Items);
        return Page.WriteAsync<HelpBoardScreen>(
            context, Words.Help_BoardTitle,
            new HelpBoardScreen.BoardModel(board, FormGuard.Of(context), time.GetUtcNow(), fault), status);
    }
}
