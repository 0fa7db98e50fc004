using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Tests.Stations;

/// <summary>A node restored from yesterday's image beside itself: the same numbers with other words.</summary>
public sealed class TwoLivesTests : IDisposable
{
    private readonly World _world = new();
    private readonly TestStation _second;

    public TwoLivesTests()
    {
        _world.Node.Send(Some.Alarm("voor de kopie"), _world.Now);
        _world.Run(1);
        _second = _world.CloneNode();
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Both_are_kept_and_shown_with_each_other()
    {
        var (first, second) = SendBoth();
        var items = _world.Hub.Desk.Feed(0, 10).Items;

        Assert.Equal(["GR-WK1-0001", "GR-WK1-0002", $"GR-WK1-0002-{_second.Queue.Epoch:X4}"], items.Select(item => item.Number));
        Assert.Equal(["eerste leven", "tweede leven"], items.Skip(1).Select(item => ((Alarm)item.Body!).Facts.Text));
        Assert.Equal(items[2].Number, items[1].SameNumberAs);
        Assert.Equal(items[1].Number, items[2].SameNumberAs);
        Assert.Null(items[0].SameNumberAs);
        Assert.Equal(MessageState.DeliveredDevice, _world.Node.View(first).State);
        Assert.Equal(MessageState.DeliveredDevice, _second.View(second).State);
        Assert.NotNull(_second.View(second).SameNumberAs);
        Assert.Null(_world.Node.View(first).SameNumberAs);
        Assert.Equal(3, _world.Hub.Desk.DueVersions("x", 0, 10).Select(version => version.BaseNumber).Distinct().Count());
    }

    [Fact]
    public void A_third_copy_of_a_number_is_kept_too()
    {
        SendBoth();
        // A life of which only the frame is left; and one that happens to have the same epoch.
        foreach (var created in (uint[])[5, 6])
            _world.Bring(
                _world.Hub,
                World.Seal(
                    World.Header(Kind.SituationReport, 2, epoch: 0x0BEE) with { CreatedSeconds = created },
                    Protocol.Wire.BodyCodec.Encode(Some.Report($"leven {created}"), out _)));
        var numbers = _world.Hub.Desk.Feed(0, 10).Items.Select(item => item.Number).ToList();
        Assert.Equal(5, numbers.Distinct(StringComparer.Ordinal).Count());
        Assert.Contains("GR-WK1-0002-0BEE", numbers);
        Assert.Contains("GR-WK1-0002-0BEF", numbers);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_the_second_life_says_belongs_to_the_second_life(bool restarted)
    {
        var (first, second) = SendBoth();
        if (restarted) _world.RestartNode(1);
        _world.Nodes[1].Send(Some.Update(second, "hoort bij het tweede leven"), _world.Now);
        _world.Node.Send(Some.Update(first, "hoort bij het eerste leven"), _world.Now);
        _world.Run(2);

        var versions = _world.Hub.Desk.DueVersions("x", 0, 20);
        Assert.Contains(versions, version => Text(version, "GR-WK1-0002") == "eerste leven\nhoort bij het eerste leven");
        Assert.Contains(
            versions,
            version => Text(version, $"GR-WK1-0002-{_second.Queue.Epoch:X4}") == "tweede leven\nhoort bij het tweede leven");
        Assert.DoesNotContain(versions, version => Text(version, "GR-WK1-0002")?.Contains("tweede", StringComparison.Ordinal) == true);
        Assert.Equal(3, versions.Select(version => version.BaseNumber).Distinct().Count());
        Assert.Single(_world.Nodes[1].View(second).ReferredBy);
    }

    [Fact]
    public void An_update_of_the_second_life_that_comes_first_still_finds_its_own()
    {
        _world.Loses = (_, _) => true;
        var second = _second.Send(Some.Alarm("tweede leven"), _world.Now);
        _world.Run(0.1);
        var alarm = _world.Carried.Last(carried => carried.Up && carried.Header.Kind == Kind.Alarm).Frame;
        _second.Send(Some.Update(second, "hoort bij het tweede leven"), _world.Now);
        _world.Run(0.1);
        var update = _world.Carried.Last(carried => carried.Up && carried.Header.Kind == Kind.AlarmUpdate).Frame;

        _world.Bring(_world.Hub, update);
        _world.Node.Send(Some.Alarm("eerste leven"), _world.Now);
        _world.Loses = (_, _) => false;
        _world.Node.Turn(_world.Now);
        _world.Run(0.1);
        _world.Bring(_world.Hub, alarm);
        _world.Run(20);

        var marked = $"GR-WK1-0002-{_second.Queue.Epoch:X4}";
        Assert.Equal(["GR-WK1-0003"], _world.Hub.View(marked).ReferredBy);
        Assert.Empty(_world.Hub.View("GR-WK1-0002").ReferredBy);
    }

    [Fact]
    public void Questions_and_receipts_reach_the_life_they_are_about()
    {
        var (first, second) = SendBoth();
        var marked = $"GR-WK1-0002-{_second.Queue.Epoch:X4}";
        _world.Hub.Record(marked, new StaffAction(StaffEventType.Query, "loggist", Question: Question.Q1), _world.Now);
        _world.Run(1);
        Assert.Equal(MessageState.QueryOpen, _second.View(second).State);
        Assert.Equal(MessageState.DeliveredDevice, _world.Node.View(first).State);

        _world.Hub.Record("GR-WK1-0002", new StaffAction(StaffEventType.Query, "loggist", Question: Question.Q2), _world.Now);
        _world.Hub.Record(marked, new StaffAction(StaffEventType.Forwarded, "loggist", Channel: MeldkamerChannel.Phone), _world.Now);
        _world.Run(1);
        Assert.Equal(MessageState.Forwarded, _second.View(second).State);
        Assert.Equal(MessageState.QueryOpen, _world.Node.View(first).State);
    }

    private static string? Text(Station.Queue.VersionView version, string number) =>
        version.BaseNumber == number ? version.Facts.Text : null;

    private (string First, string Second) SendBoth()
    {
        var first = _world.Node.Send(Some.Alarm("eerste leven"), _world.Now);
        _world.Run(1);
        var second = _second.Send(Some.Alarm("tweede leven"), _world.Now);
        _world.Run(1);
        Assert.Equal(first, second);
        return (first, second);
    }
}
