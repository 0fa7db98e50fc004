using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Api;

namespace Noodlink.Screens.OpenApi;

/// <summary>The OpenAPI document, made when it is first asked for. It is put together here and not derived from the
/// code, because our readers take JSON apart by hand: a derived document would know neither the limits nor the
/// words.</summary>
internal static class OpenApiDocument
{
    public static void Map(
        IEndpointRouteBuilder routes, string title, IEnumerable<ApiOperation> operations,
        IEnumerable<(string Name, JsonObject Schema)> schemas)
    {
        var document = new Lazy<byte[]>(() => Encoding.UTF8.GetBytes(Of(title, operations, schemas).ToJsonString()));
        routes.MapGet("/openapi/v1.json", async context =>
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            await context.Response.Body.WriteAsync(document.Value, context.RequestAborted);
        });
    }

    /// <summary>The calls that node and hub share.</summary>
    public static IEnumerable<ApiOperation> Shared() =>
    [
        ApiOperation.Get("/api/messages", "Messages, newest first.", Schema.Ref("Page"),
        [
            new("query", "state", Schema.List(Schema.Word<MessageState>()), "May repeat."),
            new("query", "kind", Schema.List(Schema.Word<Kind>()), "May repeat."), Limit,
            new("query", "before", Schema.Whole(1, long.MaxValue), "The `next` of the page before."),
        ], [422]),
        ApiOperation.Get("/api/messages/{id}", "One message.", Schema.Ref("Message"), [Id], [404]),
        ApiOperation.Get(
            BulletinsEndpoint.Path, "Bulletins, the highest number first; none is left out because it is past or replaced.",
            Schema.Ref("Bulletins")),
        ApiOperation.Get("/api/status", "How the station is doing.", Schema.Ref("Status")),
        ApiOperation.Get(
            "/api/events", "Server-sent events: message (data: the message), draft, status, ping every 5 s, reset.", null,
            [new("header", "Last-Event-ID", Schema.Text(), "generation-number; an unknown or older one gets reset.")],
            [503],
            "text/event-stream"),
        ApiOperation.Get(
            "/api/courier", "One sealed file with everything unconfirmed and the receipts for the other side.", null,
            errors: [503], mediaType: "application/octet-stream"),
        ApiOperation.Post(
            "/api/courier", "Takes in such a file of the other side, as far as it is whole; safe to repeat.",
            Schema.Text(), 200, Schema.Ref("Imported"), [400, 413, 415, 422, 503, 507]) with
        {
            BodyMediaType = "application/octet-stream",
        },
        ApiOperation.Get("/healthz", "The program lives.", null, mediaType: "text/plain"),
        ApiOperation.Get("/readyz", "A noodmelding can be committed.", null, mediaType: "text/plain"),
    ];

    public static ApiParameter Id => new("path", "id", BodySchemas.Id);

    public static ApiParameter Limit => new("query", "limit", Schema.Whole(1, MessageQuery.LimitMax), "Default 100.");

    public static ApiParameter IdempotencyKey => new(
        "header", "Idempotency-Key", Schema.Text(255),
        "Valid as long as the message, across restarts: the same key and body give the same id.");

    private static JsonObject Of(
        string title, IEnumerable<ApiOperation> operations, IEnumerable<(string Name, JsonObject Schema)> schemas)
    {
        var paths = new JsonObject();
        foreach (var operation in operations)
        {
            if (paths[operation.Path] is not JsonObject path) paths[operation.Path] = path = [];
            path[operation.Method] = Of(operation);
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = title, ["version"] = StatusObject.Version },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = new JsonObject(
                    schemas.Select(one => KeyValuePair.Create(one.Name, (JsonNode?)one.Schema))),
            },
        };
    }

    private static JsonObject Of(ApiOperation operation)
    {
        var result = new JsonObject { ["summary"] = operation.Summary };
        if (operation.Parameters.Count > 0)
            result["parameters"] = new JsonArray([.. operation.Parameters.Select(one => (JsonNode)Of(one))]);
        if (operation.Body is { } body)
            result["requestBody"] =
                new JsonObject { ["required"] = true, ["content"] = Content(operation.BodyMediaType, body) };
        var answers = new JsonObject();
        foreach (var (status, schema) in operation.Answers)
        {
            var mediaType = status >= 400 ? "application/problem+json" : operation.MediaType;
            answers[$"{status}"] = new JsonObject
            {
                ["description"] = ReasonPhrases.GetReasonPhrase(status),
                ["content"] = Content(mediaType, schema ?? Schema.Text()),
            };
        }

        result["responses"] = answers;
        return result;
    }

    private static JsonObject Of(ApiParameter parameter)
    {
        var result = new JsonObject { ["name"] = parameter.Name, ["in"] = parameter.In, ["schema"] = parameter.Schema };
        if (parameter.In == "path") result["required"] = true;
        if (parameter.Description is { } description) result["description"] = description;
        return result;
    }

    private static JsonObject Content(string mediaType, JsonObject schema) =>
        new() { [mediaType] = new JsonObject { ["schema"] = schema } };
}
