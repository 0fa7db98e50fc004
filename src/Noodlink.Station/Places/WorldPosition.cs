using ProjNet.CoordinateSystems;
using ProjNet.CoordinateSystems.Transformations;
using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Places;

// Problem: Dutch emergency services work in the national grid (Rijksdriehoek, EPSG:28992); CAP, map tiles and some
// registers want WGS84.
//
// Idea: ProjNet does the projection and the change of datum from this one definition. It has no correction grid, so
// it stays within about 0.25 m of the official RDNAPTRANS on land: far below the 10 m grid that travels by radio.
//
// References: the parameters are those of EPSG:28992 (projection "Amersfoort / RD New") and of EPSG transformation
// 4833 (Amersfoort to WGS 84), whose rotations are 1.9342, -1.6677 and 9.1019 microradians by the coordinate-frame
// convention. TOWGS84 wants them in seconds of arc by the position-vector convention, so each is multiplied by
// -0.206265.

/// <summary>A position in WGS84, which CAP calls "latitude,longitude".</summary>
/// <remarks>Immutable; the conversions are pure.</remarks>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
public readonly record struct WorldPosition(double Latitude, double Longitude)
{
    private const string RijksDriehoek =
        """
        PROJCS["Amersfoort / RD New",
          GEOGCS["Amersfoort",
            DATUM["Amersfoort",SPHEROID["Bessel 1841",6377397.155,299.1528128],
              TOWGS84[565.4171,50.3319,465.5524,-0.398957388243134,0.343987817378283,-1.87740163998045,4.0725]],
            PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],
          PROJECTION["Oblique_Stereographic"],
          PARAMETER["latitude_of_origin",52.15616055555555],PARAMETER["central_meridian",5.38763888888889],
          PARAMETER["scale_factor",0.9999079],PARAMETER["false_easting",155000],PARAMETER["false_northing",463000],
          UNIT["metre",1],AXIS["X",EAST],AXIS["Y",NORTH],AUTHORITY["EPSG","28992"]]
        """;

    private static readonly CoordinateSystem Grid = new CoordinateSystemFactory().CreateFromWkt(RijksDriehoek);

    private static readonly MathTransform ToWorld = new CoordinateTransformationFactory().CreateFromCoordinateSystems(
        Grid, GeographicCoordinateSystem.WGS84).MathTransform;

    private static readonly MathTransform ToGrid = new CoordinateTransformationFactory().CreateFromCoordinateSystems(
        GeographicCoordinateSystem.WGS84, Grid).MathTransform;

    /// <summary>Null outside the area that the grid is defined for: a position typed wrong is not put on a
    /// map.</summary>
    public static WorldPosition? Of(Rd rd)
    {
        if (rd.X is < 0 or > Rd.XMax || rd.Y is < Rd.YMin or > Rd.YMax) return null;
        var (longitude, latitude) = ToWorld.Transform(rd.X, rd.Y);
        return new WorldPosition(latitude, longitude);
    }

    /// <summary>The same position in the national grid, in whole metres; null outside the area that it is defined
    /// for.</summary>
    public Rd? ToRd()
    {
        // The projection is defined on half the globe; far from the Netherlands it gives numbers without a meaning.
        if (Latitude is not (>= 50 and <= 54.5) || Longitude is not (>= 2 and <= 8.5)) return null;
        var (x, y) = ToGrid.Transform(Longitude, Latitude);
        return x is >= 0 and <= Rd.XMax && y is >= Rd.YMin and <= Rd.YMax
            ? new Rd((int)Math.Round(x), (int)Math.Round(y)) : null;
    }
}
