using Microsoft.Extensions.Logging;

namespace Noodlink.Station.Places;

/// <summary>The map pictures of this station, as they stand now (<c>Places:Map</c>).</summary>
/// <remarks>Safe to call from any thread.</remarks>
public sealed class LocalTiles(string? path, TimeProvider time, ILogger log) : IDisposable
{
    private readonly WatchedFile<TileFile> _file = new(
        path, time, static file => (TileFile.TryOpen(file, out var fault), fault), (open, _, fault) =>
        {
            if (open is not null) Log.MapOpened(log, open.Path, open.ZoomMin, open.ZoomMax);
            else Log.MapUnusable(log, fault);
        });

    /// <summary>Null when there are none, or none that can be used: the map is drawn without.</summary>
    public TileFile? Current => _file.Current;

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();
}
