using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Fields;
using Noodlink.Screens.Pages;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages;

/// <summary>The page of one message: how far it honestly is, what to say, what to do, and everything that happened to
/// it.</summary>
/// <param name="Stand">Null: it came in, so it has no road of its own to go.</param>
/// <param name="Sentence">Null: no resident waits for it.</param>
/// <param name="NobodyWatches">It waits for a person, and no screen is open at the coördinatiepunt.</param>
/// <param name="Around">Aanvullingen, questions and answers that belong to it, and what it belongs to itself.</param>
public sealed record MessageModel(
    MessageView View, StandModel? Stand, ResidentSentence? Sentence, bool NobodyWatches,
    QuestionPanel.QuestionModel Question, ReadAloudPanel.ReadAloudModel Aloud, IReadOnlyList<MessageView> Around,
    DateTimeOffset Now)
{
    /// <summary>What it is about.</summary>
    public string Title => Marks.Title(View);

    /// <summary>Where it is; null of anything but a noodmelding.</summary>
    public string? Place => View.Body is Alarm { Facts.Location: { } place } ? PlaceText.Of(place) : null;

    /// <summary>A noodmelding of this point: it can be completed, withdrawn and read aloud.</summary>
    public bool IsOwnAlarm => View is { Own: true, Kind: Kind.Alarm };

    /// <summary>Closed or withdrawn.</summary>
    public bool IsOver => MessageStates.IsEnded(View.State);

    /// <summary>The other ways, where the machine does not get it through.</summary>
    public WayOut.WayModel Way => new(
        View.Number, IsOwnAlarm && View.State is MessageState.Unconfirmed or MessageState.Refused,
        View.History.LastOrDefault(one => one.Event == nameof(ReadAloud)) is { } note
            ? Say.It(Words.Way_ReadAt, Ago.Moment(note.At, Now), note.Note) : null);

    /// <summary>How it travelled, in one line; null of what came in.</summary>
    public string? Travel => !View.Own ? null : string.Join(
        ' ', [
            View.Bearer is { } bearer ? Say.It(Words.Message_AttemptsVia, View.Attempts, MessageLabels.Of(bearer))
                : Say.It(Words.Message_Attempts, View.Attempts),
            .. View.Deliveries.Select(one => Say.It(
                one.Complete ? Words.Message_ArrivedVia : Words.Message_ArrivedPartly, MessageLabels.Of(one.Bearer),
                Ago.Moment(one.At, Now))),
        ]);

    /// <param name="screenOpen">At the coördinatiepunt, as far as is known.</param>
    /// <param name="place">In the queue, from 1; null: it does not wait.</param>
    public static MessageModel Of(
        MessageView view, QuestionPanel.QuestionModel question, SmallForm aloud, IReadOnlyList<MessageView> around,
        FormGuard guard, string? contact, bool? screenOpen, int? place, DateTimeOffset now)
    {
        var asked = around.Where(one => one is { Own: false, Kind: Kind.Request }).ToList();
        bool? answered = question.Question is not null ? null
            : asked.Count > 0 && asked.TrueForAll(one => one.ReferredBy.Count > 0);
        var sentence = ResidentSentence.Of(view, contact, now, answered);
        var isOwnAlarm = view is { Own: true, Kind: Kind.Alarm };
        return new MessageModel(
            view, view.Own ? StandModel.Of(view, sentence.Urgent, place, guard, now) : null, isOwnAlarm ? sentence : null,
            isOwnAlarm && screenOpen == false && WaitsForPeople(view.State),
            question, new ReadAloudPanel.ReadAloudModel(view.Number, aloud, ReadAloudNote.IsBegun(aloud)), around, now);
    }

    private static bool WaitsForPeople(MessageState state) =>
        state is MessageState.DeliveredDevice or MessageState.SeenByHuman or MessageState.Forwarded;
}
