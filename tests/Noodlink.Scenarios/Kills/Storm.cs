using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Noodlink.Scenarios.Ground;

namespace Noodlink.Scenarios.Kills;

// One region under kill -9. Volunteers post noodmeldingen without a pause; an unanswered post is posted again with its
// key until it is answered, so at the end everything is known: what was accepted, and that nothing else may exist.
// Meanwhile node, hub and broker are killed at moments drawn from the seed, some of them while they still start.

/// <summary>One region in a storm, and what must be true after it.</summary>
internal sealed class Storm
{
    private const int Volunteers = 2;

    private readonly Region _region;
    private readonly Random _random;
    private readonly string _name;
    private readonly ConcurrentDictionary<string, string> _accepted = new(StringComparer.Ordinal);
    private readonly SpoolWatch _spool;
    private int _made;

    /// <param name="air">Set: node and hub have a radio too, and most is received over both.</param>
    public Storm(Scene scene, string name, int seed, Air? air)
    {
        _name = name;
        _random = new Random(seed);
        _region = Region.Create(scene, $"{name}-", air: air);
        _spool = new SpoolWatch(_region.Hub.Spool);
    }

    public int Accepted => _accepted.Count;

    /// <summary>Noodmeldingen that came over the radio, or over that too.</summary>
    public int ByRadio { get; private set; }

    public async Task BlowAsync(int kills)
    {
        await _region.StartAsync();
        using var calm = new CancellationTokenSource();
        var volunteers = Enumerable.Range(0, Volunteers)
            .Select(_ => PostAsync(new Random(_random.Next()), calm.Token)).ToList();
        for (var kill = 0; kill < kills; kill++) await StrikeAsync();
        await calm.CancelAsync();
        await Task.WhenAll(volunteers);
        await EverythingArrivesAsync();
        await CheckFeedAsync();
        _spool.Check(_accepted.Keys.ToHashSet(StringComparer.Ordinal));
        await CheckBrokersAsync();
    }

    private async Task PostAsync(Random random, CancellationToken calm)
    {
        while (!calm.IsCancellationRequested)
        {
            var text = $"{_name} melding {Interlocked.Increment(ref _made)} kenmerk {random.Next():X8}";
            var id = await _region.Node.SendAsync(Letters.Alarm(text, random.Next(2) == 0 ? "Yes" : "No"));
            Assert.True(_accepted.TryAdd(id, text), $"{id} was given to two noodmeldingen: '{_accepted[id]}' and '{text}'");
            await Wait.PassAsync(random.NextDouble() * 0.15);
        }
    }

    /// <summary>One kill, at a moment drawn by chance, and the start again.</summary>
    private async Task StrikeAsync()
    {
        await Wait.PassAsync(0.1 + (_random.NextDouble() * 1.2));
        _spool.Look();
        var victim = _random.Next(10);
        if (victim < 3) await KillBrokerAsync();
        else await KillProgramAsync(victim < 7 ? _region.Hub.Program : _region.Node.Program);
    }

    private async Task KillProgramAsync(StationProgram program)
    {
        await program.KillAsync();
        await Wait.PassAsync(_random.NextDouble() * 0.5);
        await program.LaunchAsync();
        // One in five is struck again before it is up: that is the next kill.
        if (_random.Next(5) > 0) await program.ReadyAsync();
    }

    private async Task KillBrokerAsync()
    {
        // The hub may be starting, or may wait before it starts another.
        IReadOnlyList<int> brokers = [];
        await Wait.UntilAsync("a broker to kill", 20, () => (brokers = _region.Hub.Brokers()).Count > 0);
        foreach (var pid in brokers) Signals.Send(pid, Signals.Kill);
    }

    private async Task EverythingArrivesAsync()
    {
        await _region.Hub.Program.ReadyAsync();
        await _region.Node.Program.ReadyAsync();
        await Wait.UntilAsync(
            $"{_name}: nothing waits at the noodsteunpunt any more", 60,
            async () => (int)(await _region.Node.StatusAsync())["queue"]!["waiting"]! == 0);
        await Wait.UntilAsync(
            $"{_name}: the meldkamer's folder has everything", 30,
            () => _spool.HasAll(_accepted.Keys.ToHashSet(StringComparer.Ordinal)));
    }

    private async Task CheckFeedAsync()
    {
        var feed = await _region.Hub.FeedAsync();
        var ids = feed.Select(item => (string)item["id"]!).ToList();
        Assert.Empty(ids.GroupBy(id => id, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.Empty(_accepted.Keys.Except(ids, StringComparer.Ordinal));
        Assert.Empty(ids.Except(_accepted.Keys, StringComparer.Ordinal));
        foreach (var item in feed)
        {
            Assert.Equal(_accepted[(string)item["id"]!], (string?)item["content"]!["text"]);
            Assert.True((bool)item["complete"]!, $"{item["id"]} is not complete");
        }

        ByRadio = feed.Count(item => item.ReceivedBy("Radio").Count > 0);
        foreach (var id in _accepted.Keys)
            Assert.Equal("DeliveredDevice", await _region.Node.StateAsync(id));
    }

    private async Task CheckBrokersAsync()
    {
        await Wait.UntilAsync($"{_name}: one broker", 10, () => _region.Hub.Brokers().Count == 1);
        Assert.Equal(0, await _region.Hub.Program.TerminateAsync(10));
        Assert.Empty(_region.Hub.Brokers());
        Assert.Equal(0, await _region.Node.Program.TerminateAsync(10));
    }
}
