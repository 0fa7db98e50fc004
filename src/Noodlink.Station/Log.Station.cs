using Microsoft.Extensions.Logging;
using Noodlink.Station.Bearers;

namespace Noodlink.Station;

/// <summary>What a station tells the technician: ids and sizes, never the content of a form.</summary>
internal static partial class Log
{
    [LoggerMessage(1400, LogLevel.Information,
        "Queue {Path}: SQLite {Version}, WAL, synchronous FULL, {Waiting} messages wait, epoch {Epoch:X4}, highest number {Serial}.")]
    public static partial void QueueOpened(ILogger log, string path, string version, int waiting, ushort epoch, uint serial);

    [LoggerMessage(1401, LogLevel.Error, "The queue was damaged and set aside: {Words}")]
    public static partial void QueueRecovered(ILogger log, string words);

    [LoggerMessage(1402, LogLevel.Warning, "{Number}: no receipt in time; shown as unconfirmed.")]
    public static partial void Unconfirmed(ILogger log, string number);

    [LoggerMessage(1403, LogLevel.Information, "{Bearer} up: {Up}. {Detail}")]
    public static partial void BearerChanged(ILogger log, BearerName bearer, bool up, string detail);

    [LoggerMessage(1404, LogLevel.Error, "{Number}: sealed part {Part} is damaged on disk and cannot be sent.")]
    public static partial void PartDamaged(ILogger log, string number, byte part);

    [LoggerMessage(1405, LogLevel.Error, "{Station}: {Count} frames in its name did not open: a wrong key, or somebody else.")]
    public static partial void ManyFailedOpens(ILogger log, string station, int count);

    [LoggerMessage(1406, LogLevel.Error, "A batch could not be committed: {Reason}. Its items are tried one by one.")]
    public static partial void BatchFailed(ILogger log, string reason);

    [LoggerMessage(1407, LogLevel.Error, "An item could not be stored: {Reason}.")]
    public static partial void ItemFailed(ILogger log, string reason);

    [LoggerMessage(1410, LogLevel.Error, "An item could not be handled: a fault in the program. The others go on.")]
    public static partial void ItemFault(ILogger log, Exception fault);

    [LoggerMessage(1411, LogLevel.Error, "{Number}: damaged on disk; its words are not shown.")]
    public static partial void RowDamaged(ILogger log, string number);

    [LoggerMessage(1408, LogLevel.Information, "{Number}: stored here.")]
    public static partial void Accepted(ILogger log, string number);

    [LoggerMessage(1409, LogLevel.Error, "The loop stops: a fault in the program.")]
    public static partial void LoopFailed(ILogger log, Exception fault);
}
