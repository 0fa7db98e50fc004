using Noodlink.Protocol;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Station.Queue;

namespace Noodlink.Station;

/// <summary>One turn of the loop: inputs that become one transaction. What must not happen before the commit waits in
/// <see cref="AfterCommit"/>, and is forgotten when the commit fails.</summary>
internal sealed class Batch(Instant now, DateTimeOffset wall, DiskRoom? room = null)
{
    public Instant Now { get; } = now;

    /// <summary>For people and for the rows; never for a decision.</summary>
    public DateTimeOffset Wall { get; } = wall;

    /// <summary>The weakest claim on the last room of the disk among what it stores.</summary>
    public Claim Claim { get; private set; } = Claim.Upkeep;

    public List<Action> AfterCommit { get; } = [];

    /// <summary>Journal numbers of messages whose view changed.</summary>
    public HashSet<long> Changed { get; } = [];

    /// <summary>Ids of drafts that changed.</summary>
    public HashSet<string> Drafts { get; } = new(StringComparer.Ordinal);

    /// <summary>What the orders of this turn made of the exercise; it holds from the commit on. Null: nothing.</summary>
    public ExerciseClock? Exercise { get; set; }

    public bool StatusChanged { get; set; }

    /// <summary>The status is another one, but not so that anybody must know before the next second: a flood of frames
    /// must not become a flood of events.</summary>
    public bool StatusAged { get; set; }

    /// <summary>Signals taken in this turn: a repeated one is known before its first is committed.</summary>
    public HashSet<(ushort Station, ushort Epoch, uint Serial)> Signals { get; } = [];

    /// <summary>A batch of its own within this turn.</summary>
    public Batch Part() => new(Now, Wall, room) { Exercise = Exercise };

    /// <summary>Something with this claim is about to be stored.</summary>
    /// <returns>Dutch: why it may not; null: it may.</returns>
    public string? WhyNotStored(Claim claim)
    {
        if (room?.WhyNot(claim) is { } why) return why;
        Claim = claim < Claim ? claim : Claim;
        return null;
    }

    /// <summary>Takes over what a committed part of this turn left to do.</summary>
    public void Add(Batch committed)
    {
        AfterCommit.AddRange(committed.AfterCommit);
        Changed.UnionWith(committed.Changed);
        Drafts.UnionWith(committed.Drafts);
        Exercise = committed.Exercise;
        StatusChanged |= committed.StatusChanged;
        StatusAged |= committed.StatusAged;
    }
}
