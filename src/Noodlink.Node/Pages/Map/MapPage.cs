using System.Globalization;
using System.Text.RegularExpressions;
using Noodlink.Node.Map;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.Frame;
using Noodlink.Station;
using Noodlink.Station.Dutch;
using Noodlink.Station.Places;

namespace Noodlink.Node.Pages.Map;

/// <summary>The map: what lies where and how far, to look at or to choose a point on. Every step is a page of its own with
/// its own address; nothing needs dragging or script.</summary>
internal sealed partial class MapPage(LocalGazetteer gazetteer, LocalTiles tiles, StationSetup setup)
{
    private const int ListMax = 25;
    private const double Step = 0.35;

    private readonly Rd? _here = StationSetup.Position(setup.Station.Rd);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/kaart", GetAsync);
        routes.MapGet("/kaart/tegels/{z:int}/{x:int}/{y:int}", TileAsync);
    }

    private Task GetAsync(HttpContext context)
    {
        var view = MapView.Read(context.Request.Query, _here);
        var search = context.Request.Query["zoek"].ToString().Trim();
        var book = gazetteer.Current;
        var found = book?.FindSpots(search, _here, Gazetteer.ItemsMax) ?? [];
        // Who looked something up goes there, unless there is something to choose.
        if (found.Count == 1) view = view with { Center = found[0].Rd };
        var places = Around(book, view);
        var file = tiles.Current;
        var model = new MapScreen.MapModel(
            view,
            MapDrawing.Of(
                view, _here, Words.Map_Here, places,
                file is null ? null : new MapLevels(file.ZoomMin, file.ZoomMax, file.Version)),
            CrossOf(book, view), Moves(view), _here is not null, book is not null,
            [.. places.Where(place => IsForTheList(view, place)).OrderBy(place => place.MetresFrom(view.Center)).Take(ListMax).Select(place => Row(view, place))],
            search.Length > FoldedText.LengthMax ? "" : search, [.. found.Select(place => Row(view, place))],
            Credit(file?.Attribution));
        return Page.WriteAsync<MapScreen>(context, view.Draft is null ? Words.Map_Title : Words.Map_Pick, model);
    }

    private async Task TileAsync(HttpContext context)
    {
        var route = context.Request.RouteValues;
        var file = tiles.Current;
        if (file?.Find(Number(route["z"]), Number(route["x"]), Number(route["y"])) is not { } tile)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        // The address changes with the file (?v=), so a browser need never ask again.
        context.Response.Headers.CacheControl = context.Request.Query["v"] == file.Version
            ? "private, max-age=31536000, immutable" : "no-cache";
        context.Response.ContentType = tile.MediaType;
        context.Response.ContentLength = tile.Bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(tile.Bytes, context.RequestAborted);
    }

    /// <summary>The most important first: other points, villages, spots, and from near by also posts and houses.</summary>
    private static List<PlaceFound> Around(Gazetteer? book, MapView view)
    {
        if (book is null) return [];
        var places = new List<PlaceFound>();
        foreach (var kind in (PlaceKind[])
            [
                PlaceKind.Spot, PlaceKind.Village, .. view.Zoom >= 14 ? [PlaceKind.Post] : (PlaceKind[])[],
                .. view.Zoom >= 16 ? [PlaceKind.Address] : (PlaceKind[])[],
            ]) places.AddRange(book.Near(view.Center, view.Reach, Gazetteer.ItemsMax, kind).Select(near => near.Place));
        // Houses carry their number; the street's name stands once between them.
        places.AddRange(places.Where(place => place.Kind == PlaceKind.Address)
            .GroupBy(place => (place.Street, place.Place)).Select(street => new PlaceFound
            {
                Kind = PlaceKind.Street, Street = street.Key.Street, Place = street.Key.Place,
                Rd = new Rd((int)street.Average(house => house.Rd.X), (int)street.Average(house => house.Rd.Y)),
            }).ToList());
        return
        [
            .. places.Where(place => IsInside(view, place.Rd))
                .OrderBy(place => MapDrawing.StyleOf(place) switch { "station" => 0, "village" => 1, "street" => 2, "spot" => 3, _ => 4 }),
        ];
    }

    // Twenty posts of one road would push everything else out of the list, until they are what one looks for.
    private static bool IsForTheList(MapView view, PlaceFound place) => place.Kind switch
    {
        PlaceKind.Post => view.Zoom >= 16,
        PlaceKind.Street => false,
        _ => true,
    };

    private static bool IsInside(MapView view, Rd rd) => view.Place(rd) is var (x, y)
        && x is >= 0 and <= MapView.Width && y is >= 0 and <= MapView.Height;

    private MapScreen.Cross CrossOf(Gazetteer? book, MapView view)
    {
        const int near = 500;
        var close = book?.Near(view.Center, near, 1, PlaceKind.Address, PlaceKind.Post, PlaceKind.Spot) ?? [];
        string?[] parts =
        [
            close.Count > 0 ? Say.It(Words.Map_CrossNear, NameOf(close[0].Place)) : null, FarFrom(view.Center),
            Say.It(Words.Map_CrossAt, view.Center.X, view.Center.Y),
        ];
        return new MapScreen.Cross(string.Join(" – ", parts.Where(part => part is not null)));
    }

    private List<(string Words, string Address)> Moves(MapView view)
    {
        const double middleX = MapView.Width / 2.0, middleY = MapView.Height / 2.0;
        const double overX = MapView.Width * Step, overY = MapView.Height * Step;
        var moves = new List<(string, string)>
        {
            (Words.Map_North, view.To(middleX, middleY - overY).Address),
            (Words.Map_South, view.To(middleX, middleY + overY).Address),
            (Words.Map_West, view.To(middleX - overX, middleY).Address),
            (Words.Map_East, view.To(middleX + overX, middleY).Address),
            (Words.Map_In, view.Zoomed(1).Address),
            (Words.Map_Out, view.Zoomed(-1).Address),
        };
        if (_here is { } here)
            moves.Add((Words.Map_Home, (view with { Center = here, Zoom = MapView.ZoomAtFirst }).Address));
        return moves;
    }

    private MapScreen.Row Row(MapView view, PlaceFound place) => new(
        NameOf(place), FarFrom(place.Rd),
        (view with { Center = place.Rd, Zoom = Math.Max(view.Zoom, place.Kind == PlaceKind.Village ? 14 : 15) }).Address,
        place.Rd, place.Kind != PlaceKind.Village);

    private string? FarFrom(Rd rd) => _here is not { } here ? null
        : PlaceFound.Metres(here, rd) is >= 10 and var metres
            ? Say.It(Words.Map_FromHere, DistanceText.Of(metres), DistanceText.Direction(here, rd)) : Words.Map_AtHere;

    private static string NameOf(PlaceFound place) => place.Kind == PlaceKind.Village
        ? place.Spot!
        : PlaceText.Of(place.ToLocation(Certainty.Unknown) with { Rd = null, Postcode = null, Gemeente = null });

    private static int Number(object? value) =>
        int.TryParse(value as string, CultureInfo.InvariantCulture, out var number) ? number : -1;

    /// <summary>Whose map it is, without the links and marks that its makers put in.</summary>
    private static string? Credit(string? attribution) => string.IsNullOrWhiteSpace(attribution) || attribution.Length > 2000
        ? null : Markup().Replace(attribution, "").Replace("&copy;", "©", StringComparison.Ordinal).Trim();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Markup();
}
