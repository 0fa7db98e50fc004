using System.Globalization;
using Noodlink.Node.Drafts;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Dutch;
using Noodlink.Station.Places;

namespace Noodlink.Node.Pages.Sending;

/// <summary>A place that a person confirms or turns down: what is read back to them, and exactly what is sent if they
/// say yes.</summary>
/// <param name="Text">"Modelweg 3, Grijpskerk, gemeente Westerkwartier".</param>
/// <param name="Distance">"ongeveer 300 m van hier"; null when that is not known.</param>
/// <param name="Place">What is sent; how certain it is, the person says with the same press.</param>
public sealed record PlaceProposal(string Text, string? Distance, Location Place)
{
    /// <summary>The fields of the form that hold it, the empty ones too.</summary>
    public IEnumerable<(string Path, string? Value)> Fields =>
    [
        ("location.kind", $"{Place.Kind}"), ("location.postcode", Place.Postcode), ("location.number", Place.Number),
        ("location.street", Place.Street), ("location.place", Place.Place), ("location.gemeente", Place.Gemeente),
        ("location.road", Place.Road), ("location.hectometre", Place.Hectometre?.ToString(CultureInfo.InvariantCulture)),
        ("location.side", Place.Side is { } side ? $"{side}" : null), ("location.towards", Place.Towards),
        ("location.spot", Place.Spot), ("location.rd.x", Place.Rd is { } rd ? $"{rd.X}" : null),
        ("location.rd.y", Place.Rd is { } same ? $"{same.Y}" : null), ("location.text", Place.Text),
    ];

    /// <summary>Of a place that is known, with what only the reporter knows beside it.</summary>
    /// <param name="here">Where this point is; null: nobody entered it.</param>
    public static PlaceProposal Of(PlaceFound found, TypedFields typed, Rd? here)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(typed);
        var place = found.ToLocation(Certainty.Unknown);
        if (found.Kind == PlaceKind.Post)
            place = place with
            {
                Towards = typed.One("location.towards"), Side = DraftFacts.Word<RoadSide>(typed, "location.side"),
            };
        place = place with { Text = typed.One("location.text") };
        return new PlaceProposal(Read(place), here is { } point ? DistanceOf(found.MetresFrom(point)) : null, place);
    }

    /// <summary>As it was typed, when no list knows it.</summary>
    public static PlaceProposal AsTyped(TypedFields typed, PlaceWay way)
    {
        var place = DraftFacts.Place(typed) ?? new Location { Kind = LocationKind.Text, Certainty = Certainty.Unknown };
        place = place with
        {
            Kind = way switch
            {
                PlaceWay.Address when place.Street is not null || place.Postcode is not null => LocationKind.Address,
                PlaceWay.Road when place.Road is not null => LocationKind.Road,
                PlaceWay.Spot => LocationKind.Spot,
                PlaceWay.Point when place.Rd is not null => LocationKind.Point,
                _ => LocationKind.Text,
            },
        };
        place = WithUnreadable(typed, place);
        return new PlaceProposal(Read(place), null, place);
    }

    /// <summary>A point by its coordinates.</summary>
    /// <param name="near">The house that is nearest to it; null when none is known.</param>
    public static PlaceProposal Of(Rd rd, TypedFields typed, PlaceNear? near, Rd? here)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var place = new Location
        {
            Kind = LocationKind.Point, Certainty = Certainty.Unknown, Rd = rd, Text = typed.One("location.text"),
        };
        var beside = near is null ? "" : Say.It(
            Words.Place_PointNear, near.Metres, Read(near.Place.ToLocation(Certainty.Unknown)));
        return new PlaceProposal(
            $"{Words.Place_Point}{beside}", here is { } point ? DistanceOf(PlaceFound.Metres(rd, point)) : null, place);
    }

    /// <summary>"ongeveer 300 m van hier", "ongeveer 6,6 km van hier": as rough as people think.</summary>
    public static string DistanceOf(int metres) => metres switch
    {
        < 50 => Words.Place_Close,
        < 1000 => Say.It(Words.Place_Metres, (metres + 25) / 50 * 50),
        _ => Say.It(
            Words.Place_Kilometres,
            (Math.Round(metres / 100m) / 10).ToString("0.#", CultureInfo.InvariantCulture).Replace('.', ',')),
    };

    // The coordinates say nothing to a person, and the postcode was typed or is not known to them.
    private static string Read(Location place) => PlaceText.Of(place with { Rd = null, Postcode = ReadPostcode(place) });

    private static string? ReadPostcode(Location place) => place.Street is null ? place.Postcode : null;

    // Half a postcode and a number that is on no sign are no fields of a noodmelding, and still all that somebody knows:
    // they go along as words.
    private static Location WithUnreadable(TypedFields typed, Location place)
    {
        var words = new List<string>();
        if (typed.One("location.postcode") is { } code && !(TypedPostcode.TryParse(code, out var known) && known.IsWhole))
        {
            words.Add(Say.It(Words.Place_PostcodeTyped, code));
            place = place with { Postcode = null };
            if (place.Street is null && place.Number is { } number)
            {
                words.Add(Say.It(Words.Place_NumberTyped, number));
                place = place with { Number = null };
            }

            if (place.Kind == LocationKind.Address && place.Street is null) place = place with { Kind = LocationKind.Text };
        }

        if (typed.One("location.hectometre") is { } post && place.Hectometre is null)
            words.Add(Say.It(Words.Place_PostTyped, post));
        if (words.Count == 0) return place;
        if (place.Text is { } text) words.Add(text);
        var all = string.Join(", ", words);
        return Limits.LocationText.Fits(all) ? place with { Text = all } : place;
    }
}
