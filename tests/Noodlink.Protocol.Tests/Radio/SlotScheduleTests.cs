using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Radio;
using Noodlink.Protocol.Sealing;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Radio;

public sealed class SlotScheduleTests
{
    private static readonly FrameHeader Header = new(
        1, MessageStatus.Actual, Direction.Down, Series.Signal, Kind.Beacon, Precedence.Routine, ushort.MaxValue, 7, 9);

    private readonly SlotSchedule _schedule = new();

    [Fact]
    public void Everybody_has_as_many_turns_as_everybody_else()
    {
        for (var station = 1; station <= 37; station++) _schedule.Hears((ushort)station, At(0));

        var turns = Enumerable.Range(0, 37).SelectMany(round => Next(At(30 * round)).Turns)
            .GroupBy(station => station).ToDictionary(turns => turns.Key, turns => turns.Count());

        Assert.Equal(37, turns.Count);
        Assert.All(turns.Values, count => Assert.Equal(10, count));
    }

    [Fact]
    public void A_station_that_was_silent_for_an_hour_has_no_turns_until_it_is_heard_again()
    {
        for (var station = 1; station <= 12; station++) _schedule.Hears((ushort)station, At(0));
        for (var station = 2; station <= 12; station++) _schedule.Hears((ushort)station, At(60));

        Assert.Equal(12, _schedule.Count(At(3599)));
        Assert.Equal(11, _schedule.Count(At(3600)));
        Assert.DoesNotContain((ushort)1, Next(At(3600)).Turns.Concat(Next(At(3630)).Turns));
        _schedule.Hears(1, At(3640));
        Assert.Single(Next(At(3650)).Turns.Concat(Next(At(3650)).Turns), (ushort)1);
    }

    [Fact]
    public void A_station_that_was_taken_from_the_list_has_no_turns_and_one_that_returns_has_no_more_than_others()
    {
        for (var station = 1; station <= 10; station++) _schedule.Hears((ushort)station, At(0));
        _schedule.Forget(3);
        Assert.DoesNotContain((ushort)3, Next(At(1)).Turns);

        _schedule.Forget(4);
        _schedule.Hears(4, At(2));
        for (var round = 0; round < 5; round++)
            Assert.InRange(Next(At(3)).Turns.Count(station => station == 4), 1, 2);
    }

    [Fact]
    public void With_something_to_say_itself_the_hub_has_the_first_turn()
    {
        for (var station = 1; station <= 10; station++) _schedule.Hears((ushort)station, At(0));

        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], Next(At(1), hubTurn: true).Turns);
        Assert.Equal([10, 1, 2, 3, 4, 5, 6, 7, 8, 9], Next(At(1)).Turns);
    }

    [Fact]
    public void A_beacon_answers_what_came_in_the_round_before_and_only_once()
    {
        Assert.True(StationKey.TryCreate([.. Enumerable.Range(0, 32).Select(i => (byte)i)], out var key));
        var proof = new SlotReceipt(key, 17);
        byte[] frame = [1, 2, 3];
        for (var station = 1; station <= 10; station++) _schedule.Hears((ushort)station, At(0));
        Assert.Empty(Next(At(0)).Answers);

        _schedule.Keep(7, SlotResult.Complete, proof, frame);
        _schedule.Keep(30, SlotResult.Complete, proof, frame); // not in the round
        _schedule.Keep(-1, SlotResult.Complete, proof, frame);
        var second = Next(At(30));
        var third = Next(At(60));

        Assert.Equal(2, second.Round);
        Assert.Equal(30, second.Answers.Count);
        Assert.Equal([7], Enumerable.Range(0, 30).Where(slot => second.Answers[slot].Result != SlotResult.None));
        Assert.True(proof.Proves(Header, 900, 7, second.Answers[7], frame));
        Assert.All(third.Answers, answer => Assert.Equal(default, answer));
    }

    [Fact]
    public void Nobody_to_give_a_turn_to_leaves_them_to_the_hub() => Assert.All(Next(At(0)).Turns, turn => Assert.Equal(0, turn));

    private Beacon Next(Instant now, bool hubTurn = false) => _schedule.Next(Header, 900, 0, 70, 2950, hubTurn, now);

    private static Instant At(double seconds) => new(TimeSpan.FromSeconds(seconds));
}
