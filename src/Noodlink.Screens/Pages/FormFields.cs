using Microsoft.AspNetCore.Http;
using Noodlink.Screens.Markup;

namespace Noodlink.Screens.Pages;

/// <summary>The fields of one form, with what was typed and what is wrong with it. A field is named by its path in the
/// API (<c>location.postcode</c>), so that a fault finds its field by itself.</summary>
public sealed class FormFields(IFormCollection? typed, IReadOnlyDictionary<string, string[]> errors)
{
    /// <summary>Nothing is wrong.</summary>
    public static IReadOnlyDictionary<string, string[]> NoErrors { get; } = new Dictionary<string, string[]>();

    /// <summary>What is wrong, by path.</summary>
    public IReadOnlyDictionary<string, string[]> Errors => errors;

    /// <summary>What was typed; null when the form was not sent yet.</summary>
    public string? Typed(string path) => typed?[path].ToString();

    /// <summary>Was this answer chosen?</summary>
    public bool IsChosen(string path, string value) => typed is not null && typed[path].Contains(value);

    /// <summary>What is wrong with a path, or with something inside it; empty when nothing is.</summary>
    public string FaultText(string path) =>
        string.Join(" ", errors.Where(error => IsWithin(error.Key, path)).SelectMany(error => error.Value));

    internal Html Fault(string path) => FaultText(path) is { Length: > 0 } text
        ? Html.Of($"""<p class="fault" id="fout-{Id(path)}">{text}</p>""") : Html.Empty;

    /// <summary>All that is wrong, at the top of the page, each with a link to its field.</summary>
    internal Html Summary(string title) => errors.Count == 0 ? Html.Empty : Html.Of($"""
        <div class="faults" role="alert"><h2>{title}</h2><ul>
        {errors.SelectMany(error => error.Value.Select(sentence => Html.Of(
            $"""<li><a href="#{Id(error.Key.Split('[')[0])}">{sentence}</a></li>""")))}
        </ul></div>
        """);

    /// <summary>One of a few.</summary>
    internal Html Radios(string path, IEnumerable<(string Value, string Words)> options) => Html.Of($"""
        <div class="choices" id="{Id(path)}">
        {options.Select(option => Html.Of($"""
            <label class="choice"><input type="radio" name="{path}" value="{option.Value}"{(
                IsChosen(path, option.Value), "checked")}> {option.Words}</label>
            """))}
        </div>
        """);

    /// <summary>Any of a few.</summary>
    internal Html Checks(string path, IEnumerable<(string Value, string Words)> options) => Html.Of($"""
        <div class="choices" id="{Id(path)}">
        {options.Select(option => Html.Of($"""
            <label class="choice"><input type="checkbox" name="{path}" value="{option.Value}"{(
                IsChosen(path, option.Value), "checked")}> {option.Words}</label>
            """))}
        </div>
        """);

    internal Html Input(string path, string label, string? hint = null, string css = "", int lengthMax = 60) =>
        Html.Of($"""
        <div class="field {css}"><label for="{Id(path)}">{label}</label>
        {(hint is null ? Html.Empty : Html.Of($"""<span class="hint">{hint}</span>"""))}
        {Fault(path)}
        <input id="{Id(path)}" name="{path}" value="{Typed(path)}" maxlength="{lengthMax}" autocomplete="off"></div>
        """);

    internal Html Area(string path, string label, string hint) => Html.Of($"""
        <div class="field"><label for="{Id(path)}">{label}</label><span class="hint">{hint}</span>
        {Fault(path)}<textarea id="{Id(path)}" name="{path}" rows="3">{Typed(path)}</textarea></div>
        """);

    /// <param name="empty">The first choice, which stands for not entered.</param>
    internal Html Select(
        string path, string label, string empty, IEnumerable<(string Value, string Words)> options, string css = "") =>
        Html.Of($"""
        <div class="field {css}"><label for="{Id(path)}">{label}</label>
        {Fault(path)}<select id="{Id(path)}" name="{path}"><option value="">{empty}</option>
        {Options(path, options)}</select></div>
        """);

    internal IEnumerable<Html> Options(string path, IEnumerable<(string Value, string Words)> options) =>
        options.Select(option => Html.Of(
            $"""<option value="{option.Value}"{(IsChosen(path, option.Value), "selected")}>{option.Words}</option>"""));

    /// <summary>The element of a path, for links and labels.</summary>
    public static string Id(string path) => path.Replace('.', '-');

    private static bool IsWithin(string key, string path) =>
        key == path || key.StartsWith($"{path}[", StringComparison.Ordinal);
}
