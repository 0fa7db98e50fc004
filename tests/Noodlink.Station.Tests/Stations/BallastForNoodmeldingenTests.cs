using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;

namespace Noodlink.Station.Tests.Stations;

/// <summary>A full disk takes noodmeldingen and refuses the rest, visibly.</summary>
public sealed class BallastForNoodmeldingenTests : IDisposable
{
    private static readonly string LongText = string.Concat(Enumerable.Repeat("vol ", 35));

    private readonly SmallDisk _disk = new();
    private readonly World _world;

    public BallastForNoodmeldingenTests() => _world = new World(directory: _disk.Directory);

    public void Dispose()
    {
        _world.Dispose();
        _disk.Dispose();
    }

    [RealDiskFact]
    public void A_full_disk_takes_noodmeldingen_with_all_that_belongs_to_them_and_refuses_the_rest_in_Dutch()
    {
        FillAndMeet();

        var number = _world.Node.Send(Some.Alarm(LongText), _world.Now);
        _world.Run(3);
        Assert.Equal(MessageState.DeliveredDevice, _world.Node.View(number).State);
        Assert.True(_world.Node.Desk.Status.Storage.Healthy);
        Assert.Contains("Alleen noodmeldingen", _world.Node.Desk.Status.Storage.Detail, StringComparison.Ordinal);

        // What people do with it, and what is asked, answered, added and withdrawn.
        Assert.IsType<StaffOutcome.Recorded>(
            _world.Hub.Record(number, new StaffAction(StaffEventType.Seen, "loggist"), _world.Now));
        var question = _world.Hub.Send(
            new Request(_world.Hub.Who.Id, [Some.Number(number)], Question.Q1, null), _world.Now, null, "GR-WK1");
        _world.Run(3);
        Assert.Equal(MessageState.QueryOpen, _world.Node.View(number).State);
        _world.Node.Send(new Reply([Some.Number(question)], null, "ja"), _world.Now);
        _world.Node.Send(new AlarmCancel([Some.Number(number)], CancelReason.Resolved, null), _world.Now);
        _world.Run(3);
        Assert.Equal(0, _world.Node.Desk.Status.Waiting);

        Assert.Contains("Alleen noodmeldingen", Refused(_world.Node, Some.Report()), StringComparison.Ordinal);
    }

    [RealDiskFact]
    public void Routine_traffic_that_comes_in_at_a_full_hub_is_not_receipted_and_comes_when_there_is_room()
    {
        // Only the hub's disk: the node has taken it while there was room.
        _world.Loses = (_, up) => up;
        var report = _world.Node.Send(Some.Report(), _world.Now);
        _world.Run(1);
        FillAndMeet();
        _world.Loses = (_, _) => false;
        var alarm = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.RunUntil(() => _world.Hub.Desk.Status.Refused.ContainsKey("diskFull"), 120, "the report is refused");

        Assert.Equal([alarm], _world.Hub.Desk.Feed(0, 10).Items.Select(item => item.Number));
        Assert.Equal(MessageState.DeliveredDevice, _world.Node.View(alarm).State);
        Assert.Equal(MessageState.Sending, _world.Node.View(report).State);
        Assert.Contains("volle schijf", _world.Hub.Desk.Status.LastRefused, StringComparison.Ordinal);

        _disk.Free(_world);
        _world.RunUntil(
            () => _world.Node.View(report).State == MessageState.DeliveredDevice, 120, "the report is there as well");
        Assert.Equal("", _world.Hub.Desk.Status.Storage.Detail);
    }

    [RealDiskFact]
    public void An_exercise_gets_the_first_half_and_the_second_is_for_what_is_real()
    {
        FillAndMeet();
        _world.Set(BearerName.Mqtt, up: false); // the hub is on the same disk
        var exercises = 0;
        AcceptOutcome outcome;
        while ((outcome = Accept(MessageStatus.Exercise)) is AcceptOutcome.Stored)
        {
            // Whatever else grows on the disk takes the rest of the piece.
            _disk.Fill();
            Assert.True(++exercises < 500, "an exercise may have everything");
        }

        Assert.True(exercises > 0, "an exercise gets nothing at all");
        var refusal = Assert.IsType<AcceptOutcome.NotStored>(outcome).Reason;
        Assert.Contains("oefening", refusal, StringComparison.Ordinal);
        Assert.IsType<AcceptOutcome.Stored>(Accept(MessageStatus.Actual));
        _world.Run(1.5);
        Assert.Contains("geen oefening", _world.Node.Desk.Status.Storage.Detail, StringComparison.Ordinal);
        Assert.IsType<AcceptOutcome.NotStored>(Accept(MessageStatus.Test));
        Assert.True(_world.Node.Desk.Status.Storage.Healthy);
    }

    [RealDiskFact]
    public void A_ballast_that_is_eaten_away_shows_before_anybody_tries()
    {
        FillAndMeet();
        while (_world.Node.Room.HasReserve)
        {
            Assert.True(_world.Node.Room.TryMakeRoom(Claim.Upkeep));
            _disk.Fill();
        }

        // What stands in the log and the file can still be overwritten, for a while.
        for (var i = 0; i < 200 && Accept(MessageStatus.Actual) is AcceptOutcome.Stored; i++) { }
        _world.RunUntil(() => !_world.Node.Desk.Status.Storage.Healthy, 5, "it says that nothing can be stored");
        Assert.Contains("niet opgeslagen", _world.Node.Desk.Status.Storage.Detail, StringComparison.Ordinal);

        _disk.Free(_world);
        _world.RunUntil(() => _world.Node.Desk.Status.Storage is { Healthy: true, Detail: "" }, 20, "all is well again");
        Assert.IsType<AcceptOutcome.Stored>(_world.Node.Accept(new Draft(Some.Report(), null), _world.Now));
    }

    [RealDiskFact]
    public void What_was_taken_on_a_full_disk_leaves_to_the_last_one_however_many_there_are()
    {
        using var disk = new SmallDisk();
        var elsewhere = World.NewDirectory();
        Directory.CreateSymbolicLink(Path.Combine(disk.Directory, "hub"), elsewhere);
        using var world = new World(directory: disk.Directory);
        world.Set(BearerName.Mqtt, up: false);
        disk.Fill();
        var taken = 0;
        while (world.Node.Accept(new Draft(Some.Alarm(LongText), MessageStatus.Actual), world.Now) is AcceptOutcome.Stored)
            Assert.True(++taken < 2000, "the disk is never full");
        Assert.True(taken > PeerRoad.LanOutMax, $"only {taken} were taken: the window of the LAN is not met");

        disk.Fill();
        world.Set(BearerName.Mqtt, up: true);
        world.RunUntil(() => world.Node.Desk.Status.Waiting == 0, 60, $"all {taken} are receipted");
        Assert.Equal(taken, world.Hub.Desk.Feed(0, 5000).Items.Count);
        Directory.Delete(elsewhere, recursive: true);
    }

    [RealDiskFact]
    public void Routine_is_taken_again_only_when_the_ballast_stands_and_does_not_flap()
    {
        FillAndMeet();
        _world.Set(BearerName.Mqtt, up: false);
        while (_world.Node.Room.TryMakeRoom(Claim.Practice)) _disk.Fill();
        _disk.Free(100 * 1024);
        _world.Run(5);
        Assert.NotEmpty(Refused(_world.Node, Some.Report()));

        _disk.Free(1024 * 1024);
        _world.RunUntil(() => !_world.Node.Room.IsScarce, 20, "there is room again");
        // Now it takes more than one report to be full once more.
        for (var i = 0; i < 10; i++)
            Assert.IsType<AcceptOutcome.Stored>(_world.Node.Accept(new Draft(Some.Report(), null), _world.Now));
    }

    [RealDiskFact]
    public void A_station_that_starts_on_a_full_disk_takes_a_noodmelding()
    {
        _world.Run(1);
        _disk.Fill();
        _world.RestartNode();
        _world.RestartHub();
        var number = _world.Node.Send(Some.Alarm(LongText), _world.Now);
        _world.Run(5);
        Assert.Equal(MessageState.DeliveredDevice, _world.Node.View(number).State);
        Assert.NotEmpty(Refused(_world.Node, Some.Report()));
    }

    private void FillAndMeet()
    {
        _world.Run(1);
        _disk.Fill();
        // Until the log has no room of its own left: then the disk is met.
        foreach (var station in (TestStation[])[_world.Node, _world.Hub]) station.Room.MetFull();
    }

    private AcceptOutcome Accept(MessageStatus status) =>
        _world.Node.Accept(new Draft(Some.Alarm(LongText), status), _world.Now);

    private string Refused(TestStation station, MessageBody body) =>
        Assert.IsType<AcceptOutcome.NotStored>(station.Accept(new Draft(body, null), _world.Now)).Reason;
}
