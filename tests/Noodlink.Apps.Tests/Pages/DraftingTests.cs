using Noodlink.Node.Drafts;
using Noodlink.Node.Pages.Sending;
using Noodlink.Protocol.Messages;

namespace Noodlink.Apps.Tests.Pages;

/// <summary>What the form knows by itself: which questions a type needs, and what looks like a person.</summary>
public sealed class DraftingTests
{
    [Fact]
    public void Every_type_needs_two_to_four_of_the_questions_5_to_14_and_names_who_is_needed()
    {
        foreach (var type in Enum.GetValues<AlarmType>())
        {
            var needs = TypeNeeds.Of(type);
            Assert.InRange(needs.Questions.Count, 2, 4);
            Assert.All(needs.Questions, number => Assert.InRange(number, 5, 14));
            Assert.Equal(needs.Questions.Count, needs.Questions.Distinct().Count());
            Assert.NotEmpty(needs.Services);
            Assert.True(
                !needs.Services.Contains(EmergencyService.Unsure) || needs.Services.Count == 1,
                $"{type}: nobody knows and somebody is needed");
        }

        Assert.NotEqual(TypeNeeds.Of(AlarmType.CardiacArrest).Questions, TypeNeeds.Of(AlarmType.BuildingFire).Questions);
        Assert.Equal(9, TypeNeeds.Of(AlarmType.CardiacArrest).Questions[0]); // is somebody at it, is there an AED
    }

    [Fact]
    public void Every_question_has_fields_of_its_own_and_every_field_a_step()
    {
        var paths = OneQuestion.All.SelectMany(OneQuestion.Paths).ToList();
        Assert.Equal(paths.Distinct().Count(), paths.Count);
        Assert.All(paths, path => Assert.Equal(Step.Questions, Steps.Asking(path)));
        foreach (var (path, step) in ((string, Step)[])[
            ("services[0]", Step.Services), ("location.postcode", Step.Place), ("type", Step.Type),
            ("dangerToLife", Step.Danger), ("text", Step.Check)])
            Assert.Equal(step, Steps.Asking(path));
    }

    [Theory]
    [InlineData("Mevr met BSN 111222333 ligt hier", true, false, false)]
    [InlineData("bsn 123.456.782", true, false, false)]
    [InlineData("nummer 123456789 op de meter", false, false, false)] // fails the eleven-test
    [InlineData("000000000", false, false, false)]
    [InlineData("Bel 06-12345678", false, true, false)]
    [InlineData("tel 050 123 45 67", false, true, false)]
    [InlineData("+31 6 12345678 bellen", false, true, false)]
    [InlineData("0031612345678", false, true, false)]
    [InlineData("Mevr. Jansen geb. 12-05-1948", false, false, true)]
    [InlineData("Jan de Vries 3 mei 1962, diabeet", false, false, true)]
    [InlineData("patient geboren 1-2-34", false, false, true)]
    [InlineData("Ziek sinds 12-05-2026", false, false, false)]
    [InlineData("Jan de Vries wacht bij de weg", false, false, false)]
    [InlineData("", false, false, false)]
    public void What_looks_like_one_person_is_pointed_at(string text, bool bsn, bool phone, bool birth) => Assert.Equal(
        (bsn, phone, birth, (bsn ? 1 : 0) + (phone ? 1 : 0) + (birth ? 1 : 0)),
        (PersonalDetails.HasBsn(text), PersonalDetails.HasPhone(text), PersonalDetails.HasNameAndBirth(text),
            PersonalDetails.Warnings(text).Count));

    [Fact]
    public void None_of_the_examples_looks_like_one_person()
    {
        foreach (var file in Directory.GetFiles(Meldkamer.Repository.PathOf("deploy", "examples"), "*.json"))
        {
            var text = $"{System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(file))!["text"]}";
            Assert.True(PersonalDetails.Warnings(text).Count == 0, $"{file}: {text}");
        }
    }

    [Theory]
    [InlineData("text")]
    [InlineData("place")]
    [InlineData("location.text")]
    public void A_person_is_noticed_in_every_field_in_which_people_write_what_they_like(string path) => Assert.Contains(
        "telefoonnummer", Assert.Single(DraftNotes.Of(DraftForms.Help, TypedFields.None.With(path, "bel 06-12345678"))),
        StringComparison.Ordinal);

    [Fact]
    public void The_room_that_is_left_is_that_of_the_form() => Assert.Equal(
        "Nog 10 tekens.", Assert.Single(
            DraftNotes.Of(DraftForms.Stock, TypedFields.None.With("text", new string('x', 50)))));

    [Theory]
    [InlineData(140, null)]
    [InlineData(109, null)]
    [InlineData(115, "Nog 25 tekens.")]
    [InlineData(143, "3 tekens te lang. Maak het korter.")]
    public void The_room_that_is_left_is_said_when_it_gets_small(int length, string? note)
    {
        if (length == 140) length = 0;
        var fields = TypedFields.None.With("text", new string('x', length));

        Assert.Equal(note, DraftNotes.Of(DraftForms.Alarm, fields) is [var one] ? one : null);
    }

    [Fact]
    public void Fields_keep_what_another_program_put_there_and_lose_what_is_emptied()
    {
        var fields = TypedFields.Parse("""{"a":"1","b":["x","y"],"deep":{"z":[1]},"n":3}""");
        var changed = fields.With("a", "").With("b", "x\r\ny").With("c", "1", "2");

        Assert.Equal("""{"deep":{"z":[1]},"n":3,"b":"x\ny","c":["1","2"]}""", changed.ToJson());
        Assert.Equal(("3", null), (fields.One("n"), changed.One("a")));
        Assert.False(TypedFields.Parse("no json").HasContent);
        Assert.False(TypedFields.Parse("""{"status":"Actual","_said":"x"}""").HasContent);
    }
}
