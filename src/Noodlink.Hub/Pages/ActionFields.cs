using Noodlink.Protocol.LifeCycle;
using Noodlink.Screens.Markup;
using Noodlink.Screens.Pages;
using Noodlink.Station.Dutch;

namespace Noodlink.Hub.Pages;

/// <summary>The small forms of the action panel: one per action, each with what was typed in it when it did not
/// work.</summary>
internal sealed class ActionFields(HttpContext context, string number, ActionPanel.Attempt attempt)
{
    public bool IsTried(StaffEventType type) => attempt.Form?[ActionForm.TypeField].ToString() == type.ToString();

    public string? Typed(StaffEventType type, string name) => IsTried(type) ? attempt.Form![name].ToString() : null;

    public Html Fault(StaffEventType type, string name) =>
        IsTried(type) && attempt.Errors.TryGetValue(name, out var sentences)
            ? Html.Of($"""<p class="fault">{string.Join(" ", sentences)}</p>""") : Html.Empty;

    /// <summary>All that went wrong, above everything.</summary>
    public Html Faults() => attempt.Errors.Count == 0 ? Html.Empty : Html.Of($"""
        <div class="faults" role="alert"><h2>{Words.Do_NotRecorded}</h2><ul>
        {attempt.Errors.Values.SelectMany(sentences => sentences).Distinct(StringComparer.Ordinal)
            .Select(sentence => Html.Of($"<li>{sentence}</li>"))}
        </ul></div>
        """);

    public Html Of(StaffEventType type, string button, string css, Html? fields = null) => Html.Of($"""
        <form method="post" action="/meldingen/{number}/gebeurtenis">
        {Forms.Token(context)}<input type="hidden" name="{ActionForm.TypeField}" value="{type.ToString()}">
        {fields}<p><button class="button {css}">{button}</button></p></form>
        """);

    public Html Note(StaffEventType type, string label, bool must) => Html.Of($"""
        <div class="field"><label for="note-{type.ToString()}">{label}{(must ? " " + Words.Form_Must : "")}</label>
        {Fault(type, "note")}
        <textarea id="note-{type.ToString()}" name="note" rows="2" maxlength="140"
        >{Typed(type, "note")}</textarea></div>
        """);

    public Html Input(StaffEventType type, string name, string label) => Html.Of($"""
        <div class="field"><label for="{name}-{type.ToString()}">{label}</label>{Fault(type, name)}
        <input id="{name}-{type.ToString()}" name="{name}" maxlength="16" autocomplete="off"
        value="{Typed(type, name)}"></div>
        """);
}
