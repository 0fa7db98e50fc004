using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Queue;

/// <summary>Who may have the last room on the disk; higher goes first.</summary>
internal enum Claim
{
    /// <summary>Everything else: situation reports, welfare, what is about no noodmelding.</summary>
    Routine,

    /// <summary>A noodmelding with status Exercise or Test, and what refers to one: the first half of the ballast. An
    /// exercise may show that a full disk is survived; it may not use up what a real noodmelding needs.</summary>
    Practice,

    /// <summary>A noodmelding for real, and what refers to one: all of the ballast but its last piece.</summary>
    Vital,

    /// <summary>What keeps those that are stored moving: receipts, tries, timers, bounds. They change rows that stand and
    /// take next to nothing; without them a station may send 64 and then no more. The last piece is theirs.</summary>
    Upkeep,
}

/// <summary>How strong the claim of a message is.</summary>
internal static class Claims
{
    /// <summary>Precedence says whether an answer or a question is about a noodmelding (interfaces.md §3).</summary>
    public static Claim Of(Kind kind, Precedence precedence, MessageStatus status)
    {
        var alarming = kind is Kind.Alarm or Kind.AlarmUpdate or Kind.AlarmCancel or Kind.Receipt
            || precedence <= Precedence.Emergency;
        return !alarming ? Claim.Routine : status == MessageStatus.Actual ? Claim.Vital : Claim.Practice;
    }
}
