using Microsoft.Extensions.Logging;

namespace Noodlink.Station;

/// <summary>Gazetteer and map.</summary>
internal static partial class Log
{
    [LoggerMessage(1700, LogLevel.Information,
        "Gazetteer {File}, made {MadeAt:yyyy-MM-dd}: {Addresses} addresses, {Posts} hectometre posts, {Spots} spots.")]
    public static partial void GazetteerOpened(
        ILogger log, string file, DateTimeOffset madeAt, long addresses, long posts, long spots);

    [LoggerMessage(1701, LogLevel.Information,
        "No gazetteer at {File}: places are typed. `noodlink gazetteer import` makes one.")]
    public static partial void GazetteerAbsent(ILogger log, string file);

    [LoggerMessage(1702, LogLevel.Warning, "The gazetteer cannot be used, places are typed: {Fault}")]
    public static partial void GazetteerUnusable(ILogger log, string fault);

    [LoggerMessage(1710, LogLevel.Information, "Map {File}: pictures at levels {ZoomMin} to {ZoomMax}.")]
    public static partial void MapOpened(ILogger log, string file, int zoomMin, int zoomMax);

    [LoggerMessage(1711, LogLevel.Warning, "The map cannot be used, it is drawn without pictures: {Fault}")]
    public static partial void MapUnusable(ILogger log, string fault);
}
