using Noodlink.Protocol.Json;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Tests.Json;

public sealed class AlarmJsonTests
{
    [Fact]
    public void The_example_of_the_interface_page_is_accepted_as_it_stands()
    {
        const string json = """
            { "kind": "Alarm", "status": "Actual", "services": ["Ambulance"], "type": "MedicalDevice",
              "dangerToLife": "Yes",
              "location": { "street": "Modelweg", "number": "3", "postcode": "9843AB", "place": "Grijpskerk",
                            "certainty": "Certain" },
              "victims": 1, "hazards": ["None"], "access": "Clear", "guide": "AtRoad", "source": "FirstHand",
              "reporter": "Waiting", "text": "Mevr thuis aan beademing, accu nog ±40 min zegt dochter." }
            """;

        var read = JsonText.Accepted(json);

        Assert.Equal(Some.Example, read.Body);
        Assert.Equal(MessageStatus.Actual, read.Status);
        Assert.Empty(read.To);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("services")]
    [InlineData("type")]
    [InlineData("dangerToLife")]
    [InlineData("location")]
    public void A_mandatory_field_that_is_missing_or_empty_is_named(string name)
    {
        Assert.Equal([FieldFaultKind.Mandatory], JsonText.Refused(JsonText.Alarm($"\"{name}\""))[name]);
        Assert.Equal([FieldFaultKind.Mandatory], JsonText.Refused(JsonText.Alarm($"\"{name}\":null"))[name]);
    }

    [Theory]
    [InlineData("\"status\":\"Unknown\"", "status")]
    [InlineData("\"status\":\"actual\"", "status")]
    [InlineData("\"status\":1", "status")]
    [InlineData("\"status\":\"1\"", "status")]
    [InlineData("\"services\":\"Fire\"", "services")]
    [InlineData("\"services\":[]", "services")]
    [InlineData("\"services\":[\"Fire\",\"Fire\"]", "services[1]")]
    [InlineData("\"services\":[\"Fire\",\"Army\"]", "services[1]")]
    [InlineData("\"services\":[null]", "services[0]")]
    [InlineData("\"services\":[\"Unknown\"]", "services[0]")]
    [InlineData("\"type\":\"Fire\"", "type")]
    [InlineData("\"type\":\"0\"", "type")]
    [InlineData("\"dangerToLife\":true", "dangerToLife")]
    [InlineData("\"victims\":15", "victims")]
    [InlineData("\"victims\":-1", "victims")]
    [InlineData("\"victims\":1.5", "victims")]
    [InlineData("\"victims\":\"1\"", "victims")]
    [InlineData("\"victims\":1e999", "victims")]
    [InlineData("\"unresponsive\":15", "unresponsive")]
    [InlineData("\"trapped\":15", "trapped")]
    [InlineData("\"children\":15", "children")]
    [InlineData("\"hazards\":[\"None\",\"Gas\"]", "hazards")]
    [InlineData("\"hazards\":[\"Gas\",\"Gas\"]", "hazards[1]")]
    [InlineData("\"hazards\":{}", "hazards")]
    [InlineData("\"access\":\"clear\"", "access")]
    [InlineData("\"guide\":[]", "guide")]
    [InlineData("\"actions\":[\"Cpr\",\"Aed\",\"Cpr\"]", "actions[2]")]
    [InlineData("\"source\":\"Heard\"", "source")]
    [InlineData("\"reporter\":3", "reporter")]
    [InlineData("\"language\":\"xx\"", "language")]
    [InlineData("\"language\":\"nld\"", "language")]
    [InlineData("\"language\":7", "language")]
    [InlineData("\"barriers\":[\"Blind\"]", "barriers[0]")]
    [InlineData("\"occurredAgoMinutes\":1441", "occurredAgoMinutes")]
    [InlineData("\"occurredAgoMinutes\":-1", "occurredAgoMinutes")]
    [InlineData("\"vulnerableSites\":[1]", "vulnerableSites[0]")]
    [InlineData("\"text\":5", "text")]
    [InlineData("\"text\":\"a\\u0000b\"", "text")]
    [InlineData("\"text\":\"a\\tb\"", "text")]
    [InlineData("\"text\":\"a\\rb\"", "text")]
    [InlineData("\"text\":\"a\\u007fb\"", "text")]
    [InlineData("\"text\":\"a\\u0085b\"", "text")]
    [InlineData("\"text\":\"a\\ud800b\"", "text")]
    [InlineData("\"text\":\"a\\uffffb\"", "text")]
    [InlineData("\"references\":\"GR-WK1-0001\"", "references")]
    [InlineData("\"references\":[\"GR-WK1-1\"]", "references[0]")]
    [InlineData("\"references\":[\"GR-WK1-0001\",\"GR-WK1-0001\"]", "references[1]")]
    [InlineData("\"Text\":\"hoofdletter\"", "Text")]
    [InlineData("\"precedence\":\"Flash\"", "precedence")]
    [InlineData("\"onBehalfOf\":\"GR-WK1\"", "onBehalfOf")]
    [InlineData("\"reason\":\"Resolved\"", "reason")]
    [InlineData("\"to\":[\"GR-WK1\"]", "to")]
    public void Every_fault_is_an_error_at_its_own_path(string property, string path)
    {
        var errors = JsonText.Refused(JsonText.Alarm(property));

        Assert.Equal([path], errors.Keys);
        Assert.NotEmpty(errors[path]);
    }

    [Fact]
    public void All_faults_are_found_at_once()
    {
        var errors = JsonText.Refused(JsonText.Alarm(
            "\"status\"", "\"type\":\"?\"", "\"victims\":99", "\"more\":1", "\"location\":{\"postcode\":\"98\"}"));

        Assert.Equal(
            ["location.certainty", "location.postcode", "more", "status", "type", "victims"],
            errors.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 5)]
    [InlineData(5, 5)]
    [InlineData(6, 10)]
    [InlineData(15, 15)]
    [InlineData(16, 30)]
    [InlineData(31, 60)]
    [InlineData(61, 120)]
    [InlineData(121, 240)]
    [InlineData(241, 480)]
    [InlineData(481, 1440)]
    [InlineData(1440, 1440)]
    public void How_long_ago_is_rounded_up(int typed, int kept) =>
        Assert.Equal(kept, JsonText.Facts(JsonText.Alarm($"\"occurredAgoMinutes\":{typed}")).OccurredAgoMinutes);

    [Theory]
    [InlineData(139, 1)]
    [InlineData(140, 1)]
    [InlineData(80, 2)]
    [InlineData(53, 3)]
    [InlineData(40, 4)]
    public void A_text_up_to_its_limit_is_taken(int characters, int bytesEach) =>
        Assert.Equal(Repeat(characters, bytesEach), JsonText.Facts(WithText(Repeat(characters, bytesEach))).Text);

    [Theory]
    [InlineData(141, 1)]
    [InlineData(81, 2)]
    [InlineData(54, 3)]
    [InlineData(41, 4)]
    public void A_text_over_its_limit_is_refused(int characters, int bytesEach) =>
        Assert.Equal(["text"], JsonText.Refused(WithText(Repeat(characters, bytesEach))).Keys);

    [Fact]
    public void The_limit_counts_characters_as_they_are_after_composition()
    {
        var typed = string.Concat(Enumerable.Repeat("e\u0301", 80));

        Assert.Equal(new string('é', 80), JsonText.Facts(WithText(typed)).Text);
    }

    [Fact]
    public void More_lines_are_taken_in_a_text_and_nowhere_else()
    {
        Assert.Equal("a\nb", JsonText.Facts(JsonText.Alarm("\"text\":\"a\\nb\"")).Text);
        Assert.Equal("a\nb", JsonText.Facts(JsonText.Alarm("\"text\":\"a\\r\\nb\"")).Text);
        Assert.Equal(["location.spot"], JsonText.Refused(JsonText.AlarmAt("\"spot\":\"a\\nb\"")).Keys);
        Assert.Equal(["location.spot"], JsonText.Refused(JsonText.AlarmAt("\"spot\":\"a\\r\\nb\"")).Keys);
    }

    [Fact]
    public void A_field_that_was_left_empty_is_absent()
    {
        var facts = JsonText.Facts(JsonText.Alarm("\"text\":\"  \"", "\"victims\":null", "\"access\":\"\""));

        Assert.Null(facts.Text);
        Assert.Null(facts.Victims);
        Assert.Null(facts.Access);
    }

    [Fact]
    public void Unknown_and_not_entered_are_different_answers()
    {
        var facts = JsonText.Facts(JsonText.Alarm(
            "\"type\":\"Unknown\"", "\"dangerToLife\":\"Unknown\"", "\"access\":\"Unknown\"", "\"hazards\":[]"));

        Assert.Equal(AlarmType.Unknown, facts.Type);
        Assert.Equal(Danger.Unknown, facts.DangerToLife);
        Assert.Equal(Access.Unknown, facts.Access);
        Assert.Null(facts.Guide);
        Assert.Empty(facts.Hazards!);
        Assert.Null(facts.Actions);
    }

    [Fact]
    public void The_order_of_the_services_is_kept() => Assert.Equal(
        [EmergencyService.Police, EmergencyService.Fire],
        JsonText.Facts(JsonText.Alarm("\"services\":[\"Police\",\"Fire\"]")).Services!);

    [Fact]
    public void A_document_full_of_nonsense_gives_a_short_answer()
    {
        var nonsense = Enumerable.Range(0, 5000).Select(i => $"\"{new string('x', 300)}{i}\":1").ToArray();

        var errors = JsonText.Refused(JsonText.Alarm(nonsense));

        Assert.InRange(errors.Count, 1, 64);
        Assert.All(errors.Keys, path => Assert.InRange(path.Length, 1, 101));
    }

    [Theory]
    [InlineData("{\"kind\":\"\\ud800\"}")]
    [InlineData("{\"kind\":\"Alarm\",\"references\":[\"\\ud800\"],\"language\":\"\\ud800\"}")]
    [InlineData("{\"kind\":\"Alarm\",\"location\":{\"postcode\":\"\\ud800\",\"rd\":{\"x\":\"\\ud800\"}}}")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("\"Alarm\"")]
    [InlineData("{}")]
    public void Nonsense_is_refused_and_nothing_throws(string json)
    {
        Assert.NotEmpty(JsonText.Refused(json));
        Assert.NotEmpty(JsonText.Refused(json, JsonText.Hub));
    }

    [Fact]
    public void A_name_that_is_no_text_is_refused_also_when_the_parser_let_it_pass()
    {
        using var document = System.Text.Json.JsonDocument.Parse("{\"kind\":\"Alarm\",\"\\ud800\":{}}");

        Assert.Contains("$", Assert.IsType<JsonReadResult.Failed>(
            MessageJson.Read(document.RootElement, JsonText.Node)).Errors.Keys);
    }

    private static string Repeat(int characters, int bytesEach) =>
        string.Concat(Enumerable.Repeat(bytesEach switch { 1 => "a", 2 => "é", 3 => "€", _ => "😀" }, characters));

    private static string WithText(string text) => JsonText.Alarm($"\"text\":\"{text}\"");
}
