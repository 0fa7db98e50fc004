using System.Text.Json;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Json;

/// <summary>Reads a location.</summary>
internal static class LocationJson
{
    private static readonly string[] PlaceFields =
        ["street", "postcode", "place", "gemeente", "road", "hectometre", "towards", "spot", "rd", "text"];

    public static Location? Read(JsonFields fields)
    {
        var says = Says(fields);
        var certainty = fields.MandatoryWord<Certainty>("certainty");
        var kindGiven = fields.Has("kind");
        var kind = fields.Word<LocationKind>("kind");
        var location = new Location
        {
            Kind = kind ?? LocationKind.Unknown,
            Certainty = certainty ?? Certainty.Unknown,
            Street = fields.Text("street", Limits.Name),
            Number = fields.Text("number", Limits.HouseNumber),
            Postcode = Postcode(fields),
            Place = fields.Text("place", Limits.Name),
            Gemeente = fields.Text("gemeente", Limits.Name),
            Road = Road(fields.Text("road", Limits.Name)),
            Hectometre = Hectometre(fields),
            Side = fields.Word<RoadSide>("side"),
            Towards = fields.Text("towards", Limits.Name),
            Spot = fields.Text("spot", Limits.Name),
            Rd = fields.Object("rd") is { } rd ? Rd(rd) : null,
            Text = fields.Text("text", Limits.LocationText),
        };
        if (!kindGiven) location = location with { Kind = Derive(location) };

        // "Here" is a place by itself, and Unknown is an honest answer; everything else has to say something.
        if (!says && location.Kind is not (LocationKind.Here or LocationKind.Unknown))
            fields.Fault(FieldFaultKind.NoPlace);
        fields.End();
        return location;
    }

    // interfaces.md §3.
    private static LocationKind Derive(Location location) => location switch
    {
        { Road: not null } => LocationKind.Road,
        { Street: not null } or { Postcode: not null } => LocationKind.Address,
        { Rd: not null, Place: null, Gemeente: null, Spot: null, Text: null, Number: null } => LocationKind.Point,
        _ => LocationKind.Text,
    };

    // A house number or a side of the road alone is no place.
    private static bool Says(JsonFields fields)
    {
        foreach (var name in PlaceFields)
            if (fields.Has(name)) return true;
        return false;
    }

    private static string? Postcode(JsonFields fields)
    {
        if (fields.Take("postcode") is not { } element) return null;
        var typed = element.ValueKind == JsonValueKind.String ? JsonFields.TextOf(element) : null;
        var postcode = typed?.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        if (postcode is { Length: 6 } && postcode[0] != '0'
            && postcode.AsSpan(0, 4).IndexOfAnyExceptInRange('0', '9') < 0
            && postcode.AsSpan(4).IndexOfAnyExceptInRange('A', 'Z') < 0) return postcode;
        fields.Fault("postcode", FieldFaultKind.NotPostcode);
        return null;
    }

    // "n 355" is the road N355, as its sign says it; only then can the core carry it.
    private static string? Road(string? typed)
    {
        if (typed is null) return null;
        var road = typed.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        return road.Length is >= 2 and <= 5 && char.IsAsciiLetterUpper(road[0])
            && road.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0 ? road : typed;
    }

    private static decimal? Hectometre(JsonFields fields)
    {
        if (fields.Decimal("hectometre") is not { } kilometres) return null;
        if (kilometres is >= 0 and <= Limits.HectometreMax && kilometres * 10 == decimal.Truncate(kilometres * 10))
            return decimal.Truncate(kilometres * 10) / 10;
        fields.Fault("hectometre", FieldFaultKind.NotHectometre);
        return null;
    }

    private static Rd? Rd(JsonFields fields)
    {
        foreach (var name in (ReadOnlySpan<string>)["x", "y"])
            if (!fields.Has(name)) fields.Fault(name, FieldFaultKind.Mandatory);
        var x = fields.Whole("x", 0, Messages.Rd.XMax);
        var y = fields.Whole("y", Messages.Rd.YMin, Messages.Rd.YMax);
        fields.End();
        return x is null || y is null ? null : new Rd(x.Value, y.Value);
    }
}
