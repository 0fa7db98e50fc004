using Microsoft.Extensions.Logging;

namespace Noodlink.Station.Places;

/// <summary>The gazetteer of this station, as it stands now: a file that appears, is replaced or vanishes while the program
/// runs is noticed within <see cref="LookEvery"/>.</summary>
/// <remarks>Safe to call from any thread.</remarks>
public sealed class LocalGazetteer(string? path, TimeProvider time, ILogger log) : IDisposable
{
    private readonly WatchedFile<Gazetteer> _file = new(
        path, time, static file => (Gazetteer.TryOpen(file, out var fault), fault), (open, isThere, fault) =>
        {
            if (open is not null)
                Log.GazetteerOpened(
                    log, open.Path, open.MadeAt, open.Counts.Addresses, open.Counts.Posts, open.Counts.Spots);
            else if (isThere) Log.GazetteerUnusable(log, fault);
            else Log.GazetteerAbsent(log, path!);
        });

    /// <summary>How often the file's name is looked at.</summary>
    public static TimeSpan LookEvery => WatchedFile<Gazetteer>.LookEvery;

    /// <summary>Null when there is none, or none that can be used: the form goes on without.</summary>
    public Gazetteer? Current => _file.Current;

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();
}
