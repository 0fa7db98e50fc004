using System.Globalization;
using System.Text.Json;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Api;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Places;

namespace Noodlink.Node.Api;

/// <summary>Looks a place up while somebody types. It proposes; a person confirms.</summary>
internal sealed class PlacesApi(LocalGazetteer gazetteer, StationSetup setup)
{
    private const string Route = "/api/places";
    private const int AroundMetres = 2000;

    private static readonly string[] Known =
        ["postcode", "number", "street", "place", "road", "hm", "side", "spot", "x", "y"];

    private readonly Rd? _here = StationSetup.Position(setup.Station.Rd);

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet(Route, FindAsync);

    private Task FindAsync(HttpContext context)
    {
        var query = context.Request.Query;
        foreach (var (name, values) in query)
        {
            if (!Known.Contains(name)) return Unfit(context, name, Words.Api_PlaceField);
            if (values.Count != 1 || values[0]!.Length > FoldedText.LengthMax)
                return Unfit(context, name, Words.Api_PlaceOne);
        }

        if (query.ContainsKey("postcode")) return AddressAsync(context, query);
        if (query.ContainsKey("street")) return StreetAsync(context, query);
        if (query.ContainsKey("road")) return PostAsync(context, query);
        if (query.ContainsKey("spot")) return SpotAsync(context, query);
        return query.ContainsKey("x") || query.ContainsKey("y")
            ? NearAsync(context, query)
            : Unfit(context, "", Words.Api_PlaceNothing);
    }

    private Task AddressAsync(HttpContext context, IQueryCollection query)
    {
        if (!TypedPostcode.TryParse(query["postcode"], out _))
            return Unfit(context, "postcode", Words.Api_PlacePostcode);
        return !HouseNumber.TryParse(query["number"], out _)
            ? Unfit(context, "number", Words.Api_PlaceNumber)
            : AnswerAsync(context, gazetteer.Current?.FindAddress(query["postcode"], query["number"]));
    }

    private Task StreetAsync(HttpContext context, IQueryCollection query)
    {
        if (FoldedText.Key(query["street"]).Length < 2)
            return Unfit(context, "street", Words.Api_PlaceStreet);
        return query["number"].ToString() is { Length: > 0 } number && !HouseNumber.TryParse(number, out _)
            ? Unfit(context, "number", Words.Api_PlaceNumber)
            : AnswerAsync(context, gazetteer.Current?.FindStreet(query["street"], query["number"], query["place"]));
    }

    private Task PostAsync(HttpContext context, IQueryCollection query)
    {
        if (Gazetteer.RoadName(query["road"]).Length == 0)
            return Unfit(context, "road", Words.Api_PlaceRoad);
        if (!decimal.TryParse(
            query["hm"].ToString().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var hm)
            || hm > Limits.HectometreMax)
            return Unfit(context, "hm", Words.Fault_NotHectometre);
        var side = RoadSide.Unknown;
        if (query.ContainsKey("side") && !(Enum.IsDefined(typeof(RoadSide), query["side"].ToString())
            && Enum.TryParse(query["side"], out side)))
            return Unfit(context, "side", Words.Api_PlaceSide);
        return gazetteer.Current?.FindPost(query["road"], hm, side) is { } found
            ? AnswerAsync(
                context,
                [
                    new Item(found.Post, found.OffMetres == 0 && found.Others.Count == 0, found.OffMetres),
                    .. found.Others.Select(other => new Item(other, false, found.OffMetres)),
                ], more: false)
            : AnswerAsync(context, [], more: false);
    }

    private Task SpotAsync(HttpContext context, IQueryCollection query) => FoldedText.Words(query["spot"]).Length < 2
        ? Unfit(context, "spot", Words.Api_PlaceSpot)
        : AnswerAsync(
            context,
            [.. (gazetteer.Current?.FindSpots(query["spot"], _here, Gazetteer.ItemsMax) ?? []).Select(spot => new Item(spot))],
            more: false);

    private Task NearAsync(HttpContext context, IQueryCollection query)
    {
        if (StationSetup.Position($"{query["x"]},{query["y"]}") is not { } rd)
            return Unfit(context, "x", Say.It(Words.Api_PlaceRd, Rd.XMax, Rd.YMin, Rd.YMax));
        var near = gazetteer.Current?.Near(rd, AroundMetres, Gazetteer.ItemsMax) ?? [];
        return AnswerAsync(context, [.. near.Select(one => new Item(one.Place, OffMetres: one.Metres))], more: false);
    }

    private Task AnswerAsync(HttpContext context, AddressSearch? search) => AnswerAsync(
        context, [.. (search?.All ?? []).Take(Gazetteer.ItemsMax).Select(place => new Item(place, place == search!.Exact))],
        search?.More ?? false);

    private Task AnswerAsync(HttpContext context, Item[] items, bool more) => ApiAnswer.OkAsync(context, json =>
    {
        json.WriteStartObject();
        // Nothing known of a place is something else than no places known at all.
        json.WriteBoolean("available", gazetteer.Current is not null);
        json.WriteBoolean("more", more);
        json.WriteStartArray("items");
        foreach (var item in items) Write(json, item);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private void Write(Utf8JsonWriter json, Item item)
    {
        var place = item.Place;
        json.WriteStartObject();
        json.WriteString("kind", $"{place.Kind}");
        json.WriteBoolean("exact", item.Exact);
        foreach (var (name, value) in new[]
            {
                ("street", place.Street), ("number", place.Number), ("postcode", place.Postcode), ("place", place.Place),
                ("gemeente", place.Gemeente), ("road", place.Road), ("letter", place.Letter), ("side", $"{place.Side}"),
                ("spot", place.Spot), ("spotKind", place.SpotKind),
            })
            if (!string.IsNullOrEmpty(value)) json.WriteString(name, value);
        if (place.Hectometre is { } hectometre) json.WriteNumber("hectometre", hectometre);
        json.WriteStartObject("rd");
        json.WriteNumber("x", place.Rd.X);
        json.WriteNumber("y", place.Rd.Y);
        json.WriteEndObject();
        if (item.OffMetres is { } off) json.WriteNumber("offMetres", off);
        if (_here is { } here) json.WriteNumber("distanceMetres", place.MetresFrom(here));
        json.WriteEndObject();
    }

    private static Task Unfit(HttpContext context, string field, string sentence) =>
        ApiProblem.UnfitAsync(context, field, sentence);

    /// <param name="OffMetres">From the post or the position asked for.</param>
    private sealed record Item(PlaceFound Place, bool Exact = false, int? OffMetres = null);
}
