using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Tests.Stations;

/// <summary>Nothing works, and a person carries a file to and fro.</summary>
public sealed class CourierTests : IDisposable
{
    private readonly World _world = new();

    public CourierTests()
    {
        _world.Set(BearerName.Mqtt, up: false);
        _world.Run(1);
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Noodmeldingen_go_out_and_receipts_come_home_on_one_stick()
    {
        string[] numbers = [.. Enumerable.Range(1, 3).Select(i => _world.Node.Send(Some.Alarm($"nummer {i}"), _world.Now))];

        var there = _world.Hub.Import(_world.Node.Export(_world.Now), _world.Now);
        var back = _world.Node.Import(_world.Hub.Export(_world.Now), _world.Now);

        Assert.Equal(new CourierImport(CourierRefusal.None, New: 3), there);
        Assert.Equal(new CourierImport(CourierRefusal.None, Confirmed: 3), back);
        Assert.Equal(numbers, _world.Hub.Desk.Feed(0, 10).Items.Select(item => item.Number));
        Assert.All(
            _world.Hub.Desk.Feed(0, 10).Items,
            item => Assert.Equal(BearerName.Courier, Assert.Single(item.Receptions).Bearer));
        Assert.All(numbers, number => Assert.Equal(MessageState.DeliveredDevice, _world.Node.View(number).State));
        Assert.Equal(0, _world.Node.Desk.Status.Waiting);
        Assert.Empty(CourierReading.Of(_world.Node.Export(_world.Now)).Frames);
    }

    [Fact]
    public void The_file_holds_the_stored_parts_byte_for_byte_and_changes_nothing()
    {
        _world.Node.Send(Some.Report(), _world.Now);
        _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(1);
        var peer = World.PeerOf(7, "GR-WK1");
        var before = _world.Node.Desk.Messages(new Noodlink.Station.Queue.MessageFilter([], [])).Items;

        var file = _world.Node.Export(_world.Now);

        // The noodmelding first, though it was made later.
        Assert.Equal(
            [_world.Node.Queue.Sealed(2, 0, peer), _world.Node.Queue.Sealed(1, 0, peer)],
            CourierReading.Of(file).Frames.Select(frame => frame.ToArray()));
        Assert.Equivalent(before, _world.Node.Desk.Messages(new Noodlink.Station.Queue.MessageFilter([], [])).Items);
        Assert.Equal(file[CourierFile.FrontBytes..], _world.Node.Export(_world.Now)[CourierFile.FrontBytes..]);
        _world.Set(BearerName.Mqtt, up: true);
        _world.Run(2);
        Assert.Equal(0, _world.Node.Desk.Status.Waiting);
    }

    [Fact]
    public void A_file_that_is_read_twice_says_so()
    {
        _world.Node.Send(Some.Alarm(), _world.Now);
        var file = _world.Node.Export(_world.Now);
        _world.Hub.Import(file, _world.Now);
        var home = _world.Hub.Export(_world.Now);
        _world.Node.Import(home, _world.Now);

        Assert.Equal(new CourierImport(CourierRefusal.None, Known: 1), _world.Hub.Import(file, _world.Now));
        Assert.Equal(new CourierImport(CourierRefusal.None), _world.Node.Import(home, _world.Now));
        Assert.Single(_world.Hub.Desk.DueVersions("x", 0, 10));
    }

    [Fact]
    public void A_question_and_what_staff_did_come_home_and_the_answer_goes_back()
    {
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Hub.Import(_world.Node.Export(_world.Now), _world.Now);
        _world.Hub.Record(number, new StaffAction(StaffEventType.Query, "loggist", Question: Question.Q1), _world.Now);

        _world.Node.Import(_world.Hub.Export(_world.Now), _world.Now);
        Assert.Equal(MessageState.QueryOpen, _world.Node.View(number).State);
        _world.Node.Send(
            new Reply([Some.Number(number)], null, "ja"), _world.Now, status: null);
        Assert.Equal(1, _world.Hub.Desk.Status.Waiting);
        var back = _world.Hub.Import(_world.Node.Export(_world.Now), _world.Now);

        // The answer is new; and the node's receipt for the question came with it.
        Assert.Equal(new CourierImport(CourierRefusal.None, New: 1, Confirmed: 1), back);
        Assert.NotEqual(MessageState.QueryOpen, _world.Hub.View(number).State);
    }

    [Fact]
    public void One_file_of_the_hub_serves_all_stations()
    {
        var other = _world.AddNode(8, "GR-ED1");
        var first = _world.Node.Send(Some.Alarm(), _world.Now);
        var second = other.Send(Some.Alarm(), _world.Now);
        _world.Hub.Import(_world.Node.Export(_world.Now), _world.Now);
        _world.Hub.Import(other.Export(_world.Now), _world.Now);

        var home = _world.Hub.Export(_world.Now);

        var mine = new CourierImport(CourierRefusal.None, Confirmed: 1, ForOthers: 1);
        Assert.Equal(mine, _world.Node.Import(home, _world.Now));
        Assert.Equal(mine, other.Import(home, _world.Now));
        Assert.Equal(MessageState.DeliveredDevice, _world.Node.View(first).State);
        Assert.Equal(MessageState.DeliveredDevice, other.View(second).State);
    }

    [Fact]
    public void A_cut_off_file_is_read_as_far_as_it_is_whole_and_the_rest_comes_later()
    {
        foreach (var i in Enumerable.Range(1, 3)) _world.Node.Send(Some.Alarm($"nummer {i}"), _world.Now);
        var file = _world.Node.Export(_world.Now);

        var cut = _world.Hub.Import(file[..^30], _world.Now);
        _world.Node.Import(_world.Hub.Export(_world.Now), _world.Now);

        Assert.Equal(new CourierImport(CourierRefusal.None, New: 2, Missing: 1), cut);
        Assert.Equal(1, _world.Node.Desk.Status.Waiting);
        Assert.Equal(
            new CourierImport(CourierRefusal.None, New: 1), _world.Hub.Import(_world.Node.Export(_world.Now), _world.Now));
    }

    [Fact]
    public void A_damaged_record_in_the_middle_costs_only_itself()
    {
        foreach (var i in Enumerable.Range(1, 3)) _world.Node.Send(Some.Alarm($"nummer {i}"), _world.Now);
        var file = _world.Node.Export(_world.Now);
        file[file.Length / 2] ^= 0x10;
        Assert.Equal(new CourierImport(CourierRefusal.None, New: 2, Refused: 1), _world.Hub.Import(file, _world.Now));
    }

    [Fact]
    public void Bytes_that_pass_the_checksum_and_not_the_seal_are_refused()
    {
        _world.Node.Send(Some.Alarm(), _world.Now);
        var frame = CourierReading.Of(_world.Node.Export(_world.Now)).Frames[0].ToArray();
        frame[^1] ^= 1;
        var forged = CourierFile.Write(Direction.Up, 7, 1, [frame, new byte[40], "geen bericht"u8.ToArray()]);
        Assert.Equal(new CourierImport(CourierRefusal.None, Refused: 3), _world.Hub.Import(forged, _world.Now));
        Assert.Empty(_world.Hub.Desk.Feed(0, 10).Items);
    }

    [Fact]
    public void A_file_for_the_other_side_is_told_apart()
    {
        _world.Node.Send(Some.Alarm(), _world.Now);
        var up = _world.Node.Export(_world.Now);
        Assert.Equal(CourierRefusal.OwnSide, _world.Node.Import(up, _world.Now).Refusal);
        Assert.Equal(CourierRefusal.OwnSide, _world.Hub.Import(_world.Hub.Export(_world.Now), _world.Now).Refusal);
        up[3] ^= 1; // also when the front does not tell
        Assert.Equal(CourierRefusal.OwnSide, _world.Node.Import(up, _world.Now).Refusal);
        Assert.Equal(1, _world.Hub.Import(up, _world.Now).New);
    }

    [Fact]
    public void Where_the_whole_is_damaged_on_disk_its_parts_still_go()
    {
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Node.Sql("UPDATE part SET sealed = zeroblob(60) WHERE part = 0");
        _world.Node.Sql("UPDATE message SET body = zeroblob(20)");
        Assert.Equal(1, _world.Hub.Import(_world.Node.Export(_world.Now), _world.Now).New);
        Assert.True(_world.Hub.View(number).Complete);
    }

    [Fact]
    public void The_rest_of_a_noodmelding_that_the_radio_began_comes_with_the_stick()
    {
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Bring(_world.Hub, _world.Node.Queue.Sealed(1, 1, World.PeerOf(7, "GR-WK1"))!, BearerName.Radio);
        Assert.False(_world.Hub.View(number).Complete);

        var import = _world.Hub.Import(_world.Node.Export(_world.Now), _world.Now);

        Assert.Equal(new CourierImport(CourierRefusal.None, Known: 1, Completed: 1), import);
        Assert.True(_world.Hub.View(number).Complete);
        Assert.Equal(
            [BearerName.Radio, BearerName.Courier],
            _world.Hub.View(number).Receptions.Select(reception => reception.Bearer));
    }

    [Fact]
    public void A_full_disk_refuses_what_it_cannot_keep_and_takes_it_later()
    {
        for (var i = 0; i < 80; i++) _world.Node.Send(Some.Alarm($"nummer {i}"), _world.Now);
        var file = _world.Node.Export(_world.Now);
        Queue.QueueBench.Room(_world.Hub.Queue, 0);

        var full = _world.Hub.Import(file, _world.Now);

        Assert.True(full.NotStored > 0, $"{full}");
        Assert.Equal((80, 0), (full.New + full.NotStored, full.Refused));
        Assert.Contains("schijf", full.Trouble, StringComparison.Ordinal);
        Assert.Equal(full.New, _world.Hub.Desk.Feed(0, 100).Items.Count);
        Queue.QueueBench.Room(_world.Hub.Queue, null);
        Assert.Equal(
            new CourierImport(CourierRefusal.None, New: full.NotStored, Known: full.New),
            _world.Hub.Import(file, _world.Now));
    }
}
