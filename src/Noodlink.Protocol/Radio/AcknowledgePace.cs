namespace Noodlink.Protocol.Radio;

// A message that is here already is acknowledged again at most once per two seconds (architecture §4.6): whoever repeats
// genuine frames must not empty our hour of airtime. It is never left out, though: it came again because the receipt was
// lost, and the sender's next try may be a minute away.
//
// On the radio the sender is deaf while it sends. Right after its frame it listens, so that is when the answer goes, if
// two seconds have passed. Where they have not, its next quick try is a better moment than the first that is allowed:
// only when that does not come is the answer sent by itself.

/// <summary>When a known message is acknowledged again. Pure; one thread at a time.</summary>
/// <typeparam name="TKey">The message, and what else sets one acknowledgement apart from another.</typeparam>
public sealed class AcknowledgePace<TKey>
    where TKey : notnull
{
    /// <summary>Architecture §4.6.</summary>
    public static readonly TimeSpan Again = TimeSpan.FromSeconds(2);

    /// <summary>Longer than from one quick try to the next: 0.3-0.6 s on air, 0.5-1.2 s of listening.</summary>
    private static readonly TimeSpan NextTry = TimeSpan.FromMilliseconds(1500);

    private readonly Dictionary<TKey, (Instant Last, Instant Due)> _paces = [];
    private readonly Queue<(TKey Key, Instant At)> _order = [];

    /// <summary>A message that was here already came again.</summary>
    /// <returns>The moment to acknowledge it.</returns>
    public Instant Known(TKey key, Instant now)
    {
        Forget(now);
        if (!_paces.TryGetValue(key, out var pace)) return Keep(key, now, now);
        if (pace.Due <= now) pace.Last = Instant.Max(pace.Last, pace.Due);
        return now - pace.Last >= Again
            ? Keep(key, now, now) : Keep(key, pace.Last, Instant.Max(pace.Last + Again, now + NextTry));
    }

    private Instant Keep(TKey key, Instant last, Instant due)
    {
        _paces[key] = (last, due);
        _order.Enqueue((key, due));
        return due;
    }

    /// <summary>Memory is bounded by what a few seconds bring.</summary>
    private void Forget(Instant now)
    {
        while (_order.TryPeek(out var oldest) && oldest.At + Again <= now)
        {
            _order.Dequeue();
            if (_paces.TryGetValue(oldest.Key, out var pace) && pace.Due == oldest.At) _paces.Remove(oldest.Key);
        }
    }
}
