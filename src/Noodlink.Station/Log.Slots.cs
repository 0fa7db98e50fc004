using Microsoft.Extensions.Logging;

namespace Noodlink.Station;

/// <summary>Events 1350-1359: a hub that divides the time of the radio. Highest in use: 1353.</summary>
internal static partial class Log
{
    [LoggerMessage(1350, LogLevel.Information,
        "Radio: {Stations} stations were heard within the hour; each has its turns now, in rounds of {RoundSeconds} s")]
    public static partial void SlotsBegin(ILogger logger, int stations, double roundSeconds);

    [LoggerMessage(1351, LogLevel.Information,
        "Radio: coördinatiepunt {Hub} divides the time; this station sends in its turns")]
    public static partial void SlotsFollow(ILogger logger, ushort hub);

    [LoggerMessage(1352, LogLevel.Warning,
        "The network key cannot be kept on disk ({Reason}); it is used until the next start")]
    public static partial void NetworkKeyNotKept(ILogger logger, string reason);

    [LoggerMessage(1353, LogLevel.Warning,
        "A station was taken from the list: network key {Number} goes to all others, the old one is not used any more")]
    public static partial void NetworkKeyRenewed(ILogger logger, ushort number);
}
