using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Places;

// The map is drawn in the projection of map pictures, also when there are none: north is straight up, and on a piece as
// small as a safety region one scale holds (from Leek to Delfzijl it changes by 0.3 %).

/// <summary>A place in the web mercator projection: both numbers run from 0 to 1 over the whole world.</summary>
/// <param name="X">From the west.</param>
/// <param name="Y">From the north.</param>
/// <remarks>Pure.</remarks>
public readonly record struct Mercator(double X, double Y)
{
    /// <summary>Pixels along the side of one map picture.</summary>
    public const int TileSize = 256;

    // The circumference of the sphere that the projection is defined on (EPSG:3857), in metres.
    private const double Circumference = 2 * Math.PI * 6_378_137;

    /// <summary>Null outside the national grid.</summary>
    public static Mercator? Of(Rd rd)
    {
        if (WorldPosition.Of(rd) is not { } world) return null;
        var sine = Math.Sin(world.Latitude * Math.PI / 180);
        return new Mercator((world.Longitude + 180) / 360, 0.5 - (Math.Log((1 + sine) / (1 - sine)) / (4 * Math.PI)));
    }

    /// <summary>Null outside the national grid.</summary>
    public Rd? ToRd()
    {
        var latitude = Math.Atan(Math.Sinh(Math.PI * (1 - (2 * Y)))) * 180 / Math.PI;
        return new WorldPosition(latitude, (X * 360) - 180).ToRd();
    }

    /// <summary>Metres on the ground that one pixel is wide here.</summary>
    /// <param name="zoom">Level, 0 for the whole world in one picture.</param>
    public double MetresPerPixel(int zoom) =>
        Circumference / Math.Cosh(Math.PI * (1 - (2 * Y))) / (TileSize * Math.Pow(2, zoom));
}
