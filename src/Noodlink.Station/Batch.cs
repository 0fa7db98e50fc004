using Noodlink.Protocol;

namespace Noodlink.Station;

/// <summary>One turn of the loop: inputs that become one transaction. What must not happen before the commit waits in
/// <see cref="AfterCommit"/>, and is forgotten when the commit fails.</summary>
internal sealed class Batch(Instant now, DateTimeOffset wall)
{
    public Instant Now { get; } = now;

    /// <summary>For people and for the rows; never for a decision.</summary>
    public DateTimeOffset Wall { get; } = wall;

    public List<Action> AfterCommit { get; } = [];

    /// <summary>Journal numbers of messages whose view changed.</summary>
    public HashSet<long> Changed { get; } = [];

    public bool StatusChanged { get; set; }
}
