using Noodlink.Protocol.Messages;
using Noodlink.Screens.Markup;
using Noodlink.Station.Dutch;

namespace Noodlink.Screens.Pages;

/// <summary>The questions 1–14 of domain.md §3a, in the order of the paper form. Four must be answered; the rest stands
/// folded away so that a noodmelding is gone within a minute, and may be skipped.</summary>
internal static class NoodmeldingForm
{
    public static readonly (string Group, AlarmType[] Types)[] TypeGroups =
    [
        ("Ziek of gewond",
        [
            AlarmType.CardiacArrest, AlarmType.Unwell, AlarmType.MedicalDevice, AlarmType.Injury, AlarmType.Childbirth,
            AlarmType.SelfHarm,
        ]),
        ("Brand, gas, gevaarlijke stof",
        [
            AlarmType.BuildingFire, AlarmType.OutdoorFire, AlarmType.VehicleFire, AlarmType.GasOrSubstance,
            AlarmType.CarbonMonoxide,
        ]),
        ("Verkeer en water",
        [
            AlarmType.TrafficInjury, AlarmType.TrafficDamage, AlarmType.PersonInWater, AlarmType.VehicleInWater,
            AlarmType.RailOrShip, AlarmType.Flooding,
        ]),
        ("Vast, ingestort, vermist, dier",
        [
            AlarmType.LiftEntrapment, AlarmType.CollapseOrQuake, AlarmType.MissingPerson, AlarmType.StormDamage,
            AlarmType.UtilityFailure, AlarmType.AnimalInDistress,
        ]),
        ("Veiligheid",
            [AlarmType.Violence, AlarmType.Looting, AlarmType.Disturbance, AlarmType.Suspicious]),
        ("Anders", [AlarmType.Other, AlarmType.Unknown]),
    ];

    /// <summary>1–4: without these it cannot go.</summary>
    /// <param name="here">What "Hier" is called.</param>
    public static Html Mandatory(
        FormFields fields, bool must = true, string here = "Hier, bij dit noodsteunpunt") => Html.Of($"""
        {Group(fields, "services", FormLabels.Services, must, fields.Checks("services", Services))}
        {NoodmeldingPlace.Of(fields, must, here)}
        {Group(fields, "type", FormLabels.Type, must, TypeSelect(fields))}
        {Group(fields, "dangerToLife", FormLabels.Danger, must, fields.Radios("dangerToLife", Danger))}
        """);

    /// <summary>5–14.</summary>
    public static Html Optional(FormFields fields) => Html.Of($"""
        <fieldset><legend>{FormLabels.People}</legend><div class="fields">
        {Count(fields, "victims", "Slachtoffers")}{Count(fields, "unresponsive", "Reageert niet")}
        {Count(fields, "trapped", "Zit vast")}{Count(fields, "children", "Kinderen")}
        </div></fieldset>
        {Group(fields, "hazards", FormLabels.Hazards, false, fields.Checks("hazards", Hazards))}
        {Group(
            fields, "access", FormLabels.Access, false,
            fields.Radios("access", Of<Protocol.Messages.Access>(Labels.Of)))}
        {Group(fields, "guide", FormLabels.Guide, false, fields.Radios("guide", Of<Guide>(Labels.Of)))}
        {Group(fields, "actions", FormLabels.Actions, false, fields.Checks("actions", Of<ActionTaken>(Labels.Of)))}
        {Group(fields, "source", FormLabels.Source, false, fields.Radios("source", Of<Source>(Labels.Of)))}
        {Group(
            fields, "reporter", FormLabels.Reporter, false,
            fields.Radios("reporter", Of<ReporterPresence>(Labels.Of)))}
        <fieldset><legend>{FormLabels.Contact}</legend>
        {fields.Select(
            "language", "De melder spreekt", "niet gevraagd", LanguageNames.All.Select(pair => (pair.Key, pair.Value)))}
        {fields.Checks("barriers", Of<Protocol.Messages.Barrier>(Labels.Of))}</fieldset>
        <fieldset><legend>{FormLabels.OccurredAgo}</legend>
        {fields.Select("occurredAgoMinutes", "Het gebeurde", "niet gevraagd", Ages())}</fieldset>
        {Group(
            fields, "vulnerableSites", FormLabels.VulnerableSite, false,
            fields.Checks("vulnerableSites", Of<VulnerableSite>(Labels.Of)))}
        """);

    public static Html Text(FormFields fields) =>
        fields.Area(
            "text", FormLabels.Text, "Hooguit 140 tekens. Schrijf geen namen, geboortedata of telefoonnummers op.");

    // Field of the API to question of the form, in the order of the form.
    private static readonly (string Field, string Question)[] Questions =
    [
        ("via", "Hoe kwam de melding?"), ("onBehalfOf", "Van welk noodsteunpunt?"), ("number", "Nummer"),
        ("caller", "Wie vertelt het?"), ("status", "Is dit echt?"), ("services", FormLabels.Services), ("location", FormLabels.Location),
        ("type", FormLabels.Type), ("dangerToLife", FormLabels.Danger), ("victims", FormLabels.People),
        ("unresponsive", FormLabels.People), ("trapped", FormLabels.People), ("children", FormLabels.People),
        ("hazards", FormLabels.Hazards), ("access", FormLabels.Access), ("guide", FormLabels.Guide),
        ("actions", FormLabels.Actions), ("source", FormLabels.Source), ("reporter", FormLabels.Reporter),
        ("language", FormLabels.Contact), ("barriers", FormLabels.Contact),
        ("occurredAgoMinutes", FormLabels.OccurredAgo), ("vulnerableSites", FormLabels.VulnerableSite),
        ("text", FormLabels.Text), ("reason", "Waarom trekt u de melding in?"),
    ];

    /// <summary>The words of a path in a list of faults.</summary>
    public static string Question(string path) => Place(path) is var place && place < Questions.Length
        ? Questions[place].Question : "Dit formulier";

    /// <summary>Where the question of a path stands in the form; after all of them when it has none.</summary>
    public static int Place(string path)
    {
        var place = Array.FindIndex(Questions, one => one.Field == Field(path));
        return place < 0 ? Questions.Length : place;
    }

    /// <summary>One of the questions 5–14?</summary>
    public static bool IsOptional(string path) =>
        Place(path) < Questions.Length
        && Field(path) is not ("via" or "onBehalfOf" or "number" or "caller" or "status" or "services" or "location" or "type" or "dangerToLife" or "text" or "reason");

    private static string Field(string path) => path.Split('.', '[')[0];

    public static Html Group(FormFields fields, string path, string legend, bool must, Html choices) => Html.Of($"""
        <fieldset><legend>{legend}{(must ? Html.Of($""" <span class="must">(moet)</span>""") : Html.Empty)}</legend>
        {fields.Fault(path)}{choices}</fieldset>
        """);

    /// <summary>For real, an exercise or a test: never chosen beforehand.</summary>
    public static Html Status(FormFields fields) => Html.Of($"""
        <fieldset><legend>Is dit echt? <span class="must">(moet)</span></legend>
        {fields.Fault("status")}
        <div class="choices" id="status">
        {Choice(fields, "Actual", "ECHT – geen oefening", "real")}
        {Choice(fields, "Exercise", "OEFENING", "drill")}
        {Choice(fields, "Test", "TEST", "drill")}
        </div></fieldset>
        """);

    /// <summary>Faults in the words of the form: the API's reader speaks of names that do not stand on the
    /// screen.</summary>
    public static IReadOnlyDictionary<string, string[]> Spoken(IReadOnlyDictionary<string, string[]> errors) =>
        errors.OrderBy(error => Place(error.Key)).ToDictionary(
            error => error.Key == "$" ? "text" : error.Key,
            error => error.Value.Select(
                sentence => $"{Question(error.Key)} {InOurWords(error.Key, sentence)}").ToArray(),
            StringComparer.Ordinal);

    private static string InOurWords(string path, string sentence) => path switch
    {
        "hazards" => "Kies «geen gezien» alleen als er geen ander gevaar is.",
        "via" => "Kies een van de drie.",
        _ => sentence,
    };

    private static Html Choice(FormFields fields, string value, string words, string css) => Html.Of($"""
        <label class="choice {css}"><input type="radio" name="status" value="{value}"
        {(fields.IsChosen("status", value), "checked")}> {words}</label>
        """);

    public static IEnumerable<(string Value, string Words)> Services =>
        Enum.GetValues<EmergencyService>().Select(
            one => ($"{one}", one == EmergencyService.Unsure ? "weet ik niet" : Labels.Of(one)));

    public static IEnumerable<(string Value, string Words)> Danger =>
    [
        ("Yes", "ja"), ("No", "nee"), ("Unknown", "weet ik niet"),
    ];

    public static IEnumerable<(string Value, string Words)> Hazards =>
        Enum.GetValues<Hazard>().OrderBy(one => one == Hazard.None).Select(one => ($"{one}", Labels.Of(one)));

    public static IEnumerable<(string Value, string Words)> Of<T>(Func<T, string> label)
        where T : struct, Enum =>
        Enum.GetValues<T>().OrderBy(one => one.ToString() == "Unknown").Select(one => ($"{one}", label(one)));

    private static Html Count(FormFields fields, string path, string label) => fields.Select(
        path, label, "onbekend", Enumerable.Range(0, 15).Select(n => ($"{n}", n == 14 ? "14 of meer" : $"{n}")),
        "small");

    public static IEnumerable<(string Value, string Words)> Ages() =>
        AlarmFacts.AgeSteps.ToArray().Select(minutes => ($"{minutes}", FactsList.OccurredAgo(minutes)));

    private static Html TypeSelect(FormFields fields) => Html.Of($"""
        <label class="unseen" for="type">{FormLabels.Type}</label>
        <select id="type" name="type"><option value="">Kies wat er is</option>
        {TypeGroups.Select(group => Html.Of($"""
            <optgroup label="{group.Group}">{fields.Options(
                "type", group.Types.Select(type => ($"{type}", Labels.Of(type))))}</optgroup>
            """))}
        </select>
        """);
}
