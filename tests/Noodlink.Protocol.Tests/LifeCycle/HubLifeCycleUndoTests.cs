using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using static Noodlink.Protocol.LifeCycle.StaffEventType;
using static Noodlink.Protocol.Tests.LifeCycle.HubLifeCycleTable;

namespace Noodlink.Protocol.Tests.LifeCycle;

public sealed class HubLifeCycleUndoTests
{
    [Fact]
    public void Steps_are_taken_back_one_by_one_to_the_beginning()
    {
        StaffEventType[] way = [Forwarded, Accepted, EnRoute, OnScene, Closed];
        MessageState[] back =
        [
            MessageState.OnScene, MessageState.EnRoute, MessageState.AcceptedControlRoom, MessageState.Forwarded,
            MessageState.DeliveredDevice,
        ];
        for (var undone = 1; undone <= back.Length; undone++)
        {
            var life = After([.. way, .. Enumerable.Repeat(Undone, undone)]);
            Assert.Equal(back[undone - 1], life.State);
            Assert.True(life.JustUndone);
        }

        var last = After([.. way, .. Enumerable.Repeat(Undone, back.Length)]);
        Assert.NotNull(last.WhyNot(new StaffAction(Undone, "x"), MessageStatus.Actual, false, false));
        Assert.Equal(last.State, last.Then(Event(Undone)).State);
    }

    [Fact]
    public void What_was_taken_back_can_be_done_again() =>
        Assert.Equal(MessageState.AcceptedControlRoom, After(Forwarded, Accepted, Undone, Undone, Forwarded, Accepted).State);

    [Fact]
    public void Reading_and_claiming_are_not_taken_back()
    {
        Assert.Equal(MessageState.SeenByHuman, After(Seen, Forwarded, Undone).State);
        Assert.Equal("loggist", After(Forwarded, Claimed, Undone).ClaimedBy);
        Assert.NotNull(After(Seen, Claimed).WhyNot(new StaffAction(Undone, "x"), MessageStatus.Actual, false, false));
    }

    [Fact]
    public void A_meldkamer_number_goes_with_what_is_taken_back()
    {
        var accepted = After(Forwarded).Then(Event(Accepted) with { MeldkamerNumber = "3217" });
        Assert.Equal("3217", accepted.MeldkamerNumber);
        Assert.Null(accepted.Then(Event(Undone)).MeldkamerNumber);
        Assert.Equal("3217", accepted.Then(Event(EnRoute)).Then(Event(Undone)).MeldkamerNumber);
    }

    [Fact]
    public void An_answered_question_does_not_come_back()
    {
        Assert.Equal(MessageState.SeenByHuman, After(Query, Answered).State);
        // The answer came while the meldkamer was being called, and the call is then taken back.
        var back = After(Query, Forwarded, Answered, Undone);
        Assert.Equal(MessageState.SeenByHuman, back.State);
        Assert.NotNull(back.WhyNot(new StaffAction(Undone, "x"), MessageStatus.Actual, false, false));
        Assert.NotEqual(MessageState.QueryOpen, After(Query, Forwarded, Answered, Undone).State);
        // Undone takes back the call to the meldkamer, not the question that was answered after it.
        Assert.Equal(MessageState.DeliveredDevice, After(Forwarded, Query, Answered, Undone).State);
    }

    [Fact]
    public void Of_two_questions_the_other_one_stays_open()
    {
        StaffEvent road = Event(Query) with { Question = Question.Q5 }, life = Event(Query) with { Question = Question.Q4 };
        StaffEvent told = Event(Answered) with { Question = Question.Q5 }, alive = Event(Answered) with { Question = Question.Q4 };
        Assert.Equal(MessageState.QueryOpen, HubLifeCycle.After([road, life, told]).State);
        Assert.Equal(MessageState.SeenByHuman, HubLifeCycle.After([road, life, told, alive]).State);
        Assert.Equal(MessageState.QueryOpen, HubLifeCycle.After([road, life, told, told]).State);
        // Words that name no question end all; words to a question in words only that one.
        Assert.Equal(MessageState.SeenByHuman, HubLifeCycle.After([road, life, Event(Answered)]).State);
        Assert.Equal(MessageState.QueryOpen, HubLifeCycle.After([road, Event(Query), Event(Answered)]).State);
        // What was answered while the meldkamer was called is not open when that call is taken back; the other one is.
        Assert.Equal(MessageState.QueryOpen, HubLifeCycle.After([road, life, Event(Forwarded), told, Event(Undone)]).State);
        Assert.Equal(
            MessageState.SeenByHuman, HubLifeCycle.After([road, life, Event(Forwarded), told, alive, Event(Undone)]).State);
        // The question taken back is the one that still stands, whichever was answered.
        Assert.NotEqual(MessageState.QueryOpen, HubLifeCycle.After([road, life, told, Event(Undone)]).State);
        Assert.NotEqual(MessageState.QueryOpen, HubLifeCycle.After([road, life, alive, Event(Undone)]).State);
    }

    [Fact]
    public void An_open_question_does_come_back() =>
        Assert.Equal(MessageState.QueryOpen, After(Query, Forwarded, Undone).State);

    [Fact]
    public void Withdrawn_before_the_meldkamer_knew_is_simply_withdrawn()
    {
        Assert.All(
            (StaffEventType[][])[[], [Seen], [Query], [NotForwarded], [Forwarded, Undone]],
            before =>
            {
                var life = After([.. before, Withdrawn]);
                Assert.Equal(MessageState.Cancelled, life.State);
                Assert.False(life.Withdrawn);
                Assert.NotNull(life.WhyNot(new StaffAction(Undone, "x"), MessageStatus.Actual, false, false));
            });
    }

    [Fact]
    public void Withdrawn_after_the_meldkamer_knew_leaves_the_state_and_asks_for_a_call()
    {
        var life = After(Forwarded, Accepted, Withdrawn);
        Assert.Equal(MessageState.AcceptedControlRoom, life.State);
        Assert.True(life.Withdrawn);
        Assert.True(life.Then(Event(EnRoute)).Withdrawn);
    }

    [Fact]
    public void Withdrawn_and_then_it_turns_out_that_the_meldkamer_never_knew()
    {
        var life = After(Forwarded, Withdrawn, Undone);
        Assert.Equal(MessageState.Cancelled, life.State);
        Assert.False(life.Withdrawn);
        Assert.True(life.JustUndone);
        Assert.Equal(MessageState.Forwarded, After(Forwarded, Accepted, Withdrawn, Undone).State);
        Assert.True(After(Forwarded, Accepted, Withdrawn, Undone).Withdrawn);
    }

    [Fact]
    public void What_was_withdrawn_may_be_closed_and_that_taken_back() =>
        Assert.Equal(MessageState.Cancelled, After(Withdrawn, Closed, Undone).State);
}
