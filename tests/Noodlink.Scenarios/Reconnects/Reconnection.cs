using System.Globalization;
using Noodlink.Scenarios.Ground;

namespace Noodlink.Scenarios.Reconnects;

// The power of the coördinatiepunt comes back and a whole region returns at once, everybody with a backlog whose only
// noodmelding was made last. Asked: how do the connections spread, how long does the last noodmelding take, what stood
// in front of it, and is everything there once.

/// <summary>A hub is killed under many stations and comes back.</summary>
internal sealed class Reconnection(Scene scene, int stations)
{
    private const int ReportsEach = 20;
    private const double AwaySeconds = 4;

    private readonly Region _region = Region.Create(scene, nodes: stations);
    private readonly Dictionary<string, string> _accepted = new(StringComparer.Ordinal);

    private double Patience => 60 + stations;

    public async Task PlayAsync()
    {
        await _region.Hub.Program.StartAsync();
        var points = _region.Nodes.Select(point => new LightStation(point, _region.Hub.BrokerPort, scene.Random)).ToList();
        try
        {
            await PlayAsync(points);
        }
        finally
        {
            await Task.WhenAll(points.Select(point => point.DisposeAsync().AsTask()));
        }
    }

    private async Task PlayAsync(List<LightStation> points)
    {
        foreach (var point in points) point.Start();
        await Wait.UntilAsync("everybody is on the LAN", Patience, () => points.TrueForAll(point => point.IsUp));
        await _region.Hub.Program.KillAsync();
        await Wait.UntilAsync("nobody is on the LAN", Patience, () => points.TrueForAll(point => !point.IsUp));
        foreach (var point in points) Fill(point);
        await Wait.PassAsync(AwaySeconds);

        var launched = TimeProvider.System.GetTimestamp();
        await _region.Hub.Program.StartAsync();
        await Wait.UntilAsync(
            () => $"everything has its receipt; {points.Sum(point => point.Waiting)} wait at {points.Count(point => point.Waiting > 0)} stations",
            Patience, () => Task.FromResult(points.TrueForAll(point => point.Waiting == 0)));
        var feed = await FeedTally.ReadAsync(_region.Hub);
        Tell(points, feed, launched);

        Assert.Equal(0, feed.Lost(_accepted));
        Assert.Equal(0, feed.Twice());
        Assert.Equal(0, feed.Wrong(_accepted));
        Assert.Equal(_accepted.Count, feed.Arrivals.Count);
        Assert.Equal(0, feed.OutOfOrder());
    }

    /// <summary>The routine first, the noodmelding last.</summary>
    private void Fill(LightStation point)
    {
        for (var number = 1; number <= ReportsEach; number++) Accept(point, Letters.Report);
        Accept(point, text => Letters.Alarm(text));
    }

    private void Accept(LightStation point, Func<string, string> letter)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"bericht {_accepted.Count + 1}");
        _accepted.Add(point.Accept(letter(text)), text);
    }

    private void Tell(List<LightStation> points, FeedTally feed, long launched)
    {
        var ups = points.Select(point => Seconds(launched, point.Ups[1])).Order().ToList();
        var letters = points.SelectMany(point => point.Letters).ToList();
        var alarms = points.Select(point => point.Letters.Single(letter => letter.IsAlarm)).ToList();
        var own = points.Zip(alarms, (point, alarm) => Seconds(point.Ups[^1], alarm.ReceiptedAt!.Value)).Order().ToList();
        var front = feed.InFront();
        var perSecond = ups.GroupBy(up => (int)(up - ups[0])).OrderBy(second => second.Key).Select(second => second.Count());
        var memory = ProcessTable.Memory(_region.Hub.Program.Pid);
        scene.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {stations} stations, accepted {_accepted.Count}, lost {feed.Lost(_accepted)}, twice {feed.Twice()}, wrong {feed.Wrong(_accepted)}
            out of order within a station {feed.OutOfOrder()}
            reconnected {ups[0]:0.0} s to {ups[^1]:0.0} s after the hub's start, per second {string.Join(' ', perSecond)}; dropped again {points.Count(point => point.Ups.Count > 2)}
            receipt of the noodmelding after the station's own connection: median {Median(own):0.00} s, last {own[^1]:0.00} s
            after the hub's start: the last noodmelding's receipt {alarms.Max(letter => Seconds(launched, letter.ReceiptedAt!.Value)):0.0} s, everything {letters.Max(letter => Seconds(launched, letter.ReceiptedAt!.Value)):0.0} s
            routine committed before a noodmelding, of stations that were back earlier: median {front[front.Count / 2]}, most {front[^1]} of {stations * ReportsEach}
            offered again {letters.Sum(letter => letter.Tries) - letters.Count} times
            memory of the hub {memory.Now:0} MB (at most {memory.Most:0}); seed {scene.Seed}
            """));
    }

    private static double Seconds(long from, long to) => TimeProvider.System.GetElapsedTime(from, to).TotalSeconds;

    private static double Median(List<double> sorted) => sorted[sorted.Count / 2];
}
