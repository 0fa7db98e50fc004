namespace Noodlink.Protocol.LifeCycle;

/// <summary>What people at the coördinatiepunt do with a noodmelding (interfaces.md §4), and what the station adds.</summary>
public enum StaffEventType : byte
{
    /// <summary>Somebody opened the message's own page.</summary>
    Seen = 1,

    /// <summary>"Ik behandel."</summary>
    Claimed = 2,

    Unclaimed = 3,

    /// <summary>A question went to the noodsteunpunt.</summary>
    Query = 4,

    /// <summary>Under AfterReview: forwarders may have it now.</summary>
    Released = 5,

    /// <summary>A person spoke to the meldkamer.</summary>
    Forwarded = 6,

    Accepted = 7,

    AcceptedDelayed = 8,

    EnRoute = 9,

    OnScene = 10,

    NotForwarded = 11,

    Closed = 12,

    /// <summary>Takes back the latest state-changing event of staff.</summary>
    Undone = 13,

    /// <summary>Somebody has looked at what two accounts of one noodmelding say differently (interfaces.md §4, by voice or
    /// paper). Changes no state.</summary>
    Compared = 14,

    /// <summary>Two accounts under one number are about two events: each goes on by itself. Changes no state.</summary>
    Separated = 15,

    /// <summary>Not staff: the noodsteunpunt answered a question; which one, if it told and it is a coded one.</summary>
    Answered = 20,

    /// <summary>Not staff: the noodsteunpunt withdrew the noodmelding.</summary>
    Withdrawn = 21,
}

/// <summary>One thing that was done, as it is kept.</summary>
/// <param name="By">A role: "coördinator", "loggist"; for the station's own events its id.</param>
/// <param name="At">By the hub's clock.</param>
/// <param name="Number">Counts per message, from 1.</param>
public sealed record StaffEvent(
    ushort Number, StaffEventType Type, string By, DateTimeOffset At, string? Note = null,
    Messages.Question? Question = null, Messages.MeldkamerChannel? Channel = null, ushort? Minutes = null,
    string? MeldkamerNumber = null);

/// <summary>What a program asks to record.</summary>
/// <param name="TakeOver">With <see cref="StaffEventType.Claimed"/>: also when another role holds it.</param>
public sealed record StaffAction(
    StaffEventType Type, string By, string? Note = null, Messages.Question? Question = null,
    Messages.MeldkamerChannel? Channel = null, ushort? Minutes = null, string? MeldkamerNumber = null,
    bool TakeOver = false);
