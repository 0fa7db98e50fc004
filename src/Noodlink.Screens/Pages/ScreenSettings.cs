namespace Noodlink.Screens.Pages;

/// <summary>What the shared pages need to know of the program they stand in.</summary>
/// <param name="Point">"Noodsteunpunt" or "Coördinatiepunt".</param>
/// <param name="StationId">On every page and print.</param>
/// <param name="StationName">On every page and print.</param>
/// <param name="Roles">The roles to choose from; the first is who sits at this machine without having chosen.</param>
/// <param name="Links">The pages in the bar: address and words.</param>
internal sealed record ScreenSettings(
    string Point, string StationId, string StationName, IReadOnlyList<string> Roles,
    IReadOnlyList<(string Address, string Words)> Links);
