using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Screens.Api;

/// <summary>Reading messages and status, as node and hub both offer it.</summary>
internal static class MessageEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, bool atHub)
    {
        routes.MapGet("/api/messages", context => ListAsync(context, atHub));
        routes.MapGet("/api/messages/{id}", context => OneAsync(context, atHub));
        BulletinsEndpoint.Map(routes, atHub);
        routes.MapGet("/api/status", StatusAsync);
        routes.MapGet("/healthz", HealthAsync);
        routes.MapGet("/readyz", ReadyAsync);
    }

    public static Task PageAsync(HttpContext context, MessagePage page, bool atHub) =>
        ApiAnswer.OkAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            foreach (var view in page.Items) MessageObject.Write(json, view, atHub);
            json.WriteEndArray();
            if (page.Next is { } next) json.WriteNumber("next", next);
            else json.WriteNull("next");
            json.WriteEndObject();
        });

    /// <summary>The header <c>Idempotency-Key</c>, or null. False: it was wrong and the answer is written.</summary>
    public static async Task<(bool Right, string? Key)> KeyAsync(HttpContext context)
    {
        const string Name = "Idempotency-Key";
        var values = context.Request.Headers[Name];
        if (values.Count == 0) return (true, null);
        if (values.Count == 1 && values[0] is { Length: > 0 and <= 255 } key) return (true, key);
        await ApiProblem.UnfitAsync(context, Name, Words.Api_Key);
        return (false, null);
    }

    /// <summary>Answers a post as interfaces.md §3 says.</summary>
    public static Task AcceptedAsync(HttpContext context, AcceptOutcome outcome)
    {
        switch (outcome)
        {
            case AcceptOutcome.Stored stored:
                context.Response.Headers.Location = $"/api/messages/{stored.Number}";
                return ApiAnswer.WriteAsync(context, StatusCodes.Status202Accepted, "application/json", json =>
                {
                    json.WriteStartObject();
                    json.WriteString("id", stored.Number);
                    json.WriteString("state", stored.State.ToString());
                    json.WriteString("storedAt", ApiTime.Text(stored.StoredAt));
                    json.WriteEndObject();
                });
            case AcceptOutcome.KeyConflict conflict:
                return ApiProblem.WriteAsync(
                    context, StatusCodes.Status409Conflict, "Idempotency-Key was used for another body",
                    Say.It(Words.Api_KeyOfOther, conflict.FirstNumber),
                    extra: [("id", conflict.FirstNumber)]);
            case AcceptOutcome.Unfit unfit:
                return ApiProblem.UnfitAsync(context, unfit.Path, unfit.Reason);
            case AcceptOutcome.NotStored lost:
                return ApiProblem.NotStoredAsync(context, lost.Reason);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    public static byte[] HashOf(ReadOnlySpan<byte> posted) => SHA256.HashData(posted);

    private static async Task ListAsync(HttpContext context, bool atHub)
    {
        var query = new MessageQuery(context.Request.Query);
        var filter = query.Filter();
        if (query.Errors.Count > 0) await ApiProblem.UnfitAsync(context, query.Errors);
        else await PageAsync(context, Desk(context).Messages(filter), atHub);
    }

    private static Task OneAsync(HttpContext context, bool atHub)
    {
        var number = (string)context.Request.RouteValues["id"]!;
        return Desk(context).Find(number) is { } view
            ? ApiAnswer.OkAsync(context, json => MessageObject.Write(json, view, atHub))
            : ApiProblem.NotFoundAsync(context, number);
    }

    private static Task StatusAsync(HttpContext context)
    {
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var status = Desk(context).Status;
        return ApiAnswer.OkAsync(context, json => StatusObject.Write(json, status, now));
    }

    /// <summary>Does every loop turn? It is asked here as well: whoever watches the loops may hang itself.</summary>
    private static Task HealthAsync(HttpContext context)
    {
        var signs = context.RequestServices.GetRequiredService<LifeSigns>();
        signs.Ask();
        if (FindStatus(Desk(context)) is null) return SayAsync(context, "not ready");
        var hung = signs.SilentFor(LifeSigns.HungAfter).Select(
            loop => string.Create(CultureInfo.InvariantCulture, $"{loop.Name}: not seen for {loop.Silence.TotalSeconds:0} s"));
        return SayAsync(context, string.Join('\n', hung));
    }

    private static Task ReadyAsync(HttpContext context) =>
        SayAsync(context, FindStatus(Desk(context)) is { Storage.Healthy: true } ? "" : "not ready");

    /// <param name="fault">Empty: all is well.</param>
    private static Task SayAsync(HttpContext context, string fault)
    {
        var good = fault.Length == 0;
        context.Response.StatusCode = good ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(good ? "ok\n" : $"{fault}\n", context.RequestAborted);
    }

    /// <summary>Null in the first moments after the start.</summary>
    public static StationStatus? FindStatus(Desk desk)
    {
        try
        {
            return desk.Status;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static Desk Desk(HttpContext context) => context.RequestServices.GetRequiredService<Desk>();
}
