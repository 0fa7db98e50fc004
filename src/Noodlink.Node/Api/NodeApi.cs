using Noodlink.Protocol.Json;
using Noodlink.Screens.Api;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Api;

/// <summary>What programs post at a noodsteunpunt (interfaces.md §3).</summary>
internal sealed class NodeApi(Desk desk, StationSetup setup, TimeProvider time)
{
    /// <summary>Notes that a noodmelding was read aloud over the portofoon; safe to repeat.</summary>
    public async Task PostReadAloudAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context, MessageJson.DocumentOptions);
        if (body is null) return;
        var (right, key) = await MessageEndpoints.KeyAsync(context);
        if (!right) return;
        if (ReadAloudJson.Read(body.Root, time.GetUtcNow(), out var errors) is not { } read)
        {
            await ApiProblem.UnfitAsync(context, FaultText.Of(errors));
            return;
        }

        var number = (string)context.Request.RouteValues["id"]!;
        var note = new ReadAloud(
            read.AnsweredBy, read.At, read.MeldkamerNumber, read.By, key, MessageEndpoints.HashOf(body.Posted));
        switch (await desk.NoteReadAloudAsync(number, note, context.RequestAborted))
        {
            case StaffOutcome.Recorded recorded:
                await ApiAnswer.OkAsync(context, json => MessageObject.Write(json, recorded.Message, atHub: false));
                break;
            case StaffOutcome.Conflict conflict:
                await ApiProblem.WriteAsync(
                    context, StatusCodes.Status409Conflict, "Not possible for this message", conflict.Reason);
                break;
            case StaffOutcome.NotStored lost:
                await ApiProblem.NotStoredAsync(context, lost.Reason);
                break;
            default:
                await ApiProblem.NotFoundAsync(context, number);
                break;
        }
    }

    public async Task PostAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context, MessageJson.DocumentOptions);
        if (body is null) return;
        var (right, key) = await MessageEndpoints.KeyAsync(context);
        if (!right) return;
        switch (MessageJson.Read(body.Root, JsonContext.Node(setup.Identity.Id)))
        {
            case JsonReadResult.Ok read:
                var draft = new Draft(
                    read.Body, read.Status, IdempotencyKey: key, RequestHash: MessageEndpoints.HashOf(body.Posted));
                await MessageEndpoints.AcceptedAsync(context, await desk.AcceptAsync(draft, context.RequestAborted));
                break;
            case JsonReadResult.Failed failed:
                await ApiProblem.UnfitAsync(context, FaultText.Of(failed.Errors));
                break;
        }
    }
}
