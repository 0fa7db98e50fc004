namespace Noodlink.Hub;

/// <summary>What the hub tells of the meldkamer's forwarders.</summary>
internal static partial class Log
{
    [LoggerMessage(3200, LogLevel.Information, "{Number} version {Version}: handed over by {Forwarder}.")]
    public static partial void Forwarded(ILogger log, string number, int version, string forwarder);

    [LoggerMessage(3201, LogLevel.Warning, "{Number} version {Version}: not forwarded by {Forwarder}: {Reason}")]
    public static partial void NotForwarded(ILogger log, string number, int version, string forwarder, string reason);

    [LoggerMessage(3202, LogLevel.Warning,
        "{Number} version {Version}: refused at {Forwarder}, not tried again before a person asks: {Reason}")]
    public static partial void Refused(ILogger log, string number, int version, string forwarder, string reason);
}
