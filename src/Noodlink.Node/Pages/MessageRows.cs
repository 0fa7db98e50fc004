using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages;

/// <summary>What stands in the lists of messages, and what somebody here has to do something with.</summary>
internal static class MessageRows
{
    /// <summary>Kinds that people here follow.</summary>
    public static readonly Kind[] Kinds =
        [Kind.Alarm, Kind.AlarmUpdate, Kind.AlarmCancel, Kind.Request, Kind.Reply, Kind.SituationReport];

    /// <summary>Somebody here has to do something with it.</summary>
    public static bool NeedsAction(MessageView view) =>
        view.Undone || view.QuestionOpen || IsOpenRequest(view)
        || view.State is MessageState.Unconfirmed or MessageState.Refused or MessageState.NotForwarded;

    /// <summary>A question that nobody has answered. Only an answer refers to a question.</summary>
    public static bool IsOpenRequest(MessageView view) =>
        view is { Own: false, Kind: Kind.Request, ReferredBy.Count: 0 };
}
