using System.Globalization;
using Noodlink.Scenarios.Ground;
using Noodlink.Scenarios.Kills;
using Xunit.Abstractions;

namespace Noodlink.Scenarios.Hostile;

/// <summary>Whoever misbehaves waits for themselves; the others notice nothing. A long run with its figures:
/// <c>bash tests/hostile.sh --seconds N</c>.</summary>
[Collection(nameof(Alone))]
public sealed class HostileTests(ITestOutputHelper output)
{
    private const string SecondsVariable = "NOODLINK_HOSTILE_SECONDS";
    private const double SecondsByDefault = 1.2;

    /// <summary>A neighbour's noodmelding on a LAN takes tens of milliseconds; ten seconds is a person who wonders.</summary>
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(10);

    [Fact]
    public Task A_mad_station_large_packets_wrong_keys_and_slow_connections_hold_up_nobody_else() =>
        Scene.PlayAsync(output, async scene =>
        {
            var region = Region.Create(scene, nodes: 2);
            var (mad, neighbour) = (region.Nodes[0], region.Nodes[1]);
            await Task.WhenAll(region.Hub.Program.StartAsync(), neighbour.Program.StartAsync());
            await neighbour.BearerAsync("Mqtt", up: true, seconds: 15);
            await region.Hub.BearerAsync("Mqtt", up: true, seconds: 15);
            var brokers = region.Hub.Brokers();

            output.WriteLine("attack | did | noodmelding to DeliveredDevice, median and longest | operator's page, median and longest");
            foreach (var attack in (Attack[])
            [
                new("none", (_, stop) => Task.Delay(Timeout.InfiniteTimeSpan, stop)),
                Attack.Flood(region, mad), Attack.LargePackets(region, mad), Attack.WrongKeys(region, mad),
                Attack.WrongPasswords(region, mad), Attack.SlowConnections(region),
            ])
                await UnderAsync(attack, region, neighbour);

            Assert.Equal(brokers, region.Hub.Brokers());
            var status = await region.Hub.StatusAsync();
            output.WriteLine($"refused {status["refused"]!["byReason"]!.ToJsonString()}, dropped {status["dropped"]!["byReason"]!.ToJsonString()}");
            Assert.True((long)status["dropped"]!["byReason"]!["connectionTurnedAway"]! > 0);
            Assert.True((await region.Hub.Program.Browser.HealthAsync()).Well);
        });

    private async Task UnderAsync(Attack attack, Region region, Noodsteunpunt neighbour)
    {
        using var stop = new CancellationTokenSource();
        var did = 0L;
        var attacking = attack.RunAsync(() => Interlocked.Increment(ref did), stop.Token);
        var began = TimeProvider.System.GetTimestamp();
        var (messages, pages) = (new List<TimeSpan>(), new List<TimeSpan>());
        while (TimeProvider.System.GetElapsedTime(began).TotalSeconds < Seconds || messages.Count < 5)
        {
            messages.Add(await DeliverAsync(attack, neighbour));
            var asked = TimeProvider.System.GetTimestamp();
            await region.Hub.Program.Browser.PageAsync("/");
            pages.Add(TimeProvider.System.GetElapsedTime(asked));
        }

        var took = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        Assert.False(attacking.IsFaulted, $"{attack.Name}: {attacking.Exception}");
        await stop.CancelAsync();
        await attacking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{attack.Name} | {did / took:0}/s | {Words(messages)} | {Words(pages)}"));
    }

    private static async Task<TimeSpan> DeliverAsync(Attack attack, Noodsteunpunt neighbour)
    {
        var began = TimeProvider.System.GetTimestamp();
        var id = await neighbour.SendAsync(Letters.Alarm("van de buren"));
        while (await neighbour.StateAsync(id) != "DeliveredDevice")
        {
            var waits = TimeProvider.System.GetElapsedTime(began);
            Assert.True(waits < Noticed, $"under '{attack.Name}' {id} was not delivered within {waits.TotalSeconds:0.0} s");
            await Wait.PassAsync(0.01);
        }

        return TimeProvider.System.GetElapsedTime(began);
    }

    private static double Seconds =>
        double.TryParse(Environment.GetEnvironmentVariable(SecondsVariable), CultureInfo.InvariantCulture, out var seconds)
            ? seconds : SecondsByDefault;

    private static string Words(List<TimeSpan> times)
    {
        times.Sort();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{times[times.Count / 2].TotalMilliseconds:0} and {times[^1].TotalMilliseconds:0} ms of {times.Count}");
    }
}
