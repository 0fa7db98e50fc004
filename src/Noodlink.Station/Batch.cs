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

    /// <summary>Signals taken in this turn: a repeated one is known before its first is committed.</summary>
    public HashSet<(ushort Station, ushort Epoch, uint Serial)> Signals { get; } = [];

    /// <summary>Takes over what a committed part of this turn left to do.</summary>
    public void Add(Batch committed)
    {
        AfterCommit.AddRange(committed.AfterCommit);
        Changed.UnionWith(committed.Changed);
        StatusChanged |= committed.StatusChanged;
    }
}
