using System.Collections.Concurrent;
using System.Globalization;
using Noodlink.Scenarios.Ground;
using Noodlink.Station.Queue;

namespace Noodlink.Scenarios.Outages;

// An hour without the hub at 20 messages a second is 72,000 messages. The hour itself proves nothing that its messages
// do not, so it is left out: they are posted as fast as the noodsteunpunt answers 202. In the middle of it the
// noodsteunpunt is killed; a post without an answer is posted again with its key. Then the hub comes back, is killed
// while the backlog runs in, and comes back again. What counts is what stands in its feed afterwards.
//
// The order is the order of the journal, in which the hub committed what came. All classes are mixed evenly in the
// posts, so that without sorting nearly every noodmelding would stand behind something less urgent.

/// <summary>A long time without the hub, and its end.</summary>
internal sealed class Outage(Scene scene, int messages)
{
    private const int Clients = 16;

    /// <summary>The share of the backlog that is in when the hub is killed: behind the noodmeldingen, so that at most the
    /// ten messages that a broker may have in its hands then are of one class.</summary>
    private const double KilledAt = 0.4;

    private readonly Region _region = Region.Create(scene);
    private readonly ConcurrentDictionary<string, string> _accepted = new(StringComparer.Ordinal);
    private int _posted;

    private double Patience => 60 + (messages / 200.0);

    public async Task PlayAsync()
    {
        await _region.StartAsync();
        await _region.Hub.Program.KillAsync();
        await _region.Node.BearerAsync("Mqtt", up: false, seconds: 30);
        var accepting = await AcceptAsync();
        var (draining, inAtKill) = await DrainAsync();
        var feed = await FeedTally.ReadAsync(_region.Hub);
        Tell(feed, accepting, draining, inAtKill);

        Assert.Equal(messages, _accepted.Count);
        Assert.Equal(0, feed.Lost(_accepted));
        Assert.Equal(0, feed.Twice());
        Assert.Equal(0, feed.Wrong(_accepted));
        Assert.Equal(messages, feed.Arrivals.Count);
        Assert.Equal(0, feed.OutOfOrder());
        await SpoolAsync();
    }

    /// <summary>Everything is posted by several clients; halfway the noodsteunpunt is killed and started again.</summary>
    private async Task<TimeSpan> AcceptAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        var clients = Enumerable.Range(0, Clients).Select(_ => PostAsync()).ToList();
        await Wait.UntilAsync(
            () => $"half of the posts are accepted: {_accepted.Count}", Patience,
            () => Task.FromResult(_accepted.Count >= messages / 2 || clients.Exists(client => client.IsFaulted)));
        await _region.Node.Program.KillAsync();
        await _region.Node.Program.StartAsync();
        await Task.WhenAll(clients);
        var took = TimeProvider.System.GetElapsedTime(started);
        Assert.Equal(messages, await WaitingAsync());
        return took;
    }

    private async Task PostAsync()
    {
        while (Interlocked.Increment(ref _posted) is var number && number <= messages)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"bericht {number} van {messages}");
            var id = await _region.Node.SendAsync(Letter(number, text));
            Assert.True(_accepted.TryAdd(id, text), $"{id} was given to '{_accepted[id]}' and to '{text}'");
        }
    }

    /// <summary>A tenth danger to life, a fifth other noodmeldingen, a twentieth an exercise, the rest routine.</summary>
    private static string Letter(int number, string text) => (number % 20) switch
    {
        3 or 13 => Letters.Alarm(text),
        5 or 9 or 15 or 19 => Letters.Alarm(text, "No"),
        7 => Letters.Alarm(text, status: "Exercise"),
        _ => Letters.Report(text),
    };

    /// <summary>From the start of the hub to the last receipt on the noodsteunpunt's disk, with a kill between.</summary>
    private async Task<(TimeSpan Took, int InAtKill)> DrainAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        await _region.Hub.Program.StartAsync();
        var enough = (int)(messages * KilledAt);
        await Wait.UntilAsync($"{enough} messages are in", Patience, async () => await HasAsync(enough));
        await _region.Hub.Program.KillAsync();
        var inAtKill = InJournal();
        await _region.Hub.Program.StartAsync();
        await Wait.UntilAsync("nothing waits any more", Patience, async () => await WaitingAsync() == 0);
        return (TimeProvider.System.GetElapsedTime(started), inAtKill);
    }

    /// <summary>Until every noodmelding is in the folder for the meldkamer, with three files and no more.</summary>
    private async Task SpoolAsync()
    {
        var alarms = Enumerable.Range(1, messages).Count(number => Letter(number, "").Contains("Alarm", StringComparison.Ordinal));
        var took = await Wait.UntilAsync(
            "the meldkamer's folder has every noodmelding", Patience * 3,
            () => Directory.EnumerateFiles(_region.Hub.Spool, "*.cap.xml").Count() >= alarms);
        Assert.Equal(alarms * 3, Directory.EnumerateFiles(_region.Hub.Spool, "*").Count());
        scene.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"the last of {alarms} files for the meldkamer {took.TotalSeconds:0.0} s later"));
    }

    /// <summary>What the dead hub had committed, as its next process will find it.</summary>
    private int InJournal()
    {
        using var reader = Sqlite.OpenReader(Path.Combine(_region.Hub.Program.DataDirectory, MessageQueue.FileName));
        return Convert.ToInt32(Sqlite.Scalar(reader, "SELECT count(*) FROM message WHERE own = 0"), CultureInfo.InvariantCulture);
    }

    private async Task<bool> HasAsync(int count) => (await _region.Hub.Program.Browser.GetAsync(
        string.Create(CultureInfo.InvariantCulture, $"/api/feed?after={count - 1}&limit=1")))["items"]!.AsArray().Count > 0;

    private async Task<int> WaitingAsync() => (int)(await _region.Node.StatusAsync())["queue"]!["waiting"]!;

    private void Tell(FeedTally feed, TimeSpan accepting, TimeSpan draining, int inAtKill)
    {
        var node = ProcessTable.Memory(_region.Node.Program.Pid);
        var hub = ProcessTable.Memory(_region.Hub.Program.Pid);
        scene.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            accepted {_accepted.Count}, lost {feed.Lost(_accepted)}, twice {feed.Twice()}, wrong {feed.Wrong(_accepted)}
            out of order {feed.OutOfOrder()} by status and precedence, {feed.OutOfTurn()} by number within their class
            accepted in {accepting.TotalSeconds:0.0} s ({messages / accepting.TotalSeconds:0} msg/s), the node's kill -9 and restart in it
            drained in {draining.TotalSeconds:0.0} s ({messages / draining.TotalSeconds:0} msg/s), the hub's start, its kill -9 at {inAtKill} and its restart in it
            memory: node {node.Now:0} MB (at most {node.Most:0}), hub {hub.Now:0} MB (at most {hub.Most:0})
            """));
    }
}
