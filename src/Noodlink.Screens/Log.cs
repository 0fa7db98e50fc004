using Microsoft.Extensions.Logging;

namespace Noodlink.Screens;

/// <summary>Highest id in use: 4009.</summary>
internal static partial class Log
{
    [LoggerMessage(4000, LogLevel.Information, "Screens fell behind and start again")]
    public static partial void WatchFellBehind(ILogger logger);

    [LoggerMessage(4001, LogLevel.Error, "{Method} {Path} failed")]
    public static partial void RequestFailed(ILogger logger, Exception problem, string method, string path);

    [LoggerMessage(4002, LogLevel.Warning, "Wrong PIN from {Address}")]
    public static partial void WrongPin(ILogger logger, System.Net.IPAddress? address);

    [LoggerMessage(
        4003, LogLevel.Information, "The screen listens on {Urls}, as {Point} {StationId}, version {Version}")]
    public static partial void Listening(ILogger logger, string urls, string point, string stationId, string version);

    [LoggerMessage(4004, LogLevel.Error, "The loop '{Loop}' has not turned for {Seconds:0} s: it hangs")]
    public static partial void LoopSilent(ILogger logger, string loop, double seconds);

    [LoggerMessage(4005, LogLevel.Warning, "The loop '{Loop}' turns again")]
    public static partial void LoopBack(ILogger logger, string loop);

    [LoggerMessage(4006, LogLevel.Warning, "The collector {Endpoint} does not take our figures; tried on in silence")]
    public static partial void CollectorAway(ILogger logger, string endpoint);

    [LoggerMessage(4007, LogLevel.Information, "The collector {Endpoint} takes our figures again")]
    public static partial void CollectorBack(ILogger logger, string endpoint);

    [LoggerMessage(4008, LogLevel.Information, "A new PIN of the shift lies in {Path}")]
    public static partial void PinMade(ILogger logger, string path);

    [LoggerMessage(4009, LogLevel.Error, "{Path} could not be written")]
    public static partial void PinNotKept(ILogger logger, Exception problem, string path);
}
