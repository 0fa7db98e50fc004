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
            <section id="doen" data-live aria-label="Wat u kunt doen">
            {form.Faults()}
            {Claim(form, view, role)}
            {Html.If(view.AwaitsRelease, $"{form.Of(StaffEventType.Released, "Geef vrij voor de meldkamer", "main")}")}
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
            null => form.Of(StaffEventType.Claimed, "Ik behandel deze melding", "main"),
            { } mine when mine == role => form.Of(StaffEventType.Unclaimed, "Ik laat deze melding los", ""),
            { } other => form.Of(
                StaffEventType.Claimed, $"Neem over van {other}", "",
                Html.Of($"""<input type="hidden" name="takeOver" value="true">""")),
        };
    }

    private static Html NextStep(ActionFields form, MessageView view) => view.State switch
    {
        MessageState.DeliveredDevice or MessageState.SeenByHuman or MessageState.QueryOpen
            or MessageState.NotForwarded => Forwarded(form),
        MessageState.Forwarded => Accepted(form),
        MessageState.AcceptedControlRoom or MessageState.AcceptedDelayed => Html.Of($"""
            <h2>Hoe gaat het verder?</h2><div class="buttons">
            {form.Of(StaffEventType.EnRoute, "Hulp is onderweg", "main")}
            {form.Of(StaffEventType.OnScene, "Hulp is ter plaatse", "")}
            </div>
            """),
        MessageState.EnRoute => form.Of(StaffEventType.OnScene, "Hulp is ter plaatse", "main"),
        _ => Html.Empty,
    };

    private static Html Forwarded(ActionFields form) => Html.Of($"""
        <h2>Meldkamer gesproken?</h2>
        {form.Of(StaffEventType.Forwarded, "De meldkamer weet het", "main", Html.Of($"""
            {form.Fault(StaffEventType.Forwarded, "channel")}
            <div class="choices" role="radiogroup" aria-label="Hoe hebt u de meldkamer gesproken?">
            {Enum.GetValues<MeldkamerChannel>().Where(one => one != MeldkamerChannel.Unknown).Select(one => Html.Of($"""
                <label class="choice"><input type="radio" name="channel" value="{one.ToString()}"
                {(form.Typed(StaffEventType.Forwarded, "channel") == one.ToString(), "checked")}>
                {MessageLabels.Of(one)}</label>
                """))}
            </div>{form.Note(StaffEventType.Forwarded, "Met wie, wat is gezegd", must: false)}
            """))}
        """);

    private static Html Accepted(ActionFields form) => Html.Of($"""
        <h2>Heeft de meldkamer hem?</h2>
        {form.Of(StaffEventType.Accepted, "De meldkamer heeft de melding", "main", Html.Of($"""
            {form.Input(StaffEventType.Accepted, "meldkamerNumber", "Nummer van de meldkamer (mag leeg)")}
            """))}
        <details id="duurt-lang"{(form.IsTried(StaffEventType.AcceptedDelayed), "open")}>
        <summary>Ja, maar de hulp kan lang duren</summary>
        {form.Of(StaffEventType.AcceptedDelayed, "Heeft de melding, duurt lang", "main", Html.Of($"""
            {form.Input(StaffEventType.AcceptedDelayed, "minutes", "Hoeveel minuten ongeveer?")}
            {form.Input(StaffEventType.AcceptedDelayed, "meldkamerNumber", "Nummer van de meldkamer (mag leeg)")}
            """))}</details>
        """);

    private static Html Ask(ActionFields form) => Html.Of($"""
        <details id="vraag-stellen"{(form.IsTried(StaffEventType.Query), "open")}>
        <summary>Vraag het noodsteunpunt iets</summary>
        {form.Of(StaffEventType.Query, "Stel deze vraag", "main", Html.Of($"""
            {form.Fault(StaffEventType.Query, "question")}
            <div class="field"><label for="question">Vraag</label>
            <select id="question" name="question"><option value="">Eigen vraag (hieronder)</option>
            {Enum.GetValues<Question>().Where(one => one is not (Question.Unknown or Question.Offers)).Select(one => Html.Of($"""
                <option value="{one.ToString()}"
                {(form.Typed(StaffEventType.Query, "question") == one.ToString(), "selected")}
                >{MessageLabels.Of(one)}</option>
                """))}
            </select></div>
            {form.Note(StaffEventType.Query, "Eigen vraag, of iets erbij", must: false)}
            """))}</details>
        """);

    private static Html Others(ActionFields form, MessageView view)
    {
        var actions = new List<Html>();
        if (!MessageStates.IsMeldkamer(view.State) && !MessageStates.IsEnded(view.State)
            && view.State != MessageState.NotForwarded)
            actions.Add(WithNote(
                form, StaffEventType.NotForwarded, "Geef niet door", "Waarom niet? Het noodsteunpunt leest dit."));
        if (MessageStates.IsAccepted(view.State) || view.State is MessageState.NotForwarded or MessageState.Cancelled)
            actions.Add(
                WithNote(form, StaffEventType.Closed, "Sluit af", "Hoe liep het af? Het noodsteunpunt leest dit."));
        if (view.State is not (MessageState.DeliveredDevice or MessageState.Cancelled))
            actions.Add(WithNote(form, StaffEventType.Undone, "Neem de laatste stap terug",
                "Waarom? Het noodsteunpunt ziet dit in rood."));
        var tried = form.IsTried(StaffEventType.NotForwarded) || form.IsTried(StaffEventType.Closed)
            || form.IsTried(StaffEventType.Undone);
        return actions.Count == 0 ? Html.Empty : Html.Of($"""
            <details id="anders"{(tried, "open")}>
            <summary>Niet doorgeven, afsluiten of terugnemen</summary>{actions}</details>
            """);
    }

    private static Html WithNote(ActionFields form, StaffEventType type, string button, string label) =>
        form.Of(type, button, "back", form.Note(type, label, must: true));
}
