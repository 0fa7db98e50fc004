using FsCheck;
using FsCheck.Fluent;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Tests.LifeCycle;

public sealed class ExerciseClockTests
{
    private static readonly StationId Hub = StationId.Parse("GR-CWK");
    private static readonly StationId OtherHub = StationId.Parse("GR-CNO");
    private static readonly TimeSpan Hour = TimeSpan.FromMinutes(60);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly TimeSpan AlmostHour = Hour - Tick;

    private static Instant T0 { get; } = new(TimeSpan.FromMinutes(5));

    [Fact]
    public void The_minutes_count_from_reception_and_then_it_is_in_doubt()
    {
        var clock = ExerciseClock.Idle.Start(Order(7), "BO72-1", "Oefening BO72", Hour, T0);
        Assert.Equal(Running(Hour), clock.At(T0));
        Assert.Equal(Running(Tick), clock.At(T0 + AlmostHour));
        Assert.Equal(InDoubt, clock.At(T0 + Hour));
        Assert.Equal(InDoubt, clock.At(Instant.Never));
    }

    [Fact]
    public void A_stop_ends_it_while_it_runs_and_while_it_is_in_doubt()
    {
        var clock = ExerciseClock.Idle.Start(Order(7), "BO72-1", "Oefening BO72", Hour, T0);
        Assert.Equal(Off, clock.Stop(Order(8), "BO72-1").At(T0));
        Assert.Equal(Off, clock.Stop(Order(8), "BO72-1").At(T0 + Hour));
        Assert.Equal(Off, ExerciseClock.Resume(clock.Memory).Stop(Order(8), "BO72-1").At(T0));
        Assert.Equal(Off, clock.Stop(new ExerciseOrder(OtherHub, 1, 1), "BO72-1").At(T0));
    }

    [Fact]
    public void A_stop_of_another_exercise_changes_nothing() =>
        Assert.Equal(
            Running(Hour),
            ExerciseClock.Idle.Start(Order(7), "BO72-1", "Oefening BO72", Hour, T0).Stop(Order(8), "BO72-2").At(T0));

    [Fact]
    public void A_restart_leaves_a_running_exercise_in_doubt_and_nothing_else()
    {
        var clock = ExerciseClock.Idle.Start(Order(7), "BO72-1", "Oefening BO72", Hour, T0);
        Assert.Equal(InDoubt, ExerciseClock.Resume(clock.Memory).At(Instant.Zero));
        Assert.Equal(Off, ExerciseClock.Resume(clock.Stop(Order(8), "BO72-1").Memory).At(Instant.Zero));
        Assert.Equal(Off, ExerciseClock.Resume(ExerciseMemory.None).At(Instant.Zero));
    }

    [Fact]
    public void A_person_ends_the_doubt_and_only_the_doubt()
    {
        var clock = ExerciseClock.Idle.Start(Order(7), "BO72-1", "Oefening BO72", Hour, T0);
        Assert.Same(clock, clock.Answer(isExercise: false, T0 + AlmostHour));
        Assert.Same(ExerciseClock.Idle, ExerciseClock.Idle.Answer(isExercise: true, T0));

        var later = T0 + Hour;
        Assert.Equal(Off, clock.Answer(isExercise: false, later).At(later));
        var kept = clock.Answer(isExercise: true, later);
        Assert.Equal(Running(ExerciseClock.WordHolds), kept.At(later));
        Assert.Equal(Running(Tick), kept.At(later + (ExerciseClock.WordHolds - Tick)));
        Assert.Equal(InDoubt, kept.At(later + ExerciseClock.WordHolds));
        Assert.Equal(InDoubt, ExerciseClock.Resume(kept.Memory).At(later));
    }

    [Fact]
    public void What_a_person_called_real_does_not_become_an_exercise_by_a_repeated_start()
    {
        var clock = ExerciseClock.Idle.Start(Order(7), "BO72-1", "Oefening BO72", Hour, T0)
            .Answer(isExercise: false, T0 + Hour);
        Assert.Same(clock, Start(clock, 7));
        Assert.Same(clock, Start(clock, 6));
        Assert.Equal(Running(Hour), Start(clock, 8).At(T0));
    }

    [Fact]
    public void A_repeated_start_does_not_begin_the_minutes_again()
    {
        var clock = Start(ExerciseClock.Idle, 7);
        Assert.Same(clock, clock.Start(Order(7), "BO72-1", "Oefening BO72", Hour, T0 + Hour));
        Assert.Same(clock, clock.Start(Order(6), "BO72-0", "Vorige", Hour, T0 + Hour));
    }

    [Fact]
    public void A_start_that_its_stop_overtook_never_starts_it()
    {
        var clock = ExerciseClock.Idle.Stop(Order(8), "BO72-1");
        Assert.Same(clock, Start(clock, 7));
        Assert.Equal(Off, Start(clock, 7).At(T0));
        // Another hub with the same name for it: which was first cannot be known.
        Assert.Same(clock, clock.Start(new ExerciseOrder(OtherHub, 900, 900), "BO72-1", "Oefening BO72", Hour, T0));
    }

    [Fact]
    public void A_stop_that_is_older_than_the_start_ends_nothing()
    {
        var clock = Start(ExerciseClock.Idle, 9);
        Assert.Same(clock, clock.Stop(Order(8), "BO72-1"));
        Assert.Equal(Running(Hour), clock.At(T0));
    }

    [Fact]
    public void A_later_start_makes_it_last_longer_or_begins_another()
    {
        var longer = Start(ExerciseClock.Idle, 7).Start(Order(8), "BO72-1", "Oefening BO72", Hour + Hour, T0 + Hour);
        Assert.Equal(Running(Hour + Hour), longer.At(T0 + Hour));
        var other = longer.Start(Order(9), "BO72-2", "Tweede", Hour, T0);
        Assert.Equal(new ExerciseState.Running("BO72-2", "Tweede", Hour), other.At(T0));
        // The stop of the first comes late.
        Assert.Equal(other.At(T0), other.Stop(Order(10), "BO72-1").At(T0));
    }

    [Fact]
    public void An_exercise_that_nobody_stopped_is_in_doubt_when_a_later_one_is_stopped()
    {
        var both = Start(ExerciseClock.Idle, 7).Start(Order(8), "BO72-2", "Tweede", Hour, T0);
        var left = both.Stop(Order(9), "BO72-2");
        Assert.Equal(InDoubt, left.At(T0));
        Assert.Equal(Off, left.Stop(Order(10), "BO72-1").At(T0));
        Assert.Equal(Off, left.Answer(isExercise: false, T0).At(T0));
        Assert.Equal(Running(ExerciseClock.WordHolds), left.Answer(isExercise: true, T0).At(T0));
        Assert.Equal(InDoubt, ExerciseClock.Resume(both.Memory).Stop(Order(9), "BO72-2").At(T0));
        // The stop of the first came before; its repeated start does not bring it back.
        Assert.Equal(Off, Start(both.Stop(Order(9), "BO72-1"), 7).Stop(Order(10), "BO72-2").At(T0));
        Assert.Same(both, both.Stop(Order(6), "BO72-1"));
    }

    [Fact]
    public void Who_says_it_is_real_is_not_asked_again_for_each_exercise_that_was_never_stopped()
    {
        var clock = Start(ExerciseClock.Idle, 7).Start(Order(8), "BO72-2", "Tweede", Hour, T0)
            .Answer(isExercise: false, T0 + Hour);
        Assert.Equal(Off, clock.At(T0 + Hour));
        Assert.Equal(Off, clock.Stop(Order(9), "BO72-2").At(T0 + Hour));
        Assert.Empty(clock.Memory.Others);
    }

    [Fact]
    public void An_exercise_that_starts_again_beside_another_is_there_once()
    {
        var clock = Start(ExerciseClock.Idle, 7).Start(Order(8), "BO72-2", "Tweede", Hour, T0);
        clock = Start(clock, 9);
        Assert.Equal(Running(Hour), clock.At(T0));
        Assert.Equal(new ExerciseState.InDoubt("BO72-2", "Tweede"), clock.Stop(Order(10), "BO72-1").At(T0));
        for (uint i = 10; i < 60; i++) clock = clock.Start(Order(i), $"id{i}", "Nog een", Hour, T0);
        Assert.Equal(ExerciseMemory.OthersMax, clock.Memory.Others.Count);
    }

    [Fact]
    public void A_start_by_a_set_clock_or_a_restored_hub_starts_but_not_what_has_ended()
    {
        var clock = Start(ExerciseClock.Idle, 7).Stop(Order(8), "BO72-1");
        var restored = new ExerciseOrder(Hub, 3, 5_000);
        Assert.Same(clock, clock.Start(restored, "BO72-1", "Oefening BO72", Hour, T0));
        Assert.IsType<ExerciseState.Running>(clock.Start(restored, "BO72-2", "Tweede", Hour, T0).At(T0));
        var setBack = new ExerciseOrder(Hub, 9, 1);
        Assert.Same(clock, clock.Start(setBack, "BO72-1", "Oefening BO72", Hour, T0));
        Assert.IsType<ExerciseState.Running>(clock.Start(setBack, "BO72-2", "Tweede", Hour, T0).At(T0));
    }

    [Fact]
    public void Memory_is_bounded_whatever_comes()
    {
        var clock = ExerciseClock.Idle;
        for (uint i = 1; i <= 200; i++)
            clock = clock.Stop(new ExerciseOrder(StationId.Parse($"GR-C{i % 30:D2}"), i, i), $"id{i}");
        Assert.Equal((ExerciseMemory.HubsMax, ExerciseMemory.EndedMax), (clock.Memory.Newest.Count, clock.Memory.Ended.Count));
        Assert.Equal("id200", clock.Memory.Ended[^1].Id);
    }

    /// <summary>Orders 1..6 of one hub, in any order of arrival and any number of times: when all have come it is as the
    /// newest says, and an exercise that was stopped last never runs.</summary>
    [Fact]
    public void In_whatever_order_they_come_the_newest_order_of_an_exercise_holds() => Prop.ForAll(
            Gen.ListOf(Gen.Choose(1, 6)).ToArbitrary(), Gen.Choose(0, 63).ToArbitrary(),
            (arrivals, stops) =>
            {
                var clock = ExerciseClock.Idle;
                foreach (var i in arrivals.Concat(Enumerable.Range(1, 6))) clock = Take(clock, i);
                clock = Take(clock, 6);
                return clock.At(T0) is ExerciseState.Running == !IsStop(6);

                bool IsStop(int i) => (stops & (1 << (i - 1))) != 0;
                ExerciseClock Take(ExerciseClock before, int i) => IsStop(i)
                    ? before.Stop(Order((uint)i), "BO72-1") : Start(before, (uint)i);
            })
        .QuickCheckThrowOnFailure();

    private static ExerciseState.Off Off => ExerciseState.Off.Now;

    private static ExerciseState.InDoubt InDoubt { get; } = new("BO72-1", "Oefening BO72");

    private static ExerciseState.Running Running(TimeSpan left) => new("BO72-1", "Oefening BO72", left);

    private static ExerciseOrder Order(uint serial) => new(Hub, serial, 1000 + serial);

    private static ExerciseClock Start(ExerciseClock clock, uint serial) =>
        clock.Start(Order(serial), "BO72-1", "Oefening BO72", Hour, T0);
}
