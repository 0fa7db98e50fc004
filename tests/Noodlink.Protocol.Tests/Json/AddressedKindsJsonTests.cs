using Noodlink.Protocol.Json;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Tests.Json;

/// <summary>What only a coördinatiepunt sends: bulletins and the start and stop of an exercise.</summary>
public sealed class AddressedKindsJsonTests
{
    [Fact]
    public void A_bulletin_goes_to_the_stations_that_are_named_and_is_for_real()
    {
        var read = JsonText.Accepted(Bulletin(), JsonText.Hub);

        Assert.Equal(
            new Bulletin(
                StationId.Parse("GR-CWK"), 12, "Drinkwater", 1_795_280_400, BulletinAudience.Public, 9, "Om 14 uur."),
            read.Body);
        Assert.Equal(MessageStatus.Actual, read.Status);
        Assert.Equal([StationId.Parse("GR-WK1")], read.To);
        Assert.False(read.ToAll);
    }

    [Fact]
    public void All_is_every_noodsteunpunt_and_names_none()
    {
        foreach (var json in (string[])[
            Bulletin("\"to\":\"All\""), Control("\"to\":\"All\""),
            "{\"kind\":\"Request\",\"to\":\"All\",\"question\":\"Q5\"}"])
        {
            var read = JsonText.Accepted(json, JsonText.Hub);

            Assert.True(read.ToAll);
            Assert.Empty(read.To);
        }
    }

    [Fact]
    public void A_start_is_an_exercise_unless_it_says_otherwise()
    {
        var read = JsonText.Accepted(Control(), JsonText.Hub);

        Assert.Equal(
            new ExerciseControl(StationId.Parse("GR-CWK"), ExerciseAction.Start, "BO72-1", "Black-out", 90), read.Body);
        Assert.Equal(MessageStatus.Exercise, read.Status);
        Assert.Equal(MessageStatus.Test, JsonText.Accepted(Control("\"status\":\"Test\""), JsonText.Hub).Status);
    }

    [Fact]
    public void A_stop_needs_the_id_and_nothing_else()
    {
        var read = JsonText.Accepted(
            Control("\"action\":\"Stop\"", "\"name\"", "\"minutes\"", "\"exerciseId\":7"), JsonText.Hub);

        Assert.Equal(new ExerciseControl(StationId.Parse("GR-CWK"), ExerciseAction.Stop, "7", null, null), read.Body);
    }

    [Theory]
    [InlineData("\"to\"", "to")]
    [InlineData("\"to\":[]", "to")]
    [InlineData("\"to\":\"all\"", "to")]
    [InlineData("\"to\":{}", "to")]
    [InlineData("\"to\":[\"All\"]", "to[0]")]
    [InlineData("\"number\"", "number")]
    [InlineData("\"number\":0", "number")]
    [InlineData("\"number\":65536", "number")]
    [InlineData("\"number\":\"12\"", "number")]
    [InlineData("\"title\"", "title")]
    [InlineData("\"title\":\"a\\nb\"", "title")]
    [InlineData("\"title\":\"1234567890123456789012345678901234567890123456789012345678901\"", "title")]
    [InlineData("\"validUntil\"", "validUntil")]
    [InlineData("\"validUntil\":\"18:00\"", "validUntil")]
    [InlineData("\"validUntil\":\"2026-11-21T18:00:00\"", "validUntil")]
    [InlineData("\"validUntil\":\"1969-11-21T18:00:00+01:00\"", "validUntil")]
    [InlineData("\"validUntil\":1795280400", "validUntil")]
    [InlineData("\"audience\"", "audience")]
    [InlineData("\"audience\":\"Everybody\"", "audience")]
    [InlineData("\"replaces\":12", "replaces")]
    [InlineData("\"replaces\":0", "replaces")]
    [InlineData("\"text\":\" \"", "text")]
    [InlineData("\"references\":[]", "references")]
    [InlineData("\"onBehalfOf\":\"GR-WK1\"", "onBehalfOf")]
    public void Every_fault_of_a_bulletin_is_an_error_at_its_own_path(string property, string path) =>
        Assert.Equal([path], JsonText.Refused(Bulletin(property), JsonText.Hub).Keys);

    [Theory]
    [InlineData("\"to\"", "to")]
    [InlineData("\"action\"", "action")]
    [InlineData("\"action\":\"Pause\"", "action")]
    [InlineData("\"exerciseId\"", "exerciseId")]
    [InlineData("\"exerciseId\":\"1234567890123456789012345\"", "exerciseId")]
    [InlineData("\"exerciseId\":-1", "exerciseId")]
    [InlineData("\"name\"", "name")]
    [InlineData("\"minutes\"", "minutes")]
    [InlineData("\"minutes\":0", "minutes")]
    [InlineData("\"minutes\":10081", "minutes")]
    [InlineData("\"action\":\"Stop\"", "minutes")]
    [InlineData("\"until\":\"18:00\"", "until")]
    public void Every_fault_of_an_exercise_is_an_error_at_its_own_path(string property, string path) =>
        Assert.Equal([path], JsonText.Refused(Control(property), JsonText.Hub).Keys);

    [Fact]
    public void A_bulletin_shows_its_moment_with_an_offset()
    {
        Assert.Contains(
            "\"validUntil\":\"2026-11-21T17:00:00\\u002B00:00\"", JsonText.Content(SomeKinds.Bulletin),
            StringComparison.Ordinal);
        Assert.DoesNotContain("\"to\"", JsonText.Content(SomeKinds.Bulletin), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bulletin_has_400_characters_and_no_more()
    {
        JsonText.Accepted(Bulletin($"\"text\":\"{new string('x', 400)}\""), JsonText.Hub);

        Assert.Equal(["text"], JsonText.Refused(Bulletin($"\"text\":\"{new string('x', 401)}\""), JsonText.Hub).Keys);
        Assert.Equal(["text"], JsonText.Refused(Bulletin($"\"text\":\"{new string('é', 211)}\""), JsonText.Hub).Keys);
    }

    private static string Bulletin(params string[] more) => JsonText.Object(
        [
            "\"kind\":\"Bulletin\"", "\"to\":[\"GR-WK1\"]", "\"number\":12", "\"title\":\"Drinkwater\"",
            "\"validUntil\":\"2026-11-21T18:00:00+01:00\"", "\"audience\":\"Public\"", "\"replaces\":9",
            "\"text\":\"Om 14 uur.\"", .. more,
        ]);

    private static string Control(params string[] more) => JsonText.Object(
        [
            "\"kind\":\"ExerciseControl\"", "\"to\":[\"GR-WK1\"]", "\"action\":\"Start\"", "\"exerciseId\":\"BO72-1\"",
            "\"name\":\"Black-out\"", "\"minutes\":90", .. more,
        ]);
}
