namespace Noodlink.Station.Tests;

public sealed class LifeSignTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTime _time = new();

    [Fact]
    public void A_loop_that_is_not_asked_is_not_missed()
    {
        var sign = new LifeSign("radio", _time);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.Zero, sign.Silence);
    }

    [Fact]
    public void The_first_unanswered_question_counts_and_a_turn_answers_it()
    {
        var woken = 0;
        var sign = new LifeSign("radio", _time, () => woken++);
        sign.Ask();
        _time.Advance(2 * Second);
        sign.Ask();
        _time.Advance(Second);
        Assert.Equal(3 * Second, sign.Silence);
        Assert.Equal(2, woken);
        sign.Turn();
        Assert.Equal(TimeSpan.Zero, sign.Silence);
    }

    [Fact]
    public void A_loop_that_waits_on_purpose_is_missed_only_after_that()
    {
        var sign = new LifeSign("mqtt", _time);
        sign.Rest(10 * Second);
        sign.Ask();
        _time.Advance(10 * Second);
        Assert.Equal(TimeSpan.Zero, sign.Silence);
        _time.Advance(Second);
        Assert.Equal(Second, sign.Silence);
        sign.Turn();
        sign.Ask();
        _time.Advance(Second);
        Assert.Equal(Second, sign.Silence);
    }

    [Fact]
    public void The_longest_silent_is_named_first()
    {
        var (one, two, three) = (new LifeSign("one", _time), new LifeSign("two", _time), new LifeSign("three", _time));
        var signs = new LifeSigns();
        signs.Add(one, two, three);
        two.Ask();
        _time.Advance(Second);
        signs.Ask();
        _time.Advance(Second);
        three.Turn();
        Assert.Equal([("two", 2 * Second), ("one", Second)], signs.SilentFor(Second));
        Assert.Equal([("two", 2 * Second)], signs.SilentFor(2 * Second));
    }
}
