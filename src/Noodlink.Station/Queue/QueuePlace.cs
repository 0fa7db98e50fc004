namespace Noodlink.Station.Queue;

/// <summary>Where the rows of a queue are now; it moves when the file under it is replaced.</summary>
/// <remarks>Written by the station's loop, read by any thread.</remarks>
internal sealed class QueuePlace(string path)
{
    private volatile Standing _now = new(path, 0, null);

    private sealed record Standing(string Path, int Generation, string? Doubt);

    public string Path => _now.Path;

    /// <summary>Another number: connections to the earlier place are of no use.</summary>
    public int Generation => _now.Generation;

    /// <summary>Why this place is not trusted (English); null: it is.</summary>
    public string? Doubt => _now.Doubt;

    /// <summary>A reader met a damaged page; the loop looks at it.</summary>
    public Exception? Reported { get; set; }

    public void Distrust(string reason) => _now = _now with { Doubt = reason };

    /// <summary>Trusted again, at another place or in another file at the same.</summary>
    public void MoveTo(string path)
    {
        Reported = null;
        _now = new Standing(path, _now.Generation + 1, null);
    }
}
