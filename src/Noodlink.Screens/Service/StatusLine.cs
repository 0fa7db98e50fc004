using Noodlink.Station;

namespace Noodlink.Screens.Service;

/// <summary>The one line that <c>systemctl status</c> shows.</summary>
internal static class StatusLine
{
    public static string Of(StationStatus status, bool takesCommits)
    {
        IEnumerable<string> parts =
        [
            status.Id,
            .. status.Bearers.OrderBy(bearer => bearer.Key)
                .Select(bearer => $"{bearer.Key} {(bearer.Value.Up ? "up" : "down")}"),
            $"{status.Waiting} waiting",
            takesCommits ? "disk takes commits" : "DISK REFUSES: nothing can be stored",
        ];
        return string.Join(", ", parts);
    }
}
