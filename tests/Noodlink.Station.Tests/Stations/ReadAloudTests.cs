using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Tests.Stations;

/// <summary>The operator notes that a noodmelding was read aloud.</summary>
public sealed class ReadAloudTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_note_stands_in_the_history_and_changes_no_state()
    {
        _world.Set(BearerName.Mqtt, up: false);
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(700);
        var before = _world.Node.View(number).State;

        Assert.IsType<StaffOutcome.Recorded>(Note(number, new ReadAloud("loggist Zuidhorn", MeldkamerNumber: "3217")));

        var view = _world.Node.View(number);
        Assert.Equal(MessageState.Unconfirmed, before);
        Assert.Equal(before, view.State);
        Assert.Null(view.MeldkamerNumber);
        var entry = Assert.Single(view.History, one => one.Event is not null);
        Assert.Equal(("ReadAloud", "Voice", "loggist Zuidhorn, nr. 3217"), (entry.Event, entry.Via, entry.Note));
        Assert.Equal(MessageState.Unconfirmed, entry.State);
        _world.RestartNode();
        Assert.Equal(view.History.Count, _world.Node.View(number).History.Count);
    }

    [Fact]
    public void A_note_of_earlier_stands_at_its_own_moment()
    {
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(1);
        var at = World.Wall(_world.Now);
        _world.Run(60);
        _world.Hub.Record(number, new StaffAction(StaffEventType.Claimed, "loggist"), _world.Now);
        _world.Run(1);
        Note(number, new ReadAloud("loggist", at));

        var history = _world.Node.View(number).History;
        Assert.Equal("ReadAloud", history[^2].Event);
        Assert.Equal(MessageState.DeliveredDevice, history[^2].State);
        Assert.Equal(MessageState.SeenByHuman, _world.Node.View(number).State);
    }

    [Fact]
    public void The_same_note_twice_is_one_note()
    {
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        Note(number, new ReadAloud("loggist"));
        _world.Run(5);
        Note(number, new ReadAloud("loggist"));
        Assert.Single(_world.Node.View(number).History, one => one.Event is not null);
        _world.Run(120);
        Note(number, new ReadAloud("loggist", IdempotencyKey: "k", RequestHash: [1]));
        _world.Run(120);
        Note(number, new ReadAloud("loggist", IdempotencyKey: "k", RequestHash: [1]));
        Assert.Equal(2, _world.Node.View(number).History.Count(one => one.Event is not null));
        Assert.IsType<StaffOutcome.Conflict>(Note(number, new ReadAloud("ander", IdempotencyKey: "k", RequestHash: [2])));
    }

    [Fact]
    public void Only_a_noodmelding_of_ones_own_is_read_aloud()
    {
        var report = _world.Node.Send(Some.Report(), _world.Now);
        Assert.IsType<StaffOutcome.Conflict>(Note(report, new ReadAloud("loggist")));
        Assert.IsType<StaffOutcome.Unknown>(Note("GR-WK1-9999", new ReadAloud("loggist")));
    }

    private StaffOutcome Note(string number, ReadAloud note)
    {
        var answer = new TaskCompletionSource<StaffOutcome>();
        _world.Node.Turn(_world.Now, new StationInput.NoteReadAloud(number, note, answer));
        return answer.Task.GetAwaiter().GetResult();
    }
}
