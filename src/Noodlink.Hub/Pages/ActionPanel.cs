using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Markup;
using Noodlink.Screens.Pages;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Hub.Pages;

/// <summary>What staff can do with a noodmelding now: the next step of the road large, the rest folded away. Whether it
/// is allowed is the life cycle's to say; this only shows what makes sense.</summary>
internal static class ActionPanel
{
    /// <summary>What was tried and did not work.</summary>
    public sealed record Attempt(IFormCollection? Form, IReadOnlyDictionary<string, string[]> Errors);

    public static Html Of(HttpContext context, MessageView view, string role, Attempt attempt)
    {
        if (view.Kind != Kind.Alarm || view.Own || view.State == MessageState.Refused)
            return Html.Of($"""<div id="doen" data-live></div>""");
        var form = new ActionFields(context, view.Number, attempt);
        return Html.Of($"""
            <section id="doen" data-live aria-label="{Words.Do_Label}">
            {form.Faults()}
            {Claim(form, view, role)}
            {Html.If(view.AwaitsRelease, $"{form.Of(StaffEventType.Released, Words.Do_Release, "main")}")}
            {NextStep(form, view)}
            {(MessageStates.IsEnded(view.State) ? Html.Empty : Ask(form))}
            {Others(form, view)}
            </section>
            """);
    }

    private static Html Claim(ActionFields form, MessageView view, string role)
    {
        if (MessageStates.IsEnded(view.State)) return Html.Empty;
        return view.ClaimedBy switch
        {
            null => form.Of(StaffEventType.Claimed, Words.Do_Claim, "main"),
            { } mine when mine == role => form.Of(StaffEventType.Unclaimed, Words.Do_Unclaim, ""),
            { } other => form.Of(
                StaffEventType.Claimed, Say.It(Words.Do_TakeOver, other), "",
                Html.Of($"""<input type="hidden" name="takeOver" value="true">""")),
        };
    }

    private static Html NextStep(ActionFields form, MessageView view) => view.State switch
    {
        MessageState.DeliveredDevice or MessageState.SeenByHuman or MessageState.QueryOpen
            or MessageState.NotForwarded => Forwarded(form),
        MessageState.Forwarded => Accepted(form),
        MessageState.AcceptedControlRoom or MessageState.AcceptedDelayed => Html.Of($"""
            <h2>{Words.Do_NextTitle}</h2><div class="buttons">
            {form.Of(StaffEventType.EnRoute, Words.Do_EnRoute, "main")}
            {form.Of(StaffEventType.OnScene, Words.Do_OnScene, "")}
            </div>
            """),
        MessageState.EnRoute => form.Of(StaffEventType.OnScene, Words.Do_OnScene, "main"),
        _ => Html.Empty,
    };

    private static Html Forwarded(ActionFields form) => Html.Of($"""
        <h2>{Words.Do_SpokenTitle}</h2>
        {form.Of(StaffEventType.Forwarded, Words.Do_Spoken, "main", Html.Of($"""
            {form.Fault(StaffEventType.Forwarded, "channel")}
            <div class="choices" role="radiogroup" aria-label="{Words.Do_HowSpoken}">
            {Enum.GetValues<MeldkamerChannel>().Where(one => one != MeldkamerChannel.Unknown).Select(one => Html.Of($"""
                <label class="choice"><input type="radio" name="channel" value="{one.ToString()}"
                {(form.Typed(StaffEventType.Forwarded, "channel") == one.ToString(), "checked")}>
                {MessageLabels.Of(one)}</label>
                """))}
            </div>{form.Note(StaffEventType.Forwarded, Words.Do_SpokenNote, must: false)}
            """))}
        """);

    private static Html Accepted(ActionFields form) => Html.Of($"""
        <h2>{Words.Do_AcceptedTitle}</h2>
        {form.Of(StaffEventType.Accepted, Words.Do_Accepted, "main", Html.Of($"""
            {form.Input(StaffEventType.Accepted, "meldkamerNumber", Words.Do_MeldkamerNumber)}
            """))}
        <details id="duurt-lang"{(form.IsTried(StaffEventType.AcceptedDelayed), "open")}>
        <summary>{Words.Do_DelayedTitle}</summary>
        {form.Of(StaffEventType.AcceptedDelayed, Words.Do_Delayed, "main", Html.Of($"""
            {form.Input(StaffEventType.AcceptedDelayed, "minutes", Words.Do_Minutes)}
            {form.Input(StaffEventType.AcceptedDelayed, "meldkamerNumber", Words.Do_MeldkamerNumber)}
            """))}</details>
        """);

    private static Html Ask(ActionFields form) => Html.Of($"""
        <details id="vraag-stellen"{(form.IsTried(StaffEventType.Query), "open")}>
        <summary>{Words.Do_AskTitle}</summary>
        {form.Of(StaffEventType.Query, Words.Do_Ask, "main", Html.Of($"""
            {form.Fault(StaffEventType.Query, "question")}
            <div class="field"><label for="question">{Words.Do_Question}</label>
            <select id="question" name="question"><option value="">{Words.Do_OwnQuestion}</option>
            {Enum.GetValues<Question>().Where(one => one is not (Question.Unknown or Question.Offers)).Select(one => Html.Of($"""
                <option value="{one.ToString()}"
                {(form.Typed(StaffEventType.Query, "question") == one.ToString(), "selected")}
                >{MessageLabels.Of(one)}</option>
                """))}
            </select></div>
            {form.Note(StaffEventType.Query, Words.Do_AskNote, must: false)}
            """))}</details>
        """);

    private static Html Others(ActionFields form, MessageView view)
    {
        var actions = new List<Html>();
        if (!MessageStates.IsMeldkamer(view.State) && !MessageStates.IsEnded(view.State)
            && view.State != MessageState.NotForwarded)
            actions.Add(WithNote(
                form, StaffEventType.NotForwarded, Words.Do_NotForwarded, Words.Do_NotForwardedWhy));
        if (MessageStates.IsAccepted(view.State) || view.State is MessageState.NotForwarded or MessageState.Cancelled)
            actions.Add(
                WithNote(form, StaffEventType.Closed, Words.Do_Close, Words.Do_CloseHow));
        if (view.State is not (MessageState.DeliveredDevice or MessageState.Cancelled))
            actions.Add(WithNote(form, StaffEventType.Undone, Words.Do_Undo,
                Words.Do_UndoWhy));
        var tried = form.IsTried(StaffEventType.NotForwarded) || form.IsTried(StaffEventType.Closed)
            || form.IsTried(StaffEventType.Undone);
        return actions.Count == 0 ? Html.Empty : Html.Of($"""
            <details id="anders"{(tried, "open")}>
            <summary>{Words.Do_OtherTitle}</summary>{actions}</details>
            """);
    }

    private static Html WithNote(ActionFields form, StaffEventType type, string button, string label) =>
        form.Of(type, button, "back", form.Note(type, label, must: true));
}
