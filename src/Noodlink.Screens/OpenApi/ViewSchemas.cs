using System.Text.Json.Nodes;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Bearers;

namespace Noodlink.Screens.OpenApi;

/// <summary>What is answered: messages, status, errors.</summary>
internal static class ViewSchemas
{
    public static IEnumerable<(string Name, JsonObject Schema)> All(bool atHub) =>
    [
        ("Message", Message(atHub)), ("Page", Schema.Of(false, ("items!", Schema.List(Schema.Ref("Message"))),
            ("next!", Schema.OrNull(Schema.Whole(0, long.MaxValue))))),
        ("Accepted", Schema.Of(
            false, ("id!", BodySchemas.Id), ("state!", Schema.Word<MessageState>()), ("storedAt!", Schema.Time()),
            ("ids", Schema.List(BodySchemas.Id, 2)))),
        ("Bulletins", Bulletins(atHub)), ("Imported", Imported()), ("Status", Status(atHub)), ("Problem", Problem()),
    ];

    private static JsonObject Message(bool atHub) => Schema.Of(
        false,
        [
            ("id!", BodySchemas.Id), ("kind!", Schema.Word<Kind>()), ("status!", Schema.Word<MessageStatus>()),
            ("precedence!", Schema.Word<Precedence>()), ("state!", Schema.Word<MessageState>()),
            ("stateLabel!", Schema.Text()),
            ("createdAt!", Schema.Time("By the clock of who made it.")), ("station!", Schema.Text()),
            ("content!", Schema.OrNull(new JsonObject { ["type"] = "object",
                ["description"] = "As accepted, less kind and status; null when wiped." })),
            ("complete!", Schema.YesNo()), .. atHub ? Received() : Own(),
            ("history!", Schema.List(Schema.Of(
                false, ("state!", Schema.Word<MessageState>()), ("at!", Schema.Time()), ("by!", Schema.Text()),
                ("via!", Schema.OrNull(Schema.Text())), ("note!", Schema.OrNull(Schema.Text())),
                ("event", Schema.Text(description: "What happened, where it is no step of the state."))))),
            ("hungUp", Schema.List(Schema.Text(description: "Of a bulletin: a station that told that it hangs."))),
            ("sameNumberAs!", Schema.OrNull(Schema.Text())), ("undone!", Schema.YesNo()),
            ("withdrawn!", Schema.YesNo()),
            ("meldkamerNumber!", Schema.OrNull(Schema.Text())), ("referredBy!", Schema.List(BodySchemas.Id)),
        ]);

    private static (string, JsonObject)[] Own() =>
    [
        ("storedAt!", Schema.Time()), ("attempts!", Schema.Whole(0, int.MaxValue)),
        ("bearer!", Schema.OrNull(Schema.Word<BearerName>())),
        ("deliveries!", Deliveries()), ("held!", Schema.YesNo()), ("questionOpen!", Schema.YesNo()),
        ("screenOpenAtHub!", Schema.OrNull(Schema.YesNo())),
    ];

    private static JsonObject Deliveries() => Schema.List(Schema.Of(
        false, ("bearer!", Schema.Word<BearerName>()), ("at!", Schema.Time()), ("complete!", Schema.YesNo())));

    private static (string, JsonObject)[] Received() =>
    [
        ("deliveries", Deliveries()), // of its own messages
        ("journal!", Schema.Whole(1, long.MaxValue)), ("receivedAt!", Schema.Time()),
        ("receptions!", Schema.List(Schema.Of(
            false, ("bearer!", Schema.Word<BearerName>()), ("at!", Schema.Time()),
            ("rssiDbm!", Schema.OrNull(Schema.Number())),
            ("snrDb!", Schema.OrNull(Schema.Number()))))),
        ("forwarding!", Schema.List(Schema.Of(
            false, ("forwarder!", Schema.Text()), ("version!", Schema.Whole(1, int.MaxValue)), ("at!", Schema.Time()),
            ("outcome!", Schema.Words("Written", "Sent", "Failed")), ("attempts!", Schema.Whole(0, int.MaxValue)),
            ("detail!", Schema.OrNull(Schema.Text())), ("stopped!", Schema.YesNo())))),
        ("claimedBy!", Schema.OrNull(Schema.Text())), ("awaitsRelease!", Schema.YesNo()),
        ("sealed!", Schema.List(Schema.Text(description: "Base64; of a message that could not be read."))),
        ("onBehalfOf!", Schema.OrNull(Schema.Text(description: "Typed in here for this noodsteunpunt."))),
        ("differs!", Schema.YesNo()),
        ("accounts!", Schema.List(Schema.Of(
            false, ("bearer!", Schema.Word<BearerName>()), ("at!", Schema.Time()), ("onBehalfOf!", Schema.Text()),
            ("caller!", Schema.OrNull(Schema.Text())), ("by!", Schema.OrNull(Schema.Text())),
            ("complete!", Schema.YesNo()), ("electronic!", Schema.YesNo()),
            ("content!", Schema.OrNull(new JsonObject { ["type"] = "object" }))))),
        ("differences!", Schema.List(Schema.Of(
            false, ("field!", Schema.Text()),
            ("values!", Schema.List(new JsonObject { ["description"] = "Per account, in their order; null: not said." }))))),
    ];

    private static JsonObject Bulletins(bool atHub) => Schema.Of(
        false,
        ("items!", Schema.List(Schema.Of(
            false,
            [
                ("id!", BodySchemas.Id), ("status!", Schema.Word<MessageStatus>()),
                (atHub ? "sentAt!" : "receivedAt!", Schema.Time()), ("content!", new JsonObject { ["type"] = "object" }),
                ("past!", Schema.YesNo()), ("replacedBy!", Schema.OrNull(Schema.Whole(1, 65535))),
                ("hungUp!", Schema.List(Schema.Text(description: "A station that told that it hangs."))),
                .. atHub ? [("points!", Schema.List(Schema.Of(
                    false, ("station!", Schema.Text()), ("id!", BodySchemas.Id), ("state!", Schema.Word<MessageState>()))))]
                    : ((string, JsonObject)[])[],
            ]))));

    private static JsonObject Imported() => Schema.Of(
        false,
        ("new!", Schema.Whole(0, int.MaxValue)), ("known!", Schema.Whole(0, int.MaxValue)),
        ("refused!", Schema.Whole(0, int.MaxValue)), ("completed!", Schema.Whole(0, int.MaxValue)),
        ("confirmed!", Schema.Whole(0, int.MaxValue)), ("missing!", Schema.Whole(0, int.MaxValue)),
        ("forOthers!", Schema.Whole(0, int.MaxValue)), ("words!", Schema.Text()));

    private static (string, JsonObject)[] Local() =>
    [
        ("exercise!", Schema.Of(
            false, ("state!", Schema.Words("Off", "Running", "InDoubt")), ("id!", Schema.OrNull(Schema.Text())),
            ("name!", Schema.OrNull(Schema.Text())),
            ("minutesLeft!", Schema.OrNull(Schema.Number("Counted from reception, never by the wall clock."))))),
        ("reach112!", Schema.OrNull(Schema.Word<Reachable112>())),
        ("power!", Schema.OrNull(Schema.Of(
            false, ("source!", Schema.Word<PowerSource>()),
            ("hoursLeft!", Schema.OrNull(Schema.Number("Counted down from what people entered."))),
            ("enteredAt!", Schema.OrNull(Schema.Time()))))),
    ];

    private static JsonObject Status(bool atHub) => Schema.Of(
        false,
        [
            ("station!", Schema.Text()), ("name!", Schema.Text()),
            ("bearers!", Schema.List(Schema.Of(
                false, ("name!", Schema.Word<BearerName>()), ("up!", Schema.YesNo()), ("since!", Schema.Time()),
                ("lastHeardAt!", Schema.OrNull(Schema.Time("Last authenticated frame, not the broker."))),
                ("detail!", Schema.Text())))),
            ("queue!", Schema.Of(
                false, ("waiting!", Schema.Whole(0, int.MaxValue)),
                ("oldestSeconds!", Schema.OrNull(Schema.Number())),
                ("held!", Schema.Whole(0, int.MaxValue, "Offers of help that wait for the LAN; not counted in waiting.")))),
            ("radio!", Schema.Of(
                false,
                ("dutyCycleUsedPercent!", Schema.OrNull(Schema.Number("Share of the last 3600 s spent sending."))),
                ("airtimeLeftPercent!", Schema.OrNull(Schema.Number("0-100 of the allowance."))),
                ("relayed!", Schema.Whole(0, long.MaxValue)),
                ("notRelayed!", Schema.Of(
                    false, ("count!", Schema.Whole(0, long.MaxValue)), ("byReason!", Counts()))))),
            ("clock!", Schema.Time()),
            ("clockOffsetSeconds!", Schema.OrNull(Schema.Number("The clock at the other end minus ours."))),
            ("storage!", Schema.Of(
                false, ("sqliteVersion!", Schema.Text()), ("healthy!", Schema.YesNo()), ("detail!", Schema.Text()))),
            ("refused!", Schema.Of(
                false, ("count!", Schema.Whole(0, long.MaxValue)), ("last!", Schema.OrNull(Schema.Text())),
                ("byReason!", Counts()))),
            ("dropped!", Schema.Of(false, ("count!", Schema.Whole(0, long.MaxValue)), ("byReason!", Counts()))),
            .. atHub ? [] : Local(), ("version!", Schema.Text()),
        ]);

    private static JsonObject Counts() =>
        new() { ["type"] = "object", ["additionalProperties"] = Schema.Whole(0, long.MaxValue) };

    private static JsonObject Problem() => Schema.Of(
        false,
        ("type!", Schema.Text()), ("title!", Schema.Text()), ("status!", Schema.Whole(400, 599)),
        ("detail", Schema.Text()),
        ("id", Schema.Text(description: "409: the first message of the key.")), ("reason", Schema.Text()),
        ("claimedBy", Schema.Text()),
        ("errors", new JsonObject
        {
            ["type"] = "object", ["description"] = "Dutch sentences by path: location.postcode, services[0].",
            ["additionalProperties"] = Schema.List(Schema.Text()),
        }));
}
