using System.Text.Json.Nodes;
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
                Schema.OneOf("Alarm", "AlarmUpdate", "AlarmCancel", "Reply", "HelpRequest", "HelpOffer",
                    "SituationReport", "StockReport", "ShiftHandover", "MatchNote", "LinkTest"),
                StatusCodes.Status202Accepted, Schema.Ref("Accepted"), [400, 409, 413, 415, 422, 507],
                [OpenApiDocument.IdempotencyKey]),
            ApiOperation.Post(
                "/api/messages/{id}/read-aloud",
                "Notes that a noodmelding was read aloud over the portofoon. Changes no state.", Schema.Ref("ReadAloud"),
                StatusCodes.Status200OK, Schema.Ref("Message"), [400, 404, 409, 413, 415, 422, 507],
                [OpenApiDocument.Id, OpenApiDocument.IdempotencyKey]),
            .. Drafts(),
            PlacesDocument.Find(),
        ],
        [("ReadAloud", Schema.Of(
            closed: true,
            ("answeredBy!", Schema.Text(40, description: "A role or a call name.")),
            ("at", Schema.Time("Absent: now.")), ("meldkamerNumber", Schema.Text(16)), ("by", Schema.Text(40)))),
        ("DraftBody", Schema.Of(
            false, ("form!", Schema.Text(32, "^[a-z][a-z0-9-]*$")),
            ("fields!", new JsonObject { ["type"] = "object", ["description"] = "At most 16 kB." }),
            ("page", Schema.Text(description: "New at each load; with turn: of one page a lower turn changes nothing.")),
            ("turn", new JsonObject { ["type"] = "integer" }))),
        ("Draft", Schema.Of(
            false, ("id!", Schema.Text()), ("form!", Schema.Text()), ("changedAt!", Schema.Time()),
            ("open!", Schema.YesNo()), ("sentAs!", Schema.OrNull(Schema.Text(description: "The number of its message."))),
            ("dropped!", Schema.YesNo()), ("damaged!", Schema.YesNo()),
            ("notes", Schema.List(Schema.Text(description: "Dutch. Of a PUT or PATCH."))),
            ("fields", new JsonObject { ["type"] = "object", ["description"] = "Of one draft." }))),
        PlacesDocument.Place(), .. BodySchemas.AtNode(), .. ViewSchemas.All(atHub: false)]);

    private static IEnumerable<ApiOperation> Drafts()
    {
        const string Path = "/api/drafts/{id}";
        yield return ApiOperation.Get(
            "/api/drafts", "What was typed and not sent, latest change first, without the fields.",
            Schema.Of(false, ("items!", Schema.List(Schema.Ref("Draft")))));
        yield return ApiOperation.Get(
            Path, "One draft with its fields; also for a day after it was sent or thrown away.", Schema.Ref("Draft"), DraftId(),
            [404]);
        yield return new ApiOperation(
            "put", Path, "Keeps what was typed; answers when it is on disk. A message that is posted with the key "
            + "form:{id} closes it in the same commit; from then on 409. The answer has notes for whoever types.",
            Schema.Ref("DraftBody"), [AsDraft(), .. Problems(400, 404, 409, 413, 415, 422, 507)], DraftId());
        yield return new ApiOperation(
            "patch", Path, "Lays the fields that are named over the draft, or begins one; an empty one is taken away. A status "
            + "that stands, stays. The answer has notes for whoever types.", Schema.Ref("DraftBody"),
            [AsDraft(), .. Problems(400, 404, 409, 413, 415, 422, 507)], DraftId());
        yield return new ApiOperation(
            "delete", Path, "Throws it away; for a day it can still be read.", null, [AsDraft(), .. Problems(404, 409, 507)],
            DraftId());
    }

    private static ApiParameter[] DraftId() =>
        [new("path", "id", Schema.Text(32, "^[0-9a-f]{32}$"), "Made by whoever begins the form.")];

    private static (int, JsonObject?) AsDraft() => (StatusCodes.Status200OK, Schema.Ref("Draft"));

    private static IEnumerable<(int, JsonObject?)> Problems(params int[] statuses) =>
        statuses.Select(status => (status, (JsonObject?)Schema.Ref("Problem")));
}
