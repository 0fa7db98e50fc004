using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Wire;
using Noodlink.Station.Bearers;

namespace Noodlink.Station.Tests.Stations;

/// <summary>Links that are gone for long, and links that never stay: what bridges of brokers drop, or send dozens of
/// times.</summary>
public sealed class BrokenLinkTests
{
    private const int Many = 1500;

    [Fact]
    public void Fifteen_hundred_that_waited_for_a_link_all_arrive_in_order()
    {
        using var world = new World();
        world.Set(BearerName.Mqtt, up: false);
        var sent = new List<string>();
        for (var number = 0; number < Many; number++)
            sent.Add(world.Node.Send(Some.Report($"rapport {number}"), world.Now));
        var urgent = world.Node.Send(Some.Alarm("de laatste gaat voor"), world.Now);
        world.Run(3600);
        world.Set(BearerName.Mqtt, up: true);
        world.RunUntil(() => world.Node.Desk.Status.Waiting == 0, 300, $"all {Many} are receipted");

        var feed = new List<string>();
        while (world.Hub.Desk.Feed(feed.Count, 500).Items is { Count: > 0 } page)
            feed.AddRange(page.Select(item => item.Number));
        Assert.Equal([urgent, .. sent], feed);
    }

    [Fact]
    public void A_link_that_breaks_fifty_times_makes_nothing_go_again_that_was_receipted()
    {
        using var world = new World();
        var serials = new List<uint>();
        for (var round = 0; round < 50; round++)
        {
            world.Carried.Clear();
            var number = world.Node.Send(Some.Alarm($"ronde {round}"), world.Now);
            world.RunUntil(
                () => world.Node.View(number).State == MessageState.DeliveredDevice, 10, $"{number} is delivered");
            var gone = Numbered(world).Distinct().ToList();
            Assert.Empty(gone.Intersect(serials));
            serials.AddRange(gone);
            world.Set(BearerName.Mqtt, up: false);
            world.Run(round % 5);
            world.Set(BearerName.Mqtt, up: true);
        }

        world.Carried.Clear();
        world.Run(120);
        Assert.Empty(Numbered(world));
        Assert.Equal(50, serials.Count);
    }

    /// <summary>Of each part that went up, the number of its message.</summary>
    private static IEnumerable<uint> Numbered(World world) =>
        world.Carried.Where(carried => carried.Up && carried.Header.Series == Series.Numbered)
            .Select(carried => carried.Header.Serial);
}
