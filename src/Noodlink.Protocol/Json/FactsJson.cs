using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Json;

/// <summary>Reads the fields of a noodmelding.</summary>
internal static class FactsJson
{
    /// <summary>A noodmelding: services, type, danger to life and location have to be there.</summary>
    public static AlarmFacts ReadAlarm(JsonFields fields)
    {
        foreach (var name in (ReadOnlySpan<string>)["services", "type", "dangerToLife", "location"])
            if (!fields.Has(name)) fields.Fault(name, FieldFaultKind.Mandatory);
        return Read(fields);
    }

    /// <summary>An aanvulling: any of the fields, and at least one.</summary>
    public static AlarmFacts ReadChanges(JsonFields fields, JsonErrors errors)
    {
        var facts = Read(fields);
        if (facts == new AlarmFacts() && !errors.Any) fields.Fault(FieldFaultKind.NoChange);
        return facts;
    }

    private static AlarmFacts Read(JsonFields fields) => new()
    {
        Services = Services(fields),
        Type = fields.Word<AlarmType>("type"),
        DangerToLife = fields.Word<Danger>("dangerToLife"),
        Location = fields.Object("location") is { } location ? LocationJson.Read(location) : null,
        Victims = People(fields, "victims"),
        Unresponsive = People(fields, "unresponsive"),
        Trapped = People(fields, "trapped"),
        Children = People(fields, "children"),
        Hazards = Hazards(fields),
        Access = fields.Word<Access>("access"),
        Guide = fields.Word<Guide>("guide"),
        Actions = fields.Words<ActionTaken>("actions"),
        Source = fields.Word<Source>("source"),
        Reporter = fields.Word<ReporterPresence>("reporter"),
        Language = Language(fields),
        Barriers = fields.Words<Messages.Barrier>("barriers"),
        OccurredAgoMinutes = Age(fields),
        VulnerableSites = fields.Words<VulnerableSite>("vulnerableSites"),
        Text = fields.Text("text", Limits.Text),
    };

    private static ValueList<EmergencyService>? Services(JsonFields fields)
    {
        var services = fields.Words<EmergencyService>("services");
        if (services is { Count: 0 }) fields.Fault("services", FieldFaultKind.OneAtLeast);
        return services;
    }

    private static ValueList<Hazard>? Hazards(JsonFields fields)
    {
        var hazards = fields.Words<Hazard>("hazards");
        if (hazards is { Count: > 1 } && hazards.Contains(Hazard.None))
            fields.Fault("hazards", FieldFaultKind.NoneAlone);
        return hazards;
    }

    private static byte? People(JsonFields fields, string name) => (byte?)fields.Whole(name, 0, Limits.PeopleMax);

    private static string? Language(JsonFields fields)
    {
        if (fields.Take("language") is not { } element) return null;
        var code = element.ValueKind == System.Text.Json.JsonValueKind.String
            ? JsonFields.TextOf(element)?.Trim().ToLowerInvariant() : null;
        if (code is not null && Languages.Contains(code)) return code;
        fields.Fault("language", FieldFaultKind.NotLanguage);
        return null;
    }

    // Rounded up: "a quarter of an hour and a bit" is not "a quarter of an hour" to somebody without a heartbeat.
    private static int? Age(JsonFields fields)
    {
        var steps = AlarmFacts.AgeSteps;
        if (fields.Whole("occurredAgoMinutes", 0, steps[^1]) is not { } minutes) return null;
        foreach (var step in steps)
            if (step >= minutes) return step;
        return null;
    }
}
