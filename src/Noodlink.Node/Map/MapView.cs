using System.Globalization;
using Noodlink.Protocol.Messages;
using Noodlink.Station;
using Noodlink.Station.Places;

namespace Noodlink.Node.Map;

/// <summary>Which piece of the map is shown: what stands in the address of the page, and nothing else.</summary>
/// <param name="Center">The middle, where the cross is.</param>
/// <param name="Zoom">Level of the pictures; one more shows half as much.</param>
/// <param name="Draft">The draft that a point is chosen for; null: looking only.</param>
public sealed record MapView(Rd Center, int Zoom, string? Draft)
{
    /// <summary>The drawing's own units; a screen makes them larger or smaller.</summary>
    public const int Width = 960;

    /// <summary>The drawing's own units.</summary>
    public const int Height = 480;

    /// <summary>The whole north of the country.</summary>
    public const int ZoomMin = 8;

    /// <summary>A house is as wide as a thumb.</summary>
    public const int ZoomMax = 18;

    /// <summary>Some 11 km from side to side: a village and the next.</summary>
    public const int ZoomAtFirst = 13;

    private const int DraftLength = 32;

    /// <summary>The middle of the grid, for a point that does not know where it is.</summary>
    private static readonly Rd Nowhere = new(155_000, 463_000);

    /// <summary>What is wrong in the address is left out: a map is better than an error.</summary>
    public static MapView Read(IQueryCollection query, Rd? here)
    {
        var center = StationSetup.Position($"{query["x"]},{query["y"]}");
        var zoom = int.TryParse(query["z"], CultureInfo.InvariantCulture, out var asked)
            ? Math.Clamp(asked, ZoomMin, ZoomMax) : center is null && here is null ? ZoomMin : ZoomAtFirst;
        var draft = query["kies"].ToString();
        var view = new MapView(center ?? here ?? Nowhere, zoom, IsDraft(draft) ? draft : null);
        // Where somebody pressed, in units of the drawing that they saw: the script knows it to the pixel.
        return Unit(query["px"], Width) is { } x && Unit(query["py"], Height) is { } y ? view.To(x, y) : view;
    }

    /// <summary>Its own address.</summary>
    public string Address =>
        $"/kaart?x={Center.X}&y={Center.Y}&z={Zoom}{(Draft is null ? "" : $"&kies={Draft}")}#kaart";

    /// <summary>Metres on the ground for one unit of the drawing.</summary>
    public double MetresPerUnit => Middle.MetresPerPixel(Zoom);

    /// <summary>From the middle to a corner, in metres.</summary>
    public int Reach => (int)Math.Min(
        Gazetteer.RadiusMax, Math.Sqrt((Width * Width) + (Height * Height)) / 2 * MetresPerUnit);

    private Mercator Middle => Mercator.Of(Center) ?? Mercator.Of(Nowhere)!.Value;

    private double WorldUnits => Mercator.TileSize * Math.Pow(2, Zoom);

    /// <summary>Where a position is in the drawing, which it may be outside of.</summary>
    public (double X, double Y)? Place(Rd rd) => Mercator.Of(rd) is { } at ? Place(at) : null;

    /// <summary>The same for a place of the projection.</summary>
    public (double X, double Y) Place(Mercator at) => (
        Math.Round((Width / 2.0) + ((at.X - Middle.X) * WorldUnits), 1),
        Math.Round((Height / 2.0) + ((at.Y - Middle.Y) * WorldUnits), 1));

    /// <summary>With this place of the drawing in the middle. At the edge of the grid it stays where it is.</summary>
    public MapView To(double x, double y)
    {
        var middle = Middle;
        var moved = new Mercator(
            middle.X + ((x - (Width / 2.0)) / WorldUnits), middle.Y + ((y - (Height / 2.0)) / WorldUnits));
        return this with { Center = moved.ToRd() ?? Center };
    }

    /// <summary>Nearer or farther.</summary>
    public MapView Zoomed(int by) => this with { Zoom = Math.Clamp(Zoom + by, ZoomMin, ZoomMax) };

    /// <summary>The place of the drawing's corner in the projection, and how much of it one unit is.</summary>
    public (Mercator Corner, double PerUnit) Frame() => (
        new Mercator(Middle.X - (Width / 2.0 / WorldUnits), Middle.Y - (Height / 2.0 / WorldUnits)), 1 / WorldUnits);

    private static double? Unit(string? text, int most) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var unit) && unit >= 0 && unit <= most ? unit : null;

    // As a draft's name is: anything else does not come back into an address.
    private static bool IsDraft(string text) => text.Length == DraftLength && text.All(char.IsAsciiHexDigitLower);
}
