namespace Noodlink.Hub;

// Event ids 3100-3199: the managed broker and the stations file. Highest in use: 3114.
internal static partial class Log
{
    [LoggerMessage(3100, LogLevel.Information, "Stations file {Path} read: {Count} stations")]
    public static partial void StationsRead(ILogger logger, string path, int count);

    [LoggerMessage(3101, LogLevel.Error, "Stations file {Path} cannot be used: {Faults}. {Count} stations stay in use")]
    public static partial void StationsUnreadable(ILogger logger, string path, string faults, int count);

    [LoggerMessage(3102, LogLevel.Warning, "Stations file: {Detail}")]
    public static partial void StationsOpen(ILogger logger, string detail);

    [LoggerMessage(3103, LogLevel.Warning, "The last usable stations file is in use, from {Path}: {Count} stations")]
    public static partial void StationsFellBack(ILogger logger, string path, int count);

    [LoggerMessage(3104, LogLevel.Warning, "No copy of the stations file could be kept at {Path}: {Reason}")]
    public static partial void StationsNotKept(ILogger logger, string path, string reason);

    [LoggerMessage(3110, LogLevel.Information, "Broker started: pid {Pid}, {Address}:{Port}, {Count} stations")]
    public static partial void BrokerStarted(ILogger logger, int pid, string address, int port, int count);

    [LoggerMessage(3111, LogLevel.Error, "Broker not running: {Reason}; next try in {Delay}")]
    public static partial void BrokerDown(ILogger logger, string reason, TimeSpan delay);

    [LoggerMessage(3112, LogLevel.Warning, "A broker of an earlier life of this hub still ran: ended, pid {Pid}")]
    public static partial void BrokerLeftoverEnded(ILogger logger, int pid);

    [LoggerMessage(3113, LogLevel.Information, "Broker told of {Count} stations")]
    public static partial void BrokerReloaded(ILogger logger, int count);

    [LoggerMessage(3114, LogLevel.Warning, "Broker says: {Line}")]
    public static partial void BrokerSays(ILogger logger, string line);
}
