using Noodlink.Protocol;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Queue;
using Noodlink.Station.Tests.Queue;

namespace Noodlink.Station.Tests.Stations;

/// <summary>A clock that is wrong or jumps changes no decision.</summary>
public sealed class ClockTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public void Ten_years_in_the_middle_change_nothing(int years)
    {
        _world.Loses = (_, _) => true;
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(2);
        _world.Clock = now => World.Wall(now).AddYears(years);
        _world.Run(2);
        Assert.Equal(MessageState.Sending, _world.Node.View(number).State);
        _world.Loses = (_, _) => false;
        var second = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(3);
        Assert.Equal([number, second], _world.Hub.Desk.Feed(0, 10).Items.Select(item => item.Number).Order(StringComparer.Ordinal));
        _world.Hub.Record(number, new StaffAction(StaffEventType.Seen, "loggist"), _world.Now);
        _world.Clock = World.Wall;
        _world.Hub.Record(
            number, new StaffAction(StaffEventType.Forwarded, "loggist", Channel: MeldkamerChannel.Phone), _world.Now);
        _world.Run(1);
        Assert.Equal(MessageState.Forwarded, _world.Node.View(number).State);
    }

    [Fact]
    public void A_clock_that_steps_each_second_makes_no_storm()
    {
        int Frames(Func<Instant, DateTimeOffset> clock)
        {
            using var world = new World { Clock = clock };
            world.Loses = (_, up) => !up;
            world.Node.Send(Some.Alarm(), world.Now);
            world.Run(120);
            Assert.Single(world.Hub.Desk.Feed(0, 10).Items);
            return world.Carried.Count;
        }

        var steady = Frames(World.Wall);
        var mad = Frames(now => World.Wall(now).AddDays(((int)now.SinceStart.TotalSeconds % 7 - 3) * 1000));
        Assert.InRange(mad, steady - 3, steady + 3);
    }

    [Fact]
    public void Retention_wipes_the_words_and_keeps_the_rest()
    {
        var number = Cancelled();
        var open = _world.Node.Send(Some.Alarm(), _world.Now);
        var update = _world.Node.Send(Some.Update(open), _world.Now);
        _world.Run(2);
        var frame = _world.Carried.First(carried => carried.Up && carried.Header.Serial == 1).Frame;

        Days(13);
        Assert.NotNull(_world.Node.View(number).Body);
        Days(2);

        foreach (var station in (TestStation[])[_world.Node, _world.Hub])
        {
            var wiped = station.View(number);
            Assert.Null(wiped.Body);
            Assert.Equal(MessageState.Cancelled, wiped.State);
            Assert.All(wiped.History, entry => Assert.True(entry.Note is null or "implied", entry.Note));
            Assert.NotNull(station.View(open).Body);
            Assert.NotNull(station.View(update).Body);
            Assert.Null(station.Sql("SELECT 1 FROM part p JOIN message m ON m.n = p.n WHERE m.body IS NULL AND m.kind <> 7"));
        }

        // A copy that comes years later is still known.
        _world.Bring(_world.Hub, frame);
        Assert.Equal(4, _world.Hub.Desk.Feed(0, 10).Items.Count);
        Assert.Null(_world.Hub.View(number).Body);
        Assert.DoesNotContain("beschadigd", _world.Hub.Desk.Status.Storage.Detail, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void What_a_receiver_said_is_wiped_with_the_words_and_an_empty_noodmelding_is_not_handed_over_again()
    {
        var number = Cancelled();
        var version = _world.Hub.Desk.DueVersions("https://x", 0, 10)[0];
        Assert.Equal(number, version.BaseNumber);
        _world.Hub.Turn(
            _world.Now,
            new StationInput.Forwarded(
                version.Key, "https://x", new ForwardingResult(ForwardingStand.Stopped, "Failed", "Modelweg 3 bestaat niet"), new()));
        Assert.True(_world.Hub.View(number).Forwarding.Single(one => one.Version == version.Version).Stopped);

        Days(15);

        Assert.Null(_world.Hub.View(number).Forwarding.Single(one => one.Version == version.Version).Detail);
        Assert.IsType<StaffOutcome.Conflict>(_world.Hub.ForwardAgain(number, _world.Now));
    }

    [Theory]
    [InlineData("ahead at once")]
    [InlineData("behind at once")]
    [InlineData("ten minutes every second")]
    [InlineData("wrong from the start")]
    public void Retention_wipes_nothing_by_a_clock_that_cannot_be_right(string clock)
    {
        var number = Cancelled();
        var origin = _world.Now;
        if (clock == "wrong from the start")
        {
            _world.Clock = now => World.Wall(now).AddYears(10);
            _world.RestartNode();
            _world.RestartHub();
        }

        _world.Clock = clock switch
        {
            "ahead at once" or "wrong from the start" => now => World.Wall(now).AddYears(10),
            "behind at once" => now => World.Wall(now).AddYears(-10),
            _ => now => World.Wall(now) + ((now - origin) * 600),
        };
        _world.Run(100);
        Days(3);
        Assert.NotNull(_world.Node.View(number).Body);
        Assert.NotNull(_world.Hub.View(number).Body);
    }

    [Fact]
    public void Retention_waits_for_a_disk_that_takes_no_writes()
    {
        var number = Cancelled();
        Noodlink.Station.Queue.Sqlite.Execute(QueueBench.Connection(_world.Node.Queue), "PRAGMA query_only = ON");
        // Nor does it take another file.
        var inTheWay = Directory.CreateDirectory(Path.Combine(_world.NodeDirectory, "noodlink.db.probe"));
        Days(20);
        Assert.NotNull(_world.Node.View(number).Body);
        inTheWay.Delete();
        Days(1);
        Assert.Null(_world.Node.View(number).Body);
    }

    /// <summary>A noodmelding that was withdrawn, at both ends.</summary>
    private string Cancelled()
    {
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(1);
        _world.Node.Send(new AlarmCancel([Some.Number(number)], CancelReason.Resolved, "loos alarm"), _world.Now);
        _world.Run(2);
        Assert.Equal(MessageState.Cancelled, _world.Node.View(number).State);
        return number;
    }

    private void Days(int days)
    {
        for (var hour = 0; hour < days * 24; hour += 2)
        {
            _world.Skip(TimeSpan.FromHours(2));
            _world.Run(0.1);
        }
    }
}
