using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Tests.Stations;

/// <summary>Whole stations on real files with the radio as their only link: windows, receipts and polls.</summary>
public sealed class RadioBacklogTests : IDisposable
{
    private readonly World _world = new();

    public RadioBacklogTests()
    {
        _world.Set(BearerName.Mqtt, up: false);
        _world.Set(BearerName.Radio, up: true);
    }

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(0.1, 1.39)]
    [InlineData(0.3, 1.79)]
    [InlineData(0.5, 2.50)]
    public void A_backlog_arrives_once_and_costs_hardly_more_frames_than_the_loss_makes_inevitable(double loss, double most)
    {
        const int messages = 120;
        var random = new Random(5);
        _world.Loses = (_, _) => random.NextDouble() < loss;
        for (var i = 0; i < messages; i++) _world.Node.Send(Some.Report($"rustig {i}"), _world.Now);
        _world.RunUntil(() => _world.Node.Desk.Status.Waiting == 0, 1200, "all of it is confirmed");

        Assert.Equal(messages, _world.Hub.Desk.Feed(0, 500).Items.Count);
        var frames = Sent(Direction.Up).Count(header => header.Series == Series.Numbered);
        Assert.InRange(frames / (double)messages, 1, most);
    }

    [Fact]
    public void One_receipt_confirms_a_window_and_names_what_came_by_the_LAN()
    {
        _world.Node.Send(Some.Report("de eerste"), _world.Now);
        _world.RunUntil(() => _world.Node.Desk.Status.Waiting == 0, 10, "they have met");
        var before = Sent(Direction.Down).Count(header => header.Kind == Kind.Receipt);
        for (var i = 0; i < 16; i++) _world.Node.Send(Some.Report($"rustig {i}"), _world.Now);
        _world.RunUntil(() => _world.Node.Desk.Status.Waiting == 0, 30, "all of it is confirmed");

        Assert.InRange(Sent(Direction.Down).Count(header => header.Kind == Kind.Receipt) - before, 1, 3);
    }

    [Fact]
    public void A_poll_is_answered_by_node_and_hub_and_nothing_goes_twice()
    {
        _world.Node.Send(Some.Report("de eerste"), _world.Now);
        _world.RunUntil(() => _world.Node.Desk.Status.Waiting == 0, 10, "they have met");
        _world.Loses = (_, up) => !up;
        for (var i = 0; i < 8; i++) _world.Node.Send(Some.Report($"rustig {i}"), _world.Now);
        _world.RunUntil(() => Sent(Direction.Up).Exists(header => header.Kind == Kind.Poll), 30, "it asks");
        _world.Loses = (_, _) => false;
        _world.RunUntil(() => _world.Node.Desk.Status.Waiting == 0, 30, "it has its answer");

        // The first was alone when it left: that one is repeated, not asked for.
        Assert.InRange(Sent(Direction.Up).Count(header => header.Series == Series.Numbered), 9, 10);
    }

    private List<FrameHeader> Sent(Direction direction) =>
        [.. _world.Carried.Select(carried => carried.Header).Where(header => header.Direction == direction)];
}
