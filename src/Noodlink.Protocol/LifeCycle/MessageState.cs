namespace Noodlink.Protocol.LifeCycle;

/// <summary>How far a noodmelding is, in the words of interfaces.md §5. The values travel in receipts.</summary>
public enum MessageState : byte
{
    Draft = 0,
    Queued = 1,
    Sending = 2,
    DeliveredDevice = 3,
    SeenByHuman = 4,
    QueryOpen = 5,
    Forwarded = 6,
    AcceptedControlRoom = 7,
    AcceptedDelayed = 8,
    EnRoute = 9,
    OnScene = 10,
    Closed = 11,
    Cancelled = 12,
    Unconfirmed = 13,
    Refused = 14,
    NotForwarded = 15,
}

/// <summary>What the states mean to people.</summary>
public static class MessageStates
{
    /// <summary>Grey, amber, blue, purple, green or red; only what the meldkamer accepted is green (architecture §4.13).</summary>
    public static string Colour(MessageState state) => state switch
    {
        MessageState.Queued or MessageState.Sending => "amber",
        MessageState.DeliveredDevice or MessageState.SeenByHuman or MessageState.Forwarded => "blue",
        MessageState.QueryOpen => "purple",
        MessageState.AcceptedControlRoom or MessageState.AcceptedDelayed => "green",
        MessageState.EnRoute or MessageState.OnScene => "green",
        MessageState.Unconfirmed or MessageState.Refused or MessageState.NotForwarded => "red",
        _ => "grey",
    };

    /// <summary>Still on its way, as far as this side knows.</summary>
    public static bool IsUnderway(MessageState state) =>
        state is MessageState.Queued or MessageState.Sending or MessageState.Unconfirmed;

    /// <summary>The meldkamer knows: a person spoke to them, or more.</summary>
    public static bool IsMeldkamer(MessageState state) =>
        state is MessageState.Forwarded or MessageState.AcceptedControlRoom or MessageState.AcceptedDelayed
            or MessageState.EnRoute or MessageState.OnScene;

    /// <summary>The meldkamer has taken it over.</summary>
    public static bool IsAccepted(MessageState state) => IsMeldkamer(state) && state != MessageState.Forwarded;

    /// <summary>Nothing more is expected of anyone.</summary>
    public static bool IsEnded(MessageState state) => state is MessageState.Closed or MessageState.Cancelled;
}
