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
            ApiOperation.Post(
                "/api/messages/{id}/read-aloud",
                "Notes that a noodmelding was read aloud over the portofoon. Changes no state.", Schema.Ref("ReadAloud"),
                StatusCodes.Status200OK, Schema.Ref("Message"), [400, 404, 409, 413, 415, 422, 507],
                [OpenApiDocument.Id, OpenApiDocument.IdempotencyKey]),
        ],
        [("ReadAloud", Schema.Of(
            closed: true,
            ("answeredBy!", Schema.Text(40, description: "A role or a call name.")),
            ("at", Schema.Time("Absent: now.")), ("meldkamerNumber", Schema.Text(16)), ("by", Schema.Text(40)))),
        .. BodySchemas.AtNode(), .. ViewSchemas.All(atHub: false)]);
}
