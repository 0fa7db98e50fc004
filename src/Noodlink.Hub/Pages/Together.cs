using Noodlink.Protocol.Messages;
using Noodlink.Station;
using Noodlink.Station.Queue;

namespace Noodlink.Hub.Pages;

/// <summary>All that is known of a noodmelding now: what came first, with every aanvulling over it.</summary>
internal static class Together
{
    /// <summary>An aanvulling behind another status wall stands on its own and changes nothing here.</summary>
    public static AlarmFacts Of(Desk desk, MessageView view, Alarm alarm) => view.ReferredBy
        .Select(desk.Find).OfType<MessageView>()
        .Where(one => one.Status == view.Status)
        .Select(one => one.Body).OfType<AlarmUpdate>()
        .Aggregate(alarm.Facts, (facts, update) => facts.With(update.Changes));
}
