using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Tests.Json;

/// <summary>Help, supplies, links and the dienstoverdracht as a noodsteunpunt posts them.</summary>
public sealed class HelpKindsJsonTests
{
    private static readonly MessageNumber Wk1 = new(StationId.Parse("GR-WK1"), 42);

    [Fact]
    public void A_request_for_help_says_what_how_many_where_and_before_when()
    {
        var read = JsonText.Accepted(Request());

        Assert.Equal(new HelpRequest(HelpCategory.Medicine, 2, "Loppersum", 1080, [Wk1], "Insuline."), read.Body);
        Assert.Null(read.Status);
        Assert.Equal(
            new HelpRequest(HelpCategory.Medicine, 2, "9919", null, [], null),
            JsonText.Accepted(Request(
                "\"place\":\"9919\"", "\"neededBeforeMinutes\"", "\"references\"", "\"text\"")).Body);
    }

    [Fact]
    public void An_offer_says_from_when_until_when()
    {
        Assert.Equal(
            new HelpOffer(HelpCategory.Equipment, null, 2, "Middelstum", 180, 600, [], "Aggregaat."),
            JsonText.Accepted(Offer()).Body);
        Assert.Equal(
            new HelpOffer(HelpCategory.Skill, HelpSkill.Interpreter, 2, "Middelstum", null, null, [], "Aggregaat."),
            JsonText.Accepted(Offer(
                "\"category\":\"Skill\"", "\"skill\":\"Interpreter\"", "\"availableFromMinutes\"",
                "\"availableUntilMinutes\"")).Body);
    }

    [Fact]
    public void Stock_has_several_items()
    {
        var read = JsonText.Accepted(Stock());

        Assert.Equal(
            new StockReport(
                [new StockLine(StockItem.Water, 240, StockUnit.Litres, 6), new StockLine(StockItem.Beds, 0)], "Op."),
            read.Body);
        Assert.Equal(MessageStatus.Actual, read.Status);
    }

    [Fact]
    public void A_handover_has_roles_and_counts() => Assert.Equal(
        new ShiftHandover("dagdienst", "nachtdienst", 2, 5, 0, null), JsonText.Accepted(Handover()).Body);

    [Fact]
    public void A_match_is_made_at_either_side()
    {
        Assert.Equal(
            new MatchNote(JsonText.Node.Self, [Wk1, Wk1 with { Serial = 43 }], MatchResult.Linked, "Bellen zelf."),
            JsonText.Accepted(Match()).Body);
        var read = JsonText.Accepted(Match("\"to\":[\"GR-WK1\"]"), JsonText.Hub);
        Assert.Equal(JsonText.Hub.Self, ((MatchNote)read.Body).From);
        Assert.Equal([JsonText.Node.Self], read.To);
        Assert.Equal(
            new MatchNote(JsonText.Node.Self, [Wk1], MatchResult.Helped, "Bellen zelf."),
            JsonText.Accepted(Match("\"references\":[\"GR-WK1-0042\"]", "\"result\":\"Helped\"")).Body);
    }

    [Theory]
    [InlineData("\"category\"", "category")]
    [InlineData("\"category\":\"Skill\"", "category")]
    [InlineData("\"category\":\"Beer\"", "category")]
    [InlineData("\"amount\"", "amount")]
    [InlineData("\"amount\":0", "amount")]
    [InlineData("\"amount\":10000", "amount")]
    [InlineData("\"amount\":1.5", "amount")]
    [InlineData("\"place\"", "place")]
    [InlineData("\"place\":9919", "place")]
    [InlineData("\"neededBeforeMinutes\":0", "neededBeforeMinutes")]
    [InlineData("\"neededBeforeMinutes\":10081", "neededBeforeMinutes")]
    [InlineData("\"neededBefore\":\"12:00\"", "neededBefore")]
    [InlineData("\"skill\":\"Driver\"", "skill")]
    [InlineData("\"references\":[\"0042\"]", "references[0]")]
    [InlineData("\"to\":[\"GR-WK1\"]", "to")]
    public void Every_fault_of_a_request_is_an_error_at_its_own_path(string property, string path) =>
        Assert.Equal([path], JsonText.Refused(Request(property)).Keys);

    [Theory]
    [InlineData("\"category\":\"Tractor\"", "category")]
    [InlineData("\"skill\":\"Driver\"", "skill")]
    [InlineData("\"availableFromMinutes\":-1", "availableFromMinutes")]
    [InlineData("\"availableUntilMinutes\":180", "availableUntilMinutes")]
    [InlineData("\"availableUntilMinutes\":10081", "availableUntilMinutes")]
    [InlineData("\"neededBeforeMinutes\":60", "neededBeforeMinutes")]
    public void Every_fault_of_an_offer_is_an_error_at_its_own_path(string property, string path) =>
        Assert.Equal([path], JsonText.Refused(Offer(property)).Keys);

    [Theory]
    [InlineData("\"items\":{}", "items")]
    [InlineData("\"items\":[1]", "items[0]")]
    [InlineData("\"items\":[{\"amount\":1}]", "items[0].item")]
    [InlineData("\"items\":[{\"item\":\"Gold\",\"amount\":1}]", "items[0].item")]
    [InlineData("\"items\":[{\"item\":\"Water\"}]", "items[0].amount")]
    [InlineData("\"items\":[{\"item\":\"Water\",\"amount\":65536}]", "items[0].amount")]
    [InlineData("\"items\":[{\"item\":\"Water\",\"amount\":1,\"unit\":\"Cups\"}]", "items[0].unit")]
    [InlineData("\"items\":[{\"item\":\"Water\",\"amount\":1,\"hoursLeft\":255}]", "items[0].hoursLeft")]
    [InlineData("\"items\":[{\"item\":\"Water\",\"amount\":1,\"colour\":1}]", "items[0].colour")]
    [InlineData("\"items\"", "items")]
    [InlineData("\"items\":[]", "items")]
    [InlineData("\"offers\":[]", "offers")]
    [InlineData("\"text\":\"1234567890123456789012345678901234567890123456789012345678901\"", "text")]
    public void Every_fault_of_a_stock_report_is_an_error_at_its_own_path(string property, string path) =>
        Assert.Equal([path], JsonText.Refused(Stock(property)).Keys);

    [Fact]
    public void A_stock_report_has_twelve_items_and_no_more()
    {
        static string Items(int count) => $"\"items\":[{string.Join(
            ",", Enumerable.Repeat("{\"item\":\"Water\",\"amount\":1}", count))}]";

        JsonText.Accepted(Stock(Items(12)));
        Assert.Equal(["items"], JsonText.Refused(Stock(Items(13))).Keys);
    }

    [Theory]
    [InlineData("\"roleIn\"", "roleIn")]
    [InlineData("\"roleIn\":\"12345678901234567890123456789012345678901\"", "roleIn")]
    [InlineData("\"openAlarms\"", "openAlarms")]
    [InlineData("\"openRequests\":-1", "openRequests")]
    [InlineData("\"waiting\":65536", "waiting")]
    [InlineData("\"name\":\"Jan\"", "name")]
    public void Every_fault_of_a_handover_is_an_error_at_its_own_path(string property, string path) =>
        Assert.Equal([path], JsonText.Refused(Handover(property)).Keys);

    [Theory]
    [InlineData("\"references\"", "references")]
    [InlineData("\"references\":[\"GR-WK1-0042\"]", "references")]
    [InlineData("\"references\":[\"GR-WK1-0042\",\"GR-WK1-0043\",\"GR-WK1-0044\"]", "references")]
    [InlineData("\"result\"", "result")]
    [InlineData("\"result\":\"Sent\"", "result")]
    [InlineData("\"text\":\"1234567890123456789012345678901234567890123456789012345678901\"", "text")]
    public void Every_fault_of_a_match_is_an_error_at_its_own_path(string property, string path) =>
        Assert.Equal([path], JsonText.Refused(Match(property)).Keys);

    private static string Request(params string[] more) => JsonText.Object(
        [
            "\"kind\":\"HelpRequest\"", "\"category\":\"Medicine\"", "\"amount\":2", "\"place\":\"Loppersum\"",
            "\"neededBeforeMinutes\":1080", "\"references\":[\"GR-WK1-0042\"]", "\"text\":\"Insuline.\"", .. more,
        ]);

    private static string Offer(params string[] more) => JsonText.Object(
        [
            "\"kind\":\"HelpOffer\"", "\"category\":\"Equipment\"", "\"amount\":2", "\"place\":\"Middelstum\"",
            "\"availableFromMinutes\":180", "\"availableUntilMinutes\":600", "\"text\":\"Aggregaat.\"", .. more,
        ]);

    private static string Stock(params string[] more) => JsonText.Object(
        [
            "\"kind\":\"StockReport\"",
            "\"items\":[{\"item\":\"Water\",\"amount\":240,\"unit\":\"Litres\",\"hoursLeft\":6},"
            + "{\"item\":\"Beds\",\"amount\":0}]",
            "\"text\":\"Op.\"", .. more,
        ]);

    private static string Handover(params string[] more) => JsonText.Object(
        [
            "\"kind\":\"ShiftHandover\"", "\"roleOut\":\"dagdienst\"", "\"roleIn\":\"nachtdienst\"",
            "\"openAlarms\":2", "\"openRequests\":5", "\"waiting\":0", .. more,
        ]);

    private static string Match(params string[] more) => JsonText.Object(
        [
            "\"kind\":\"MatchNote\"", "\"references\":[\"GR-WK1-0042\",\"GR-WK1-0043\"]", "\"result\":\"Linked\"",
            "\"text\":\"Bellen zelf.\"", .. more,
        ]);
}
