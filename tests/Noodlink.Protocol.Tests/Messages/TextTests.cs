using Noodlink.Protocol.Json;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Tests.Json;

namespace Noodlink.Protocol.Tests.Messages;

public sealed class TextTests
{
    [Theory]
    [InlineData("", TextFault.Empty)]
    [InlineData("a", TextFault.None)]
    [InlineData("a\nb", TextFault.None)]
    [InlineData("a\rb", TextFault.BadCharacter)]
    [InlineData("\u0000", TextFault.BadCharacter)]
    [InlineData("\u001f", TextFault.BadCharacter)]
    [InlineData("\u0020", TextFault.None)]
    [InlineData("\u007e", TextFault.None)]
    [InlineData("\u007f", TextFault.BadCharacter)]
    [InlineData("\u009f", TextFault.BadCharacter)]
    [InlineData("\u00a0", TextFault.None)]
    [InlineData("\ufffd", TextFault.None)]
    [InlineData("\ufffe", TextFault.BadCharacter)]
    [InlineData("😀", TextFault.None)]
    public void A_text_has_only_characters_that_every_form_can_carry(string text, TextFault fault) =>
        Assert.Equal(fault, Limits.Text.Check(text));

    // As escapes in data they would not survive the test runner.
    [Fact]
    public void Half_a_pair_is_no_character()
    {
        Assert.Equal(TextFault.BadCharacter, Limits.Text.Check(['\ud83d']));
        Assert.Equal(TextFault.BadCharacter, Limits.Text.Check(['a', '\ude00', 'b']));
    }

    // Expected values by Python's unicodedata.normalize("NFC", ...).
    [Theory]
    [InlineData("e\u0301e\u0308", "éë")]
    [InlineData("A\u030A", "Å")]
    [InlineData("c\u0327", "ç")]
    [InlineData("e\u0323\u0302", "ệ")]
    [InlineData("u\u031B\u0301", "ứ")]
    [InlineData("и\u0306", "й")]
    [InlineData("і\u0308", "ї")]
    [InlineData("q\u0301", "q\u0301")]
    [InlineData("\u0301a", "\u0301a")]
    [InlineData("a\u0301\u0301", "á\u0301")]
    [InlineData("é", "é")]
    public void A_letter_and_its_mark_become_one_character(string typed, string kept) =>
        Assert.Equal(kept, JsonText.Facts(JsonText.Alarm($"\"text\":\"{typed}\"")).Text);

    [Theory]
    [InlineData("nl", true)]
    [InlineData("zu", true)]
    [InlineData("aa", true)]
    [InlineData("xx", false)]
    [InlineData("NL", false)]
    [InlineData("sh", false)]
    public void A_language_has_a_code(string code, bool known) => Assert.Equal(known, Languages.Contains(code));

    [Fact]
    public void There_are_183_codes() => Assert.Equal(183, Languages.Count);

    [Fact]
    public void A_code_is_taken_in_capitals_too() =>
        Assert.Equal("uk", JsonText.Facts(JsonText.Alarm("\"language\":\"UK\"")).Language);

    [Fact]
    public void What_a_hub_and_a_node_may_post_is_told_apart()
    {
        ValueList<Kind> hub = [Kind.Alarm, Kind.Request, Kind.Bulletin, Kind.ExerciseControl, Kind.MatchNote];

        Assert.Equal(hub, JsonContext.Hub(default).Kinds);
        Assert.Equal([Kind.Alarm, Kind.MatchNote], JsonContext.Node(default).Kinds.Intersect(hub));
    }
}
