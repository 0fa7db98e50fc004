using Noodlink.Station.Bearers;

namespace Noodlink.Station.Tests.Bearers;

public sealed class MqttReconnectTests
{
    [Fact]
    public void A_hundred_and_fifty_stations_in_a_long_outage_stay_spread_and_ask_no_more_than_a_broker_can_take()
    {
        const int stations = 150;
        var next = Enumerable.Range(0, stations)
            .Select(seed => new MqttReconnect(TimeProvider.System, new Random(seed)))
            .Select(reconnect => (Reconnect: reconnect, At: reconnect.First())).ToArray();
        var perTenth = new int[600];

        for (var station = 0; station < stations; station++)
        {
            var (reconnect, at) = next[station];
            for (; at < TimeSpan.FromSeconds(60); at += reconnect.Next()) perTenth[(int)(at.TotalSeconds * 10)]++;
        }

        var settled = perTenth[200..];
        Assert.InRange(settled.Average() * 10, 40, 90); // attempts a second
        Assert.InRange(settled.Max(), 0, 25);           // in one tenth of a second: no herd
    }

    [Fact]
    public void A_broker_that_returns_is_found_within_the_longest_delay_and_the_first_tries_are_quick()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var reconnect = new MqttReconnect(TimeProvider.System, new Random(seed));
            Assert.InRange(reconnect.First(), TimeSpan.Zero, MqttReconnect.FirstMax);
            Assert.InRange(reconnect.Next(), MqttReconnect.Shortest, MqttReconnect.Shortest * 3);
            for (var attempt = 0; attempt < 100; attempt++)
                Assert.InRange(reconnect.Next(), MqttReconnect.Shortest, MqttReconnect.Longest);
        }
    }

    [Fact]
    public void Delays_start_again_only_after_a_stable_link()
    {
        var reconnect = new MqttReconnect(new InstantTime(), new Random(1));
        var rounds = 0;

        var end = reconnect.Pipeline.Execute(_ => new MqttLinkEnd(Stable: ++rounds == 30), TestContext);

        Assert.True(end.Stable);
        Assert.Equal(30, rounds);
        Assert.Contains(Enumerable.Range(0, 20), _ => reconnect.Next() > MqttReconnect.Shortest * 3); // still grown
        reconnect.First();
        Assert.InRange(reconnect.Next(), MqttReconnect.Shortest, MqttReconnect.Shortest * 3);
    }

    private static CancellationToken TestContext => CancellationToken.None;

    /// <summary>Every delay is over at once.</summary>
    private sealed class InstantTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
