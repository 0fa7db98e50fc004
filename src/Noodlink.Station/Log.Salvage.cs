using Microsoft.Extensions.Logging;

namespace Noodlink.Station;

/// <summary>What happened to the station's file, for whoever comes to look at the disk.</summary>
internal static partial class Log
{
    [LoggerMessage(1580, LogLevel.Critical,
        "The queue's file is not trusted any more: {Reason}. Nothing is stored or acknowledged from it.")]
    public static partial void QueueDistrusted(ILogger log, string reason);

    [LoggerMessage(1581, LogLevel.Error,
        "The queue goes on in a fresh file in {Path}, with {Waiting} messages waiting. {Words}")]
    public static partial void QueueRenewed(ILogger log, string path, int waiting, string words);

    [LoggerMessage(1582, LogLevel.Error, "The disk does not take a fresh file for the queue; it is tried again.")]
    public static partial void QueueNotRenewed(ILogger log);

    [LoggerMessage(1583, LogLevel.Critical,
        "The data directory cannot be written: {Reason}. What can be read is shown; nothing is stored until it can.")]
    public static partial void QueueOutOfReach(ILogger log, string reason);
}
