using Noodlink.Protocol.LifeCycle;
using Noodlink.Screens.Pages;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Node.Pages;

// Problem: four steps in a row look like progress. A state that was taken back, a question in between or a closed
// message make "the highest state ever reached" claim more than anybody knows.
//
// Idea: how far it is follows from the last thing that the coördinatiepunt said, not from the highest. A time stands by
// a step only when that step itself was told; a step that is merely implied by a later one says "ja".

/// <summary>One of the four steps of a noodmelding.</summary>
/// <param name="Css">done, has (the meldkamer), bad or open.</param>
/// <param name="Label">What the step is.</param>
/// <param name="When">When it was told, or why it is not there.</param>
public sealed record Step(string Css, string Label, string When)
{
    /// <summary>Bewaard hier, binnen, gelezen, meldkamer.</summary>
    public static IReadOnlyList<Step> Of(MessageView view, DateTimeOffset now)
    {
        var reached = Reached(view);
        return
        [
            new("done", Words.Step_Saved, Say.It(Words.Step_At, Ago.Moment(view.StoredAt, now))),
            view.State == MessageState.Refused
                ? new("bad", Words.Step_Delivered, Words.Step_Refused)
                : Plain(Words.Step_Delivered, reached >= Rank.Delivered, At(view, MessageState.DeliveredDevice, now),
                    view.State == MessageState.Unconfirmed),
            Plain(Words.Step_Read, reached >= Rank.Read, At(view, MessageState.SeenByHuman, now), unknown: false),
            Meldkamer(view, reached, now),
        ];
    }

    private static Step Meldkamer(MessageView view, Rank reached, DateTimeOffset now) => reached switch
    {
        Rank.Accepted => new("has", Words.Step_MeldkamerHas, Told(At(view, MessageState.AcceptedControlRoom, now))),
        Rank.Forwarded => new(
            "done", Words.Step_MeldkamerSpoken, Told(At(view, MessageState.Forwarded, now))),
        _ when view.State == MessageState.NotForwarded => new(
            "bad", Words.Step_Meldkamer, Words.Step_NotForwarded),
        _ => new("open", Words.Step_Meldkamer, Words.Step_NotYet),
    };

    private static Step Plain(string label, bool done, string? at, bool unknown) =>
        done ? new("done", label, Told(at))
        : unknown ? new("bad", label, Words.Step_Unknown)
        : new("open", label, Words.Step_NotYet);

    private static string Told(string? at) =>
        at is null ? Words.Step_Done : Say.It(Words.Step_At, at);

    private static string? At(MessageView view, MessageState state, DateTimeOffset now) =>
        StateMoment.Of(view, state) is { Note: not "implied" } entry
            ? Ago.Moment(entry.At, now) : null;

    private static Rank Reached(MessageView view)
    {
        // A question, an end or a withdrawal says nothing about how far it was; who asks or closes has read it.
        var least = view.State is MessageState.QueryOpen or MessageState.Closed ? Rank.Read : Rank.Saved;
        var last = IsAside(view.State)
            ? view.History.LastOrDefault(one => one.Event is null && !IsAside(one.State))?.State : view.State;
        var known = last switch
        {
            { } state when MessageStates.IsAccepted(state) => Rank.Accepted,
            MessageState.Forwarded => Rank.Forwarded,
            MessageState.SeenByHuman or MessageState.NotForwarded => Rank.Read,
            MessageState.DeliveredDevice => Rank.Delivered,
            _ => Rank.Saved,
        };
        return known > least ? known : least;
    }

    private static bool IsAside(MessageState state) =>
        state is MessageState.QueryOpen or MessageState.Closed or MessageState.Cancelled;

    private enum Rank : byte { Saved, Delivered, Read, Forwarded, Accepted }
}
