using System.Globalization;
using System.Text.Json.Nodes;

namespace Noodlink.Scenarios.Ground;

/// <summary>One message as it stands in the feed.</summary>
/// <param name="Rank">The class of the strict order (architecture §4.9): status first, then precedence; small is urgent.
/// </param>
/// <param name="Serial">The number within its station.</param>
internal readonly record struct Arrival(string Id, string Text, string Station, int Rank, int Serial, bool Alarm, bool Complete);

/// <summary>A whole feed, read in pages and counted: thousands of messages are not kept as JSON.</summary>
internal sealed class FeedTally
{
    private const int Page = 500;

    private static readonly string[] Statuses = ["Actual", "Exercise", "Test"];
    private static readonly string[] Precedences = ["Flash", "Emergency", "Priority", "Routine", "Welfare"];

    private FeedTally(IReadOnlyList<Arrival> arrivals) => Arrivals = arrivals;

    /// <summary>In journal order: the order in which the hub committed them.</summary>
    public IReadOnlyList<Arrival> Arrivals { get; }

    public static async Task<FeedTally> ReadAsync(Coordinatiepunt hub)
    {
        var arrivals = new List<Arrival>();
        var after = 0L;
        while (true)
        {
            var page = await hub.Program.Browser.GetAsync(
                string.Create(CultureInfo.InvariantCulture, $"/api/feed?after={after}&limit={Page}"));
            var items = page["items"]!.AsArray();
            if (items.Count == 0) return new FeedTally(arrivals);
            arrivals.AddRange(items.Select(item => Read(item!)));
            after = (long)page["next"]!;
        }
    }

    /// <summary>Accepted and not in the feed.</summary>
    public int Lost(IReadOnlyDictionary<string, string> accepted) =>
        accepted.Keys.Except(Arrivals.Select(arrival => arrival.Id), StringComparer.Ordinal).Count();

    /// <summary>More than once in the feed, under one number or under two.</summary>
    public int Twice() =>
        Arrivals.Count - Math.Min(
            Arrivals.DistinctBy(arrival => arrival.Id).Count(), Arrivals.DistinctBy(arrival => arrival.Text).Count());

    /// <summary>In the feed and never accepted, under another text, or not whole.</summary>
    public int Wrong(IReadOnlyDictionary<string, string> accepted) =>
        Arrivals.Count(arrival => !arrival.Complete || accepted.GetValueOrDefault(arrival.Id) != arrival.Text);

    /// <summary>Messages that came in after one of their station that is less urgent.</summary>
    public int OutOfOrder() => Behind((last, arrival) => arrival.Rank < last.Rank);

    /// <summary>Messages that came in after a later one of the same class.</summary>
    public int OutOfTurn() => Behind((last, arrival) => arrival.Rank == last.Rank && arrival.Serial < last.Serial);

    /// <summary>For each noodmelding: how many less urgent messages, of any station, the hub had committed before it.</summary>
    public IReadOnlyList<int> InFront()
    {
        var found = new List<int>();
        var lesser = 0;
        foreach (var arrival in Arrivals)
        {
            if (arrival.Alarm) found.Add(lesser);
            else lesser++;
        }

        return found;
    }

    private int Behind(Func<Arrival, Arrival, bool> isBehind)
    {
        var furthest = new Dictionary<string, Arrival>(StringComparer.Ordinal);
        var count = 0;
        foreach (var arrival in Arrivals)
        {
            if (!furthest.TryGetValue(arrival.Station, out var last)) furthest[arrival.Station] = arrival;
            else if (isBehind(last, arrival)) count++;
            else if ((arrival.Rank, arrival.Serial).CompareTo((last.Rank, last.Serial)) > 0) furthest[arrival.Station] = arrival;
        }

        return count;
    }

    private static Arrival Read(JsonNode item)
    {
        var id = (string)item["id"]!;
        var number = id.LastIndexOf('-');
        var rank = (Array.IndexOf(Statuses, (string)item["status"]!) * Precedences.Length) +
            Array.IndexOf(Precedences, (string)item["precedence"]!);
        return new Arrival(
            id, (string)item["content"]!["text"]!, id[..number], rank,
            int.Parse(id.AsSpan(number + 1), CultureInfo.InvariantCulture), (string)item["kind"]! == "Alarm",
            (bool)item["complete"]!);
    }
}
