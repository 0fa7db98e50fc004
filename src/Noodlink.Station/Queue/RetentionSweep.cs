using Microsoft.Data.Sqlite;
using Noodlink.Protocol;

namespace Noodlink.Station.Queue;

/// <summary>Wipes the content of messages that ended long ago and gives the room back, a little at a time (interfaces.md
/// §2, Retention).</summary>
/// <remarks>Days are counted by the wall clock. A process that saw it move by more than an hour against its own time, or
/// that starts before its newest message or more than a year behind it, wipes nothing: keeping too long is better than
/// wiping by a wrong clock (architecture §4.3: nothing expires because of a clock).</remarks>
internal sealed class RetentionSweep(MessageQueue queue, int days)
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private static readonly TimeSpan Rhythm = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MoveMax = TimeSpan.FromHours(1);
    private static readonly TimeSpan SilenceMax = TimeSpan.FromDays(366);

    /// <summary>So long a draft that was sent or thrown away can be looked at again.</summary>
    private static readonly TimeSpan PastDrafts = TimeSpan.FromDays(1);

    private Instant _next = Instant.Zero + Every;
    private Instant _roomNext;
    private DateTimeOffset? _origin;
    private bool _doubted;
    private bool _logHoldsWords;
    private long _after;

    public void Turn(Instant now, DateTimeOffset wall)
    {
        if (_origin is not { } origin)
        {
            _origin = origin = wall - now.SinceStart;
            _doubted = queue.LatestStored() is { } latest && (wall < latest - MoveMax || wall - latest > SilenceMax);
        }

        _doubted |= (wall - now.SinceStart - origin).Duration() > MoveMax;
        if (now >= _next && !_doubted)
            _next = now + (Wipe(wall) ? Rhythm : Every);
        if (now < _roomNext) return;
        _roomNext = now + Rhythm;
        GiveBack();
    }

    /// <summary>True: there is more to look at.</summary>
    private bool Wipe(DateTimeOffset wall)
    {
        try
        {
            queue.Begin();
            var (wiped, next) = queue.Wipe(wall - TimeSpan.FromDays(days), _after);
            wiped += queue.WipeDrafts(wall - PastDrafts);
            queue.Commit();
            _logHoldsWords |= wiped > 0;
            _after = next ?? 0;
            return next is not null;
        }
        catch (SqliteException e) when (Sqlite.IsStorage(e))
        {
            // A full disk has no room to wipe in either; an hour later there may be.
            if (Sqlite.EndsTrust(e)) queue.Distrust(e);
            queue.Rollback();
            return false;
        }
    }

    /// <summary>Free pages go back to the disk whatever made them free; when they have, and when words were wiped, the log
    /// is cut to nothing.</summary>
    private void GiveBack()
    {
        var more = queue.GiveBackPages();
        _logHoldsWords |= more;
        if (_logHoldsWords && !more && queue.EmptyLog()) _logHoldsWords = false;
    }
}
