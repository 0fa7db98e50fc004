using Noodlink.Protocol;

namespace Noodlink.Station.Queue;

/// <summary>Wipes the content of messages that ended long ago, a little at a time (interfaces.md §2, Retention).</summary>
/// <remarks>Days are counted by the wall clock. A process that saw it jump by more than an hour wipes nothing: keeping too
/// long is better than wiping by a wrong clock (architecture §4.3: nothing expires because of a clock).</remarks>
internal sealed class RetentionSweep(MessageQueue queue, int days)
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private static readonly TimeSpan JumpMax = TimeSpan.FromHours(1);

    private Instant _next = Instant.Zero + Every;
    private (Instant Now, DateTimeOffset Wall)? _last;
    private bool _jumped;

    public void Turn(Instant now, DateTimeOffset wall)
    {
        if (_last is { } last)
            _jumped |= ((wall - last.Wall) - (now - last.Now)).Duration() > JumpMax;
        _last = (now, wall);
        if (now < _next || _jumped) return;
        queue.Begin();
        var wiped = queue.Wipe(wall - TimeSpan.FromDays(days));
        queue.Commit();
        queue.Tidy();
        _next = wiped > 0 ? now + TimeSpan.FromSeconds(1) : now + Every;
    }
}
