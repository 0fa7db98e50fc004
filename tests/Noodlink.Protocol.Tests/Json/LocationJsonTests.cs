using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Tests.Json;

public sealed class LocationJsonTests
{
    [Theory]
    [InlineData("\"road\":\"N355\",\"street\":\"Modelweg\"", LocationKind.Road)]
    [InlineData("\"street\":\"Modelweg\"", LocationKind.Address)]
    [InlineData("\"postcode\":\"9843AB\",\"rd\":{\"x\":1,\"y\":300000}", LocationKind.Address)]
    [InlineData("\"rd\":{\"x\":1,\"y\":300000}", LocationKind.Point)]
    [InlineData("\"rd\":{\"x\":1,\"y\":300000},\"place\":\"Leek\"", LocationKind.Text)]
    [InlineData("\"text\":\"bij de kerk\"", LocationKind.Text)]
    [InlineData("\"spot\":\"sluis\"", LocationKind.Text)]
    [InlineData("\"kind\":\"Spot\",\"spot\":\"sluis\"", LocationKind.Spot)]
    [InlineData("\"kind\":\"Here\"", LocationKind.Here)]
    [InlineData("\"kind\":\"Unknown\"", LocationKind.Unknown)]
    public void The_kind_follows_from_what_is_there(string location, LocationKind kind) =>
        Assert.Equal(kind, At(location).Kind);

    [Theory]
    [InlineData("9843AB")]
    [InlineData("9843 ab")]
    [InlineData(" 9843aB ")]
    public void A_postcode_is_taken_as_people_write_it(string typed) =>
        Assert.Equal("9843AB", At($"\"postcode\":\"{typed}\"").Postcode);

    [Theory]
    [InlineData("n 355", "N355")]
    [InlineData("a7", "A7")]
    [InlineData("Eemshavenweg", "Eemshavenweg")]
    public void A_road_is_taken_as_on_its_sign(string typed, string kept) =>
        Assert.Equal(kept, At($"\"road\":\"{typed}\"").Road);

    [Theory]
    [InlineData("17.3", "17.3")]
    [InlineData("17.30", "17.3")]
    [InlineData("17", "17")]
    [InlineData("0", "0")]
    [InlineData("999.9", "999.9")]
    public void A_hectometre_sign_has_one_decimal(string typed, string kept) => Assert.Equal(
        decimal.Parse(kept, System.Globalization.CultureInfo.InvariantCulture),
        At($"\"road\":\"N355\",\"hectometre\":{typed}").Hectometre);

    [Theory]
    [InlineData("0", "300000")]
    [InlineData("300000", "630000")]
    public void The_corners_of_the_national_grid_are_inside(string x, string y) =>
        Assert.NotNull(At($"\"rd\":{{\"x\":{x},\"y\":{y}}}").Rd);

    [Theory]
    [InlineData("\"postcode\":\"0843AB\"", "location.postcode")]
    [InlineData("\"postcode\":\"9843A\"", "location.postcode")]
    [InlineData("\"postcode\":\"9843ABC\"", "location.postcode")]
    [InlineData("\"postcode\":9843", "location.postcode")]
    [InlineData("\"postcode\":\"98４3AB\"", "location.postcode")]
    [InlineData("\"hectometre\":1000", "location.hectometre")]
    [InlineData("\"hectometre\":-0.1", "location.hectometre")]
    [InlineData("\"hectometre\":17.35", "location.hectometre")]
    [InlineData("\"hectometre\":\"17,3\"", "location.hectometre")]
    [InlineData("\"hectometre\":7e28", "location.hectometre")]
    [InlineData("\"hectometre\":1e400", "location.hectometre")]
    [InlineData("\"side\":\"left\"", "location.side")]
    [InlineData("\"rd\":{\"x\":-1,\"y\":300000}", "location.rd.x")]
    [InlineData("\"rd\":{\"x\":300001,\"y\":300000}", "location.rd.x")]
    [InlineData("\"rd\":{\"x\":0,\"y\":299999}", "location.rd.y")]
    [InlineData("\"rd\":{\"x\":0,\"y\":630001}", "location.rd.y")]
    [InlineData("\"rd\":{\"x\":0.5,\"y\":300000}", "location.rd.x")]
    [InlineData("\"rd\":{\"x\":0}", "location.rd.y")]
    [InlineData("\"rd\":{\"x\":0,\"y\":300000,\"z\":1}", "location.rd.z")]
    [InlineData("\"rd\":[0,300000]", "location.rd")]
    [InlineData("\"house\":\"3\"", "location.house")]
    [InlineData("\"kind\":\"Nowhere\"", "location.kind")]
    [InlineData("\"number\":3", "location.number")]
    [InlineData("\"number\":\"1234567890123\"", "location.number")]
    [InlineData("\"certainty\":\"Sure\"", "location.certainty")]
    [InlineData("\"certainty\":null", "location.certainty")]
    public void Every_fault_is_an_error_at_its_own_path(string location, string path) =>
        Assert.Equal([path], JsonText.Refused(JsonText.AlarmAt("\"place\":\"Leek\"", location)).Keys);

    [Theory]
    [InlineData(80, true)]
    [InlineData(81, false)]
    public void The_text_of_a_location_has_80_characters(int characters, bool taken)
    {
        var json = JsonText.AlarmAt($"\"text\":\"{new string('a', characters)}\"");

        if (taken) Assert.Equal(characters, JsonText.Facts(json).Location!.Text!.Length);
        else Assert.Equal(["location.text"], JsonText.Refused(json).Keys);
    }

    [Theory]
    [InlineData("\"kind\":\"Address\"")]
    [InlineData("\"number\":\"3\"")]
    [InlineData("\"side\":\"Left\"")]
    [InlineData("\"place\":\" \"")]
    public void A_location_says_where_it_is(string location) =>
        Assert.Equal(["location"], JsonText.Refused(JsonText.AlarmAt(location)).Keys);

    [Fact]
    public void A_location_is_a_group_of_fields() =>
        Assert.Equal(["location"], JsonText.Refused(JsonText.Alarm("\"location\":\"Leek\"")).Keys);

    private static Location At(string location) => JsonText.Facts(JsonText.AlarmAt(location)).Location!;
}
