using Noodlink.Protocol.Messages;
using Noodlink.Station;
using Noodlink.Station.Places;

namespace Noodlink.Node.Pages.HelpBoards;

/// <summary>The village or town of this point. What the point is called ("Dorpshuis De Proef") is no place.</summary>
internal sealed class HereVillage(StationSetup setup, LocalGazetteer places)
{
    private const int NearMetres = 2000;

    /// <summary>Of its address; else of the nearest house that is known; else what the point is called, which often is the
    /// village.</summary>
    public string Name => OfAddress() ?? OfNeighbour() ?? setup.Identity.Name;

    private string? OfAddress() => setup.Station.Address?.Split(',') is [_, .., var last] && last.Trim() is { Length: > 0 } village
        && !village.Any(char.IsAsciiDigit) ? village : null;

    private string? OfNeighbour() => StationSetup.Position(setup.Station.Rd) is { } here
        && places.Current?.Near(here, NearMetres, 1, PlaceKind.Address) is [var nearest] ? nearest.Place.Place : null;
}
