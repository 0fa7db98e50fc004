using System.Globalization;
using Noodlink.Scenarios.Ground;
using Noodlink.Scenarios.Kills;

namespace Noodlink.Scenarios.Soak;

// First everything goes wrong at once. Then calm: everything has to arrive. Then only links, modems and the disk go
// wrong, so that each program lives long enough to be weighed twice. Then calm again, and the count.

/// <summary>One region, hunted for a while: two noodsteunpunten with LAN and radio, a coördinatiepunt with its
/// broker.</summary>
internal sealed class Hunt : IDisposable
{
    private const double AirSpeed = 10, MessagesPerSecond = 1.5, ShareWithKills = 0.55;

    private readonly Region _region;
    private readonly Mishaps _mishaps;
    private readonly Random _random;
    private readonly Diary _diary;
    private readonly LastingDisk? _disk;
    private readonly List<Volunteer> _volunteers;
    private readonly SpoolWatch _spool;

    private Hunt(Region region, Relay relay, Air air, Random random, Diary diary)
    {
        _region = region;
        _random = random;
        _diary = diary;
        _disk = Environment.IsPrivilegedProcess ? new LastingDisk(region.Node.Program, megabytes: 24) : null;
        if (_disk is null) diary.Write("without a full disk: only root may mount a small one");
        _mishaps = new Mishaps(region, relay, air, _disk, diary);
        _volunteers = [.. region.Nodes.Select(node => new Volunteer(node))];
        _spool = new SpoolWatch(region.Hub.Spool);
    }

    public static async Task<Hunt> BeginAsync(Scene scene, Diary diary)
    {
        var air = await Air.StartAsync(scene, ports: 3, speed: AirSpeed);
        var region = Region.Create(scene, nodes: 2, air: air);
        var relay = await Relay.StartAsync(scene, region.Hub.BrokerPort);
        region.Node.Program.Settings["Mqtt:Port"] = relay.Port.ToString(CultureInfo.InvariantCulture);
        return new Hunt(region, relay, air, scene.Random, diary);
    }

    public async Task RunAsync(TimeSpan time)
    {
        await _region.StartAsync();
        await PhaseAsync("everything", time * ShareWithKills, withKills: true);
        var before = Weigh();
        await PhaseAsync("links, modems and the disk", time * (1 - ShareWithKills), withKills: false);
        var after = Weigh();
        await CheckAsync();
        foreach (var (who, weight) in before)
        {
            _diary.Write($"{who}: {weight}; at the end {after[who]}");
            weight.CheckFlat(who, after[who]);
        }

        foreach (var program in Programs()) Assert.Equal(0, await program.Value.TerminateAsync(10));
        Assert.Empty(_region.Hub.Brokers());
    }

    public void Dispose() => _disk?.Dispose();

    private async Task PhaseAsync(string what, TimeSpan time, bool withKills)
    {
        _diary.Write(string.Create(CultureInfo.InvariantCulture, $"--- {what} goes wrong for {time.TotalSeconds:0} s"));
        using var calm = new CancellationTokenSource();
        var working = _volunteers
            .Select(volunteer => volunteer.WorkAsync(new Random(_random.Next()), MessagesPerSecond, calm.Token))
            .Append(AuditAsync(new Random(_random.Next()), calm.Token)).ToList();
        using var whole = new CancellationTokenSource();
        var harming = new List<Task> { _mishaps.HarmThingsAsync(new Random(_random.Next()), whole.Token) };
        var programs = new Random(_random.Next());
        if (withKills) harming.Add(_mishaps.HarmProgramsAsync(programs, whole.Token));
        // Whatever fails ends the hunt at once: the programs then stand as they were.
        var ended = await Task.WhenAny([.. working, .. harming, Wait.PassAsync(time.TotalSeconds)]);
        await ended;
        await whole.CancelAsync();
        await Task.WhenAll(harming);
        await calm.CancelAsync();
        await Task.WhenAll(working);
        await EverythingArrivesAsync();
    }

    /// <summary>What a noodsteunpunt calls delivered has to stand at the coördinatiepunt already.</summary>
    private async Task AuditAsync(Random random, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Wait.PassAsync(1);
            _spool.Look();
            var volunteer = _volunteers[random.Next(_volunteers.Count)];
            var ids = volunteer.Accepted.Keys.ToList();
            if (ids.Count == 0) continue;
            var id = ids[random.Next(ids.Count)];
            try
            {
                if ((await volunteer.Node.MessageAsync(id)).Delivered() is null) continue;
                var there = await _region.Hub.Program.Browser.GetAsync($"/api/messages/{id}");
                Assert.Equal(volunteer.Accepted[id], (string?)there["content"]!["text"]);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // One of them does not run at this moment.
            }
        }
    }

    private async Task EverythingArrivesAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        foreach (var node in _region.Nodes)
        {
            var waiting = -1;
            await Wait.UntilAsync(
                () => $"nothing waits at {node.Id}: {waiting} do", 180,
                async () => (waiting = (int)(await node.StatusAsync())["queue"]!["waiting"]!) == 0);
        }

        await Wait.UntilAsync("the meldkamer's folder has every noodmelding", 60, () => _spool.HasAll(Alarms()));
        _diary.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"calm: {_volunteers.Sum(each => each.Accepted.Count)} accepted, of which {Alarms().Count} noodmeldingen; "
            + $"{_volunteers.Sum(each => each.Refused)} posts refused on a full disk; the last arrived "
            + $"{TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s after the last mishap"));
    }

    private async Task CheckAsync()
    {
        var accepted = _volunteers.SelectMany(each => each.Accepted).ToDictionary(StringComparer.Ordinal);
        var feed = await _region.Hub.FeedAsync();
        var ids = feed.Select(item => (string)item["id"]!).ToList();
        Assert.Equal(accepted.Keys.Order(StringComparer.Ordinal), ids.Order(StringComparer.Ordinal));
        foreach (var item in feed)
        {
            Assert.Equal(accepted[(string)item["id"]!], (string?)item["content"]!["text"]);
            Assert.True((bool)item["complete"]!, $"{item["id"]} is not complete");
        }

        _spool.Check(Alarms());
        foreach (var volunteer in _volunteers)
        foreach (var id in volunteer.Accepted.Keys)
            Assert.Equal("DeliveredDevice", await volunteer.Node.StateAsync(id));
        var byRadio = feed.Count(item => item.ReceivedBy("Radio").Count > 0);
        _diary.Write(string.Create(
            CultureInfo.InvariantCulture, $"{feed.Count} in the feed, each once, {byRadio} of them by radio"));
    }

    private HashSet<string> Alarms() =>
        _volunteers.SelectMany(each => each.Alarms.Keys).ToHashSet(StringComparer.Ordinal);

    private Dictionary<string, StationProgram> Programs() => new(StringComparer.Ordinal)
    {
        ["node 1"] = _region.Nodes[0].Program, ["node 2"] = _region.Nodes[1].Program, ["hub"] = _region.Hub.Program,
    };

    private Dictionary<string, Weight> Weigh() => Programs()
        .ToDictionary(each => each.Key, each => Weight.Of(each.Value), StringComparer.Ordinal);
}
