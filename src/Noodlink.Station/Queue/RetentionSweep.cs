using Microsoft.Data.Sqlite;
using Noodlink.Protocol;

namespace Noodlink.Station.Queue;

/// <summary>Wipes the content of messages that ended long ago, a little at a time (interfaces.md §2, Retention).</summary>
/// <remarks>Days are counted by the wall clock. A process that saw it move by more than an hour against its own time, or
/// that starts before its newest message or more than a year behind it, wipes nothing: keeping too long is better than
/// wiping by a wrong clock (architecture §4.3: nothing expires because of a clock).</remarks>
internal sealed class RetentionSweep(MessageQueue queue, int days)
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private static readonly TimeSpan MoveMax = TimeSpan.FromHours(1);
    private static readonly TimeSpan SilenceMax = TimeSpan.FromDays(366);

    private Instant _next = Instant.Zero + Every;
    private DateTimeOffset? _origin;
    private bool _doubted;

    public void Turn(Instant now, DateTimeOffset wall)
    {
        if (_origin is not { } origin)
        {
            _origin = origin = wall - now.SinceStart;
            _doubted = queue.LatestStored() is { } latest && (wall < latest - MoveMax || wall - latest > SilenceMax);
        }

        _doubted |= (wall - now.SinceStart - origin).Duration() > MoveMax;
        if (now < _next || _doubted) return;
        _next = Wipe(wall - TimeSpan.FromDays(days)) > 0 ? now + TimeSpan.FromSeconds(1) : now + Every;
    }

    private int Wipe(DateTimeOffset before)
    {
        try
        {
            queue.Begin();
            var wiped = queue.Wipe(before);
            queue.Commit();
            queue.Tidy();
            return wiped;
        }
        catch (SqliteException e) when (Sqlite.IsStorage(e))
        {
            // A full disk has no room to wipe in either; an hour later there may be.
            queue.Rollback();
            return 0;
        }
    }
}
