using System.Net;
using System.Net.Sockets;
using Noodlink.Cli.Relay;

namespace Noodlink.Apps.Tests.Cli;

/// <summary>The bad line of the relay.</summary>
public sealed class WeatherTests
{
    [Fact]
    public void In_fine_weather_nothing_is_late() => Assert.Equal(TimeSpan.Zero, new Weather(seed: 1).Passage(100_000));

    [Fact]
    public void Loss_is_as_often_as_asked_costs_time_outs_that_double_and_is_the_same_for_the_same_seed()
    {
        TimeSpan[] Passages(int seed)
        {
            var weather = new Weather(seed) { Loss = 0.3, Delay = TimeSpan.FromSeconds(1) };
            return [.. Enumerable.Range(0, 10_000).Select(_ => weather.Passage(200))];
        }

        var seen = Passages(4711);

        Assert.Equal(seen, Passages(4711));
        Assert.InRange(seen.Count(one => one == TimeSpan.FromSeconds(1)), 6_800, 7_200);
        // Lost once: 2.2 s more; twice: 4.4 s on top of that.
        Assert.InRange(seen.Count(one => one == TimeSpan.FromSeconds(3.2)), 1_900, 2_300);
        Assert.InRange(seen.Count(one => one == TimeSpan.FromSeconds(7.6)), 530, 730);
    }

    [Fact]
    public async Task What_goes_through_bad_weather_comes_late_and_in_order()
    {
        using var broker = new TcpListener(IPAddress.Loopback, 0);
        broker.Start();
        var weather = new Weather(seed: 1) { Loss = 0.2, Delay = TimeSpan.FromMilliseconds(50) };
        await using var relay = new TcpRelay(
            0, new DnsEndPoint("127.0.0.1", ((IPEndPoint)broker.LocalEndpoint).Port), weather);
        using var near = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await near.ConnectAsync(IPAddress.Loopback, relay.Port);
        using var far = await broker.AcceptSocketAsync();
        var started = TimeProvider.System.GetTimestamp();

        for (byte number = 0; number < 20; number++) await near.SendAsync((byte[])[number]);
        near.Shutdown(SocketShutdown.Send);
        var heard = new List<byte>();
        var buffer = new byte[64];
        while (await far.ReceiveAsync(buffer) is > 0 and var length) heard.AddRange(buffer[..length]);

        Assert.Equal(Enumerable.Range(0, 20).Select(number => (byte)number), heard);
        Assert.True(TimeProvider.System.GetElapsedTime(started) >= weather.Delay, "nothing was late");
    }
}
