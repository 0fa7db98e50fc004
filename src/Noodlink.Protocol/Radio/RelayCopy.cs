namespace Noodlink.Protocol.Radio;

/// <summary>Another station's frame, for the air once more.</summary>
/// <param name="Ticket">Gives what became of it back to <see cref="Relay.Transmitted"/>.</param>
/// <param name="Frame">Sealed, as heard.</param>
/// <param name="Header">One hop more than heard, the same attempt, and how long the copies that follow take.</param>
/// <param name="Station">The noodsteunpunt that it comes from or goes to.</param>
/// <param name="IsAlarm">A noodmelding: before all other copies, and as quick as an own one.</param>
/// <param name="IsAnswer">Downward, to a station that is listening for it now.</param>
/// <param name="IsAnswered">Upward: the hub's answer comes back this way.</param>
public sealed record RelayCopy(
    long Ticket, ReadOnlyMemory<byte> Frame, LinkHeader Header, ushort Station, bool IsAlarm, bool IsAnswer,
    bool IsAnswered);

/// <summary>Why a frame of somebody else was not relayed; also how often it was.</summary>
public enum RelayReason
{
    /// <summary>It was relayed.</summary>
    Relayed,

    /// <summary>It had <see cref="LinkHeader.HopMax"/> hops behind it.</summary>
    HopLimit,

    /// <summary>The same bytes of the same attempt were passed on or seen off before.</summary>
    Repeated,

    /// <summary>The other side answered: it heard the frame itself, or another copy.</summary>
    Answered,

    /// <summary>Another relay was first.</summary>
    OtherWasFirst,

    /// <summary>A signal of a station that this one carries nothing for.</summary>
    NotVia,

    /// <summary>Its first try, or a try of a station that reaches the hub by itself, or another relay's turn.</summary>
    LeftToOthers,

    /// <summary>It found no room, or no air in time.</summary>
    TooMany,
}
