namespace Noodlink.Station.Places;

/// <summary>A read-only file that may appear, be replaced or vanish while the program runs.</summary>
/// <remarks>Safe to call from any thread. A replaced one is closed when nobody reads in it any more.</remarks>
internal sealed class WatchedFile<T>(
    string? path, TimeProvider time, Func<string, (T? Opened, string Fault)> open, Action<T?, bool, string> tell) : IDisposable
    where T : class, IDisposable
{
    /// <summary>How often the file's name is looked at: a question of microseconds.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly Lock _turn = new();
    private T? _open;
    private (DateTime Written, long Length)? _seen;
    private long? _looked;

    /// <summary>Null when it is not there or cannot be used.</summary>
    public T? Current
    {
        get
        {
            lock (_turn)
            {
                if (path is null || (_looked is { } last && time.GetElapsedTime(last) < LookEvery)) return _open;
                var info = new FileInfo(path);
                (DateTime, long)? found = info.Exists ? (info.LastWriteTimeUtc, info.Length) : null;
                if (_looked is null || found != _seen) Open(path, found);
                _looked = time.GetTimestamp();
                return _open;
            }
        }
    }

    public void Dispose()
    {
        lock (_turn) _open?.Dispose();
    }

    private void Open(string file, (DateTime Written, long Length)? found)
    {
        _seen = found;
        (_open, var fault) = open(file);
        tell(_open, found is not null, fault);
    }
}
