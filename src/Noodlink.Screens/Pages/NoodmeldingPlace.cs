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
        <legend>{FormLabels.Location}{Html.If(must, $""" <span class="must">(moet)</span>""")}</legend>
        {fields.Fault("location")}{fields.Fault("location.kind")}
        {fields.Radios("location.kind", [("Here", here), ("Elsewhere", "Ergens anders")])}
        <div class="elsewhere{(HasFault(fields) ? " open" : "")}">
        <h3>Adres</h3>
        <div class="fields">
        {fields.Input("location.postcode", "Postcode", css: "small", lengthMax: 7)}
        {fields.Input("location.number", "Huisnummer", css: "small", lengthMax: 12)}
        {fields.Input("location.street", "Straat")}
        {fields.Input("location.place", "Plaats")}
        {fields.Input("location.gemeente", "Gemeente")}
        </div>
        <details{(IsTyped(fields, "road", "hectometre", "towards", "spot", "rd.x", "rd.y"), "open")}>
        <summary>Weg met hectometerpaal, of een bekende plek</summary>
        <div class="fields">
        {fields.Input("location.road", "Weg", "zoals N355", "small", 12)}
        {fields.Input("location.hectometre", "Hectometerpaal", "zoals 17,3", "small", 7)}
        {fields.Select("location.side", "Kant", "niet gevraagd", Sides, "small")}
        {fields.Input("location.towards", "Rijrichting", "naar welke plaats")}
        </div>
        <div class="fields">
        {fields.Input("location.spot", "Bekende plek", "zoals sluis Gaarkeuken")}
        {fields.Input("location.rd.x", "RD x", "hele meters", "small", 7)}
        {fields.Input("location.rd.y", "RD y", "hele meters", "small", 7)}
        </div>
        {fields.Fault("location.rd")}
        </details>
        </div>
        {fields.Input("location.text", "In eigen woorden", "zoals: achter de schuur, tweede dam links", lengthMax: 80)}
        <p class="label">Hoe zeker is de plaats?</p>
        {fields.Fault("location.certainty")}
        {fields.Radios("location.certainty", Certainties)}
        </fieldset>
        """);

    public static (string Value, string Words)[] Sides =>
        [("Left", Labels.Of(RoadSide.Left)), ("Right", Labels.Of(RoadSide.Right)), ("Unknown", "weet ik niet")];

    public static (string Value, string Words)[] Certainties =>
    [
        ("Certain", Labels.Of(Certainty.Certain)), ("Approximate", Labels.Of(Certainty.Approximate)),
        ("Guessed", Labels.Of(Certainty.Guessed)), ("Unknown", "weet ik niet"),
    ];

    private static bool HasFault(FormFields fields) =>
        fields.Errors.Keys.Any(path => path.StartsWith("location", StringComparison.Ordinal));

    private static bool IsTyped(FormFields fields, params string[] names) =>
        names.Any(name => !string.IsNullOrWhiteSpace(fields.Typed($"location.{name}"))
            || fields.Errors.ContainsKey($"location.{name}"));
}
