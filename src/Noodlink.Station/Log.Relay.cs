using Microsoft.Extensions.Logging;

namespace Noodlink.Station;

/// <summary>Events 1340-1359: frames of other stations that this one passes on.</summary>
internal static partial class Log
{
    [LoggerMessage(1340, LogLevel.Debug,
        "Radio: passes on {Bytes} bytes of or for station {Station}, hop {Hop}, attempt {Attempt}")]
    public static partial void RadioRelays(ILogger logger, int bytes, ushort station, int hop, int attempt);
}
