namespace Noodlink.Protocol.Messages;

// Problem: what is read aloud is typed in by ear, and the same noodmelding comes in by a machine an hour later. What the
// meldkamer was told came from the first account. Where the second says something else, people must see both; where it
// says something worse, or another place, somebody has to act on it, and a list of spelling differences would hide that.
//
// Idea: two questions about two accounts. Which fields differ at all: for the page, side by side. And does the later one
// differ gravely: would the meldkamer do something else had it known this? Then the message asks for attention again.

/// <summary>What two accounts of one noodmelding say differently. Pure; safe on any thread.</summary>
public static class AlarmDifferences
{
    /// <summary>The fields of a noodmelding by their name in the API, in the order of the form.</summary>
    public static IReadOnlyList<string> Order { get; } =
    [
        .. Compared(new AlarmFacts(), new AlarmFacts()).Select(field => field.Field),
    ];

    /// <summary>The fields that differ, by their name in the API, in the order of the form. Capitals, spaces around a text
    /// and the order in a list are no difference; a field that only one of the two has, is.</summary>
    public static IReadOnlyList<string> Between(AlarmFacts first, AlarmFacts later)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(later);
        return [.. Compared(first, later).Where(field => !field.Same).Select(field => field.Field)];
    }

    private static (string Field, bool Same)[] Compared(AlarmFacts first, AlarmFacts later) =>
        [
            ("services", SameSet(first.Services, later.Services)),
            ("location", first.Location is { } one && later.Location is { } other
                ? Plain(one) == Plain(other) : first.Location == later.Location),
            ("type", first.Type == later.Type),
            ("dangerToLife", first.DangerToLife == later.DangerToLife),
            ("victims", first.Victims == later.Victims),
            ("unresponsive", first.Unresponsive == later.Unresponsive),
            ("trapped", first.Trapped == later.Trapped),
            ("children", first.Children == later.Children),
            ("hazards", SameSet(first.Hazards, later.Hazards)),
            ("access", first.Access == later.Access),
            ("guide", first.Guide == later.Guide),
            ("actions", SameSet(first.Actions, later.Actions)),
            ("source", first.Source == later.Source),
            ("reporter", first.Reporter == later.Reporter),
            ("language", first.Language == later.Language),
            ("barriers", SameSet(first.Barriers, later.Barriers)),
            ("occurredAgoMinutes", first.OccurredAgoMinutes == later.OccurredAgoMinutes),
            ("vulnerableSites", SameSet(first.VulnerableSites, later.VulnerableSites)),
            ("text", Plain(first.Text) == Plain(later.Text)),
        ];

    /// <summary>Does the later account ask for other help, name another place or something worse than the first?</summary>
    /// <param name="later">Of a noodmelding of which the rest is still to come: without place and text, which a core
    /// carries cut off.</param>
    public static bool IsGrave(AlarmFacts first, AlarmFacts later)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(later);
        return Adds(first.Services, later.Services)
            || (later.Type is { } type && type != AlarmType.Unknown && type != first.Type)
            || (later.DangerToLife is { } danger && danger != first.DangerToLife)
            || IsElsewhere(first.Location, later.Location)
            || More(first.Victims, later.Victims) || More(first.Unresponsive, later.Unresponsive)
            || More(first.Trapped, later.Trapped) || More(first.Children, later.Children)
            || Adds(Real(first.Hazards), Real(later.Hazards))
            || (first.Text is null && later.Text is not null);
    }

    private static bool SameSet<T>(ValueList<T>? first, ValueList<T>? later) =>
        first is null || later is null ? first is null && later is null : first.ToHashSet().SetEquals(later);

    private static bool Adds<T>(IEnumerable<T>? first, IEnumerable<T>? later) =>
        later is not null && later.Except(first ?? []).Any();

    private static IEnumerable<Hazard>? Real(IEnumerable<Hazard>? hazards) => hazards?.Where(one => one != Hazard.None);

    private static bool More(byte? first, byte? later) => later > (first ?? 0);

    // Two ways to say one place: what both name must be the same, and they must have something in common.
    private static bool IsElsewhere(Location? first, Location? later)
    {
        if (first is null || later is null) return later is not null;
        if (first.Kind == LocationKind.Here && later.Kind == LocationKind.Here) return false;
        (string? One, string? Other)[] said =
        [
            (first.Street, later.Street), (first.Number, later.Number), (first.Postcode, later.Postcode),
            (first.Place, later.Place), (first.Gemeente, later.Gemeente), (first.Road, later.Road),
            ($"{first.Hectometre}", $"{later.Hectometre}"), (first.Spot, later.Spot), ($"{first.Rd}", $"{later.Rd}"),
            (first.Text, later.Text),
        ];
        var both = said.Where(pair => !string.IsNullOrEmpty(pair.One) && !string.IsNullOrEmpty(pair.Other)).ToList();
        return both.Count == 0 || both.Exists(pair => Plain(pair.One) != Plain(pair.Other));
    }

    private static string? Plain(string? text) => text?.Replace(" ", "", StringComparison.Ordinal)
        .Replace("\n", "", StringComparison.Ordinal).ToUpperInvariant();

    private static Location Plain(Location place) => place with
    {
        Street = Plain(place.Street), Number = Plain(place.Number), Place = Plain(place.Place),
        Gemeente = Plain(place.Gemeente), Road = Plain(place.Road), Towards = Plain(place.Towards),
        Spot = Plain(place.Spot), Text = Plain(place.Text),
    };
}
