namespace Noodlink.Hub;

/// <summary>What the hub tells of the meldkamer's forwarders.</summary>
internal static partial class Log
{
    [LoggerMessage(3200, LogLevel.Information, "{Number} version {Version}: written by {Forwarder}.")]
    public static partial void Forwarded(ILogger log, string number, int version, string forwarder);

    [LoggerMessage(3201, LogLevel.Warning, "{Number} version {Version}: not forwarded by {Forwarder}: {Reason}.")]
    public static partial void NotForwarded(ILogger log, string number, int version, string forwarder, string reason);
}
