using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Tests.Stations;

/// <summary>The exercise as a noodsteunpunt lives it: over the air, over restarts, with wrong clocks.</summary>
public sealed class ExerciseTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    private ExerciseState Exercise => _world.Node.Desk.Exercise;

    [Fact]
    public void The_hub_starts_and_stops_it()
    {
        Start();
        _world.Run(1);
        Assert.Equal(("BO72-1", "Oefening BO72"), Assert.IsType<ExerciseState.Running>(Exercise) is var e ? (e.Id, e.Name) : default);
        Assert.Same(Exercise, _world.Node.Desk.Status.Local!.Exercise);
        Stop();
        _world.Run(1);
        Assert.IsType<ExerciseState.Off>(Exercise);
        Assert.IsType<ExerciseState.Off>(_world.Hub.Desk.Exercise);
    }

    [Fact]
    public void Its_minutes_are_no_wall_clock_minutes_and_a_missed_stop_is_asked_of_a_person()
    {
        Start(minutes: 30);
        _world.Run(1);
        _world.Clock = now => World.Wall(now).AddDays(3);
        _world.Skip(TimeSpan.FromMinutes(29));
        _world.Run(1.2);
        Assert.InRange(Assert.IsType<ExerciseState.Running>(Exercise).Left, TimeSpan.FromSeconds(50), TimeSpan.FromMinutes(1));
        _world.Clock = now => World.Wall(now).AddDays(-3);
        _world.Skip(TimeSpan.FromMinutes(1));
        _world.Run(1.2);
        Assert.IsType<ExerciseState.InDoubt>(Exercise);

        Assert.IsType<FactOutcome.Kept>(Answer(isExercise: true));
        Assert.IsType<ExerciseState.Running>(Exercise);
        Assert.IsType<FactOutcome.Unfit>(Answer(isExercise: false));
        Stop();
        _world.Run(1);
        Assert.IsType<ExerciseState.Off>(Exercise);
    }

    [Fact]
    public void A_restart_asks_and_the_answer_outlives_the_next_restart()
    {
        Start(minutes: 600);
        _world.Run(1);
        _world.RestartNode();
        Assert.Equal(new ExerciseState.InDoubt("BO72-1", "Oefening BO72"), Exercise);
        _world.RestartNode();
        Assert.IsType<ExerciseState.InDoubt>(Exercise);
        Assert.IsType<FactOutcome.Kept>(Answer(isExercise: false));
        Assert.IsType<ExerciseState.Off>(Exercise);
        _world.RestartNode();
        Assert.IsType<ExerciseState.Off>(Exercise);
    }

    [Fact]
    public void An_exercise_that_nobody_stopped_is_asked_about_when_a_later_one_is_stopped_also_over_a_restart()
    {
        Start();
        Start("BO72-2");
        _world.Run(1);
        Assert.Equal("BO72-2", Assert.IsType<ExerciseState.Running>(Exercise).Id);
        _world.RestartNode();
        Stop("BO72-2");
        _world.Run(1);
        Assert.Equal(new ExerciseState.InDoubt("BO72-1", "Oefening BO72"), Exercise);
        _world.RestartNode();
        Assert.IsType<ExerciseState.InDoubt>(Exercise);
        Stop();
        _world.Run(1);
        Assert.IsType<ExerciseState.Off>(Exercise);
    }

    [Fact]
    public void A_start_that_comes_after_its_stop_starts_nothing()
    {
        _world.Set(BearerName.Mqtt, up: false);
        var start = SealedOf(Start());
        var stop = SealedOf(Stop());
        _world.Bring(_world.Node, stop);
        _world.Bring(_world.Node, start);
        _world.Bring(_world.Node, start);
        Assert.IsType<ExerciseState.Off>(Exercise);
        _world.RestartNode();
        Assert.IsType<ExerciseState.Off>(Exercise);
    }

    [Fact]
    public void A_start_that_comes_again_does_not_begin_the_minutes_again()
    {
        var start = SealedOf(Start(minutes: 30));
        _world.Run(1);
        _world.Skip(TimeSpan.FromMinutes(30));
        _world.Bring(_world.Node, start);
        _world.Run(1.2);
        Assert.IsType<ExerciseState.InDoubt>(Exercise);
    }

    [Fact]
    public void Orders_that_come_in_one_turn_count_in_their_order()
    {
        _world.Set(BearerName.Mqtt, up: false);
        var frames = (byte[][])[SealedOf(Start()), SealedOf(Stop()), SealedOf(Start("BO72-2"))];
        // With one in it that fails the turn, so that each gets a commit of its own.
        _world.Node.Turn(
            _world.Now,
            [
                new StationInput.Accept(new Draft(new Alarm(new AlarmFacts(), []), MessageStatus.Actual), new()),
                .. frames.Select(frame => new StationInput.FromBearer(new BearerInput.Received(BearerName.Mqtt, frame))),
            ]);
        Assert.Equal("BO72-2", Assert.IsType<ExerciseState.Running>(Exercise).Id);
        _world.RestartNode();
        Assert.Equal("BO72-2", Assert.IsType<ExerciseState.InDoubt>(Exercise).Id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_salvage_that_lost_what_was_remembered_asks_only_where_no_stop_came(bool stopped)
    {
        Start();
        if (stopped) Stop();
        _world.Run(1);
        _world.Node.Sql("DELETE FROM fact; INSERT INTO counter (name, value) VALUES ('mend', 1)");
        _world.RestartNode();
        if (stopped) Assert.IsType<ExerciseState.Off>(Exercise);
        else Assert.Equal(new ExerciseState.InDoubt("BO72-1", "Oefening BO72"), Exercise);
    }

    [Fact]
    public void A_technicians_test_is_no_exercise_of_people()
    {
        Start(status: MessageStatus.Test);
        _world.Run(1);
        Assert.IsType<ExerciseState.Off>(Exercise);
    }

    [Fact]
    public void An_exercise_neither_changes_nor_holds_up_a_real_noodmelding()
    {
        var before = _world.Node.Send(Some.Alarm(), _world.Now);
        Start();
        _world.Run(1);
        _world.Node.Send(Some.Alarm(), _world.Now, MessageStatus.Exercise);
        var real = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(1);
        foreach (var number in (string[])[before, real])
        {
            Assert.Equal(MessageStatus.Actual, _world.Node.View(number).Status);
            Assert.Equal(MessageState.DeliveredDevice, _world.Node.View(number).State);
        }

        _world.RestartNode();
        Assert.IsType<ExerciseState.InDoubt>(Exercise);
        var asked = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(1);
        Assert.Equal(
            (MessageStatus.Actual, MessageState.DeliveredDevice),
            (_world.Node.View(asked).Status, _world.Node.View(asked).State));
    }

    [Fact]
    public void On_the_radio_bulletins_hold_up_neither_its_start_nor_its_stop()
    {
        _world.Set(BearerName.Mqtt, up: false);
        _world.Set(BearerName.Radio, up: true);
        _world.Airtime = TimeSpan.FromSeconds(1);
        Bulletins(1);
        Start();
        _world.RunUntil(() => Exercise is ExerciseState.Running, 600, "it runs");
        Assert.InRange(_world.Node.Desk.Bulletins.Count, 0, 2);
        Bulletins(10);
        Stop();
        _world.RunUntil(() => Exercise is ExerciseState.Off, 600, "it is over");
        Assert.InRange(_world.Node.Desk.Bulletins.Count, 0, 10);
        _world.RunUntil(() => _world.Node.Desk.Bulletins.Count == 12, 1200, "the bulletins are there too");
    }

    private void Bulletins(ushort first)
    {
        for (var number = first; number < first + 6; number++)
            _world.Hub.Send(
                new Bulletin(
                    _world.Hub.Who.Id, number, "Drinkwater", 1_800_000_000, BulletinAudience.Public, null, new string('d', 380)),
                _world.Now, MessageStatus.Actual, "GR-WK1");
    }

    private string Start(string id = "BO72-1", ushort minutes = 60, MessageStatus status = MessageStatus.Exercise) =>
        _world.Hub.Send(
            new ExerciseControl(_world.Hub.Who.Id, ExerciseAction.Start, id, "Oefening BO72", minutes), _world.Now, status,
            "GR-WK1");

    private string Stop(string id = "BO72-1") => _world.Hub.Send(
        new ExerciseControl(_world.Hub.Who.Id, ExerciseAction.Stop, id, null, null), _world.Now,
        MessageStatus.Exercise, "GR-WK1");

    private byte[] SealedOf(string number) => _world.Hub.Desk.FindSealed(number)!;

    private FactOutcome Answer(bool isExercise) =>
        _world.Node.Finish(_world.Node.Desk.AnswerExerciseAsync(isExercise, default), _world.Now);
}
