namespace Noodlink.Station.Queue;

/// <summary>Where a message stands among all that its maker said. Messages come in any order.</summary>
/// <param name="Serial">Its number.</param>
/// <param name="Created">Unix seconds by its maker's clock.</param>
/// <param name="Here">The order in which it came here.</param>
internal readonly record struct Said(uint Serial, uint Created, long Here)
{
    /// <summary>Was it said before another of the same maker? Where number and clock contradict each other (a restored disk, a
    /// clock that was set), the order in which they came here decides.</summary>
    public bool IsBefore(Said other)
    {
        if (Serial < other.Serial && Created <= other.Created) return true;
        if (Serial > other.Serial && Created >= other.Created) return false;
        return Here < other.Here;
    }
}
