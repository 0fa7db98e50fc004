using Microsoft.Extensions.Logging;

namespace Noodlink.Station.Places;

/// <summary>The gazetteer of this station, as it stands now: a file that appears, is replaced or vanishes while the program
/// runs is noticed within <see cref="LookEvery"/>.</summary>
/// <remarks>Safe to call from any thread.</remarks>
public sealed class LocalGazetteer(string? path, TimeProvider time, ILogger log) : IDisposable
{
    /// <summary>How often the file's name is looked at: a question of microseconds.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly Lock _turn = new();
    private Gazetteer? _open;
    private (DateTime Written, long Length)? _seen;
    private long? _looked;
    private string _told = "";

    /// <summary>Null when there is none, or none that can be used: the form goes on without.</summary>
    public Gazetteer? Current
    {
        get
        {
            lock (_turn)
            {
                if (path is null || (_looked is { } last && time.GetElapsedTime(last) < LookEvery)) return _open;
                _looked = time.GetTimestamp();
                Look(path);
                return _open;
            }
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        lock (_turn) _open?.Dispose();
    }

    private void Look(string file)
    {
        var info = new FileInfo(file);
        (DateTime, long)? found = info.Exists ? (info.LastWriteTimeUtc, info.Length) : null;
        if (found == _seen && _told.Length > 0) return;
        _seen = found;
        // Somebody may be reading in the one that goes: it is closed when nobody holds it any more.
        _open = Gazetteer.TryOpen(file, out var fault);
        var tell = _open is null ? fault : $"{_open.MadeAt:O}{_open.Counts}";
        if (tell == _told) return;
        _told = tell;
        if (_open is { } open)
            Log.GazetteerOpened(log, file, open.MadeAt, open.Counts.Addresses, open.Counts.Posts, open.Counts.Spots);
        else if (found is null) Log.GazetteerAbsent(log, file);
        else Log.GazetteerUnusable(log, fault);
    }
}
