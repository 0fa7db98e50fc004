using System.Collections.Concurrent;

namespace Noodlink.Station;

/// <summary>What was let go and why: frames that were not for us, what came faster than its share, receipts whose road
/// went down. Nothing of it asks anything of a person (that is counted as refused), but nothing goes without a count.</summary>
/// <remarks>All members may be called from any thread.</remarks>
public sealed class DropCount
{
    private readonly ConcurrentDictionary<string, long> _byReason = new(StringComparer.Ordinal);

    /// <summary>How many, by reason, since the start.</summary>
    public IReadOnlyDictionary<string, long> ByReason => new Dictionary<string, long>(_byReason, StringComparer.Ordinal);

    /// <summary>Counts one more, or several.</summary>
    /// <param name="reason">One word of a closed list: never anything that came from outside.</param>
    public void Add(string reason, long count = 1) =>
        _byReason.AddOrUpdate(reason, count, (_, before) => unchecked(before + count));
}
