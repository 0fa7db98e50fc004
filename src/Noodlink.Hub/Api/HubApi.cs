using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Noodlink.Protocol.Json;
using Noodlink.Screens.Api;
using Noodlink.Station;

namespace Noodlink.Hub.Api;

/// <summary>What programs ask and post at a coördinatiepunt (interfaces.md §4).</summary>
internal sealed class HubApi(Desk desk, StationSetup setup)
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
                await ApiProblem.UnfitAsync(context, failed.Errors);
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

    // Every addressed station is known before the first message is made: a wrong name sends nothing to anyone.
    private async Task SendAsync(HttpContext context, JsonReadResult.Ok read, string? key, byte[] hash)
    {
        if (Recipients(read, out var faults) is not { } recipients)
        {
            await ApiProblem.UnfitAsync(context, faults);
            return;
        }

        AcceptOutcome? first = null;
        var stored = new List<string>();
        foreach (var (index, to) in recipients.Index())
        {
            var outcome = await desk.AcceptAsync(
                new Draft(read.Body, read.Status, to, KeyFor(key, index, to), hash), context.RequestAborted);
            first ??= outcome;
            if (outcome is AcceptOutcome.Stored { Number: var number })
            {
                stored.Add(number);
                continue;
            }

            await MessageEndpoints.AcceptedAsync(context, outcome);
            return;
        }

        if (stored.Count == 1) await MessageEndpoints.AcceptedAsync(context, first!);
        else await ManyAsync(context, (AcceptOutcome.Stored)first!, stored);
    }

    private List<string>? Recipients(JsonReadResult.Ok read, out Dictionary<string, string[]> faults)
    {
        var known = desk.Stations.Select(station => station.Id).ToList();
        faults = read.To.Index().Where(to => !known.Contains($"{to.Item}", StringComparer.Ordinal)).ToDictionary(
            to => $"to[{to.Index}]", to => (string[])[$"Het noodsteunpunt {to.Item} staat niet in de lijst."],
            StringComparer.Ordinal);
        if (read.ToAll && known.Count == 0) faults["to"] = ["Er staat nog geen noodsteunpunt in de lijst."];
        if (faults.Count > 0) return null;
        return read.ToAll ? known : [.. read.To.Select(to => $"{to}")];
    }

    private static Task ManyAsync(HttpContext context, AcceptOutcome.Stored first, List<string> stored)
    {
        context.Response.Headers.Location = $"/api/messages/{first.Number}";
        return ApiAnswer.WriteAsync(context, StatusCodes.Status202Accepted, "application/json", (Utf8JsonWriter json) =>
        {
            json.WriteStartObject();
            json.WriteString("id", first.Number);
            json.WriteString("state", first.State.ToString());
            json.WriteString("storedAt", ApiTime.Text(first.StoredAt));
            json.WriteStartArray("ids");
            foreach (var number in stored) json.WriteStringValue(number);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    // The first message carries the key as it was given; the others one that follows from it, so that the same request
    // again finds each of them again.
    private static string? KeyFor(string? key, int index, string to) =>
        key is null || index == 0 ? key
        : $"to:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{to}\n{key}")))}";
}
