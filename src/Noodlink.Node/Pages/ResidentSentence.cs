using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Pages;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages;

// Problem: the volunteer has a person in front of them who asks "komt er iemand?". A green tick, or a word that claims
// more than is known, becomes a promise within one second.
//
// Idea: for every state one sentence that can be read aloud as it stands, that says what is known, since when, and what
// is not known yet (domain.md §3b, and row 92 of §1: honest, speakable sentences). Beside it, not to be read aloud,
// what the volunteer does now, and what happens by itself.

/// <summary>The sentence to say to the resident, what the volunteer does now, and what happens next.</summary>
/// <param name="Say">Read aloud as it stands.</param>
/// <param name="Do">For the volunteer; empty when there is nothing to do.</param>
/// <param name="Next">For the volunteer: what to expect.</param>
/// <param name="Urgent">Something is wrong: red.</param>
public sealed record ResidentSentence(string Say, string Do, string Next, bool Urgent = false)
{
    /// <param name="contact">Where this point is heard: the portofoon channel or the like
    /// (<c>Station:Contact</c>).</param>
    /// <param name="answered">Where the coördinatiepunt asked something and no question is on the page: true when we
    /// have answered, false when the question has not come yet. Null: what it asks stands there.</param>
    public static ResidentSentence Of(MessageView view, string? contact, DateTimeOffset now, bool? answered = null)
    {
        var sentence = Known(view, Since(view, now), Portofoon(contact));
        if (view.State == MessageState.QueryOpen && answered is { } isAnswered)
        {
            sentence = isAnswered ? new(Words.Resident_Answered, "", Words.Resident_AnsweredNext)
                : sentence with { Do = "", Next = Words.Resident_QueryNext };
        }

        if (view.Undone)
        {
            sentence = sentence with
            {
                Say = Station.Dutch.Say.It(Words.Resident_Undone, sentence.Say), Urgent = true,
                Do = $"{Words.Resident_UndoneDo} {sentence.Do}".Trim(),
            };
        }

        if (view.Withdrawn) sentence = sentence with { Do = $"{Words.Resident_WithdrawnDo} {sentence.Do}".Trim() };
        if (view.Status == MessageStatus.Actual) return sentence;
        var word = MessageLabels.Of(view.Status);
        return sentence with { Say = $"{word}. {sentence.Say}" };
    }

    /// <summary>What to do with the portofoon, and on which channel.</summary>
    public static string Portofoon(string? contact) => string.IsNullOrWhiteSpace(contact) ? Words.Resident_TakePortofoon
        : $"{Words.Resident_TakePortofoon} {Station.Dutch.Say.It(Words.Resident_Channel, contact)}";

    private static ResidentSentence Known(MessageView view, string since, string portofoon) => view.State switch
    {
        MessageState.Draft => new(Words.Resident_Draft, "", ""),
        MessageState.Queued => new(At(Words.Resident_Queued, since), "", Words.Resident_QueuedNext),
        MessageState.Sending when view.Unheard => new(Words.Resident_Unheard, "", Words.Resident_UnheardNext),
        MessageState.Sending => new(Words.Resident_Sending, "", Words.Resident_SendingNext),
        MessageState.DeliveredDevice => new(At(Words.Resident_Delivered, since), "", Words.Resident_DeliveredNext),
        MessageState.SeenByHuman => new(At(Words.Resident_Seen, since), "", Words.Resident_SeenNext),
        MessageState.QueryOpen => new(Words.Resident_Query, Words.Resident_QueryDo, ""),
        MessageState.Forwarded => new(At(Words.Resident_Forwarded, since), "", Words.Resident_ForwardedNext),
        MessageState.AcceptedControlRoom => new(At(Words.Resident_Accepted, since), "", Words.Resident_AcceptedNext),
        MessageState.AcceptedDelayed => new(
            Station.Dutch.Say.It(Words.Resident_Delayed, since, Wait(view)), Words.Resident_DelayedDo,
            Words.Resident_DelayedNext),
        MessageState.EnRoute => new(At(Words.Resident_EnRoute, since), "", Words.Resident_EnRouteNext),
        MessageState.OnScene => new(At(Words.Resident_OnScene, since), "", Words.Resident_OnSceneNext),
        MessageState.Closed => new(
            Station.Dutch.Say.It(Words.Resident_Closed, since, Because(view)), "", Words.Resident_ClosedNext),
        MessageState.Cancelled => new(At(Words.Resident_Cancelled, since), "", Words.Resident_CancelledNext),
        MessageState.Unconfirmed => new(
            Words.Resident_Unconfirmed, $"{portofoon} {Words.Resident_UnconfirmedDo}", Words.Resident_UnconfirmedNext,
            Urgent: true),
        MessageState.Refused => new(Words.Resident_Refused, portofoon, Words.Resident_RefusedNext, Urgent: true),
        MessageState.NotForwarded => new(
            At(Words.Resident_NotForwarded, Because(view)), Words.Resident_NotForwardedDo,
            Words.Resident_NotForwardedNext, Urgent: true),
        _ => new(Words.Resident_UnknownState, portofoon, "", Urgent: true),
    };

    private static string At(string text, string part) => Station.Dutch.Say.It(text, part);

    /// <summary>How the present state came. A note of our own, as "voorgelezen", is no step.</summary>
    private static HistoryEntry? Last(MessageView view) =>
        view.History.LastOrDefault(one => one.State == view.State && one.Event is null);

    /// <summary>When the present state began.</summary>
    private static string Since(MessageView view, DateTimeOffset now)
    {
        var entry = StateMoment.Of(view, view.State);
        return Ago.Moment(entry?.At ?? view.StoredAt, now);
    }

    private static string Because(MessageView view)
    {
        var note = Last(view)?.Note;
        return string.IsNullOrWhiteSpace(note) || note == "implied" ? ""
            : Station.Dutch.Say.It(Words.Resident_Because, note.TrimEnd('.', ' '));
    }

    // The desk puts the minutes last in what was said: "nr. 3217, 90 min".
    private static string Wait(MessageView view)
    {
        var note = Last(view)?.Note ?? "";
        var last = note.Split(", ")[^1];
        if (!last.EndsWith(" min", StringComparison.Ordinal) || !int.TryParse(last[..^" min".Length], out var minutes))
            return "";
        return At(
            Words.Resident_About,
            minutes % 60 == 0 ? Station.Dutch.Say.It(Words.Resident_Hours, minutes / 60)
            : Station.Dutch.Say.It(Words.Resident_Minutes, minutes));
    }
}
