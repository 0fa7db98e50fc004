using Noodlink.Node.Pages;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Fields;
using Noodlink.Screens.Pages;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Apps.Tests.Pages;

/// <summary>The page of one message at the noodsteunpunt, state by state.</summary>
public sealed class MessageScreenTests
{
    public static TheoryData<MessageState> States => [.. Enum.GetValues<MessageState>()];

    [Theory]
    [MemberData(nameof(States))]
    public async Task Every_state_says_how_far_it_is_what_to_say_and_what_comes_next(MessageState state)
    {
        var page = await PageOf(SomeView.In(state));

        var stand = Part(page, "stand");
        Assert.Contains(MessageLabels.Of(state), stand, StringComparison.Ordinal);
        Assert.Contains("c-" + (ResidentSentence.Of(SomeView.In(state), null, SomeView.Now).Urgent
            ? "red" : MessageStates.Colour(state)), stand, StringComparison.Ordinal);
        Assert.Contains("<blockquote class=\"say\">", Part(page, "zeg"), StringComparison.Ordinal);
        Assert.True(Part(page, "vervolg").Split("<p").Length > 2, $"{state} does not say what happens next:\n{page}");
        Assert.Equal(4, stand.Split("<li ").Length - 1);
    }

    [Theory]
    [InlineData(MessageState.Queued, "done open open open")]
    [InlineData(MessageState.Sending, "done open open open")]
    [InlineData(MessageState.Unconfirmed, "done bad open open")]
    [InlineData(MessageState.Refused, "done bad open open")]
    [InlineData(MessageState.DeliveredDevice, "done done open open")]
    [InlineData(MessageState.SeenByHuman, "done done done open")]
    [InlineData(MessageState.QueryOpen, "done done done open")]
    [InlineData(MessageState.NotForwarded, "done done done bad")]
    [InlineData(MessageState.Forwarded, "done done done done")]
    [InlineData(MessageState.AcceptedControlRoom, "done done done has")]
    [InlineData(MessageState.OnScene, "done done done has")]
    [InlineData(MessageState.Closed, "done done done open")]
    [InlineData(MessageState.Cancelled, "done open open open")]
    public void The_four_steps_never_claim_more_than_is_known(MessageState state, string steps) =>
        Assert.Equal(steps, string.Join(' ', Step.Of(SomeView.In(state), SomeView.Now).Select(step => step.Css)));

    [Fact]
    public void A_step_that_was_taken_back_is_not_claimed_although_it_stands_in_the_history()
    {
        var view = SomeView.In(MessageState.SeenByHuman) with { Undone = true };
        view = view with
        {
            History =
            [
                .. view.History.SkipLast(1),
                new(MessageState.AcceptedControlRoom, SomeView.Now.AddMinutes(-6), "loggist", null, null),
                view.History[^1],
            ],
        };

        Assert.Equal("open", Step.Of(view, SomeView.Now)[3].Css);
        var asked = view with { State = MessageState.QueryOpen };
        Assert.Equal("open", Step.Of(asked, SomeView.Now)[3].Css);
    }

    [Fact]
    public void A_question_after_the_meldkamer_was_told_does_not_hide_that_it_was_told()
    {
        var view = SomeView.In(MessageState.Forwarded);
        view = view with
        {
            State = MessageState.QueryOpen,
            History = [.. view.History, new(MessageState.QueryOpen, SomeView.Now, "coördinatiepunt", null, "Q5")],
        };

        Assert.Equal("done done done done", string.Join(' ', Step.Of(view, SomeView.Now).Select(step => step.Css)));
    }

    [Fact]
    public void A_step_that_is_only_implied_by_a_later_one_has_no_time()
    {
        var view = SomeView.In(MessageState.Forwarded);
        view = view with
        {
            History =
            [
                view.History[0], new(MessageState.SeenByHuman, SomeView.Now.AddMinutes(-4), "loggist", null, "implied"),
                view.History[^1],
            ],
        };

        Assert.Equal(["om 14:20", "ja", "ja", "om 14:26"], Step.Of(view, SomeView.Now).Select(step => step.When));
    }

    [Theory]
    [InlineData(MessageState.Unconfirmed, true)]
    [InlineData(MessageState.Refused, true)]
    [InlineData(MessageState.Queued, false)]
    [InlineData(MessageState.NotForwarded, false)]
    public async Task What_the_machine_does_not_get_through_has_four_other_ways_on_top(MessageState state, bool way)
    {
        var page = await PageOf(SomeView.In(state));

        Assert.Equal(way ? 4 : 0, Part(page, "uitweg").Split("<a ").Length - 1);
        if (way) Assert.True(page.IndexOf("id=\"uitweg\"", StringComparison.Ordinal)
            < page.IndexOf("id=\"zeg\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(MessageState.DeliveredDevice, false, true)]
    [InlineData(MessageState.SeenByHuman, false, true)]
    [InlineData(MessageState.DeliveredDevice, true, false)]
    [InlineData(MessageState.DeliveredDevice, null, false)]
    [InlineData(MessageState.Queued, false, false)]
    [InlineData(MessageState.AcceptedControlRoom, false, false)]
    public async Task Nobody_watches_is_said_only_while_somebody_should(MessageState state, bool? open, bool said) =>
        Assert.Equal(
            said, (await PageOf(SomeView.In(state), open)).Contains("Er kijkt nu niemand", StringComparison.Ordinal));

    [Fact]
    public async Task A_correction_is_red_until_somebody_presses_that_they_have_read_it()
    {
        var page = await PageOf(SomeView.In(MessageState.SeenByHuman) with { Undone = true });

        Assert.Contains("stand c-red", page, StringComparison.Ordinal);
        Assert.Contains("/gelezen\"", Part(page, "stand"), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "/gelezen\"", await PageOf(SomeView.In(MessageState.SeenByHuman)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Question.Q2, "Yes No Unknown")]
    [InlineData(Question.Q3, "0 1 2 3 4 5 6 7 8 9 10 11 12 13 Unknown")]
    [InlineData(Question.Q5, "Yes No Unknown")]
    [InlineData(Question.Q8, "Yes No")]
    [InlineData(Question.Q1, "Unknown")]
    public async Task A_question_is_answered_with_one_tap(Question question, string taps)
    {
        var page = await PageOf(SomeView.In(MessageState.QueryOpen), question: question);

        var asked = Part(page, "vraag");
        Assert.Equal(
            taps, string.Join(' ', asked.Split("name=\"answer\" value=\"").Skip(1)
                .Select(rest => rest[..rest.IndexOf('"', StringComparison.Ordinal)]).Where(value => value.Length > 0)));
        Assert.True(page.IndexOf("id=\"vraag\"", StringComparison.Ordinal)
            < page.IndexOf("id=\"stand\"", StringComparison.Ordinal));
    }

    [Fact]
    public void The_time_that_it_waits_ends_when_the_meldkamer_has_it()
    {
        Assert.Equal("Wacht 10 min · Opgeslagen om 14:20 uur · nummer 3 in de rij", Waits(MessageState.Queued, 3));
        Assert.Equal("Wacht 10 min · Opgeslagen om 14:20 uur · vooraan in de rij", Waits(MessageState.Sending, 1));
        Assert.Equal("Wacht 10 min · Opgeslagen om 14:20 uur", Waits(MessageState.Forwarded, null));
        Assert.Equal("Opgeslagen om 14:20 uur", Waits(MessageState.AcceptedControlRoom, null));
        Assert.Equal("Opgeslagen om 14:20 uur", Waits(MessageState.Closed, null));

        static string Waits(MessageState state, int? place) =>
            StandModel.WaitsOf(SomeView.In(state), place, SomeView.Now);
    }

    [Theory]
    [InlineData(MessageState.Cancelled)]
    [InlineData(MessageState.Closed)]
    public async Task What_is_over_leads_to_a_new_noodmelding_and_not_to_an_aanvulling_that_nobody_may_read(MessageState state)
    {
        var over = await PageOf(SomeView.In(state));
        Assert.DoesNotContain("/aanvulling", over, StringComparison.Ordinal);
        Assert.DoesNotContain("/intrekken", over, StringComparison.Ordinal);
        Assert.Contains("Nieuwe noodmelding", over, StringComparison.Ordinal);
        Assert.Contains("action=\"/noodmelding\"", over, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_noodmelding_that_was_withdrawn_is_not_withdrawn_once_more()
    {
        var page = await PageOf(SomeView.In(MessageState.Forwarded) with { Withdrawn = true });
        Assert.Contains("/aanvulling", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/intrekken", page, StringComparison.Ordinal);
    }

    // "Stel de vraag hierboven" with nothing above it: a volunteer looks for a question that is answered.
    [Fact]
    public async Task Nobody_is_sent_to_a_question_that_is_not_on_the_page()
    {
        var asked = SomeView.In(MessageState.QueryOpen);
        Assert.Contains("vraag hierboven", await PageOf(asked, question: Question.Q4), StringComparison.Ordinal);

        var over = Asked(Question.Q4) with { ReferredBy = ["GR-WK1-0043"] };
        var answered = await PageOf(asked, around: over);
        Assert.DoesNotContain("vraag hierboven", answered, StringComparison.Ordinal);
        Assert.Contains("Wij hebben daarop geantwoord", Part(answered, "zeg"), StringComparison.Ordinal);

        var notYet = await PageOf(asked);
        Assert.DoesNotContain("vraag hierboven", notYet, StringComparison.Ordinal);
        Assert.DoesNotContain("antwoord", Part(notYet, "zeg"), StringComparison.Ordinal);
        Assert.Contains("De vraag zelf is nog onderweg", Part(notYet, "vervolg"), StringComparison.Ordinal);
    }

    internal static Task<string> PageOf(
        MessageView view, bool? screenOpen = null, Question? question = null, params MessageView[] around) =>
        Rendered.Of<MessageScreen>(MessageModel.Of(
            view,
            new QuestionPanel.QuestionModel(
                view.Number, question is null ? null : Asked(question.Value), Empty("answer-x"), null),
            Empty("aloud-x"), around, new FormGuard("_bewijs", "x", "sleutel"), "PMR 3", screenOpen, null, SomeView.Now));

    private static SmallForm Empty(string name) => new(
        name, new FormFields(null, FormFields.NoErrors), new FormGuard("_bewijs", "x", "sleutel"));

    /// <summary>From the element with this id to the next one.</summary>
    private static string Part(string page, string id)
    {
        var from = page.IndexOf($"id=\"{id}\"", StringComparison.Ordinal);
        Assert.True(from >= 0, $"no {id}:\n{page}");
        var start = page.LastIndexOf('<', from);
        string[] next = ["vraag", "stand", "uitweg", "zeg", "vervolg", "voorgelezen", "erbij"];
        var end = next.Select(other => page.IndexOf($"id=\"{other}\"", from + 1, StringComparison.Ordinal))
            .Where(place => place > from).DefaultIfEmpty(page.Length).Min();
        return page[start..end];
    }

    private static MessageView Asked(Question question) => SomeView.In(MessageState.DeliveredDevice) with
    {
        Number = "GR-CWK-0007", Own = false, Kind = Kind.Request, Body = new Request(StationId.Parse("GR-CWK"), [], question, null),
    };
}
