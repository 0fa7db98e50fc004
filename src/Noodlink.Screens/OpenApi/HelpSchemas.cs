using System.Text.Json.Nodes;
using Noodlink.Protocol.Messages;

namespace Noodlink.Screens.OpenApi;

/// <summary>The bodies about help and supplies (Protocol/README.md §11).</summary>
internal static class HelpSchemas
{
    private static readonly HelpCategory[] OffersOnly =
        [.. Enum.GetValues<HelpCategory>().Where(category => !HelpCategories.CanBeAsked(category))];

    public static (string Name, JsonObject Schema)[] AtNode() =>
    [
        ("HelpRequest", BodySchemas.Body(Kind.HelpRequest,
            [
                ("status", Schema.Word<MessageStatus>()), ("category!", Schema.Word(OffersOnly)), .. WhatAndWhere(),
                ("neededBeforeMinutes", Minutes(1, "From now. Absent: no moment.")),
            ])),
        ("HelpOffer", BodySchemas.Body(Kind.HelpOffer,
            [
                ("status", Schema.Word<MessageStatus>()), ("category!", Schema.Word<HelpCategory>()),
                ("skill", Schema.Word<HelpSkill>()), .. WhatAndWhere(),
                ("availableFromMinutes", Minutes(0, "From now. Absent: now.")),
                ("availableUntilMinutes", Minutes(1, "From now. Absent: no end.")),
            ])),
        ("StockReport", BodySchemas.Body(Kind.StockReport,
            ("status", Schema.Word<MessageStatus>()), ("items!", Schema.List(Line(), 1, Limits.StockItems)),
            ("text", Note))),
        ("ShiftHandover", BodySchemas.Body(Kind.ShiftHandover,
            ("status", Schema.Word<MessageStatus>()), ("roleOut", Schema.Text(40)), ("roleIn!", Schema.Text(40)),
            ("openAlarms!", Schema.Whole(0, ushort.MaxValue)), ("openRequests!", Schema.Whole(0, ushort.MaxValue)),
            ("waiting!", Schema.Whole(0, ushort.MaxValue)), ("text", BodySchemas.Text))),
        ("MatchNote", BodySchemas.Body(Kind.MatchNote, Match())),
    ];

    public static (string Name, JsonObject Schema)[] Match() =>
    [
        ("status", Schema.Word<MessageStatus>()), ("references!", Schema.List(BodySchemas.Id, 1, 2)),
        ("result!", Schema.Word<MatchResult>()), ("text", Note),
    ];

    private static JsonObject Note =>
        Schema.Text(60, description: "At most 60 code points and 80 bytes of UTF-8 after NFC.");

    private static (string, JsonObject)[] WhatAndWhere() =>
    [
        ("amount!", Schema.Whole(1, Limits.AmountMax)),
        ("place!", Schema.Text(80, description: "Four digits of a postcode, or the name of a place.")),
        ("references", Schema.List(BodySchemas.Id, 0, Limits.References)), ("text", BodySchemas.Text),
    ];

    private static JsonObject Minutes(int least, string description) =>
        Schema.Whole(least, Limits.MinutesAheadMax, description);

    private static JsonObject Line() => Schema.Of(
        true, ("item!", Schema.Word<StockItem>()), ("amount!", Schema.Whole(0, ushort.MaxValue)),
        ("unit", Schema.Word<StockUnit>()), ("hoursLeft", Schema.Whole(0, 254)));
}
