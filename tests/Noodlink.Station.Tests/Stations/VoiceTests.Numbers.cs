using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Tests.Stations;

// Which message a number means, and what happens when there is none, or the wrong one.
public sealed partial class VoiceTests
{
    [Fact]
    public void Without_a_number_it_gets_one_that_no_station_can_have_and_stays_by_itself()
    {
        SendInSilence(Some.Alarm());
        var stored = Voice(null, Some.Alarm());

        Silence(false);
        _world.Run(5);

        Assert.StartsWith("GR-CWK-", stored.Number, StringComparison.Ordinal);
        Assert.Equal(2, _world.Hub.Desk.Feed(0, 10).Items.Count);
        var entered = _world.Hub.View(stored.Number);
        Assert.Equal("GR-WK1", entered.Station);
        Assert.Equal("GR-WK1", entered.Entry!.OnBehalfOf);
        Do(stored.Number, StaffEventType.Forwarded, channel: MeldkamerChannel.Phone);
        Assert.Equal(2, _world.Hub.Desk.DueVersions("x", 0, 10).Count);
    }

    [Fact]
    public void The_hubs_own_series_goes_on_after_a_restart()
    {
        var first = Voice(null, Some.Alarm()).Number;
        _world.RestartHub();
        var second = Voice(null, Some.Alarm()).Number;
        var question = _world.Hub.Send(new Request(_world.Hub.Who.Id, [], Question.Q2, null), _world.Now, to: "GR-WK1");

        Assert.Equal(3, new HashSet<string> { first, second, question }.Count);
    }

    [Fact]
    public void Numbers_that_cannot_be_meant_are_refused_with_the_reason()
    {
        _world.AddNode(8, "GR-ED1");
        var report = _world.Node.Send(Some.Report(), _world.Now);
        var exercise = _world.Node.Send(Some.Alarm(), _world.Now, MessageStatus.Exercise);
        _world.Run(1);

        Assert.Equal("number", Refusal(Enter("GR-ED1-0042", Some.Alarm())));
        Assert.Equal("number", Refusal(Enter(report, Some.Alarm())));
        Assert.Equal("status", Refusal(Enter(exercise, Some.Alarm())));
        Assert.Equal("number", Refusal(Enter("GR-CWK-0099", Some.Alarm())));
        Assert.Equal("onBehalfOf", Refusal(Enter(null, Some.Alarm(), station: "GR-XX1")));
        Assert.Equal(2, _world.Hub.Desk.Feed(0, 10).Items.Count);
    }

    [Theory]
    [InlineData(MessageStatus.Exercise, Kind.Alarm)]
    [InlineData(MessageStatus.Actual, Kind.SituationReport)]
    public void Behind_the_status_wall_or_of_another_kind_it_is_a_double_number(MessageStatus status, Kind kind)
    {
        Voice("GR-WK1-0001", Some.Alarm());
        MessageBody body = kind == Kind.Alarm ? Some.Alarm() : Some.Report();
        _world.Node.Send(body, _world.Now, status);
        _world.Run(2);

        var items = _world.Hub.Desk.Feed(0, 10).Items;
        Assert.Equal(["GR-WK1-0001", $"GR-WK1-0001-{_world.Node.Queue.Epoch:X4}"], items.Select(item => item.Number));
        Assert.Equal([items[1].Number, items[0].Number], items.Select(item => item.SameNumberAs));
        Assert.Equal(MessageState.DeliveredDevice, _world.Node.View("GR-WK1-0001").State);
        Assert.NotNull(_world.Node.View("GR-WK1-0001").SameNumberAs);
    }

    [Fact]
    public void Of_a_number_that_is_there_twice_the_letters_must_be_said()
    {
        var (first, second) = TwoLives();

        var both = Assert.IsType<AcceptOutcome.Unfit>(Enter("GR-WK1-0042", Some.Alarm()));
        Assert.Equal("number", both.Path);
        Assert.Contains("0AAA", both.Reason, StringComparison.Ordinal);
        Assert.Equal(second, Voice("GR-WK1-0042-0BBB", Some.Alarm()).Number);
        Assert.Equal(first, Voice("GR-WK1-0042-0AAA", Some.Alarm()).Number);
        Assert.Equal(2, _world.Hub.Desk.Feed(0, 10).Items.Count);
    }

    [Fact]
    public void What_was_read_aloud_first_keeps_the_number_and_the_second_life_gets_the_letters()
    {
        Voice("GR-WK1-0042", Some.Alarm("gehoord"));
        var (first, second) = TwoLives();

        Assert.Equal(("GR-WK1-0042", "GR-WK1-0042-0BBB"), (first, second));
        Assert.Equal(2, _world.Hub.Desk.Feed(0, 10).Items.Count);
        Assert.Equal("gehoord", ((Alarm)_world.Hub.View(first).Body!).Facts.Text);
        Assert.Equal(second, _world.Hub.View(first).SameNumberAs);
    }

    [Fact]
    public void A_number_with_letters_waits_for_that_life_and_for_no_other()
    {
        Voice("GR-WK1-0042-0BBB", Some.Alarm("gehoord"));
        var (first, second) = TwoLives();

        Assert.NotEqual(first, second);
        Assert.Equal("GR-WK1-0042-0BBB", second);
        Assert.Equal(2, _world.Hub.View(second).Accounts.Count);
        Assert.Empty(_world.Hub.View(first).Accounts);
    }

    [Fact]
    public void A_number_that_was_heard_wrong_hides_no_second_noodmelding()
    {
        var mine = SendInSilence(Some.Alarm("accu bijna leeg"));
        Voice(mine, Some.Alarm("brand in schuur") with
        {
            Facts = Some.Alarm("brand in schuur").Facts with { Type = AlarmType.BuildingFire },
        });
        Do(mine, StaffEventType.Forwarded, channel: MeldkamerChannel.Phone);
        Silence(false);
        _world.Run(5);
        Assert.True(_world.Hub.View(mine).Differs);
        Assert.Equal(MessageState.Forwarded, _world.Node.View(mine).State);

        Do(mine, StaffEventType.Separated);
        _world.Run(5);

        var other = _world.Hub.View(mine).SameNumberAs!;
        Assert.Equal("accu bijna leeg", ((Alarm)_world.Hub.View(other).Body!).Facts.Text);
        Assert.Equal(MessageState.DeliveredDevice, _world.Hub.View(other).State);
        Assert.Contains(_world.Hub.Desk.DueVersions("x", 0, 10), version => version.BaseNumber == other);
        Assert.Equal(MessageState.Forwarded, _world.Hub.View(mine).State);
        Assert.Equal("brand in schuur", ((Alarm)_world.Hub.View(mine).Body!).Facts.Text);
        // The noodsteunpunt was told a step that was not its own.
        Assert.Equal(MessageState.DeliveredDevice, _world.Node.View(mine).State);
        Assert.True(_world.Node.View(mine).Undone);
        Do(other, StaffEventType.Forwarded, channel: MeldkamerChannel.Phone);
        _world.Run(2);
        Assert.Equal(MessageState.Forwarded, _world.Node.View(mine).State);
    }

    [Fact]
    public void A_reading_under_the_wrong_number_is_taken_out_again_as_a_message_of_its_own()
    {
        var number = _world.Node.Send(Some.Alarm("accu bijna leeg"), _world.Now);
        _world.Run(1);
        Voice(number, Some.Alarm("brand in schuur"));
        Do(number, StaffEventType.Separated);

        var items = _world.Hub.Desk.Feed(0, 10).Items;
        Assert.Equal(["accu bijna leeg", "brand in schuur"], items.Select(item => ((Alarm)item.Body!).Facts.Text));
        Assert.Empty(items[0].Accounts);
        Assert.StartsWith("GR-CWK-", items[1].Number, StringComparison.Ordinal);
        Assert.Equal(2, _world.Hub.Desk.DueVersions("x", 0, 10).Count);
        var again = _world.Hub.Record(number, new StaffAction(StaffEventType.Separated, "loggist"), _world.Now);
        Assert.IsType<StaffOutcome.Conflict>(again);
    }

    private static string Refusal(AcceptOutcome outcome)
    {
        var unfit = Assert.IsType<AcceptOutcome.Unfit>(outcome);
        Assert.NotEmpty(unfit.Reason);
        return unfit.Path;
    }

    private (string First, string Second) TwoLives()
    {
        var numbers = new List<string>();
        foreach (var (epoch, text) in ((ushort, string)[])[(0x0AAA, "eerste leven"), (0x0BBB, "tweede leven")])
        {
            var frame = World.Seal(
                World.Header(Kind.Alarm, 42, epoch: epoch), BodyCodec.Encode(Some.Alarm(text), out _));
            numbers.Add(_world.Hub.Import(_world.Now, BearerName.Courier, frame)[0].Number!);
        }

        return (numbers[0], numbers[1]);
    }
}
