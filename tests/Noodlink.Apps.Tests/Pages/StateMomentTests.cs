using Noodlink.Node.Pages;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Station.Queue;

namespace Noodlink.Apps.Tests.Pages;

/// <summary>The time that is said aloud is the time at which it happened.</summary>
public sealed class StateMomentTests
{
    [Fact]
    public void After_a_withdrawal_the_meldkamer_was_spoken_to_when_it_was_and_not_when_that_was_said_again()
    {
        var view = Told(
            (MessageState.SeenByHuman, 1), (MessageState.Forwarded, 2), (MessageState.Forwarded, 5));

        Assert.Contains("14:22", ResidentSentence.Of(view, null, SomeView.Now).Say, StringComparison.Ordinal);
        Assert.Equal("om 14:22", Step.Of(view, SomeView.Now)[3].When);
    }

    [Fact]
    public void What_is_read_stays_read_at_the_same_time_after_a_question_and_its_answer()
    {
        var view = Told(
            (MessageState.SeenByHuman, 1), (MessageState.QueryOpen, 2), (MessageState.SeenByHuman, 4),
            (MessageState.QueryOpen, 5), (MessageState.SeenByHuman, 6));

        Assert.Contains("14:21", ResidentSentence.Of(view, null, SomeView.Now).Say, StringComparison.Ordinal);
        Assert.Equal("om 14:21", Step.Of(view, SomeView.Now)[2].When);
    }

    [Fact]
    public void An_answer_of_the_meldkamer_that_was_taken_back_changes_no_earlier_time_and_gives_the_later_answer_none()
    {
        var back = Told((MessageState.Forwarded, 2), (MessageState.AcceptedControlRoom, 4), (MessageState.Forwarded, 5));
        var again = Told(
            (MessageState.Forwarded, 2), (MessageState.AcceptedControlRoom, 4), (MessageState.Forwarded, 5),
            (MessageState.AcceptedControlRoom, 8));

        Assert.Contains("14:22", ResidentSentence.Of(back, null, SomeView.Now).Say, StringComparison.Ordinal);
        Assert.Contains("14:28", ResidentSentence.Of(again, null, SomeView.Now).Say, StringComparison.Ordinal);
        Assert.Equal("om 14:28", Step.Of(again, SomeView.Now)[3].When);
    }

    // The view was stored at 14:20.
    private static MessageView Told(params (MessageState State, int Minute)[] words)
    {
        var view = SomeView.In(words[^1].State);
        return view with
        {
            History =
            [
                view.History[0],
                .. words.Select(one => new HistoryEntry(
                    one.State, view.StoredAt.AddMinutes(one.Minute), "loggist", null, null)),
            ],
        };
    }
}
