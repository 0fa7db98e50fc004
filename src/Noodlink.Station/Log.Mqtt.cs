using Microsoft.Extensions.Logging;

namespace Noodlink.Station;

// Event ids 1200-1299: the LAN bearer. Highest in use: 1204.
internal static partial class Log
{
    [LoggerMessage(1200, LogLevel.Information, "LAN up: broker {Broker}, connected as {Username}")]
    public static partial void MqttUp(ILogger logger, string broker, string username);

    [LoggerMessage(1201, LogLevel.Warning, "LAN down: broker {Broker}: {Reason}")]
    public static partial void MqttDown(ILogger logger, string broker, string reason);

    [LoggerMessage(1202, LogLevel.Warning, "LAN not up: {Reason}; trying on")]
    public static partial void MqttFailed(ILogger logger, string reason);

    [LoggerMessage(1203, LogLevel.Warning, "The broker does not take our messages: {Detail}")]
    public static partial void MqttRefused(ILogger logger, string detail);

    [LoggerMessage(1204, LogLevel.Warning, "Messages longer than {BytesMax} bytes come in on this link: ignored and counted")]
    public static partial void MqttTooLong(ILogger logger, int bytesMax);
}
