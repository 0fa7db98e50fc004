using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Tests.Stations;

public sealed class NodeAndHubTests : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_noodmelding_over_the_LAN_arrives_once_with_every_word()
    {
        var alarm = Some.Alarm();
        var number = _world.Node.Send(alarm, _world.Now);

        _world.Run(TimeSpan.FromSeconds(3));

        var item = Assert.Single(_world.Hub.Desk.Feed(0, 100).Items);
        Assert.Equal(number, item.Number);
        Assert.Equal(alarm, item.Body);
        Assert.True(item.Complete);
        Assert.Equal(MessageState.DeliveredDevice, _world.Node.View(number).State);
        Assert.Equal(0, _world.Node.Desk.Status.Waiting);
    }

    [Fact]
    public void On_the_radio_the_core_comes_first_and_the_rest_completes_it()
    {
        _world.Set(BearerName.Mqtt, up: false);
        _world.Set(BearerName.Radio, up: true);
        var rest = false;
        _world.Loses = (_, up) => up && !rest && _world.Carried[^1].Frame.Length > 51;
        var alarm = Some.Alarm();
        var number = _world.Node.Send(alarm, _world.Now);

        _world.Run(TimeSpan.FromSeconds(2));

        var core = Assert.Single(_world.Hub.Desk.Feed(0, 100).Items);
        Assert.False(core.Complete);
        Assert.Equal("9843AB", Assert.IsType<Alarm>(core.Body).Facts.Location!.Postcode);
        Assert.Equal(MessageState.DeliveredDevice, _world.Node.View(number).State);

        rest = true;
        _world.Run(TimeSpan.FromSeconds(5));

        var whole = Assert.Single(_world.Hub.Desk.Feed(0, 100).Items);
        Assert.True(whole.Complete);
        Assert.Equal(alarm, whole.Body);
        var versions = _world.Hub.Desk.DueVersions("spool:x", 0, 10);
        Assert.Equal([1, 2], versions.Select(version => version.Version));
        Assert.Null(versions[0].Facts.Text);
        Assert.Equal(alarm.Facts, versions[1].Facts);
    }

    [Fact]
    public void Staff_events_reach_the_station_and_an_undone_one_shows_until_read()
    {
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(TimeSpan.FromSeconds(1));
        _world.Hub.Record(number, new StaffAction(StaffEventType.Seen, "loggist"), _world.Now);
        _world.Run(TimeSpan.FromSeconds(1));
        Assert.Equal(MessageState.SeenByHuman, _world.Node.View(number).State);

        _world.Hub.Record(
            number, new StaffAction(StaffEventType.Forwarded, "loggist", Channel: MeldkamerChannel.C2000), _world.Now);
        _world.Hub.Record(
            number, new StaffAction(StaffEventType.Accepted, "loggist", MeldkamerNumber: "3217"), _world.Now);
        _world.Run(TimeSpan.FromSeconds(1));
        Assert.Equal(MessageState.AcceptedControlRoom, _world.Node.View(number).State);
        Assert.Equal("3217", _world.Node.View(number).MeldkamerNumber);

        _world.Hub.Record(number, new StaffAction(StaffEventType.Undone, "loggist", "verkeerde melding"), _world.Now);
        _world.Run(TimeSpan.FromSeconds(1));
        var undone = _world.Node.View(number);
        Assert.Equal(MessageState.Forwarded, undone.State);
        Assert.True(undone.Undone);
    }

    [Fact]
    public void A_question_is_asked_and_answered()
    {
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(TimeSpan.FromSeconds(1));
        _world.Hub.Record(number, new StaffAction(StaffEventType.Query, "loggist", Question: Question.Q5), _world.Now);
        _world.Run(TimeSpan.FromSeconds(1));
        var asked = _world.Node.View(number);
        Assert.Equal(MessageState.QueryOpen, asked.State);
        var question = Assert.Single(asked.ReferredBy);
        Assert.Equal("GR-CWK-0001", question);
        // What the volunteer saw stays in what happened, as it does at the hub.
        MessageState[] seen = [MessageState.DeliveredDevice, MessageState.SeenByHuman, MessageState.QueryOpen];
        Assert.Equal(seen, asked.History.Select(entry => entry.State).TakeLast(3));
        Assert.Equal("Q5", asked.History[^1].Note);

        _world.Node.Send(new Reply([Some.Number(question)], new Answer(AnswerKind.Yes), null), _world.Now);
        _world.Run(TimeSpan.FromSeconds(1));
        Assert.Equal(MessageState.SeenByHuman, _world.Hub.View(number).State);
        Assert.NotEqual(MessageState.QueryOpen, _world.Node.View(number).State);
        Assert.Equal(MessageState.SeenByHuman, _world.Node.View(number).History[^1].State);
    }

    [Fact]
    public void Of_two_questions_the_coordinatiepunt_goes_on_asking_the_one_that_nobody_answered()
    {
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(TimeSpan.FromSeconds(1));
        foreach (var question in (Question[])[Question.Q5, Question.Q4])
        {
            _world.Hub.Record(number, new StaffAction(StaffEventType.Query, "loggist", Question: question), _world.Now);
            _world.Run(TimeSpan.FromSeconds(1));
        }

        foreach (var (question, state) in (IEnumerable<(string, MessageState)>)
                 [("GR-CWK-0001", MessageState.QueryOpen), ("GR-CWK-0002", MessageState.SeenByHuman)])
        {
            _world.Node.Send(
                new Reply([Some.Number(question), Some.Number(number)], new Answer(AnswerKind.Yes), null), _world.Now);
            _world.Run(TimeSpan.FromSeconds(1));
            Assert.Equal(state, _world.Hub.View(number).State);
        }

        Assert.All(_world.Hub.View(number).History.TakeLast(2), entry => Assert.Null(entry.Note));
    }

    [Fact]
    public void A_message_offered_twice_is_delivered_once()
    {
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(TimeSpan.FromSeconds(1));
        var frame = _world.Carried.First(carried => carried.Up && carried.Frame.Length > 60).Frame;
        var before = _world.Carried.Count;

        for (var i = 0; i < 5; i++)
            _world.Hub.Turn(
                _world.Now, new StationInput.FromBearer(new BearerInput.Received(BearerName.Mqtt, frame)));
        _world.Run(TimeSpan.FromSeconds(1));

        var item = Assert.Single(_world.Hub.Desk.Feed(0, 100).Items);
        Assert.Equal(6, item.Receptions.Count);
        Assert.True(_world.Carried.Count - before <= 1, $"{_world.Carried.Count - before} frames answered 5 replays");
        Assert.Equal(MessageState.DeliveredDevice, _world.Node.View(number).State);
    }

    [Fact]
    public void A_restart_of_both_forgets_nothing()
    {
        _world.Loses = (_, _) => true;
        var number = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(TimeSpan.FromSeconds(1));
        _world.RestartNode();
        _world.RestartHub();
        _world.Loses = (_, _) => false;

        _world.Run(TimeSpan.FromSeconds(1));

        Assert.Single(_world.Hub.Desk.Feed(0, 100).Items);
        Assert.Equal(MessageState.DeliveredDevice, _world.Node.View(number).State);
        Assert.Equal("GR-WK1-0002", _world.Node.Send(Some.Report(), _world.Now));
    }

    [Fact]
    public void A_hub_that_lost_its_file_gets_everything_again()
    {
        var numbers = Enumerable.Range(0, 50).Select(_ => _world.Node.Send(Some.Alarm(), _world.Now)).ToList();
        _world.Run(TimeSpan.FromSeconds(5));
        Assert.Equal(50, _world.Hub.Desk.Feed(0, 100).Items.Count);
        _world.Hub.Dispose();
        Directory.Delete(_world.HubDirectory, recursive: true);
        _world.RestartHub();
        _world.Node.Turn(
            _world.Now, new StationInput.FromBearer(new BearerInput.Changed(BearerName.Mqtt, _world.Node.Lan.Status)));

        _world.Run(TimeSpan.FromSeconds(5));

        Assert.Equal(numbers, _world.Hub.Desk.Feed(0, 100).Items.Select(item => item.Number).Order(StringComparer.Ordinal));
    }
}
