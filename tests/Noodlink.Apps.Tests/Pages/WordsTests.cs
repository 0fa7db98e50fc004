using System.Text.RegularExpressions;
using Noodlink.Node.Pages;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Pages;
using Noodlink.Station.Dutch;

namespace Noodlink.Apps.Tests.Pages;

public sealed partial class WordsTests
{
    public static TheoryData<MessageState> States => [.. Enum.GetValues<MessageState>()];

    [Theory]
    [MemberData(nameof(States))]
    public async Task Every_state_has_its_label_its_colour_and_a_sentence_to_say(MessageState state)
    {
        var view = SomeView.In(state);
        var row = await Rendered.Of<MessageRow>(new MessageRow.RowModel(view, SomeView.Now));
        var sentence = ResidentSentence.Of(view, "PMR 3", SomeView.Now);

        Assert.Contains(MessageLabels.Of(state), row, StringComparison.Ordinal);
        Assert.Contains($"state {MessageStates.Colour(state)}", row, StringComparison.Ordinal);
        Assert.EndsWith(".", sentence.Say, StringComparison.Ordinal);
        Assert.InRange(sentence.Say.Length, 20, 240);
        Assert.DoesNotMatch(Forbidden(), sentence.Say + sentence.Do);
    }

    [Theory]
    [InlineData(MessageState.Unconfirmed)]
    [InlineData(MessageState.Refused)]
    [InlineData(MessageState.NotForwarded)]
    public void What_went_wrong_is_red_and_says_what_to_do_with_the_portofoon(MessageState state)
    {
        var sentence = ResidentSentence.Of(SomeView.In(state, note: "politie is er al"), "PMR 3", SomeView.Now);

        Assert.True(sentence.Urgent);
        Assert.Contains("ortofoon", sentence.Do, StringComparison.Ordinal);
        if (state != MessageState.NotForwarded) Assert.Contains("PMR 3", sentence.Do, StringComparison.Ordinal);
        else Assert.Contains("De reden is: politie is er al", sentence.Say, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_the_meldkamer_has_is_green_and_only_then_the_sentence_says_that_it_has()
    {
        foreach (var state in Enum.GetValues<MessageState>())
        {
            var green = Marks.Colour(SomeView.In(state)) == "green";
            var say = ResidentSentence.Of(SomeView.In(state), null, SomeView.Now).Say;

            Assert.Equal(MessageStates.IsAccepted(state), green);
            Assert.Equal(
                state is MessageState.AcceptedControlRoom or MessageState.AcceptedDelayed,
                say.Contains("De meldkamer heeft uw melding", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_sentence_says_since_when_by_the_clock_on_the_wall()
    {
        Assert.Contains("sinds 14:26 uur", Say(MessageState.AcceptedControlRoom), StringComparison.Ordinal);
        Assert.Contains("om 14:26 uur gelezen", Say(MessageState.SeenByHuman), StringComparison.Ordinal);
        static string Say(MessageState state) => ResidentSentence.Of(SomeView.In(state), null, SomeView.Now).Say;
    }

    [Theory]
    [InlineData("nr. 3217, 90 min", "kan lang duren: ongeveer 90 minuten.")]
    [InlineData("120 min", "kan lang duren: ongeveer 2 uur.")]
    [InlineData("nr. 3217", "kan lang duren.")]
    public void A_long_wait_is_said_in_whole_words_and_the_number_of_the_meldkamer_is_not(string note, string words)
    {
        var view = SomeView.In(MessageState.AcceptedDelayed);
        view = view with { History = [.. view.History.SkipLast(1), view.History[^1] with { Note = note }] };

        Assert.Contains(words, ResidentSentence.Of(view, null, SomeView.Now).Say, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_was_taken_back_is_red_and_told_to_the_resident()
    {
        var view = SomeView.In(MessageState.SeenByHuman) with { Undone = true };
        var sentence = ResidentSentence.Of(view, null, SomeView.Now);

        Assert.Equal("red", Marks.Colour(view));
        Assert.True(MessageRows.NeedsAction(view));
        Assert.StartsWith(
            "Let op: wat wij eerder tegen u zeiden, klopt niet meer.", sentence.Say, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MessageStatus.Exercise, "OEFENING")]
    [InlineData(MessageStatus.Test, "TEST")]
    public async Task An_exercise_or_test_says_so_in_the_row_and_in_the_sentence(MessageStatus status, string word)
    {
        var view = SomeView.In(MessageState.EnRoute, status);

        Assert.Contains(
            $">{word}</span>", await Rendered.Of<MessageRow>(new MessageRow.RowModel(view, SomeView.Now)),
            StringComparison.Ordinal);
        Assert.StartsWith($"{word}. ", ResidentSentence.Of(view, null, SomeView.Now).Say, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-600, "net")]
    [InlineData(0, "net")]
    [InlineData(44, "net")]
    [InlineData(45, "1 min")]
    [InlineData(3600, "60 min")]
    [InlineData(5400, "1 u 30 min")]
    [InlineData(172_800, "2 dagen")]
    public void An_age_is_read_in_one_look(int seconds, string words) =>
        Assert.Equal(words, Ago.Text(TimeSpan.FromSeconds(seconds)));

    [GeneratedRegex(
        @"\b(verstuurd|aangekomen|aangenomen|kern)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Forbidden();
}
