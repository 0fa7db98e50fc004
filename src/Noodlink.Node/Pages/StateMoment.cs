using Noodlink.Protocol.LifeCycle;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages;

// Problem: the coördinatiepunt says how far a noodmelding is more than once: again after each answer, after a withdrawal, and
// after something was taken back. The time of the latest word is then not the time at which it happened, and a volunteer who
// withdrew at 14:35 read aloud that the meldkamer was spoken to at 14:35.
//
// Idea: a state began with its first word since the noodmelding was last less far than that.

/// <summary>When a state of a noodmelding began.</summary>
internal static class StateMoment
{
    // Beside the road: how far it is stays what it was.
    private const int Aside = -1;

    /// <summary>The word with which the state began; null: nobody said it.</summary>
    public static HistoryEntry? Of(MessageView view, MessageState state)
    {
        List<HistoryEntry> words = [.. view.History.Where(one => one.Event is null)];
        var far = Rank(state);
        if (far <= 0) return words.LastOrDefault(one => one.State == state);
        var lessFar = words.FindLastIndex(one => Rank(one.State) is > 0 and var rank && rank < far);
        return words.Skip(lessFar + 1).FirstOrDefault(one => Rank(one.State) == far);
    }

    private static int Rank(MessageState state) => state switch
    {
        MessageState.DeliveredDevice => 1,
        MessageState.SeenByHuman => 2,
        MessageState.Forwarded => 3,
        MessageState.AcceptedControlRoom or MessageState.AcceptedDelayed => 4,
        MessageState.EnRoute => 5,
        MessageState.OnScene => 6,
        MessageState.QueryOpen or MessageState.NotForwarded or MessageState.Closed or MessageState.Cancelled => Aside,
        _ => 0,
    };
}
