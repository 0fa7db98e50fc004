using Microsoft.Extensions.Logging;
using Noodlink.Protocol;
using Noodlink.Station.Queue;

namespace Noodlink.Station;

/// <summary>What the loop does when the disk, and not what was to be written on it, is the fault.</summary>
internal sealed partial class StationLoop
{
    private readonly RenewalPace _pace = new();
    private bool _saidDistrusted;

    /// <summary>A full disk takes small changes in what stands there; only room for a noodmelding tells that it is over.
    /// While ballast stands, that room is known to be there.</summary>
    private void Recover(Batch batch)
    {
        Renew(batch);
        var isBack = room.IsScarce && room.Recover();
        if (_storageHealthy && !isBack && room.HasReserve) return;
        _storageHealthy = Try(_ => queue.Probe(), batch) is null && Try(_ => queue.EndProbe(), batch) is null;
        if (!_storageHealthy || !isBack) return;
        room.Over();
        queue.KeepLogShort(false);
        batch.StatusChanged = true;
    }

    /// <summary>After a fault of the disk the station goes on in another file, without a restart: everything that was
    /// committed is brought over, and the courier takes it up from there.</summary>
    private void Renew(Batch batch)
    {
        if (queue.Place.Doubt is not { } reason) return;
        _storageHealthy = false;
        if (!_saidDistrusted) Log.QueueDistrusted(log, reason);
        _saidDistrusted = true;
        if (!_pace.IsDue(batch.Now)) return;
        if (!queue.CanBeWritten())
        {
            _pace.OutOfReach(batch.Now);
            return;
        }

        _pace.Tried(batch.Now);
        if (!queue.TryRenew())
        {
            Log.QueueNotRenewed(log);
            return;
        }

        _saidDistrusted = false;
        queue.KeepLogShort(room.IsScarce);
        courier.Reload(batch.Now);
        Mend(batch.Now, batch.Wall);
        Log.QueueRenewed(log, queue.Place.Path, queue.CountWaiting().Many, queue.Notice ?? "");
        batch.StatusChanged = true;
        _secondNext = Instant.Zero; // the status is published in this turn
    }

    private void Mend(Instant now, DateTimeOffset wall)
    {
        if (!queue.NeedsMending) return;
        var batch = new Batch(now, wall, room);
        var fault = Try(
            all =>
            {
                duties.Mend(all);
                queue.Mended();
            }, batch);
        if (fault is not null) Log.ItemFailed(log, fault.Reason.Message);
        foreach (var action in batch.AfterCommit) Reading(action);
    }

    /// <summary>Outside a transaction too the file may be found damaged.</summary>
    private void Reading(Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (Sqlite.IsStorage(e))
        {
            if (Sqlite.EndsTrust(e)) queue.Distrust(e);
            _storageHealthy = false;
        }
    }
}
