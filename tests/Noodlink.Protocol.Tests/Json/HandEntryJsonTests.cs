using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Tests.Json;

/// <summary>A noodmelding that staff type in (interfaces.md §4, by voice or paper).</summary>
public sealed class HandEntryJsonTests
{
    private const string Behalf = "\"onBehalfOf\":\"GR-WK1\"";
    private const string Voice = "\"via\":\"Voice\"";

    [Fact]
    public void With_everything_that_can_be_told()
    {
        var read = JsonText.Accepted(
            JsonText.Alarm(Behalf, Voice, "\"number\":\"GR-WK1-0042-3F9A\"", "\"caller\":\"teamleider\"", "\"by\":\"loggist\""),
            JsonText.Hub);

        Assert.Equal(
            new HandEntry(
                StationId.Parse("GR-WK1"), EntryWay.Voice, new MessageNumber(StationId.Parse("GR-WK1"), 42, 0x3F9A),
                "teamleider", "loggist"), read.Entry);
        Assert.IsType<Alarm>(read.Body);
    }

    [Fact]
    public void Somebody_at_the_desk_needs_no_noodsteunpunt()
    {
        var read = JsonText.Accepted(JsonText.Alarm("\"via\":\"WalkIn\""), JsonText.Hub);
        Assert.Equal(new HandEntry(StationId.Parse("GR-CWK"), EntryWay.WalkIn), read.Entry);
    }

    [Theory]
    [InlineData("\"via\":\"Voice\"", "onBehalfOf")]
    [InlineData("\"onBehalfOf\":\"GR-WK1\"", "via")]
    [InlineData("\"onBehalfOf\":\"GR-WK1\",\"via\":\"Radio\"", "via")]
    [InlineData("\"onBehalfOf\":\"GR-CWK\",\"via\":\"Paper\"", "onBehalfOf")]
    [InlineData("\"onBehalfOf\":\"Zuidhorn\",\"via\":\"Voice\"", "onBehalfOf")]
    [InlineData("\"onBehalfOf\":\"GR-WK1\",\"via\":\"Voice\",\"number\":\"42\"", "number")]
    [InlineData("\"onBehalfOf\":\"GR-WK1\",\"via\":\"Voice\",\"to\":[\"GR-WK1\"]", "to")]
    public void What_is_wrong_stands_at_its_path(string more, string path) =>
        Assert.Contains(path, JsonText.Refused(JsonText.Alarm(more), JsonText.Hub).Keys);

    [Theory]
    [InlineData(Behalf)]
    [InlineData(Voice)]
    public void A_noodsteunpunt_knows_no_such_fields(string more) => JsonText.Refused(JsonText.Alarm(more), JsonText.Node);
}
