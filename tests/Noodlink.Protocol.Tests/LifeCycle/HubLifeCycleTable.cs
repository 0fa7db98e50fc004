using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Tests.LifeCycle;

/// <summary>Every event in every state, as interfaces.md §4 allows it. A dash is 409.</summary>
public sealed class HubLifeCycleTable
{
    private const string States = "D S Q F A L E O N C X";

    private static readonly Dictionary<char, MessageState> Named = new()
    {
        ['D'] = MessageState.DeliveredDevice, ['S'] = MessageState.SeenByHuman, ['Q'] = MessageState.QueryOpen,
        ['F'] = MessageState.Forwarded, ['A'] = MessageState.AcceptedControlRoom, ['L'] = MessageState.AcceptedDelayed,
        ['E'] = MessageState.EnRoute, ['O'] = MessageState.OnScene, ['N'] = MessageState.NotForwarded,
        ['C'] = MessageState.Closed, ['X'] = MessageState.Cancelled,
    };

    /// <summary>The shortest way to each state.</summary>
    private static readonly Dictionary<char, StaffEventType[]> Way = new()
    {
        ['D'] = [],
        ['S'] = [StaffEventType.Seen],
        ['Q'] = [StaffEventType.Query],
        ['F'] = [StaffEventType.Forwarded],
        ['A'] = [StaffEventType.Forwarded, StaffEventType.Accepted],
        ['L'] = [StaffEventType.Forwarded, StaffEventType.AcceptedDelayed],
        ['E'] = [StaffEventType.Forwarded, StaffEventType.Accepted, StaffEventType.EnRoute],
        ['O'] = [StaffEventType.Forwarded, StaffEventType.Accepted, StaffEventType.OnScene],
        ['N'] = [StaffEventType.NotForwarded],
        ['C'] = [StaffEventType.NotForwarded, StaffEventType.Closed],
        ['X'] = [StaffEventType.Withdrawn],
    };

    [Theory]
    [InlineData(StaffEventType.Seen, "S S Q F A L E O N C X")]
    [InlineData(StaffEventType.Claimed, "S S Q F A L E O N - -")]
    [InlineData(StaffEventType.Unclaimed, "- - - - - - - - - - -")]
    [InlineData(StaffEventType.Query, "Q Q Q Q Q Q Q Q Q - -")]
    [InlineData(StaffEventType.Released, "- - - - - - - - - - -")]
    [InlineData(StaffEventType.Forwarded, "F F F F A L E O F - -")]
    [InlineData(StaffEventType.Accepted, "- - - A A A - - - - -")]
    [InlineData(StaffEventType.AcceptedDelayed, "- - - L L L - - - - -")]
    [InlineData(StaffEventType.EnRoute, "- - - - E E - - - - -")]
    [InlineData(StaffEventType.OnScene, "- - - - O O O - - - -")]
    [InlineData(StaffEventType.NotForwarded, "N N N - - - - - N - -")]
    [InlineData(StaffEventType.Closed, "- - - - C C C C C - C")]
    [InlineData(StaffEventType.Undone, "- - D D F F A A D N -")]
    [InlineData(StaffEventType.Answered, "- - - - - - - - - - -")]
    [InlineData(StaffEventType.Withdrawn, "- - - - - - - - - - -")]
    public void An_event_leads_where_the_table_says(StaffEventType type, string row)
    {
        var cells = row.Split(' ').Zip(States.Split(' '), (to, from) => (From: from[0], To: to[0]));
        Assert.All(
            cells,
            cell =>
            {
                var life = At(cell.From);
                var whyNot = life.WhyNot(
                    new StaffAction(type, "loggist"), MessageStatus.Actual, takesPartInExercises: false, afterReview: false);

                Assert.Equal(Named[cell.From], life.State);
                Assert.True(cell.To == '-' == whyNot is not null, $"{type} at {life.State}: {(whyNot is null ? "allowed" : $"{whyNot}")}");
                if (cell.To != '-') Assert.Equal(Named[cell.To], life.Then(Event(type)).State);
            });
    }

    [Theory]
    [InlineData('D', StaffEventType.Seen, "")]
    [InlineData('D', StaffEventType.Query, "S")]
    [InlineData('D', StaffEventType.Forwarded, "S")]
    [InlineData('D', StaffEventType.NotForwarded, "S")]
    [InlineData('S', StaffEventType.Forwarded, "")]
    [InlineData('N', StaffEventType.Forwarded, "")]
    [InlineData('F', StaffEventType.AcceptedDelayed, "")]
    [InlineData('A', StaffEventType.OnScene, "E")]
    [InlineData('L', StaffEventType.OnScene, "E")]
    [InlineData('O', StaffEventType.Undone, "")]
    public void Skipped_states_are_implied(char from, StaffEventType type, string implied) =>
        Assert.Equal(implied.Select(state => Named[state]), At(from).Implied(type));

    [Theory]
    [InlineData(StaffEventType.Withdrawn, "X X X F A L E O X C X", "F A L E O C")]
    public void The_station_may_withdraw_in_every_state(StaffEventType type, string row, string callTheMeldkamer) => Assert.All(
        row.Split(' ').Zip(States.Split(' ')),
        cell =>
        {
            var after = At(cell.Second[0]).Then(Event(type));
            Assert.Equal(Named[cell.First[0]], after.State);
            Assert.Equal(callTheMeldkamer.Contains(cell.Second, StringComparison.Ordinal), after.Withdrawn);
        });

    [Fact]
    public void Who_handles_it_is_only_taken_over_openly()
    {
        var life = At('D').Then(Event(StaffEventType.Claimed) with { By = "coördinator" });
        StaffRefusal? Try(StaffAction action) => life.WhyNot(action, MessageStatus.Actual, false, false);

        Assert.Equal(MessageState.SeenByHuman, life.State);
        Assert.NotNull(Try(new StaffAction(StaffEventType.Claimed, "loggist")));
        Assert.Null(Try(new StaffAction(StaffEventType.Claimed, "loggist", TakeOver: true)));
        Assert.Null(Try(new StaffAction(StaffEventType.Claimed, "coördinator")));
        Assert.Null(Try(new StaffAction(StaffEventType.Unclaimed, "loggist")));
        Assert.Null(life.Then(Event(StaffEventType.Unclaimed)).ClaimedBy);
    }

    [Theory]
    [InlineData(MessageStatus.Actual, false, true)]
    [InlineData(MessageStatus.Exercise, false, false)]
    [InlineData(MessageStatus.Test, false, false)]
    [InlineData(MessageStatus.Exercise, true, true)]
    public void An_exercise_is_accepted_only_by_a_meldkamer_that_takes_part(MessageStatus status, bool takesPart, bool allowed) =>
        Assert.All(
            [StaffEventType.Accepted, StaffEventType.AcceptedDelayed],
            type => Assert.Equal(allowed, At('F').WhyNot(new StaffAction(type, "x"), status, takesPart, false) is null));

    [Fact]
    public void Release_is_asked_once_and_only_under_review()
    {
        var release = new StaffAction(StaffEventType.Released, "coördinator");
        Assert.NotNull(At('S').WhyNot(release, MessageStatus.Actual, false, afterReview: false));
        Assert.Null(At('S').WhyNot(release, MessageStatus.Actual, false, afterReview: true));
        var released = At('S').Then(Event(StaffEventType.Released));
        Assert.True(released.Released);
        Assert.NotNull(released.WhyNot(release, MessageStatus.Actual, false, afterReview: true));
    }

    internal static StaffEvent Event(StaffEventType type, ushort number = 1) =>
        new(number, type, "loggist", DateTimeOffset.UnixEpoch);

    internal static HubLifeCycle After(params StaffEventType[] types) =>
        HubLifeCycle.After(types.Select((type, i) => Event(type, (ushort)(i + 1))));

    private static HubLifeCycle At(char state) => After(Way[state]);
}
