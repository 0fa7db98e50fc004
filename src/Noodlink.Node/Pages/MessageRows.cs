using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages;

/// <summary>What stands in the lists of messages, and what somebody here has to do something with.</summary>
internal static class MessageRows
{
    /// <summary>Kinds that people here follow.</summary>
    public static readonly Kind[] Kinds =
        [
            Kind.Alarm, Kind.AlarmUpdate, Kind.AlarmCancel, Kind.Request, Kind.Reply, Kind.SituationReport,
            Kind.HelpRequest, Kind.HelpOffer, Kind.StockReport,
        ];

    private const int QueueMax = 500;

    /// <summary>The place of everything that waits to leave, from 1, by number.</summary>
    public static IReadOnlyDictionary<string, int> PlacesInQueue(Desk desk) => desk.WaitingInOrder(QueueMax).Index()
        .ToDictionary(one => one.Item, one => one.Index + 1, StringComparer.Ordinal);

    /// <summary>Somebody here has to do something with it.</summary>
    public static bool NeedsAction(MessageView view) =>
        view.Undone || view.Unread || view.QuestionOpen || IsOpenRequest(view) || view.State == MessageState.Unconfirmed;

    /// <summary>It asks for sound. What was read aloud over the portofoon since it was not confirmed asks no longer: somebody
    /// is doing what the sound is for.</summary>
    public static bool IsLoud(MessageView view) => NeedsAction(view)
        && (view.Undone || view.Unread || view.QuestionOpen || view.State != MessageState.Unconfirmed
            || view.History.All(one => one.Event != nameof(ReadAloud)));

    /// <summary>A question that waits for somebody here: nobody answered it, and what it is about is not over. Another answer,
    /// or a meldkamer that was spoken to meanwhile, does not answer it.</summary>
    public static bool IsAsked(Desk desk, MessageView view) =>
        IsOpenRequest(view) && !Subjects(desk, view).Any(one => MessageStates.IsEnded(one.State));

    /// <summary>It is on the row and the page of a noodmelding of ours already.</summary>
    public static bool IsAskedElsewhere(Desk desk, MessageView view) =>
        Subjects(desk, view).Any(one => one.QuestionOpen);

    private static IEnumerable<MessageView> Subjects(Desk desk, MessageView view) => view.Body is Request request
        ? request.References.Select(number => desk.Find(number.ToString())).OfType<MessageView>() : [];

    /// <summary>A question that nobody has answered. Only an answer refers to a question. What offers there are, the
    /// program tells by itself.</summary>
    public static bool IsOpenRequest(MessageView view) =>
        view is { Own: false, Kind: Kind.Request, ReferredBy.Count: 0 }
        && view.Body is not Request { Question: Question.Offers, Text: null };
}
