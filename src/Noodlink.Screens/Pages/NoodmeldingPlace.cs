using Noodlink.Protocol.Messages;
using Noodlink.Screens.Markup;
using Noodlink.Station.Dutch;

namespace Noodlink.Screens.Pages;

/// <summary>Question 2, on which lives are lost (domain.md §2.4): "Hier" first, then an address, a road, a known spot,
/// own words. How sure the reporter is always goes along.</summary>
internal static class NoodmeldingPlace
{
    public static Html Of(FormFields fields, bool must, string here) => Html.Of($"""
        <fieldset class="place">
        <legend>{FormLabels.Location}{Html.If(must, $""" <span class="must">{Words.Form_Must}</span>""")}</legend>
        {fields.Fault("location")}{fields.Fault("location.kind")}
        {fields.Radios("location.kind", [("Here", here), ("Elsewhere", Words.Place_Elsewhere)])}
        <div class="elsewhere{(HasFault(fields) ? " open" : "")}">
        <h3>{Words.Place_ElsewhereAddress}</h3>
        <div class="fields">
        {fields.Input("location.postcode", Words.Place_Postcode, css: "small", lengthMax: 7)}
        {fields.Input("location.number", Words.Place_Number, css: "small", lengthMax: 12)}
        {fields.Input("location.street", Words.Place_Street)}
        {fields.Input("location.place", Words.Place_Place)}
        {fields.Input("location.gemeente", Words.Place_Gemeente)}
        </div>
        <details{(IsTyped(fields, "road", "hectometre", "towards", "spot", "rd.x", "rd.y"), "open")}>
        <summary>{Words.Place_ElsewhereRoad}</summary>
        <div class="fields">
        {fields.Input("location.road", Words.Place_Road, Words.Place_RoadHint, "small", 12)}
        {fields.Input("location.hectometre", Words.Place_Post, Words.Place_PostHint, "small", 7)}
        {fields.Select("location.side", Words.Place_SideShort, Words.Send_NotAsked, Sides, "small")}
        {fields.Input("location.towards", Words.Place_Towards, Words.Place_TowardsHint)}
        </div>
        <div class="fields">
        {fields.Input("location.spot", Words.Place_Spot, Words.Place_SpotHint)}
        {fields.Input("location.rd.x", Words.Place_RdX, Words.Place_RdUnit, "small", 7)}
        {fields.Input("location.rd.y", Words.Place_RdY, Words.Place_RdUnit, "small", 7)}
        </div>
        {fields.Fault("location.rd")}
        </details>
        </div>
        {fields.Input("location.text", Words.Place_Words, Words.Place_WordsHint, lengthMax: 80)}
        <p class="label">{Words.Place_HowSure}</p>
        {fields.Fault("location.certainty")}
        {fields.Radios("location.certainty", Certainties)}
        </fieldset>
        """);

    public static (string Value, string Words)[] Sides =>
        [("Left", Labels.Of(RoadSide.Left)), ("Right", Labels.Of(RoadSide.Right)), ("Unknown", Words.Send_DontKnow)];

    public static (string Value, string Words)[] Certainties =>
    [
        ("Certain", Labels.Of(Certainty.Certain)), ("Approximate", Labels.Of(Certainty.Approximate)),
        ("Guessed", Labels.Of(Certainty.Guessed)), ("Unknown", Words.Send_DontKnow),
    ];

    private static bool HasFault(FormFields fields) =>
        fields.Errors.Keys.Any(path => path.StartsWith("location", StringComparison.Ordinal));

    private static bool IsTyped(FormFields fields, params string[] names) =>
        names.Any(name => !string.IsNullOrWhiteSpace(fields.Typed($"location.{name}"))
            || fields.Errors.ContainsKey($"location.{name}"));
}
