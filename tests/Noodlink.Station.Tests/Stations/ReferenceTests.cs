using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Queue;

namespace Noodlink.Station.Tests.Stations;

/// <summary>Aanvullingen, intrekkingen and answers that come before, after, or behind another wall than what they are
/// about.</summary>
public sealed class ReferenceTests : IDisposable
{
    private const string Number = "GR-WK1-0042";
    private const ushort Epoch = 0x3F9A;

    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void An_aanvulling_before_its_noodmelding_takes_the_base_name_and_joins_later()
    {
        Bring(43, Some.Update(Number));
        var alone = Assert.Single(Versions());
        Assert.Equal((Number, 1, VersionCause.Update), (alone.BaseNumber, alone.Version, alone.Cause));
        Assert.Equal("Accu nog 15 minuten.", alone.Facts.Text);

        Bring(42, Some.Alarm());

        var versions = Versions();
        Assert.Equal([1, 2], versions.Select(version => version.Version));
        Assert.All(versions, version => Assert.Equal(Number, version.BaseNumber));
        Assert.Equal(VersionCause.New, versions[1].Cause);
        Assert.EndsWith("Accu nog 15 minuten.", versions[1].Facts.Text, StringComparison.Ordinal);
        Assert.StartsWith("Accu nog 40", versions[1].Facts.Text, StringComparison.Ordinal);
        Assert.Equal(["GR-WK1-0043"], _world.Hub.View(Number).ReferredBy);
    }

    [Fact]
    public void An_intrekking_before_its_noodmelding_withdraws_it_when_it_comes()
    {
        Bring(43, new AlarmCancel([Some.Number(Number)], CancelReason.Resolved, "terecht"));
        Bring(42, Some.Alarm());
        _world.Run(1);
        Assert.Equal(MessageState.Cancelled, _world.Hub.View(Number).State);
        Assert.Equal([VersionCause.Cancel, VersionCause.New], Versions().Select(version => version.Cause));
    }

    [Theory]
    [InlineData(MessageStatus.Exercise)]
    [InlineData(MessageStatus.Test)]
    public void An_exercise_withdraws_and_completes_nothing_that_is_real(MessageStatus status)
    {
        Bring(41, new AlarmCancel([Some.Number(Number)], CancelReason.Resolved, null), status);
        Bring(42, Some.Alarm());
        Bring(43, new AlarmCancel([Some.Number(Number)], CancelReason.Resolved, null), status);
        Bring(44, Some.Update(Number, "dit is een oefening"), status);
        Bring(45, new Reply([Some.Number(Number)], new Answer(AnswerKind.Yes), null), status);

        var alarm = _world.Hub.View(Number);
        Assert.Equal(MessageState.DeliveredDevice, alarm.State);
        Assert.Equal("Accu nog 40 minuten, dochter wacht hier op antwoord.", Versions()[^1].Facts.Text);
        Assert.DoesNotContain(Versions(), version => version.Cause == VersionCause.Update);
    }

    [Fact]
    public void Another_station_cannot_withdraw_a_noodmelding()
    {
        var other = _world.AddNode(8, "GR-ED1");
        var alarm = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(1);
        other.Send(new AlarmCancel([Some.Number(alarm)], CancelReason.FalseReport, null), _world.Now);
        _world.Run(1);

        Assert.Equal(MessageState.DeliveredDevice, _world.Hub.View(alarm).State);
        Assert.Equal(["GR-ED1-0001"], _world.Hub.View(alarm).ReferredBy);
        Assert.Equal([VersionCause.New], Versions().Select(version => version.Cause));
        other.Send(Some.Update(alarm, "ook hier gezien"), _world.Now);
        _world.Run(1);
        Assert.EndsWith("ook hier gezien", Versions()[^1].Facts.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_posted_question_about_what_has_ended_opens_nothing()
    {
        var alarm = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(1);
        _world.Node.Send(new AlarmCancel([Some.Number(alarm)], CancelReason.Resolved, null), _world.Now);
        _world.Run(1);
        _world.Hub.Send(
            new Request(StationId.Parse("GR-CWK"), [Some.Number(alarm)], Question.Q2, null), _world.Now, status: null, to: "GR-WK1");
        _world.Run(1);
        Assert.Equal(MessageState.Cancelled, _world.Hub.View(alarm).State);
        Assert.Equal(MessageState.Cancelled, _world.Node.View(alarm).State);
        Assert.Contains("GR-CWK", Assert.Single(_world.Node.View(alarm).ReferredBy, number => number.StartsWith("GR-CWK", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_question_in_parts_is_named_after_its_hub_and_can_be_answered()
    {
        var alarm = _world.Node.Send(Some.Alarm(), _world.Now);
        _world.Run(1);
        _world.Set(Station.Bearers.BearerName.Mqtt, up: false);
        _world.Set(Station.Bearers.BearerName.Radio, up: true);
        var text = string.Concat(Enumerable.Repeat("hoé ", 31)) + "?";
        var question = _world.Hub.Send(
            new Request(StationId.Parse("GR-CWK"), [.. Enumerable.Repeat(Some.Number(alarm), 4)], null, text), _world.Now,
            status: null, to: "GR-WK1");
        Assert.True(Convert.ToInt64(_world.Hub.Sql("SELECT parts FROM message WHERE own = 1 ORDER BY n DESC LIMIT 1")) > 1, "in parts");
        _world.Run(10);

        Assert.Equal(question, Assert.Single(_world.Node.View(alarm).ReferredBy));
        Assert.Equal(MessageState.QueryOpen, _world.Node.View(alarm).State);
        _world.Node.Send(new Reply([Some.Number(question)], null, "zo"), _world.Now);
        _world.Run(10);
        Assert.Equal(MessageState.SeenByHuman, _world.Hub.View(alarm).State);
        Assert.Equal(MessageState.SeenByHuman, _world.Node.View(alarm).State);
    }

    [Fact]
    public void A_station_that_got_the_id_of_an_earlier_one_loses_nothing()
    {
        _world.Node.Send(Some.Alarm("van de oude computer"), _world.Now);
        _world.Run(1);
        _world.Stations.Set();
        var replaced = _world.AddNode(9, "GR-WK1");
        replaced.Send(Some.Alarm("van de nieuwe computer"), _world.Now);
        _world.Run(2);

        var items = _world.Hub.Desk.Feed(0, 10).Items;
        Assert.Equal(2, items.Count);
        Assert.Equal("GR-WK1-0001", items[0].Number);
        Assert.StartsWith("GR-WK1-0001-", items[1].Number, StringComparison.Ordinal);
        Assert.True(_world.Hub.Desk.Status.Storage.Healthy);
        Assert.Equal(MessageState.DeliveredDevice, replaced.View("GR-WK1-0001").State);
    }

    private void Bring(uint serial, MessageBody body, MessageStatus status = MessageStatus.Actual) => _world.Bring(
        _world.Hub, World.Seal(World.Header(body.Kind, serial, epoch: Epoch, status: status), BodyCodec.Encode(body, out _)));

    private IReadOnlyList<VersionView> Versions() => _world.Hub.Desk.DueVersions("x", 0, 20);
}
