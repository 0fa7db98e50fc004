using System.Text.Json.Nodes;

namespace Noodlink.Cli.Check;

// The demonstration checks itself from outside, through the doors that people and programs use: messages are posted at
// the noodsteunpunten, staff act at the coördinatiepunt, the LAN is a relay that hangs when it is told to, and what
// counts is what stands in the feed and in the meldkamer's folder. It asks and never listens, so nothing is missed by
// being late.

/// <summary>Sends the examples over the LAN, over the radio and over the LAN again, and follows each to its
/// end.</summary>
internal sealed class DemoCheck(
    IReadOnlyDictionary<string, StationClient> stations, StationClient hub, Action<string> steerLan, string spoolFolder,
    TimeProvider time, Action<string> say)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly List<SentMessage> _sent = [];
    private readonly Dictionary<string, long> _posted = new(StringComparer.Ordinal);
    private readonly HashSet<string> _oldFiles =
        [.. SpoolVersion.ReadAll(spoolFolder).Select(version => version.Identifier)];

    private IReadOnlyList<JsonObject> _feed = [];
    private long _before;

    public IReadOnlyList<SentMessage> Sent => _sent;

    /// <summary>Every fault in words; none: all is well.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(IReadOnlyList<Example> examples, CancellationToken stop)
    {
        _before = (await hub.FeedAsync(0, stop)).Select(item => (long?)item["journal"] ?? 0).DefaultIfEmpty().Max();
        await LanIsAsync(up: true, stop);
        await SendAsync(CheckPhase.Lan, examples, stop);
        await FollowAsync(CheckPhase.Lan, TimeSpan.FromSeconds(30), stop);

        steerLan("hang");
        say("LAN off: connections hang, nothing is closed.");
        await SendAsync(CheckPhase.Radio, Of(examples, CheckPhase.OverRadio), stop);
        await FollowAsync(CheckPhase.Radio, TimeSpan.FromSeconds(120), stop);

        steerLan("resume");
        say("LAN on.");
        await LanIsAsync(up: true, stop);
        await SendAsync(CheckPhase.LanAgain, Of(examples, CheckPhase.Afterwards), stop);
        await FollowAsync(CheckPhase.LanAgain, TimeSpan.FromSeconds(30), stop);
        await AskAsync(_sent, stop);
        return Verdict.Faults(_sent, _feed, Spool());
    }

    private static List<Example> Of(IEnumerable<Example> examples, IReadOnlyList<string> numbers) =>
        [.. examples.Where(example => numbers.Contains(example.Number))];

    private async Task SendAsync(string phase, IReadOnlyList<Example> examples, CancellationToken stop)
    {
        var numbers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var example in examples)
        {
            var body = example.With(numbers);
            var (ids, code, answer) = await StationOf(example).PostAsync(body, stop);
            if (ids.Count == 0)
                throw new CheckFailedException($"{example.Name} was not taken: {(int)code} {answer.ToJsonString()}");
            numbers[example.Number] = ids[0];
            foreach (var id in ids)
            {
                _posted[id] = time.GetTimestamp();
                _sent.Add(new SentMessage(phase, example, id, body));
            }
        }
    }

    /// <summary>Until everything of this phase is where it has to be, or the time is over: then the verdict tells.
    /// Meanwhile staff handle the first noodmelding of each noodsteunpunt.</summary>
    private async Task FollowAsync(string phase, TimeSpan patience, CancellationToken stop)
    {
        var mine = _sent.Where(message => message.Phase == phase).ToList();
        // What was withdrawn in the meantime is not handed to anybody.
        var withdrawn = mine.Where(message => message.Example.Kind == "AlarmCancel")
            .SelectMany(message => message.Example.About).ToHashSet(StringComparer.Ordinal);
        var handled = mine
            .Where(message => message.Example.Kind == "Alarm" && !withdrawn.Contains(message.Example.Number))
            .GroupBy(message => message.Example.Station).Select(group => group.First()).ToHashSet();
        var done = new HashSet<SentMessage>();
        var started = time.GetTimestamp();
        while (true)
        {
            await AskAsync(mine, stop);
            foreach (var message in handled)
                if (message.AtHub is not null && done.Add(message)) await HandleAsync(message.Id, stop);
            var waiting = mine.Where(message => !IsThere(message, handled.Contains(message))).ToList();
            var seconds = time.GetElapsedTime(started);
            if (waiting.Count == 0 || seconds > patience)
            {
                var there = mine.Count - waiting.Count;
                say($"{phase}: {there} of {mine.Count} messages all the way after {seconds.TotalSeconds:0.0} s.");
                return;
            }

            await Task.Delay(Interval, time, stop);
        }
    }

    private static bool IsThere(SentMessage message, bool isHandled) =>
        message.IsDelivered
        && (!message.IsForMeldkamer || message.Versions.Any(version => version is { Complete: true, IsWhole: true }))
        && (!isHandled || (string?)message.AtNode?["state"] == "AcceptedControlRoom");

    /// <summary>Read it, speak to the meldkamer, write down its number. Each goes back to the noodsteunpunt.</summary>
    private async Task HandleAsync(string id, CancellationToken stop)
    {
        JsonObject[] actions =
        [
            new() { ["type"] = "Seen", ["by"] = "loggist" },
            new() { ["type"] = "Forwarded", ["by"] = "loggist", ["channel"] = "C2000" },
            new() { ["type"] = "Accepted", ["by"] = "loggist", ["meldkamerNumber"] = "3217" },
        ];
        foreach (var action in actions) await hub.RecordAsync(id, action, stop);
    }

    private async Task AskAsync(IReadOnlyList<SentMessage> messages, CancellationToken stop)
    {
        _feed = await hub.FeedAsync(_before, stop);
        var spool = Spool();
        foreach (var message in _sent.Where(message => !IsOfTheHub(message.Example)))
        {
            var shown = _feed.Where(item => (string?)item["id"] == message.Id).ToList();
            message.TimesInFeed = shown.Count;
            message.AtHub = shown.FirstOrDefault();
            message.Versions =
                [.. spool.Where(version => version.Message == message.Id).OrderBy(version => version.Version)];
        }

        foreach (var message in messages)
        {
            message.AtNode = await StationOf(message.Example).MessageAsync(message.Id, stop);
            var seconds = time.GetElapsedTime(_posted[message.Id]).TotalSeconds;
            foreach (var entry in message.AtNode["history"] as JsonArray ?? [])
                message.Seen.TryAdd((string?)entry?["state"] ?? "", seconds);
            if (IsOfTheHub(message.Example)) await AskReceiverAsync(message, stop);
        }
    }

    private async Task AskReceiverAsync(SentMessage message, CancellationToken stop)
    {
        if (!stations.TryGetValue((string?)message.AtNode?["station"] ?? "", out var station)) return;
        var shown = (await station.ListAsync(message.Example.Kind, stop))
            .Where(item => (string?)item["id"] == message.Id).ToList();
        message.TimesInFeed = shown.Count;
        message.AtHub = shown.FirstOrDefault();
    }

    private bool IsOfTheHub(Example example) => !stations.ContainsKey(example.Station);

    private StationClient StationOf(Example example) => stations.GetValueOrDefault(example.Station, hub);

    private List<SpoolVersion> Spool() =>
        [.. SpoolVersion.ReadAll(spoolFolder).Where(version => !_oldFiles.Contains(version.Identifier))];

    private async Task LanIsAsync(bool up, CancellationToken stop)
    {
        var started = time.GetTimestamp();
        foreach (var (id, station) in stations)
        {
            while (IsUp(await station.StatusAsync(stop), "Mqtt") != up)
            {
                if (time.GetElapsedTime(started) > TimeSpan.FromSeconds(40))
                    throw new CheckFailedException($"{id} says that its LAN is {(up ? "down" : "up")}.");
                await Task.Delay(Interval, time, stop);
            }
        }
    }

    private static bool IsUp(JsonObject status, string bearer) =>
        (status["bearers"] as JsonArray ?? []).Any(one => (string?)one?["name"] == bearer && (bool?)one?["up"] == true);
}

/// <summary>The check cannot go on; the message says why.</summary>
internal sealed class CheckFailedException(string message) : Exception(message);
