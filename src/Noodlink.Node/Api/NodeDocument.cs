using Noodlink.Screens.OpenApi;

namespace Noodlink.Node.Api;

/// <summary>The OpenAPI document of the noodsteunpunt.</summary>
internal static class NodeDocument
{
    public static void Map(IEndpointRouteBuilder routes) => OpenApiDocument.Map(
        routes, "Noodlink noodsteunpunt",
        [
            .. OpenApiDocument.Shared(),
            ApiOperation.Post(
                "/api/messages", "Stores a message and sends it; answers when it is on disk.",
                Schema.OneOf("Alarm", "AlarmUpdate", "AlarmCancel", "Reply", "SituationReport", "LinkTest"),
                StatusCodes.Status202Accepted, Schema.Ref("Accepted"), [400, 409, 413, 415, 422, 507],
                [OpenApiDocument.IdempotencyKey]),
        ],
        [.. BodySchemas.AtNode(), .. ViewSchemas.All(atHub: false)]);
}
