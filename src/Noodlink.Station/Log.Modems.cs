using Microsoft.Extensions.Logging;

namespace Noodlink.Station;

/// <summary>Events 1100-1199: the modems. Highest in use: 1104 (and what a dialect of its own has).</summary>
internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Information, "Modem {Modem} is ready: {Detail}")]
    public static partial void ModemReady(ILogger logger, string modem, string detail);

    [LoggerMessage(1101, LogLevel.Warning, "Modem {Modem} is not ready: {Detail}")]
    public static partial void ModemNotReady(ILogger logger, string modem, string detail);

    [LoggerMessage(1102, LogLevel.Debug, "Modem {Modem}: {Notice}")]
    public static partial void ModemNotice(ILogger logger, string modem, string notice);

    [LoggerMessage(1103, LogLevel.Warning, "Modem {Modem} did not answer after reopening: pulling its reset wires")]
    public static partial void ModemReset(ILogger logger, string modem);

    [LoggerMessage(1104, LogLevel.Warning, "Modem {Modem} is silent: {Detail}")]
    public static partial void ModemSilent(ILogger logger, string modem, string detail);
}
