using System.Globalization;
using Noodlink.Protocol.Messages;

namespace Noodlink.Station.Dutch;

/// <summary>How far and in which direction, as people say it.</summary>
/// <remarks>Pure.</remarks>
public static class DistanceText
{
    private static string[] Directions =>
    [
        Words.Map_DirectionNorth, Words.Map_DirectionNorthEast, Words.Map_DirectionEast, Words.Map_DirectionSouthEast,
        Words.Map_DirectionSouth, Words.Map_DirectionSouthWest, Words.Map_DirectionWest, Words.Map_DirectionNorthWest,
    ];

    /// <summary>"40 m", "300 m", "4,2 km", "12 km": no more precise than a person would say.</summary>
    /// <param name="metres">0 or more.</param>
    public static string Of(int metres)
    {
        if (metres < 95) return $"{(metres + 5) / 10 * 10} m";
        if (metres < 975) return $"{(metres + 25) / 50 * 50} m";
        var kilometres = metres / 1000m;
        return metres < 9950
            ? $"{kilometres.ToString("0.#", CultureInfo.InvariantCulture).Replace('.', ',')} km" : $"{Math.Round(kilometres)} km";
    }

    /// <summary>One of eight directions: "ten noordwesten", as in "2 km ten noordwesten van hier".</summary>
    public static string Direction(Rd from, Rd to)
    {
        var angle = Math.Atan2((double)to.X - from.X, (double)to.Y - from.Y) * 4 / Math.PI;
        return Directions[((int)Math.Round(angle) + 8) % 8];
    }
}
