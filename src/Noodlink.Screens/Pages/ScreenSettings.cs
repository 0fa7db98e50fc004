using Microsoft.AspNetCore.Http;
using Noodlink.Screens.Frame;

namespace Noodlink.Screens.Pages;

/// <summary>What the shared pages need to know of the program they stand in.</summary>
/// <param name="Point">"Noodsteunpunt" or "Coördinatiepunt".</param>
/// <param name="StationId">On every page and print.</param>
/// <param name="StationName">On every page and print.</param>
/// <param name="Roles">The roles to choose from; the first is who sits at this machine without having chosen.</param>
/// <param name="Links">The pages in the menu: address and words.</param>
public sealed record ScreenSettings(
    string Point, string StationId, string StationName, IReadOnlyList<string> Roles,
    IReadOnlyList<(string Address, string Words)> Links)
{
    /// <summary>What the program puts around a page: its bar, and the frame of an exercise.</summary>
    public Func<HttpContext, PageSurroundings> Around { get; init; } = _ => PageSurroundings.None;

    /// <summary>Does this page ask the PIN also at the station's own machine?</summary>
    public Func<HttpContext, bool> AsksPin { get; init; } = _ => false;

    /// <summary>It stands in a public hall: its screens can be covered.</summary>
    public bool MayCover { get; init; }

    /// <summary>Pages that are needed less often, at the foot of every page.</summary>
    public IReadOnlyList<(string Address, string Words)> FootLinks { get; init; } = [];
}
