using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Dutch;

/// <summary>Why something was refused: for the person who sent it, or who tried it.</summary>
public static class RefusalText
{
    /// <summary>Why the coördinatiepunt could not keep a message. In lower case, to stand behind "Geweigerd – ".</summary>
    public static string Of(RefusalReason reason) => reason switch
    {
        RefusalReason.NewerVersion => Words.Refusal_NewerVersion,
        RefusalReason.Malformed => Words.Refusal_Malformed,
        RefusalReason.StorageFull => Words.Refusal_StorageFull,
        _ => Words.Refusal_Unknown,
    };

    /// <summary>Why staff cannot record something about a noodmelding now: a sentence.</summary>
    /// <param name="claimedBy">The role that handles it.</param>
    public static string Of(StaffRefusal refusal, string? claimedBy) => refusal switch
    {
        StaffRefusal.ClaimedByOther => Say.It(Words.Staff_ClaimedByOther, claimedBy),
        StaffRefusal.NotClaimed => Words.Staff_NotClaimed,
        StaffRefusal.Ended => Words.Staff_Ended,
        StaffRefusal.ReleasedByItself => Words.Staff_ReleasedByItself,
        StaffRefusal.AlreadyReleased => Words.Staff_AlreadyReleased,
        StaffRefusal.TakesNoPart => Words.Staff_TakesNoPart,
        StaffRefusal.NotForwardedYet => Words.Staff_NotForwardedYet,
        StaffRefusal.NotAcceptedYet => Words.Staff_NotAcceptedYet,
        StaffRefusal.MeldkamerKnows => Words.Staff_MeldkamerKnows,
        StaffRefusal.HelpUnderway => Words.Staff_HelpUnderway,
        StaffRefusal.AlreadySoFar => Words.Staff_AlreadySoFar,
        StaffRefusal.TooEarlyToClose => Words.Staff_TooEarlyToClose,
        StaffRefusal.NothingToUndo => Words.Staff_NothingToUndo,
        StaffRefusal.OnlyStation => Words.Staff_OnlyStation,
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "A refusal without words."),
    };
}
