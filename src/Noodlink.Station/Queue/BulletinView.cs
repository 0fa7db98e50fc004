using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Queue;

/// <summary>A bulletin as people see it: at a noodsteunpunt one that came in, at a hub one that was sent to some or
/// all.</summary>
/// <remarks>A snapshot, immutable; safe to share between threads.</remarks>
public sealed record BulletinView
{
    /// <summary>Order of commit here; of the first message.</summary>
    public required long Journal { get; init; }

    /// <summary>The number of its message: what a reply refers to. At a hub that of its first message.</summary>
    public required string MessageNumber { get; init; }

    /// <summary>What it says. <see cref="Bulletin.ValidUntilSeconds"/> is by the hub's clock: it may be told as past, it
    /// never hides anything.</summary>
    public required Bulletin Content { get; init; }

    /// <summary>ECHT, OEFENING or TEST.</summary>
    public required MessageStatus Status { get; init; }

    /// <summary>By our clock: received, or sent.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The number of the bulletin that holds instead, when it is here: one that says so, or a later one with the
    /// same number. Null: this one holds.</summary>
    public int? ReplacedBy { get; init; }

    /// <summary>Where it hangs, as the latest reply of each point says.</summary>
    public IReadOnlyList<HungUp> HungUp { get; init; } = [];

    /// <summary>Hub: its message to each point.</summary>
    public IReadOnlyList<BulletinPoint> Points { get; init; } = [];

    /// <summary>Its place among what its hub said; of the first message.</summary>
    internal Said Said { get; init; }

    /// <summary>Is its time over by this clock? Only to be said in words: either clock may be wrong.</summary>
    public bool IsPast(DateTimeOffset now) => now.ToUnixTimeSeconds() >= Content.ValidUntilSeconds;
}

/// <summary>A point told that it hung up a bulletin.</summary>
/// <param name="At">When we stored that, by our clock.</param>
/// <param name="Reply">The number of its reply.</param>
public sealed record HungUp(string Station, DateTimeOffset At, string Reply);

/// <summary>How far a bulletin is on its way to one point.</summary>
public sealed record BulletinPoint(string Station, string MessageNumber, MessageState State);
