using Microsoft.Extensions.Logging;

namespace Noodlink.Station;

/// <summary>What a person carried: counts and sizes.</summary>
internal static partial class Log
{
    [LoggerMessage(1500, LogLevel.Information,
        "Courier: {Messages} messages and {Receipts} receipt frames packed, {Bytes} bytes.")]
    public static partial void CourierWritten(ILogger log, int messages, int receipts, int bytes);

    [LoggerMessage(1501, LogLevel.Information,
        "Courier: {Bytes} bytes read: {New} new, {Known} known, {Refused} refused, {Confirmed} confirmed, {Missing} cut off, " +
        "{NotStored} not stored.")]
    public static partial void CourierRead(
        ILogger log, int bytes, int @new, int known, int refused, int confirmed, int missing, int notStored);
}
