using Noodlink.Protocol.Json;
using Noodlink.Screens.Api;
using Noodlink.Station;

namespace Noodlink.Node.Api;

/// <summary>What programs post at a noodsteunpunt (interfaces.md §3).</summary>
internal sealed class NodeApi(Desk desk, StationSetup setup)
{
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
                await ApiProblem.UnfitAsync(context, failed.Errors);
                break;
        }
    }
}
