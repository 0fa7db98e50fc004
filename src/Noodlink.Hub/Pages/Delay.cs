using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Hub.Pages;

/// <summary>What a noodmelding waits for and since when; late when the timers of interfaces.md §2 say so.</summary>
/// <param name="What">Empty when nobody here is waited for.</param>
/// <param name="Since">By our own clock.</param>
internal sealed record Delay(string What, DateTimeOffset Since, bool Late)
{
    public static Delay Of(MessageView view, TimerOptions timers, DateTimeOffset now)
    {
        if (view.Kind != Kind.Alarm || view.Own) return new Delay("", view.StoredAt, Late: false);
        var seen = First(view, MessageState.SeenByHuman);
        return view.State switch
        {
            MessageState.DeliveredDevice => Until(Words.Hub_Waits, view.StoredAt, timers.UnseenSeconds, now),
            MessageState.SeenByHuman => Until(Words.Hub_NotPassedOn, seen, timers.NotForwardedSeconds, now),
            MessageState.QueryOpen =>
                Until(Words.Hub_AskingNotPassedOn, seen, timers.NotForwardedSeconds, now),
            MessageState.Forwarded => Until(
                Words.Hub_NoAnswerYet, First(view, MessageState.Forwarded), timers.NoAnswerSeconds, now),
            _ => new Delay("", view.StoredAt, Late: false),
        };
    }

    private static Delay Until(string words, DateTimeOffset since, int seconds, DateTimeOffset now) =>
        new(words, since, (now - since).TotalSeconds > seconds);

    // The present stretch: after a step was taken back, the state may have begun for the second time.
    private static DateTimeOffset First(MessageView view, MessageState state)
    {
        var since = view.StoredAt;
        for (var place = view.History.Count - 1; place >= 0; place--)
        {
            var entry = view.History[place];
            if (entry.State == state) since = entry.At;
            else if (since != view.StoredAt && entry.State != MessageState.QueryOpen) break;
        }

        return since;
    }
}
