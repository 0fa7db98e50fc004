namespace Noodlink.Protocol.LifeCycle;

/// <summary>Why an event of staff is not allowed now. The words for people are the station's.</summary>
public enum StaffRefusal
{
    /// <summary>Another role handles the noodmelding (<see cref="HubLifeCycle.ClaimedBy"/>).</summary>
    ClaimedByOther = 0,

    /// <summary>Nobody handles it.</summary>
    NotClaimed,

    /// <summary>It is closed or withdrawn.</summary>
    Ended,

    /// <summary>Forwarders get it without a person.</summary>
    ReleasedByItself,
    AlreadyReleased,

    /// <summary>An exercise or test, in which the meldkamer takes no part.</summary>
    TakesNoPart,

    /// <summary>Nobody spoke to the meldkamer yet.</summary>
    NotForwardedYet,

    /// <summary>The meldkamer has not taken it over yet.</summary>
    NotAcceptedYet,

    /// <summary>The meldkamer knows, and that is not taken back.</summary>
    MeldkamerKnows,

    /// <summary>Help is under way, and acceptance lies behind it.</summary>
    HelpUnderway,

    /// <summary>It is there already, or further.</summary>
    AlreadySoFar,

    /// <summary>Open, and nothing says that it is no longer needed.</summary>
    TooEarlyToClose,

    /// <summary>No event of staff to take back.</summary>
    NothingToUndo,

    /// <summary>An event that only the noodsteunpunt makes.</summary>
    OnlyStation,
}
