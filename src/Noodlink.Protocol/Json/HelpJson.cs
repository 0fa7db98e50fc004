using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Json;

/// <summary>Reads hulpvragen and hulpaanbod.</summary>
internal static class HelpJson
{
    private static readonly string[] Askable =
        [.. Enum.GetValues<HelpCategory>().Where(HelpCategories.CanBeAsked).Select(category => $"{category}")];

    public static HelpRequest ReadRequest(JsonFields fields)
    {
        var category = fields.MandatoryWord<HelpCategory>("category");
        if (category is { } asked && !HelpCategories.CanBeAsked(asked))
            fields.Fault("category", FieldFault.OneOf(Askable));
        return new HelpRequest(
            category ?? HelpCategory.Unknown, Amount(fields), Place(fields), Minutes(fields, "neededBeforeMinutes", 1),
            fields.References("references") ?? [], fields.Text("text", Limits.Text));
    }

    public static HelpOffer ReadOffer(JsonFields fields)
    {
        var category = fields.MandatoryWord<HelpCategory>("category");
        if (fields.Has("skill") && category is { } offered && offered != HelpCategory.Skill)
            fields.Fault("skill", FieldFaultKind.OnlyWithSkill);
        var skill = fields.Word<HelpSkill>("skill");
        var from = Minutes(fields, "availableFromMinutes", 0);
        var until = Minutes(fields, "availableUntilMinutes", 1);
        if (until <= from) fields.Fault("availableUntilMinutes", FieldFaultKind.EndBeforeBegin);
        return new HelpOffer(
            category ?? HelpCategory.Unknown, skill, Amount(fields), Place(fields), from, until,
            fields.References("references") ?? [], fields.Text("text", Limits.Text));
    }

    private static ushort Amount(JsonFields fields)
    {
        if (!fields.Has("amount")) fields.Fault("amount", FieldFaultKind.Mandatory);
        return (ushort)(fields.Whole("amount", 1, Limits.AmountMax) ?? 1);
    }

    private static string Place(JsonFields fields)
    {
        if (!fields.Has("place")) fields.Fault("place", FieldFaultKind.Mandatory);
        return fields.Text("place", Limits.Name) ?? "";
    }

    private static ushort? Minutes(JsonFields fields, string name, int least) =>
        (ushort?)fields.Whole(name, least, Limits.MinutesAheadMax);
}
