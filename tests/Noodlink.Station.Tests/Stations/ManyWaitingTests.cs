using System.Diagnostics;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;

namespace Noodlink.Station.Tests.Stations;

/// <summary>What a step costs must not grow with what waits: after three days without a link 20,000 messages may.</summary>
public sealed class ManyWaitingTests
{
    private const int Few = 300;
    internal const int Many = 20_000;

    [Theory]
    [InlineData("LAN, hub silent")]
    [InlineData("LAN hangs, radio too")]
    [InlineData("radio only")]
    [InlineData("nothing")]
    public void A_step_costs_the_same_with_20_000_waiting_as_with_300(string links)
    {
        using var few = Waiting(Few, links);
        using var many = Waiting(Many, links);
        var (cheap, dear) = (Cost(few), Cost(many));
        Assert.True(
            dear.Ticks < (cheap.Ticks * 12) + TimeSpan.FromMicroseconds(100).Ticks,
            $"{links}: {dear.TotalMicroseconds} us with {Many}, {cheap.TotalMicroseconds} us with {Few}");
    }

    [Fact]
    public void A_flash_passes_20_000()
    {
        using var many = Waiting(Many, "radio only");
        many.Run(3);
        var number = many.Node.Send(Some.Alarm(), many.Now);
        many.RunUntil(() => many.Hub.Desk.Find(number) is not null, 3, "by radio, past all others");
    }

    /// <summary>The shortest of many steps: what it costs when nothing else runs on this machine.</summary>
    private static TimeSpan Cost(World world)
    {
        world.Run(5);
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < 300; i++)
        {
            world.Skip(TimeSpan.FromMilliseconds(7));
            var start = Stopwatch.GetTimestamp();
            world.Node.Courier.Step(world.Now, World.Wall(world.Now));
            var spent = Stopwatch.GetElapsedTime(start);
            if (spent < best) best = spent;
        }

        return best;
    }

    /// <summary>A noodsteunpunt with so many waiting, with these links.</summary>
    internal static World Waiting(int count, string links)
    {
        var world = new World { Airtime = TimeSpan.FromMilliseconds(300) };
        world.Set(BearerName.Mqtt, up: false);
        var peer = World.PeerOf(7, "GR-WK1");
        world.Node.Queue.Begin();
        for (var i = 0; i < count; i++)
        {
            var (body, precedence) = i % 4 == 0 ? ((MessageBody)Some.Alarm("kort"), Precedence.Flash) : (Some.Report(), Precedence.Routine);
            world.Node.Queue.Accept(new NewMessage(peer, body, MessageStatus.Exercise, precedence), World.Wall(world.Now));
        }

        world.Node.Queue.Commit();
        world.RestartNode();
        world.Loses = (bearer, up) => !up || bearer == BearerName.Mqtt;
        if (links == "LAN hangs, radio too") world.Node.Lan.Room = 0;
        if (links.Contains("LAN", StringComparison.Ordinal)) world.Set(BearerName.Mqtt, up: true);
        if (links.Contains("radio", StringComparison.Ordinal)) world.Set(BearerName.Radio, up: true);
        return world;
    }
}
