using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;
using Noodlink.Station.Tests.Queue;

namespace Noodlink.Station.Tests.Stations;

public sealed class DiskFullTests : IDisposable
{
    private static readonly string LongText = string.Concat(Enumerable.Repeat("vol ", 35));

    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void What_does_not_fit_is_refused_with_a_reason_and_fits_later_without_a_restart()
    {
        QueueBench.Room(_world.Node.Queue, 0);
        var (stored, refused) = Fill();

        Assert.Contains("vol", refused.Reason, StringComparison.Ordinal);
        _world.Run(1.5);
        Assert.False(_world.Node.Desk.Status.Storage.Healthy);
        Assert.Contains("niet opgeslagen", _world.Node.Desk.Status.Storage.Detail, StringComparison.Ordinal);
        _world.Run(5);
        Assert.False(_world.Node.Desk.Status.Storage.Healthy, "an empty transaction is no proof of room");

        QueueBench.Room(_world.Node.Queue, null);
        _world.Run(2);
        Assert.True(_world.Node.Desk.Status.Storage.Healthy);
        Assert.Equal($"GR-WK1-{stored + 1:D4}", _world.Node.Send(Some.Alarm(), _world.Now));
        _world.Run(5);
        Assert.Equal(stored + 1, _world.Hub.Desk.Feed(0, 500).Items.Count);
    }

    [Fact]
    public void A_hub_without_room_receipts_nothing_and_gets_it_later()
    {
        QueueBench.Room(_world.Hub.Queue, 0);
        for (var i = 0; i < 60; i++) _world.Node.Send(Some.Alarm(LongText), _world.Now);
        _world.Run(10);

        var here = _world.Hub.Desk.Feed(0, 500).Items.Count;
        Assert.True(here < 60, "the test did not fill the disk");
        Assert.True(_world.Hub.Desk.Status.Refused["storageFailed"] > 0);
        Assert.Contains("schijf", _world.Hub.Desk.Status.LastRefused, StringComparison.Ordinal);
        var delivered = _world.Node.Desk.Messages(new MessageFilter([], [], 500)).Items
            .Count(item => item.State == MessageState.DeliveredDevice);
        Assert.Equal(here, delivered);

        QueueBench.Room(_world.Hub.Queue, null);
        _world.Run(30);
        Assert.Equal(60, _world.Hub.Desk.Feed(0, 500).Items.Count);
        Assert.Equal(0, _world.Node.Desk.Status.Waiting);
    }

    [Fact]
    public void What_was_stored_goes_on_being_sent_and_receipted_on_a_full_disk()
    {
        _world.Loses = (_, _) => true;
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(1);
        QueueBench.Room(_world.Node.Queue, 0);
        Fill();
        _world.Loses = (_, _) => false;
        _world.Run(10);
        Assert.Contains(_world.Hub.Desk.Feed(0, 500).Items, item => item.Number == number);
    }

    [Fact]
    public void A_full_disk_without_serials_for_signals_ends_nothing()
    {
        while (_world.Hub.Queue.NextSignalSerial() is { } serial && serial % 1024 != 0) { }
        QueueBench.Room(_world.Hub.Queue, 0);
        for (var i = 0; i < 60; i++) _world.Node.Send(Some.Alarm(LongText), _world.Now);
        _world.Run(120);
        QueueBench.Room(_world.Hub.Queue, null);
        _world.Run(70);
        Assert.Equal(60, _world.Hub.Desk.Feed(0, 500).Items.Count);
        Assert.Equal(0, _world.Node.Desk.Status.Waiting);
    }

    [Fact]
    public void A_disk_that_is_really_full_loses_nothing_that_was_promised()
    {
        using var disk = new SmallDisk();
        using var world = new World(directory: disk.Directory);
        world.Node.Send(Some.Alarm(), world.Now);
        world.Run(1);
        disk.Fill(world);

        var promised = new List<string> { "GR-WK1-0001" };
        var refused = 0;
        for (var i = 0; i < 1000 && refused < 5; i++)
        {
            var outcome = world.Node.Accept(new Draft(Some.Alarm(LongText), MessageStatus.Actual), world.Now);
            if (outcome is AcceptOutcome.Stored stored) promised.Add(stored.Number);
            else refused++;
            if (refused > 0) world.Run(0.3);
        }

        Assert.Equal(5, refused);
        world.Run(5);
        Assert.False(world.Node.Desk.Status.Storage.Healthy);

        disk.Free(world);
        world.Run(70);
        Assert.True(world.Node.Desk.Status.Storage.Healthy);
        Assert.True(world.Hub.Desk.Status.Storage.Healthy);
        promised.Add(world.Node.Send(Some.Alarm(), world.Now));
        world.Run(5);
        Assert.Equal(promised, world.Hub.Desk.Feed(0, 500).Items.Select(item => item.Number).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_bad_item_does_not_fail_the_others_of_its_batch()
    {
        var good = new TaskCompletionSource<AcceptOutcome>();
        var bad = new TaskCompletionSource<AcceptOutcome>();
        var also = new TaskCompletionSource<AcceptOutcome>();
        // Nobody at the door would let this through: a noodmelding without anything.
        var broken = new Draft(new Alarm(new AlarmFacts(), []), MessageStatus.Actual);
        _world.Node.Turn(
            _world.Now, new StationInput.Accept(new Draft(Some.Alarm(), MessageStatus.Actual), good),
            new StationInput.Accept(broken, bad),
            new StationInput.Accept(new Draft(Some.Report(), MessageStatus.Actual), also));

        Assert.Equal("GR-WK1-0001", Assert.IsType<AcceptOutcome.Stored>(Result(good)).Number);
        Assert.IsType<AcceptOutcome.NotStored>(Result(bad));
        Assert.Equal("GR-WK1-0002", Assert.IsType<AcceptOutcome.Stored>(Result(also)).Number);
        Assert.True(_world.Node.Desk.Status.Storage.Healthy);
        _world.Run(1);
        Assert.Equal(2, _world.Hub.Desk.Feed(0, 10).Items.Count);
    }

    [Fact]
    public void A_receipt_in_a_batch_with_a_bad_item_still_counts()
    {
        _world.Loses = (_, up) => !up;
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(0.2);
        var receipt = _world.Carried.Last(carried => !carried.Up && carried.Header.Kind == Kind.Receipt).Frame;
        _world.Node.Turn(
            _world.Now,
            new StationInput.FromBearer(new BearerInput.Received(BearerName.Mqtt, receipt)),
            new StationInput.Accept(new Draft(new Alarm(new AlarmFacts(), []), MessageStatus.Actual), new()));
        Assert.Equal(MessageState.DeliveredDevice, _world.Node.View(number).State);
        Assert.False(_world.Node.Desk.Status.Refused.ContainsKey("repeatedSignal"));
    }

    private static AcceptOutcome Result(TaskCompletionSource<AcceptOutcome> answer) =>
        answer.Task.IsCompleted ? answer.Task.GetAwaiter().GetResult() : throw new InvalidOperationException("no answer");

    /// <summary>Accepts until there is no room.</summary>
    private (int Stored, AcceptOutcome.NotStored Refused) Fill()
    {
        for (var i = 0; i < 500; i++)
            if (_world.Node.Accept(new Draft(Some.Alarm(LongText), MessageStatus.Actual), _world.Now) is AcceptOutcome.NotStored refused)
                return (i, refused);
        throw new InvalidOperationException("the disk never gets full");
    }
}
