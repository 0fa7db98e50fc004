using Noodlink.Protocol.Messages;
using Noodlink.Screens.Markup;
using Noodlink.Station.Dutch;

namespace Noodlink.Screens.Pages;

/// <summary>The questions 1–14 of domain.md §3a, in the order of the paper form. Four must be answered; the rest stands
/// folded away so that a noodmelding is gone within a minute, and may be skipped.</summary>
internal static class NoodmeldingForm
{
    public static (string Group, AlarmType[] Types)[] TypeGroups =>
    [
        (Words.Send_GroupIll,
        [
            AlarmType.CardiacArrest, AlarmType.Unwell, AlarmType.MedicalDevice, AlarmType.Injury, AlarmType.Childbirth,
            AlarmType.SelfHarm,
        ]),
        (Words.Send_GroupFire,
        [
            AlarmType.BuildingFire, AlarmType.OutdoorFire, AlarmType.VehicleFire, AlarmType.GasOrSubstance,
            AlarmType.CarbonMonoxide,
        ]),
        (Words.Send_GroupTraffic,
        [
            AlarmType.TrafficInjury, AlarmType.TrafficDamage, AlarmType.PersonInWater, AlarmType.VehicleInWater,
            AlarmType.RailOrShip, AlarmType.Flooding,
        ]),
        (Words.Send_GroupStuck,
        [
            AlarmType.LiftEntrapment, AlarmType.CollapseOrQuake, AlarmType.MissingPerson, AlarmType.StormDamage,
            AlarmType.UtilityFailure, AlarmType.AnimalInDistress,
        ]),
        (Words.Send_GroupSafety,
            [AlarmType.Violence, AlarmType.Looting, AlarmType.Disturbance, AlarmType.Suspicious]),
        (Words.Send_GroupOther, [AlarmType.Other, AlarmType.Unknown]),
    ];

    /// <summary>1–4: without these it cannot go.</summary>
    /// <param name="here">What "Hier" is called.</param>
    public static Html Mandatory(
        FormFields fields, bool must = true, string? here = null) => Html.Of($"""
        {Group(fields, "services", FormLabels.Services, must, fields.Checks("services", Services))}
        {NoodmeldingPlace.Of(fields, must, here ?? Words.Place_Here)}
        {Group(fields, "type", FormLabels.Type, must, TypeSelect(fields))}
        {Group(fields, "dangerToLife", FormLabels.Danger, must, fields.Radios("dangerToLife", Danger))}
        """);

    /// <summary>5–14.</summary>
    public static Html Optional(FormFields fields) => Html.Of($"""
        <fieldset><legend>{FormLabels.People}</legend><div class="fields">
        {Count(fields, "victims", Words.Ask_Victims)}{Count(fields, "unresponsive", Words.Ask_Unresponsive)}
        {Count(fields, "trapped", Words.Ask_Trapped)}{Count(fields, "children", Words.Ask_Children)}
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
            "language", Words.Ask_LanguageShort, Words.Send_NotAsked, LanguageNames.All.Select(pair => (pair.Key, pair.Value)))}
        {fields.Checks("barriers", Of<Protocol.Messages.Barrier>(Labels.Of))}</fieldset>
        <fieldset><legend>{FormLabels.OccurredAgo}</legend>
        {fields.Select("occurredAgoMinutes", Words.Ask_OccurredAgoShort, Words.Send_NotAsked, Ages())}</fieldset>
        {Group(
            fields, "vulnerableSites", FormLabels.VulnerableSite, false,
            fields.Checks("vulnerableSites", Of<VulnerableSite>(Labels.Of)))}
        """);

    public static Html Text(FormFields fields) =>
        fields.Area(
            "text", FormLabels.Text, Words.Send_TextHint);

    // Field of the API to question of the form, in the order of the form.
    private static (string Field, string Question)[] Questions =>
    [
        ("via", Words.Ask_Via), ("onBehalfOf", Words.Ask_OnBehalfOf), ("number", Words.Ask_Number),
        ("caller", Words.Ask_Caller), ("status", Words.Ask_IsReal), ("services", FormLabels.Services),
        ("location", FormLabels.Location),
        ("type", FormLabels.Type), ("dangerToLife", FormLabels.Danger), ("victims", FormLabels.People),
        ("unresponsive", FormLabels.People), ("trapped", FormLabels.People), ("children", FormLabels.People),
        ("hazards", FormLabels.Hazards), ("access", FormLabels.Access), ("guide", FormLabels.Guide),
        ("actions", FormLabels.Actions), ("source", FormLabels.Source), ("reporter", FormLabels.Reporter),
        ("language", FormLabels.Contact), ("barriers", FormLabels.Contact),
        ("occurredAgoMinutes", FormLabels.OccurredAgo), ("vulnerableSites", FormLabels.VulnerableSite),
        ("text", FormLabels.Text), ("reason", Words.Ask_WhyCancel),
    ];

    /// <summary>The words of a path in a list of faults.</summary>
    public static string Question(string path) => Place(path) is var place && place < Questions.Length
        ? Questions[place].Question : Words.Ask_ThisForm;

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
        <fieldset><legend>{legend}{(must ? Html.Of($""" <span class="must">{Words.Form_Must}</span>""") : Html.Empty)}</legend>
        {fields.Fault(path)}{choices}</fieldset>
        """);

    /// <summary>For real, an exercise or a test: never chosen beforehand.</summary>
    public static Html Status(FormFields fields) => Html.Of($"""
        <fieldset><legend>{Words.Ask_IsReal} <span class="must">{Words.Form_Must}</span></legend>
        {fields.Fault("status")}
        <div class="choices" id="status">
        {Choice(fields, "Actual", Words.Send_ForReal, "real")}
        {Choice(fields, "Exercise", Words.Send_Exercise, "drill")}
        {Choice(fields, "Test", Words.Send_Test, "drill")}
        </div></fieldset>
        """);

    /// <summary>Faults in the words of the form: the API's reader speaks of names that do not stand on the
    /// screen.</summary>
    public static IReadOnlyDictionary<string, string[]> Spoken(IReadOnlyDictionary<string, string[]> errors) =>
        errors.OrderBy(error => Place(error.Key)).ToDictionary(
            error => error.Key == "$" ? "text" : error.Key,
            error => error.Value.Select(
                sentence => $"{Question(error.Key)}: {InOurWords(error.Key, sentence)}".Replace("?:", "?", StringComparison.Ordinal))
                .ToArray(),
            StringComparer.Ordinal);

    private static string InOurWords(string path, string sentence) => path switch
    {
        "hazards" => Words.Send_OnlyNoneAlone,
        "via" => Words.Send_OneOfThree,
        _ => sentence,
    };

    private static Html Choice(FormFields fields, string value, string words, string css) => Html.Of($"""
        <label class="choice {css}"><input type="radio" name="status" value="{value}"
        {(fields.IsChosen("status", value), "checked")}> {words}</label>
        """);

    public static IEnumerable<(string Value, string Words)> Services =>
        Enum.GetValues<EmergencyService>().Select(
            one => ($"{one}", one == EmergencyService.Unsure ? Words.Send_DontKnow : Labels.Of(one)));

    public static IEnumerable<(string Value, string Words)> Danger =>
    [
        ("Yes", Words.Send_Yes), ("No", Words.Send_No), ("Unknown", Words.Send_DontKnow),
    ];

    public static IEnumerable<(string Value, string Words)> Hazards =>
        Enum.GetValues<Hazard>().OrderBy(one => one == Hazard.None).Select(one => ($"{one}", Labels.Of(one)));

    public static IEnumerable<(string Value, string Words)> Of<T>(Func<T, string> label)
        where T : struct, Enum =>
        Enum.GetValues<T>().OrderBy(one => one.ToString() == "Unknown").Select(one => ($"{one}", label(one)));

    private static Html Count(FormFields fields, string path, string label) => fields.Select(
        path, label, Labels.Unknown, Counts(), "small");

    public static IEnumerable<(string Value, string Words)> Counts() => Enumerable.Range(0, Limits.PeopleMax + 1).Select(
        n => ($"{n}", n == Limits.PeopleMax ? Words.Send_FourteenOrMore : $"{n}"));

    public static IEnumerable<(string Value, string Words)> Ages() =>
        AlarmFacts.AgeSteps.ToArray().Select(minutes => ($"{minutes}", FactsList.OccurredAgo(minutes)));

    private static Html TypeSelect(FormFields fields) => Html.Of($"""
        <label class="unseen" for="type">{FormLabels.Type}</label>
        <select id="type" name="type"><option value="">{Words.Send_TypeHint}</option>
        {TypeGroups.Select(group => Html.Of($"""
            <optgroup label="{group.Group}">{fields.Options(
                "type", group.Types.Select(type => ($"{type}", Labels.Of(type))))}</optgroup>
            """))}
        </select>
        """);
}
