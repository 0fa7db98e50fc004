using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Tests.Stations;

/// <summary>A hub that lost its file, whole or in part, asks for what it misses and for nothing else.</summary>
public sealed class ForgetfulHubTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Only_what_is_missing_is_asked_for_and_sent()
    {
        Send(30);
        foreach (var (first, last) in ((int, int)[])[(3, 3), (10, 14), (30, 30)])
            Forget($"serial BETWEEN {first} AND {last}");
        var before = _world.Carried.Count;
        Heartbeat();

        var asked = Assert.Single(_world.Carried.Skip(before), carried => carried.Header.Kind == Kind.Poll);
        Assert.Equal([new SerialRange(3, 3), new SerialRange(10, 14), new SerialRange(30, 30)], Ranges(asked));
        var sent = _world.Carried.Skip(before).Where(carried => carried.Up && carried.Header.Kind == Kind.Alarm)
            .Select(carried => carried.Header.Serial).Order().ToList();
        Assert.Equal([3u, 10, 11, 12, 13, 14, 30], sent);
        Assert.Equal(30, _world.Hub.Desk.Feed(0, 100).Items.Count);
        Assert.Empty(Assert.Single(_world.Hub.Desk.Stations).Missing);
    }

    [Fact]
    public void Two_holders_of_a_number_hide_no_hole()
    {
        Send(5);
        foreach (var serial in (uint[])[2, 4])
            _world.Bring(
                _world.Hub, World.Seal(World.Header(Kind.SituationReport, serial), BodyCodec.Encode(Some.Report(), out _)));
        Forget("serial = 2");
        Forget("serial = 3");
        Heartbeat();
        Assert.Contains(_world.Hub.Desk.Feed(0, 20).Items, item => item.Number.StartsWith("GR-WK1-0003", StringComparison.Ordinal));
        Assert.Equal(1, _world.Carried.Count(carried => carried.Header.Kind == Kind.Poll));
    }

    [Fact]
    public void A_station_with_waiting_messages_is_not_asked()
    {
        Send(5);
        Forget("serial = 2");
        _world.Loses = (_, up) => up && _world.Carried[^1].Header.Kind == Kind.Alarm;
        _world.Node.Send(Some.Alarm(), _world.Now);
        Heartbeat();
        Assert.DoesNotContain(_world.Carried, carried => carried.Header.Kind == Kind.Poll);
        _world.Loses = (_, _) => false;
        _world.Run(12);
        Heartbeat();
        Assert.Contains(_world.Carried, carried => carried.Header.Kind == Kind.Poll);
        Assert.Equal(6, _world.Hub.Desk.Feed(0, 100).Items.Count);
    }

    [Fact]
    public void Numbers_that_nobody_has_any_more_are_shown_and_asked_for_without_a_storm()
    {
        Send(5);
        Forget("serial = 2");
        _world.Node.Sql("DELETE FROM part WHERE n = 2");
        for (var i = 0; i < 20; i++) Heartbeat();
        Assert.Equal([new SerialRange(2, 2)], Assert.Single(_world.Hub.Desk.Stations).Missing);
        // Twenty heartbeats in some 60 s, and at most one question in 15 s.
        Assert.InRange(_world.Carried.Count(carried => carried.Header.Kind == Kind.Poll), 2, 5);
    }

    [Fact]
    public void What_was_receipted_before_is_shown_honestly_while_it_goes_again()
    {
        var number = Send(1)[0];
        Assert.Equal(MessageState.DeliveredDevice, _world.Node.View(number).State);
        LoseHub();
        _world.Loses = (_, up) => up && _world.Carried[^1].Header.Kind == Kind.Alarm;
        Heartbeat();
        Assert.Equal(MessageState.Sending, _world.Node.View(number).State);
        _world.Run(62);
        Assert.Equal(MessageState.Unconfirmed, _world.Node.View(number).State);
        _world.Loses = (_, _) => false;
        _world.Run(60);
        Assert.Equal(MessageState.DeliveredDevice, _world.Node.View(number).State);
    }

    [Fact]
    public void What_people_do_at_a_hub_that_starts_again_is_heard()
    {
        var number = Send(1)[0];
        Do(number, StaffEventType.Seen);
        Do(number, StaffEventType.Forwarded);
        Do(number, StaffEventType.Accepted);
        Assert.Equal(MessageState.AcceptedControlRoom, _world.Node.View(number).State);
        LoseHub();
        Heartbeat();
        Assert.Equal(MessageState.AcceptedControlRoom, _world.Node.View(number).State);

        Do(number, StaffEventType.Seen);
        var seen = _world.Node.View(number);
        Assert.Equal(MessageState.SeenByHuman, seen.State);
        Assert.True(seen.Undone, "that it went back is shown in red");
        Do(number, StaffEventType.Query);
        Assert.Equal(MessageState.QueryOpen, _world.Node.View(number).State);
        Do(number, StaffEventType.Forwarded);
        Do(number, StaffEventType.NotForwarded, allowed: false);
        Assert.Equal(MessageState.Forwarded, _world.Node.View(number).State);
        Assert.Equal(2, _world.Node.View(number).History.Count(entry => entry.State == MessageState.Forwarded));
        _world.Hub.Dispose();
        LoseHub(disposed: true);
        Heartbeat();
        Do(number, StaffEventType.Seen);
        Assert.Equal(MessageState.SeenByHuman, _world.Node.View(number).State);
    }

    private List<string> Send(int count)
    {
        var numbers = Enumerable.Range(0, count).Select(_ => _world.Node.Send(Some.Alarm(), _world.Now)).ToList();
        _world.Run(3);
        Assert.Equal(count, _world.Hub.Desk.Feed(0, 100).Items.Count);
        return numbers;
    }

    private void Do(string number, StaffEventType type, bool allowed = true)
    {
        var action = new StaffAction(
            type, "loggist", "omdat", type == StaffEventType.Query ? Question.Q1 : null,
            type == StaffEventType.Forwarded ? MeldkamerChannel.C2000 : null);
        Assert.Equal(allowed, _world.Hub.Record(number, action, _world.Now) is StaffOutcome.Recorded);
        _world.Run(1);
    }

    /// <summary>Rows gone from the hub's file, as when it was salvaged or restored.</summary>
    private void Forget(string where)
    {
        _world.Hub.Sql($"DELETE FROM message WHERE own = 0 AND {where}");
        _world.RestartHub();
    }

    private void LoseHub(bool disposed = false)
    {
        if (!disposed) _world.Hub.Dispose();
        Directory.Delete(_world.HubDirectory, recursive: true);
        _world.RestartHub();
    }

    /// <summary>The LAN comes back, which makes the node send a heartbeat; then a few seconds.</summary>
    private void Heartbeat()
    {
        _world.Set(BearerName.Mqtt, up: false);
        _world.Set(BearerName.Mqtt, up: true);
        _world.Run(3);
    }

    private static IEnumerable<SerialRange> Ranges(Carried poll)
    {
        using var envelope = new Protocol.Sealing.Envelope(World.Key, 7);
        Assert.True(envelope.TryOpen(poll.Frame, 2, out var header, out var plaintext));
        return Assert.IsType<Poll>(Assert.IsType<DecodeResult.Ok>(BodyCodec.TryDecode(header, plaintext, false)).Body).Ranges;
    }
}
