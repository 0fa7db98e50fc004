using System.Text.Json;
using Noodlink.Protocol.Json;
using Noodlink.Screens.Api;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Hub.Api;

/// <summary>What programs ask and post at a coördinatiepunt (interfaces.md §4).</summary>
internal sealed class HubApi(Desk desk, StationSetup setup, FanOut fanOut)
{
    public async Task FeedAsync(HttpContext context)
    {
        var query = new MessageQuery(context.Request.Query);
        var after = query.Number("after", 0, long.MaxValue) ?? 0;
        var limit = query.Limit();
        var kinds = query.Kinds();
        if (query.Errors.Count > 0) await ApiProblem.UnfitAsync(context, query.Errors);
        else await MessageEndpoints.PageAsync(context, desk.Feed(after, limit, kinds), atHub: true);
    }

    /// <summary>Records what staff did.</summary>
    public async Task PostEventAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context, MessageJson.DocumentOptions);
        if (body is null) return;
        if (StaffActionReader.Read(body.Root, out var errors) is not { } action)
        {
            await ApiProblem.UnfitAsync(context, errors);
            return;
        }

        var number = (string)context.Request.RouteValues["id"]!;
        await AnswerAsync(context, number, await desk.RecordAsync(number, action, context.RequestAborted));
    }

    /// <summary>What a receiver refused is handed over again: a person says that it is mended.</summary>
    public async Task PostForwardingAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context, MessageJson.DocumentOptions);
        if (body is null) return;
        if (StaffActionReader.ReadRole(body.Root, out var errors) is not { } by)
        {
            await ApiProblem.UnfitAsync(context, errors);
            return;
        }

        var number = (string)context.Request.RouteValues["id"]!;
        await AnswerAsync(context, number, await desk.ForwardAgainAsync(number, by, context.RequestAborted));
    }

    private static async Task AnswerAsync(HttpContext context, string number, StaffOutcome outcome)
    {
        switch (outcome)
        {
            case StaffOutcome.Recorded recorded:
                await ApiAnswer.OkAsync(context, json => MessageObject.Write(json, recorded.Message, atHub: true));
                break;
            case StaffOutcome.Conflict conflict:
                await ApiProblem.WriteAsync(
                    context, StatusCodes.Status409Conflict, "Not possible in this state", conflict.Reason,
                    extra: [("reason", conflict.Reason), ("claimedBy", conflict.ClaimedBy)]);
                break;
            case StaffOutcome.NotStored lost:
                await ApiProblem.NotStoredAsync(context, lost.Reason);
                break;
            default:
                await ApiProblem.NotFoundAsync(context, number);
                break;
        }
    }

    /// <summary>A question, a bulletin, the start or stop of an exercise for one, several or all noodsteunpunten: a message of
    /// its own for each. Or a noodmelding that was read
    /// aloud, stood on paper, or was told at the desk.</summary>
    public async Task PostMessageAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context, MessageJson.DocumentOptions);
        if (body is null) return;
        var (right, key) = await MessageEndpoints.KeyAsync(context);
        if (!right) return;
        switch (MessageJson.Read(body.Root, JsonContext.Hub(setup.Identity.Id)))
        {
            case JsonReadResult.Ok { Entry: { } entry } read:
                await MessageEndpoints.AcceptedAsync(
                    context, await desk.AcceptAsync(
                        new Draft(read.Body, read.Status, null, key, MessageEndpoints.HashOf(body.Posted), entry),
                        context.RequestAborted));
                break;
            case JsonReadResult.Ok read:
                await SendAsync(context, read, key, MessageEndpoints.HashOf(body.Posted));
                break;
            case JsonReadResult.Failed failed:
                await ApiProblem.UnfitAsync(context, FaultText.Of(failed.Errors));
                break;
        }
    }

    public Task StationsAsync(HttpContext context) => ApiAnswer.OkAsync(context, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("items");
        foreach (var station in desk.Stations) StationObject.Write(json, station);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private async Task SendAsync(HttpContext context, JsonReadResult.Ok read, string? key, byte[] hash)
    {
        var sent = await fanOut.SendAsync(read, key, hash, context.RequestAborted);
        await (sent switch
        {
            { Faults.Count: > 0 } => ApiProblem.UnfitAsync(context, sent.Faults),
            { Stopped: { } stopped } => MessageEndpoints.AcceptedAsync(context, stopped),
            { Stored: [var only] } => MessageEndpoints.AcceptedAsync(context, only),
            _ => ManyAsync(context, sent.Stored),
        });
    }

    private static Task ManyAsync(HttpContext context, IReadOnlyList<AcceptOutcome.Stored> stored)
    {
        var first = stored[0];
        context.Response.Headers.Location = $"/api/messages/{first.Number}";
        return ApiAnswer.WriteAsync(context, StatusCodes.Status202Accepted, "application/json", (Utf8JsonWriter json) =>
        {
            json.WriteStartObject();
            json.WriteString("id", first.Number);
            json.WriteString("state", first.State.ToString());
            json.WriteString("storedAt", ApiTime.Text(first.StoredAt));
            json.WriteStartArray("ids");
            foreach (var one in stored) json.WriteStringValue(one.Number);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }
}
