using System.Text;
using Noodlink.Protocol.Json;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Tests.Json;

public sealed class OtherKindsJsonTests
{
    private const string Refs = "\"references\":[\"GR-WK1-0042\",\"GR-ED1-0007-3F9A\"]";

    private static readonly ValueList<MessageNumber> TwoReferences =
        [new(StationId.Parse("GR-WK1"), 42), new(StationId.Parse("GR-ED1"), 7, 0x3F9A)];

    [Fact]
    public void An_update_carries_the_changed_fields()
    {
        var read = JsonText.Accepted($"{{\"kind\":\"AlarmUpdate\",{Refs},\"dangerToLife\":\"Yes\",\"victims\":0}}");

        Assert.Equal(
            new AlarmUpdate(TwoReferences, new AlarmFacts { DangerToLife = Danger.Yes, Victims = 0 }), read.Body);
        Assert.Null(read.Status);
    }

    [Fact]
    public void A_cancel_has_a_reason()
    {
        var read = JsonText.Accepted(
            $"{{\"kind\":\"AlarmCancel\",\"status\":\"Exercise\",{Refs},\"reason\":\"Resolved\","
            + "\"text\":\"Terecht.\"}");

        Assert.Equal(new AlarmCancel(TwoReferences, CancelReason.Resolved, "Terecht."), read.Body);
        Assert.Equal(MessageStatus.Exercise, read.Status);
    }

    [Theory]
    [InlineData("\"Yes\"", AnswerKind.Yes, 0)]
    [InlineData("\"No\"", AnswerKind.No, 0)]
    [InlineData("\"Unknown\"", AnswerKind.Unknown, 0)]
    [InlineData("0", AnswerKind.Number, 0)]
    [InlineData("65535", AnswerKind.Number, 65535)]
    public void A_reply_is_one_tap(string json, AnswerKind kind, int value)
    {
        var read = JsonText.Accepted($"{{\"kind\":\"Reply\",{Refs},\"answer\":{json}}}");

        Assert.Equal(new Reply(TwoReferences, new Answer(kind, (ushort)value), null), read.Body);
    }

    [Fact]
    public void A_request_goes_to_the_stations_that_are_named()
    {
        var read = JsonText.Accepted(
            "{\"kind\":\"Request\",\"to\":[\"GR-WK1\",\"GR-ED1\"],\"question\":\"Q5\"}", JsonText.Hub);

        Assert.Equal(new Request(StationId.Parse("GR-CWK"), [], Question.Q5, null), read.Body);
        Assert.Equal([StationId.Parse("GR-WK1"), StationId.Parse("GR-ED1")], read.To);
    }

    [Fact]
    public void A_situation_report_is_for_real_unless_it_says_otherwise()
    {
        var read = JsonText.Accepted(Report());

        Assert.Equal(
            new SituationReport
            {
                Open = true, Staff = 3, Present = 63, Power = PowerSource.Generator, PowerHours = 9,
                Lan = LinkQuality.Off, Radio = LinkQuality.Good, Reach112 = Reachable112.No,
                Text = "Drukker dan vannacht.",
            },
            read.Body);
        Assert.Equal(MessageStatus.Actual, read.Status);
    }

    [Fact]
    public void A_link_test_is_never_for_real()
    {
        var read = JsonText.Accepted("{\"kind\":\"LinkTest\",\"counter\":7,\"fillerBytes\":2}");

        Assert.Equal(new LinkTest(7, [0, 0]), read.Body);
        Assert.Equal(MessageStatus.Test, read.Status);
        Assert.Equal(["status"], JsonText.Refused("{\"kind\":\"LinkTest\",\"status\":\"Actual\"}").Keys);
        Assert.Equal(["status"], JsonText.Refused("{\"kind\":\"LinkTest\",\"status\":\"Exercise\"}").Keys);
    }

    [Theory]
    [InlineData("{\"kind\":\"AlarmUpdate\",\"text\":\"a\"}", "references")]
    [InlineData("{\"kind\":\"AlarmUpdate\",\"references\":[],\"text\":\"a\"}", "references")]
    [InlineData("{\"kind\":\"AlarmUpdate\"," + Refs + "}", "$")]
    [InlineData("{\"kind\":\"AlarmUpdate\"," + Refs + ",\"reason\":\"Resolved\",\"text\":\"a\"}", "reason")]
    [InlineData("{\"kind\":\"AlarmCancel\"," + Refs + "}", "reason")]
    [InlineData("{\"kind\":\"AlarmCancel\"," + Refs + ",\"reason\":\"Why\"}", "reason")]
    [InlineData("{\"kind\":\"AlarmCancel\",\"reason\":\"Resolved\"}", "references")]
    [InlineData("{\"kind\":\"Reply\"," + Refs + "}", "answer")]
    [InlineData("{\"kind\":\"Reply\"," + Refs + ",\"answer\":65536}", "answer")]
    [InlineData("{\"kind\":\"Reply\"," + Refs + ",\"answer\":-1}", "answer")]
    [InlineData("{\"kind\":\"Reply\"," + Refs + ",\"answer\":true}", "answer")]
    [InlineData("{\"kind\":\"Reply\"," + Refs + ",\"answer\":\"Maybe\"}", "answer")]
    [InlineData("{\"kind\":\"Reply\",\"answer\":\"Yes\"}", "references")]
    [InlineData("{\"kind\":\"LinkTest\",\"counter\":0}", "counter")]
    [InlineData("{\"kind\":\"LinkTest\",\"counter\":65536}", "counter")]
    [InlineData("{\"kind\":\"LinkTest\",\"fillerBytes\":161}", "fillerBytes")]
    [InlineData("{\"kind\":\"Request\",\"to\":[\"GR-WK1\"],\"question\":\"Q5\"}", "kind")]
    [InlineData("{\"kind\":\"Receipt\"}", "kind")]
    [InlineData("{\"kind\":\"Heartbeat\"}", "kind")]
    [InlineData("{\"kind\":\"Bulletin\"}", "kind")]
    [InlineData("{\"kind\":\"ExerciseControl\"}", "kind")]
    [InlineData("{\"kind\":1}", "kind")]
    [InlineData("{\"kind\":null}", "kind")]
    [InlineData("{\"status\":\"Actual\"}", "kind")]
    public void Every_fault_at_a_node_is_an_error_at_its_own_path(string json, string path) =>
        Assert.Equal([path], JsonText.Refused(json).Keys);

    [Theory]
    [InlineData("{\"kind\":\"Request\",\"to\":[\"GR-WK1\"]}", "question")]
    [InlineData("{\"kind\":\"Request\",\"question\":\"Q5\"}", "to")]
    [InlineData("{\"kind\":\"Request\",\"to\":[],\"question\":\"Q5\"}", "to")]
    [InlineData("{\"kind\":\"Request\",\"to\":\"GR-WK1\",\"question\":\"Q5\"}", "to")]
    [InlineData("{\"kind\":\"Request\",\"to\":[\"WK1\"],\"question\":\"Q5\"}", "to[0]")]
    [InlineData("{\"kind\":\"Request\",\"to\":[\"GR-WK1\",\"GR-WK1\"],\"question\":\"Q5\"}", "to[1]")]
    [InlineData("{\"kind\":\"Request\",\"to\":[\"GR-WK1\"],\"question\":\"Q9\"}", "question")]
    [InlineData("{\"kind\":\"Request\",\"to\":[\"GR-WK1\"],\"question\":\"Q5\",\"references\":[1]}", "references[0]")]
    [InlineData("{\"kind\":\"AlarmUpdate\"}", "kind")]
    public void Every_fault_at_a_hub_is_an_error_at_its_own_path(string json, string path) =>
        Assert.Equal([path], JsonText.Refused(json, JsonText.Hub).Keys);

    [Theory]
    [InlineData("\"open\":1", "open")]
    [InlineData("\"staff\":256", "staff")]
    [InlineData("\"present\":65536", "present")]
    [InlineData("\"power\":\"Coal\"", "power")]
    [InlineData("\"powerHours\":256", "powerHours")]
    [InlineData("\"lan\":\"Yes\"", "lan")]
    [InlineData("\"reach112\":\"Maybe\"", "reach112")]
    public void Every_fault_of_a_situation_report_is_an_error_at_its_own_path(string property, string path) =>
        Assert.Equal([path], JsonText.Refused(Report(property)).Keys);

    [Fact]
    public void A_message_refers_to_sixteen_others_and_no_more()
    {
        static string References(int count) =>
            "[" + string.Join(",", Enumerable.Range(1, count).Select(i => $"\"GR-WK1-{i:D4}\"")) + "]";

        var sixteen = JsonText.Accepted(JsonText.Alarm($"\"references\":{References(16)}"));

        Assert.Equal(16, ((Alarm)sixteen.Body).References.Count);
        Assert.Equal(["references"], JsonText.Refused(JsonText.Alarm($"\"references\":{References(17)}")).Keys);
    }

    [Fact]
    public void The_document_is_parsed_strictly()
    {
        foreach (var json in (string[])[
            "{\"a\":1,\"a\":2}", "{\"a\":1,}", "{/* */}", "{} {}", "[[[[[[[[[1]]]]]]]]]",
            "{\"\\ud800\":1}", "", "{", "nul"])
            Assert.False(MessageJson.TryParse(Encoding.UTF8.GetBytes(json), out _), json);
    }

    [Fact]
    public void Content_is_plain_json()
    {
        Assert.Equal(
            """{"references":["GR-WK1-0042","GR-ED1-0007-3F9A"],"type":"Injury","location":"""
            + """{"kind":"Road","road":"N355","hectometre":17.3,"rd":{"x":1,"y":300000},"certainty":"Guessed"}}""",
            JsonText.Content(new AlarmUpdate(
                TwoReferences,
                new AlarmFacts
                {
                    Type = AlarmType.Injury,
                    Location = new Location
                    {
                        Kind = LocationKind.Road, Certainty = Certainty.Guessed, Road = "N355", Hectometre = 17.3m,
                        Rd = new Rd(1, 300_000),
                    },
                })));
        Assert.Equal(
            """{"level":"Device","epoch":1,"serials":[5,7],"complete":true,"screenOpen":false,"numberClash":false,"""
            + "\"ofSignal\":false}",
            JsonText.Content(new DeviceReceipt(1, 5, [2], true, false, false)));
    }

    [Fact]
    public void Every_kind_has_a_content()
    {
        foreach (var kind in Some.Kinds)
            Assert.StartsWith("{\"", JsonText.Content(Some.Body(new Random(7), kind)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_situation_report_may_leave_out_what_nobody_knows_but_says_something()
    {
        Assert.Equal(new SituationReport { Text = "Rustig." }, JsonText.Accepted("{\"kind\":\"SituationReport\",\"text\":\"Rustig.\"}").Body);
        Assert.Equal(["$"], JsonText.Refused("{\"kind\":\"SituationReport\"}").Keys);
    }

    private static string Report(params string[] more) => JsonText.Object(
        [
            "\"kind\":\"SituationReport\"", "\"open\":true", "\"staff\":3", "\"present\":63", "\"power\":\"Generator\"",
            "\"powerHours\":9", "\"lan\":\"Off\"", "\"radio\":\"Good\"", "\"reach112\":\"No\"",
            "\"text\":\"Drukker dan vannacht.\"", .. more,
        ]);
}
