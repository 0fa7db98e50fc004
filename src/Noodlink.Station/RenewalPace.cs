using Noodlink.Protocol;

namespace Noodlink.Station;

/// <summary>When to leave a file that failed for a fresh one: at once, but on a disk that goes on failing ever more slowly,
/// so that it neither keeps the loop busy nor fills with copies.</summary>
internal sealed class RenewalPace
{
    private static readonly TimeSpan ProbeAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WaitMin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(30);

    private Instant _next;
    private Instant? _last;
    private TimeSpan _wait;

    public bool IsDue(Instant now) => now >= _next;

    /// <summary>Nothing can be written there at the moment, and nothing was.</summary>
    public void OutOfReach(Instant now) => _next = now + ProbeAgain;

    /// <summary>A fresh file was made, or began to be.</summary>
    public void Tried(Instant now)
    {
        var isNew = _last is not { } last || now - last > Calm;
        _wait = isNew ? WaitMin : _wait * 2 < WaitMax ? _wait * 2 : WaitMax;
        _last = now;
        _next = now + _wait;
    }
}
