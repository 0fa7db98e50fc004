using System.Text.Json.Nodes;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.OpenApi;

namespace Noodlink.Hub.Api;

/// <summary>The OpenAPI document of the coördinatiepunt.</summary>
internal static class HubDocument
{
    public static void Map(IEndpointRouteBuilder routes) => OpenApiDocument.Map(
        routes, "Noodlink coördinatiepunt",
        [
            .. OpenApiDocument.Shared(),
            ApiOperation.Get(
                "/api/feed", "Received messages in journal order, each once, in their present state.",
                Schema.Ref("Page"),
                [new("query", "after", Schema.Whole(0, long.MaxValue), "Journal number to go on from."),
                    new("query", "kind", Schema.List(Schema.Word<Kind>()), "Only these kinds. May repeat."),
                    OpenApiDocument.Limit],
                [422]),
            ApiOperation.Post(
                "/api/messages/{id}/events", "Records what staff did.", Schema.Ref("StaffEvent"),
                StatusCodes.Status200OK,
                Schema.Ref("Message"), [400, 404, 409, 413, 415, 422, 507], [OpenApiDocument.Id]),
            ApiOperation.Post(
                "/api/messages/{id}/forwarding", "Hands over again what a receiver of the meldkamer refused.",
                Schema.Ref("Role"), StatusCodes.Status200OK,
                Schema.Ref("Message"), [400, 404, 409, 413, 415, 422, 507], [OpenApiDocument.Id]),
            ApiOperation.Post(
                "/api/messages",
                "Sends a question, a bulletin, an exercise or a match to one or more noodsteunpunten, or enters a noodmelding by voice or paper.",
                Schema.OneOf("Request", "Bulletin", "ExerciseControl", "MatchNote", "EnteredAlarm"),
                StatusCodes.Status202Accepted, Schema.Ref("Accepted"), [400, 409, 413, 415, 422, 507],
                [OpenApiDocument.IdempotencyKey]),
            ApiOperation.Get("/api/stations", "The noodsteunpunten and how they are.", Schema.Ref("Stations")),
        ],
        [.. BodySchemas.AtHub(), .. ViewSchemas.All(atHub: true), ("StaffEvent", StaffEvent()),
            ("Role", Schema.Of(closed: true, ("by!", Schema.Text(40, description: "A role.")))),
            ("Stations", Stations())]);

    private static JsonObject StaffEvent() => Schema.Of(
        closed: true,
        ("type!", Schema.Word(StaffEventType.Answered, StaffEventType.Withdrawn)),
        ("by!", Schema.Text(40, description: "A role.")),
        ("note", Schema.Text(140)), ("question", Schema.Word(Question.Unknown)),
        ("channel", Schema.Word(MeldkamerChannel.Unknown)), ("minutes", Schema.Whole(1, StaffActionReader.MinutesMax)),
        ("meldkamerNumber", Schema.Text(16)), ("takeOver", Schema.YesNo()));

    private static JsonObject Stations() => Schema.Of(false, ("items!", Schema.List(Schema.Of(
        false,
        ("number!", Schema.Whole(1, 65534)), ("id!", Schema.Text()), ("name!", Schema.Text()),
        ("gemeente!", Schema.Text()),
        ("lastHeard!", new JsonObject { ["type"] = "object", ["additionalProperties"] = Schema.Time("By bearer.") }),
        ("waiting!", Schema.OrNull(Schema.Whole(0, 65535))),
        ("oldestWaitingMinutes!", Schema.OrNull(Schema.Whole(0, 65535))),
        ("missing!", Schema.List(Schema.Of(
            false, ("first!", Schema.Whole(1, MessageNumber.SerialMax)),
            ("last!", Schema.Whole(1, MessageNumber.SerialMax))))),
        ("clockOffsetSeconds!", Schema.OrNull(Schema.Number("Its clock minus ours."))),
        ("failedOpens!", Schema.Whole(0, int.MaxValue)), ("silent!", Schema.YesNo()),
        ("offers!", new JsonObject
        {
            ["type"] = "object", ["additionalProperties"] = Schema.Whole(1, 255),
            ["description"] = "Offers of help that wait there for the LAN, by category.",
        })))));
}
