using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Queue;
using Noodlink.Station.Tests.Queue;
using Noodlink.Station.Tests.Stations;

namespace Noodlink.Station.Tests.Salvage;

/// <summary>A file that fails while the station runs: it goes on in another, without a restart. Here the connection is
/// made to refuse every write, as on a disk that was mounted again for reading only.</summary>
public sealed class RenewalTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void What_waits_goes_on_and_what_is_new_is_stored_in_the_fresh_file()
    {
        _world.Loses = (_, _) => true;
        var first = _world.Node.Send(Some.Alarm("een"), _world.Now);
        _world.Run(1);
        Refuse(_world.Node);
        var second = _world.Node.Send(Some.Alarm("twee"), _world.Now);
        _world.Loses = (_, _) => false;
        _world.RunUntil(() => _world.Hub.Desk.Feed(0, 10).Items.Count == 2, 60, "both arrive");

        Assert.Equal(["GR-WK1-0001", "GR-WK1-0002"], (string[])[first, second]);
        Assert.True(_world.Node.Desk.Status.Storage.Healthy);
        Assert.Contains("kapot-0001", _world.Node.Desk.Status.Storage.Detail, StringComparison.Ordinal);
        _world.RunUntil(() => _world.Node.View(second).State == MessageState.DeliveredDevice, 60, "receipts count");
        Assert.Equal(0, _world.Node.Desk.Status.Waiting);
    }

    [Fact]
    public void A_hub_keeps_what_staff_did_and_makes_no_second_version()
    {
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(1);
        Do(number, StaffEventType.Seen);
        Do(number, StaffEventType.Forwarded);
        var before = _world.Hub.Sql("SELECT group_concat(id || ' ' || base || ' ' || version || ' ' || source) FROM version");
        Refuse(_world.Hub);
        Do(number, StaffEventType.Accepted);

        Assert.Equal(MessageState.AcceptedControlRoom, _world.Hub.View(number).State);
        _world.RunUntil(() => _world.Node.View(number).State == MessageState.AcceptedControlRoom, 60, "the station hears it");
        Assert.Equal(before, _world.Hub.Sql("SELECT group_concat(id || ' ' || base || ' ' || version || ' ' || source) FROM version"));
        Assert.Equal(3, _world.Hub.View(number).History.Count(entry => entry.State >= MessageState.SeenByHuman));
    }

    [Fact]
    public void A_noodmelding_whose_version_was_lost_still_goes_to_the_forwarders_and_the_others_not_again()
    {
        var numbers = Enumerable.Range(0, 3).Select(_ => _world.Node.Send(Some.Alarm(), _world.Now)).ToList();
        _world.Run(2);
        _world.Hub.Sql("DELETE FROM version WHERE base = 'GR-WK1-0002'; DELETE FROM reference");
        Refuse(_world.Hub);
        Do(numbers[0], StaffEventType.Seen);

        Assert.Equal(3L, _world.Hub.Sql("SELECT count(*) FROM version"));
        Assert.Equal(3L, _world.Hub.Sql("SELECT count(DISTINCT base) FROM version WHERE version = 1"));
    }

    [Fact]
    public void A_lost_noodmelding_that_comes_again_is_no_second_version_for_the_meldkamer()
    {
        for (var i = 0; i < 3; i++) _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(2);
        _world.Hub.Sql("DELETE FROM message WHERE number = 'GR-WK1-0002'");
        Refuse(_world.Hub);
        Do("GR-WK1-0001", StaffEventType.Seen);
        Assert.Null(_world.Hub.Desk.Find("GR-WK1-0002"));
        _world.RunUntil(() => _world.Hub.Desk.Find("GR-WK1-0002") is { Body: not null }, 2000, "it is asked for");

        Assert.Equal("1 1 1", _world.Hub.Sql("SELECT group_concat(version, ' ') FROM version"));
        Assert.Equal(3L, _world.Hub.Sql("SELECT count(*) FROM version JOIN message ON source = n AND base = number"));
    }

    [Fact]
    public void What_was_done_with_a_version_that_was_lost_holds_back_no_new_noodmelding()
    {
        for (var i = 0; i < 3; i++) _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(2);
        // Six more were here, of stations that have them no longer.
        _world.Hub.Sql(
            "INSERT INTO forwarding SELECT v.id + 3 * w.id - 3, 'x', 1, 'Written', 0, 1, NULL FROM version v, version w");
        _world.Hub.Sql("DELETE FROM version; DELETE FROM message");
        Refuse(_world.Hub);
        var number = _world.Node.Send(Some.Alarm("later"), _world.Now);
        _world.RunUntil(() => _world.Hub.Desk.Find(number) is { Body: not null }, 60, "it arrives");

        Assert.Contains(number, _world.Hub.Desk.DueVersions("x", 0, 10).Select(version => version.BaseNumber));
    }

    [Fact]
    public void Where_nothing_can_be_written_nothing_is_acknowledged_until_it_can()
    {
        var first = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(1);
        Refuse(_world.Node);
        var inTheWay = Directory.CreateDirectory(Path.Combine(_world.NodeDirectory, "noodlink.db.probe"));
        var refused = Assert.IsType<AcceptOutcome.NotStored>(
            _world.Node.Accept(new Draft(Some.Alarm(), MessageStatus.Actual), _world.Now));
        Assert.Contains("Pak de portofoon", refused.Reason, StringComparison.Ordinal);
        _world.Run(600);
        Assert.False(_world.Node.Desk.Status.Storage.Healthy);
        Assert.Contains("niet opgeslagen", _world.Node.Desk.Status.Storage.Detail, StringComparison.Ordinal);
        Assert.Equal(first, Assert.Single(_world.Node.Desk.Messages(new MessageFilter([], [], 10)).Items).Number);

        inTheWay.Delete();
        _world.Run(2);
        Assert.True(_world.Node.Desk.Status.Storage.Healthy);
        Assert.Equal("GR-WK1-0002", _world.Node.Send(Some.Alarm(), _world.Now));
    }

    [Fact]
    public void A_disk_that_fails_again_and_again_is_not_filled_with_copies()
    {
        for (var i = 0; i < 200; i++)
        {
            Refuse(_world.Node);
            _world.Node.Accept(new Draft(Some.Alarm(), MessageStatus.Actual), _world.Now);
            _world.Run(1);
        }

        var copies = Directory.GetFiles(_world.NodeDirectory, "noodlink.db.kapot-*")
            .Where(file => !file.EndsWith("-wal", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal)).ToList();
        Assert.InRange(copies.Count, 2, QueueFiles.AsideMax);
        // At once, then after 5, 10, 20 … s: not two hundred times.
        Assert.InRange(copies.Max(file => int.Parse(file.Split("kapot-")[1][..4], System.Globalization.CultureInfo.InvariantCulture)), 3, 10);
    }

    private static void Refuse(TestStation station) =>
        Sqlite.Execute(QueueBench.Connection(station.Queue), "PRAGMA query_only = ON");

    private void Do(string number, StaffEventType type)
    {
        var action = new StaffAction(type, "loggist", "omdat", null, type == StaffEventType.Forwarded ? MeldkamerChannel.C2000 : null);
        Assert.IsType<StaffOutcome.Recorded>(_world.Hub.Record(number, action, _world.Now));
        _world.Run(1);
    }
}
