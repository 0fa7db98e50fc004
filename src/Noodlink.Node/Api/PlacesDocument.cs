using System.Text.Json.Nodes;
using Noodlink.Protocol.Messages;
using Noodlink.Screens.OpenApi;
using Noodlink.Station.Places;

namespace Noodlink.Node.Api;

/// <summary>The search for places in the OpenAPI document.</summary>
internal static class PlacesDocument
{
    public static ApiOperation Find() => ApiOperation.Get(
        "/api/places",
        "Finds places in the gazetteer of this point. One of: postcode and number; street, with number and place; road and hm, with "
        + "side; spot; x and y. Proposes, never completes: at most one item is exact.",
        Schema.Of(
            false, ("available!", Schema.YesNo()), ("more!", Schema.YesNo()),
            ("items!", Schema.List(Schema.Ref("PlaceFound"), max: Gazetteer.ItemsMax))),
        [
            Query("postcode", Schema.Text(7), "9843AB, or only 9843."), Query("number", Schema.Text(16), "3, 3a, 3-1."),
            Query("street", Schema.Text(160)), Query("place", Schema.Text(160), "Village or gemeente."),
            Query("road", Schema.Text(6), "N355."), Query("hm", Schema.Text(5), "Kilometres as on the sign: 17.3 or 17,3."),
            Query("side", Schema.Word<RoadSide>()), Query("spot", Schema.Text(160), "The beginnings of words."),
            Query("x", Schema.Whole(0, Rd.XMax), "RD, in metres; with y: what stands around it."),
            Query("y", Schema.Whole(Rd.YMin, Rd.YMax)),
        ],
        [422]);

    public static (string Name, JsonObject Schema) Place() => ("PlaceFound", Schema.Of(
        false, ("kind!", Schema.Word<PlaceKind>()), ("exact!", Schema.YesNo()), ("street", Schema.Text()),
        ("number", Schema.Text()), ("postcode", Schema.Text()), ("place", Schema.Text()), ("gemeente", Schema.Text()),
        ("road", Schema.Text()), ("hectometre", Schema.Number("Kilometres.")),
        ("side", Schema.Word(RoadSide.Unknown)), ("letter", Schema.Text(description: "Of a slip road.")),
        ("spot", Schema.Text()), ("spotKind", Schema.Text()),
        ("rd!", Schema.Of(false, ("x!", Schema.Whole(0, Rd.XMax)), ("y!", Schema.Whole(Rd.YMin, Rd.YMax)))),
        ("offMetres", Schema.Whole(0, 1_000_000, "Along the road from the post asked for, or from the position asked for.")),
        ("distanceMetres", Schema.Whole(0, 1_000_000, "From this point; absent when its own position is not set."))));

    private static ApiParameter Query(string name, JsonObject schema, string? description = null) =>
        new("query", name, schema, description);
}
