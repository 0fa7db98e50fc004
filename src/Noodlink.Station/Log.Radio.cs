using Microsoft.Extensions.Logging;

namespace Noodlink.Station;

/// <summary>Events 1300-1399: the radio bearer. Highest in use: 1306.</summary>
internal static partial class Log
{
    [LoggerMessage(1300, LogLevel.Information,
        "Radio: {SubBand} MHz, {AllowanceSeconds} s of airtime an hour, {UsedSeconds} s of it already used")]
    public static partial void RadioStarted(
        ILogger logger, string subBand, double allowanceSeconds, double usedSeconds);

    [LoggerMessage(1301, LogLevel.Warning,
        "Airtime ledger {Path}: {Lines} lines cannot be read; each counts as one long frame sent just now")]
    public static partial void RadioLedgerDamaged(ILogger logger, string path, int lines);

    [LoggerMessage(1302, LogLevel.Error,
        "Airtime ledger cannot be read ({Reason}): the past hour counts as used, only noodmeldingen are sent")]
    public static partial void RadioLedgerUnreadable(ILogger logger, string reason);

    [LoggerMessage(1303, LogLevel.Error,
        "Airtime ledger cannot be written ({Reason}): only noodmeldingen are sent, counted in memory")]
    public static partial void RadioLedgerFailed(ILogger logger, string reason);

    [LoggerMessage(1304, LogLevel.Information, "Airtime ledger is written again")]
    public static partial void RadioLedgerBack(ILogger logger);

    [LoggerMessage(1305, LogLevel.Debug,
        "Radio: {Bytes} bytes to the modem, attempt {Attempt}, {OnAirMilliseconds} ms on air")]
    public static partial void RadioSends(ILogger logger, int bytes, int attempt, double onAirMilliseconds);

    [LoggerMessage(1306, LogLevel.Warning, "Radio: a frame did not leave: {Reason}")]
    public static partial void RadioFrameFailed(ILogger logger, string reason);
}
