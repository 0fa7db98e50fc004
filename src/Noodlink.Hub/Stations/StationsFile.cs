using Microsoft.Extensions.Hosting;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Stations;

namespace Noodlink.Hub.Stations;

// Which noodsteunpunten this hub knows, kept in step with Hub:StationsFile. The file is read whole every second and
// compared with what was read last: that notices a rename, an edit in place and a copy with an old date alike, and
// costs less than a millisecond for a region. A version that cannot be used changes nothing but the status. The last
// usable one is kept in the data directory, so that a hub restarted over a broken file still knows its stations:
// without their keys every noodmelding would be from an unknown sender.

/// <summary>How the stations file is.</summary>
/// <param name="Readable">The file as it stands is the list in use.</param>
/// <param name="Stations">In the list in use.</param>
/// <param name="Since">Wall time of the last change of this status.</param>
/// <param name="Detail">In English: every fault by name, or empty.</param>
public sealed record StationsFileStatus(bool Readable, int Stations, DateTimeOffset Since, string Detail);

/// <summary>A version of the list.</summary>
/// <param name="Generation">1 for the first, one more for each that replaced it; 0: nothing could be read yet.</param>
public sealed record StationsVersion(int Generation, StationList List);

/// <summary>Reads and re-reads the stations file. The properties may be read from any thread.</summary>
public sealed class StationsFile : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly string _lastGoodPath;
    private readonly (int Number, StationId Id) _own;
    private readonly TimeProvider _time;
    private readonly ILogger<StationsFile> _log;
    private byte[]? _read;
    private volatile StationsVersion _current = new(0, StationList.Empty);
    private volatile StationsFileStatus _status;

    /// <summary>Reads the file at once, so that whoever starts next finds the list.</summary>
    /// <param name="own">The hub's own number and id: no noodsteunpunt may carry them.</param>
    public StationsFile(
        string path, string dataDirectory, int ownNumber, StationId ownId, TimeProvider time, ILogger<StationsFile> log)
    {
        _path = path;
        _lastGoodPath = Path.Combine(dataDirectory, "stations.last-good.json");
        _own = (ownNumber, ownId);
        _time = time;
        _log = log;
        _status = new StationsFileStatus(Readable: false, 0, time.GetUtcNow(), "not read yet");
        Look();
        if (_current.Generation == 0) FallBack();
    }

    /// <summary>The list in use; replaced as a whole.</summary>
    public StationsVersion Current => _current;

    /// <summary>How the file is; replaced as a whole.</summary>
    public StationsFileStatus Status => _status;

    /// <summary>Looks at the file now. One thread at a time.</summary>
    internal void Look()
    {
        try
        {
            if (new FileInfo(_path) is { Exists: true, Length: > StationList.BytesMax } large)
                throw new IOException($"{large.Length} bytes is too long");
            var bytes = File.ReadAllBytes(_path);
            if (_read is not null && bytes.AsSpan().SequenceEqual(_read)) return;
            _read = bytes;
            Take(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _read = null;
            Show(readable: false, e.Message);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var tick = new PeriodicTimer(Interval, _time);
        try
        {
            while (await tick.WaitForNextTickAsync(stoppingToken)) Look();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops.
        }
    }

    private void Take(byte[] bytes)
    {
        var list = Parse(bytes, out var faults);
        if (list is null)
        {
            Show(readable: false, string.Join("; ", faults));
            return;
        }

        _current = new StationsVersion(checked(_current.Generation + 1), list);
        Log.StationsRead(_log, _path, list.Entries.Count);
        Show(readable: true, SecretFile.IsOpenToOthers(_path) ? $"others can read the keys: chmod 600 {_path}" : "");
        Keep(bytes);
    }

    private StationList? Parse(byte[] bytes, out IReadOnlyList<string> faults)
    {
        var list = StationList.Parse(bytes, out faults);
        if (list is null) return null;
        faults =
        [
            .. list.Entries.Where(entry => entry.Number == _own.Number || entry.Id == _own.Id)
                .Select(entry => $"{entry}: this coördinatiepunt is {_own.Id} ({_own.Number}) itself"),
        ];
        return faults.Count == 0 ? list : null;
    }

    private void Keep(byte[] bytes)
    {
        try
        {
            SecretFile.Replace(_lastGoodPath, bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.StationsNotKept(_log, _lastGoodPath, e.Message);
        }
    }

    private void FallBack()
    {
        try
        {
            if (Parse(File.ReadAllBytes(_lastGoodPath), out _) is not { } list) return;
            _current = new StationsVersion(1, list);
            Log.StationsFellBack(_log, _lastGoodPath, list.Entries.Count);
            Show(readable: false, _status.Detail);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // There was none: a first start. The status says what is wrong with the file itself.
        }
    }

    private void Show(bool readable, string detail)
    {
        var next = new StationsFileStatus(readable, _current.List.Entries.Count, _time.GetUtcNow(), detail);
        if (next with { Since = _status.Since } == _status) return;
        _status = next;
        if (!readable) Log.StationsUnreadable(_log, _path, detail, next.Stations);
        else if (detail.Length > 0) Log.StationsOpen(_log, detail);
    }
}
