using System.Text.Json.Nodes;
using Noodlink.Protocol.Json;
using Noodlink.Protocol.Messages;

namespace Noodlink.Screens.OpenApi;

/// <summary>The bodies of interfaces.md §3.</summary>
internal static class BodySchemas
{
    private const string NumberPattern = "^[A-Z]{2}-[A-Z0-9]{2,5}-[0-9]{4,8}(-[0-9A-F]{4})?$";

    public static JsonObject Id =>
        Schema.Text(pattern: NumberPattern, description: "The number on screen: GR-WK1-0042.");

    public static IEnumerable<(string Name, JsonObject Schema)> AtNode() =>
    [
        ("Alarm", Body(Kind.Alarm,
            [("status!", Schema.Word<MessageStatus>()), .. Facts(must: true), ("references", References(0))])),
        ("AlarmUpdate", Body(Kind.AlarmUpdate,
            [("status", Schema.Word<MessageStatus>()), ("references!", References(1)), .. Facts(must: false)])),
        ("AlarmCancel", Body(Kind.AlarmCancel,
            ("status", Schema.Word<MessageStatus>()), ("references!", References(1)),
            ("reason!", Schema.Word<CancelReason>()),
            ("text", Text))),
        ("Reply", Body(Kind.Reply,
            ("status", Schema.Word<MessageStatus>()), ("references!", References(1)), ("answer", Answer),
            ("text", Text))),
        ("SituationReport", Body(Kind.SituationReport,
            ("status", Schema.Word<MessageStatus>()), ("open", Schema.YesNo()), ("staff", Schema.Whole(0, 255)),
            ("present", Schema.Whole(0, 65535)), ("power", Schema.Word<PowerSource>()),
            ("powerHours", Schema.Whole(0, 255)),
            ("lan", Schema.Word<LinkQuality>()), ("radio", Schema.Word<LinkQuality>()),
            ("reach112", Schema.Word<Reachable112>()), ("text", Text))),
        .. HelpSchemas.AtNode(),
        ("LinkTest", Body(Kind.LinkTest,
            ("status", Schema.Words("Test")), ("counter", Schema.Whole(1, 65535)),
            ("fillerBytes", Schema.Whole(0, Limits.Filler)))),
        ("Location", Place()),
    ];

    public static IEnumerable<(string Name, JsonObject Schema)> AtHub() =>
    [
        ("Request", Body(Kind.Request,
            ("status", Schema.Word<MessageStatus>()),
            ("to!", Recipients), ("references", References(0)), ("question", Schema.Word(Question.Unknown)), ("text", Text))),
        ("Bulletin", Body(Kind.Bulletin,
            ("status", Schema.Word<MessageStatus>()), ("to!", Recipients), ("number!", Schema.Whole(1, 65535)),
            ("title!", Schema.Text(60)), ("validUntil!", Schema.Time("By the clock of the hub; with an offset.")),
            ("audience!", Schema.Word<BulletinAudience>()), ("replaces", Schema.Whole(1, 65535)),
            ("text!", Schema.Text(400, description: "At most 400 code points and 420 bytes of UTF-8 after NFC.")))),
        ("ExerciseControl", Body(Kind.ExerciseControl,
            ("status", Schema.Word<MessageStatus>()), ("to!", Recipients), ("action!", Schema.Word<ExerciseAction>()),
            ("exerciseId!", Schema.Text(24)),
            ("name", Schema.Text(40, description: "Mandatory at Start.")),
            ("minutes", Schema.Whole(1, Limits.MinutesAheadMax, "Mandatory at Start, absent at Stop.")))),
        ("MatchNote", Body(Kind.MatchNote, [("to!", Recipients), .. HelpSchemas.Match()])),
        ("EnteredAlarm", Body(Kind.Alarm,
            [
                ("status!", Schema.Word<MessageStatus>()),
                ("onBehalfOf", Schema.Text(description: "A station id: GR-WK1. WalkIn without it: the desk of the hub.")),
                ("via!", Schema.Word<EntryWay>()), ("number", Id), ("caller", Schema.Text(40)),
                ("by", Schema.Text(40, description: "A role.")), .. Facts(must: true), ("references", References(0)),
            ])),
        ("Location", Place()),
    ];

    public static JsonObject Text =>
        Schema.Text(140, description: "At most 140 code points and 160 bytes of UTF-8 after NFC.");

    private static JsonObject Recipients => new()
    {
        ["oneOf"] = new JsonArray(
            Schema.List(Schema.Text(description: "A station id: GR-WK1."), 1, MessageJson.ToMax), Schema.Words("All")),
    };

    private static JsonObject Answer => new()
    {
        ["oneOf"] = new JsonArray(Schema.Words("Yes", "No", "Unknown"), Schema.Whole(0, 65535)),
    };

    private static JsonObject References(int min) => Schema.List(Id, min, Limits.References);

    private static JsonObject People => Schema.Whole(0, Limits.PeopleMax, "14: fourteen or more; absent: unknown.");

    public static JsonObject Body(Kind kind, params (string, JsonObject)[] fields) =>
        Schema.Of(closed: true, [("kind!", Schema.Words(kind.ToString())), .. fields]);

    private static (string, JsonObject)[] Facts(bool must)
    {
        var mark = must ? "!" : "";
        return
        [
            ($"services{mark}", Schema.List(Schema.Word<EmergencyService>(), 1, 4)),
            ($"type{mark}", Schema.Word<AlarmType>()),
            ($"dangerToLife{mark}", Schema.Word<Danger>()), ($"location{mark}", Schema.Ref("Location")),
            ("victims", People), ("unresponsive", People), ("trapped", People), ("children", People),
            ("hazards", Schema.List(Schema.Word<Hazard>())), ("access", Schema.Word<Protocol.Messages.Access>()),
            ("guide", Schema.Word<Guide>()), ("actions", Schema.List(Schema.Word<ActionTaken>())),
            ("source", Schema.Word<Source>()), ("reporter", Schema.Word<ReporterPresence>()),
            ("language", Schema.Text(2, "^[a-z]{2}$", "ISO 639-1.")),
            ("barriers", Schema.List(Schema.Word<Protocol.Messages.Barrier>())),
            ("occurredAgoMinutes", Schema.Whole(0, 1440, "Rounded up to 0 5 10 15 30 60 120 240 480 1440.")),
            ("vulnerableSites", Schema.List(Schema.Word<VulnerableSite>())), ("text", Text),
        ];
    }

    private static JsonObject Place() => Schema.Of(
        closed: true,
        ("kind", Schema.Word<LocationKind>()), ("street", Schema.Text(80)), ("number", Schema.Text(12)),
        ("postcode", Schema.Text(pattern: "^[1-9][0-9]{3} ?[A-Za-z]{2}$")), ("place", Schema.Text(80)),
        ("gemeente", Schema.Text(80)), ("road", Schema.Text(80)),
        ("hectometre", Schema.Number("0 to 999.9, one decimal.")),
        ("side", Schema.Word<RoadSide>()), ("towards", Schema.Text(80)), ("spot", Schema.Text(80)),
        ("rd", Schema.Of(true, ("x!", Schema.Whole(0, Rd.XMax)), ("y!", Schema.Whole(Rd.YMin, Rd.YMax)))),
        ("text", Schema.Text(80)), ("certainty!", Schema.Word<Certainty>()));
}
