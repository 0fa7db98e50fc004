using System.Globalization;
using Noodlink.Node.Drafts;
using Noodlink.Protocol;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Places;

namespace Noodlink.Node.Pages.Sending;

/// <summary>What a draft says so far, as a noodmelding that need not be whole yet: to read it back and to compare it. What
/// cannot be read is not there; whether it may be sent, the one reader of messages says.</summary>
public static class DraftFacts
{
    public static AlarmFacts Of(TypedFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return new AlarmFacts
        {
            Services = Words<EmergencyService>(fields, "services"),
            Location = Place(fields),
            Type = Word<AlarmType>(fields, "type"),
            DangerToLife = Word<Danger>(fields, "dangerToLife"),
            Victims = People(fields, "victims"),
            Unresponsive = People(fields, "unresponsive"),
            Trapped = People(fields, "trapped"),
            Children = People(fields, "children"),
            Hazards = Words<Hazard>(fields, "hazards"),
            Access = Word<Access>(fields, "access"),
            Guide = Word<Guide>(fields, "guide"),
            Actions = Words<ActionTaken>(fields, "actions"),
            Source = Word<Source>(fields, "source"),
            Reporter = Word<ReporterPresence>(fields, "reporter"),
            Language = fields.One("language"),
            Barriers = Words<Protocol.Messages.Barrier>(fields, "barriers"),
            OccurredAgoMinutes = Whole(fields, "occurredAgoMinutes"),
            VulnerableSites = Words<VulnerableSite>(fields, "vulnerableSites"),
            Text = fields.One("text"),
        };
    }

    /// <summary>Null when nothing of it was entered.</summary>
    public static Location? Place(TypedFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        if (!fields.Paths.Any(path => path.StartsWith("location.", StringComparison.Ordinal))) return null;
        var here = fields.One("location.kind") == nameof(LocationKind.Here);
        return new Location
        {
            Kind = Word<LocationKind>(fields, "location.kind") ?? LocationKind.Text,
            Certainty = Word<Certainty>(fields, "location.certainty") ?? (here ? Certainty.Certain : Certainty.Unknown),
            Street = fields.One("location.street"), Number = fields.One("location.number"),
            Postcode = TypedPostcode.TryParse(fields.One("location.postcode"), out var code)
                ? $"{code}" : fields.One("location.postcode"),
            Place = fields.One("location.place"), Gemeente = fields.One("location.gemeente"),
            Road = fields.One("location.road"), Hectometre = Hectometre(fields.One("location.hectometre")),
            Side = Word<RoadSide>(fields, "location.side"), Towards = fields.One("location.towards"),
            Spot = fields.One("location.spot"), Text = fields.One("location.text"),
            Rd = Whole(fields, "location.rd.x") is { } x && Whole(fields, "location.rd.y") is { } y ? new Rd(x, y) : null,
        };
    }

    /// <summary>Kilometres as on the sign, with a comma or a point; null for anything else.</summary>
    public static decimal? Hectometre(string? typed) =>
        decimal.TryParse(
            typed?.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && number <= Limits.HectometreMax && number * 10 == decimal.Truncate(number * 10) ? number : null;

    public static T? Word<T>(TypedFields fields, string path)
        where T : struct, Enum =>
        Enum.TryParse<T>(fields.One(path), out var word) && Enum.IsDefined(word) ? word : null;

    private static ValueList<T>? Words<T>(TypedFields fields, string path)
        where T : struct, Enum
    {
        var words = fields.Many(path).Select(one => Enum.TryParse<T>(one, out var word) && Enum.IsDefined(word) ? word : (T?)null)
            .OfType<T>().Distinct().ToList();
        return words.Count == 0 ? null : words.ToValueList();
    }

    private static byte? People(TypedFields fields, string path) =>
        Whole(fields, path) is >= 0 and <= Limits.PeopleMax and var many ? (byte)many : null;

    private static int? Whole(TypedFields fields, string path) =>
        int.TryParse(fields.One(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
