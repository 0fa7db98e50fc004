using System.Globalization;
using System.Text.Json.Nodes;

namespace Noodlink.Scenarios.Ground;

/// <summary>The coördinatiepunt of a region: the real program, its broker, and its folder for the meldkamer.</summary>
internal sealed class Coordinatiepunt(Scene scene, string name, int brokerPort)
{
    public const ushort Number = 2;

    public StationProgram Program { get; } =
        new(scene, name, Repository.Hub, Path.Combine(scene.Directory, $"{name}-data"));

    public string Spool => Path.Combine(Program.DataDirectory, "meldkamer");

    /// <summary>How its managed broker is told from any other process.</summary>
    public string BrokerConfiguration => Path.Combine(Program.DataDirectory, "broker", "mosquitto.conf");

    /// <summary>Where the broker listens, managed or not.</summary>
    public int BrokerPort { get; } = brokerPort;

    /// <summary>Everything in the feed, in journal order.</summary>
    public async Task<IReadOnlyList<JsonNode>> FeedAsync()
    {
        var items = new List<JsonNode>();
        var after = 0L;
        while (true)
        {
            var page = await Program.Browser.GetAsync(
                string.Create(CultureInfo.InvariantCulture, $"/api/feed?after={after}&limit=500"));
            var found = page["items"]!.AsArray();
            if (found.Count == 0) return items;
            items.AddRange(found.Select(item => item!));
            after = (long)page["next"]!;
        }
    }

    /// <summary>The item with that number, or null.</summary>
    public async Task<JsonNode?> FindAsync(string number) =>
        (await FeedAsync()).FirstOrDefault(item => (string)item["id"]! == number);

    public Task<JsonNode> StatusAsync() => Program.Browser.GetAsync("/api/status");

    public async Task<bool> IsUpAsync(string bearer) =>
        (await StatusAsync())["bearers"]!.AsArray().Any(each => (string?)each!["name"] == bearer && (bool)each["up"]!);

    /// <summary>Until the bearer is in that state.</summary>
    public Task<TimeSpan> BearerAsync(string bearer, bool up, double seconds) => Wait.UntilAsync(
        $"the hub: {bearer} is {(up ? "up" : "down")}", seconds, async () => await IsUpAsync(bearer) == up);

    /// <summary>The processes that run on the managed broker's configuration: never more than one.</summary>
    public IReadOnlyList<int> Brokers() => ProcessTable.With(BrokerConfiguration, butNot: Program.IsRunning ? Program.Pid : 0);
}
