using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Fields;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages;

/// <summary>How far a message is, in very large words.</summary>
/// <param name="Waits">How long it waits, and where in the queue.</param>
/// <param name="Steps">The four steps of a noodmelding; none of anything else.</param>
/// <param name="MustBeRead">Somebody here has to say that they have read this.</param>
public sealed record StandModel(
    string Number, string Colour, StateMarkModel Mark, string Waits, IReadOnlyList<Step> Steps, bool MustBeRead,
    FormGuard Guard)
{
    /// <param name="place">In the queue, from 1; null: it does not wait.</param>
    public static StandModel Of(MessageView view, bool urgent, int? place, FormGuard guard, DateTimeOffset now) => new(
        view.Number, urgent ? "red" : Marks.Colour(view), StateMarkModel.Of(view), WaitsOf(view, place, now),
        view.Kind == Kind.Alarm ? Step.Of(view, now) : [], view.Undone || view.Unread, guard);

    /// <summary>How long somebody has waited for this; once the meldkamer has it, only since when it stands here.</summary>
    public static string WaitsOf(MessageView view, int? place, DateTimeOffset now)
    {
        var saved = Say.It(Words.Message_SavedAt, Ago.Moment(view.StoredAt, now));
        if (MessageStates.IsAccepted(view.State) || MessageStates.IsEnded(view.State)) return saved;
        var waits = now - view.StoredAt < Ago.JustNow
            ? Words.Message_SavedJustNow : $"{Say.It(Words.Message_Waits, Ago.Text(now - view.StoredAt))} · {saved}";
        return place switch
        {
            null => waits,
            1 => $"{waits} · {Words.Message_PlaceFirst}",
            _ => $"{waits} · {Say.It(Words.Message_Place, place)}",
        };
    }
}
