using Microsoft.Extensions.Logging;

namespace Noodlink.Station;

/// <summary>The disk of the data directory.</summary>
internal static partial class Log
{
    [LoggerMessage(1480, LogLevel.Warning,
        "The disk is full: only noodmeldingen are stored from now on. {Standing} of {Whole} bytes of ballast stand.")]
    public static partial void DiskScarce(ILogger log, long standing, long whole);

    [LoggerMessage(1481, LogLevel.Warning, "A piece of the ballast was given up: {Standing} of {Whole} bytes stand.")]
    public static partial void BallastGivenUp(ILogger log, long standing, long whole);

    [LoggerMessage(1482, LogLevel.Information, "There is room on the disk again: everything is stored.")]
    public static partial void DiskRoomBack(ILogger log);
}
