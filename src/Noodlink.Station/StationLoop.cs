using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Noodlink.Protocol;
using Noodlink.Station.Bearers;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;
using Noodlink.Station.Slots;

namespace Noodlink.Station;

/// <summary>One turn of a station: inputs become one transaction, then what waited for the commit happens, then the bearers
/// get what may leave. Pure turns without waiting: the worker around it owns the clock and the channel.</summary>
/// <remarks>One thread at a time.</remarks>
internal sealed partial class StationLoop(
    MessageQueue queue, Courier courier, Packer packer, Intake intake, Duties duties, Desk desk, StationReport report,
    DiskRoom room, ILogger log)
{
    /// <summary>Why nothing is stored any more.</summary>
    public static string Stopping => Words.Desk_Stopping;

    /// <summary>No turn is planned sooner: a timer rings a little early.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private Instant _secondNext;
    private bool _storageHealthy = true;
    private bool _statusAged;

    /// <summary>More turns are due at once.</summary>
    public bool HasUnwritten => courier.HasUnwritten;

    /// <summary>Hub: divides the time of the radio; null: not here.</summary>
    public SlotLead? Lead { get; init; }

    /// <summary>When to take the next turn if nothing comes in.</summary>
    public TimeSpan PatienceAt(Instant now)
    {
        var most = courier.AnythingWaits ? TimeSpan.FromMilliseconds(250) : Second;
        if (Lead?.Patience is { } wait && wait < most) most = wait;
        if (courier.Air?.WakeUp(now) is not { } wake || wake - now >= most) return most;
        return Instant.Max(wake, now + Grain) - now;
    }

    public void Start(Instant now, DateTimeOffset wall)
    {
        _storageHealthy = queue.IsTrusted;
        if (queue.Place.Doubt is { } reason) Log.QueueOutOfReach(log, reason);
        _saidDistrusted = !queue.IsTrusted;
        courier.Load(now);
        duties.Point.Load(now, wall);
        Mend(now, wall);
        Publish(now, wall);
    }

    public void Turn(IReadOnlyList<StationInput> inputs, Instant now, DateTimeOffset wall)
    {
        var batch = new Batch(now, wall, room);
        foreach (var input in inputs) Tell(input, batch);
        if (Try(all => { Upkeep(all); foreach (var input in inputs) Take(input, all); }, batch) is { } fault)
        {
            Log.BatchFailed(log, fault.Reason.Message);
            Renew(batch);
            _ = TryWithRoom(Upkeep, batch);
            foreach (var input in inputs) Alone(input, batch);
        }

        foreach (var action in batch.AfterCommit) Reading(action);
        if (queue.Place.Reported is { } reported) queue.Distrust(reported);
        if ((!_storageHealthy || room.IsScarce || !queue.IsTrusted) && now >= _secondNext) Recover(batch);
        Reading(() => courier.Step(now, wall));
        if (Lead is { } lead) Reading(() => lead.Step(now, wall));
        if (batch.StatusChanged) desk.Publish(duties.Point.At(now));
        if (batch.Changed.Count > 0 || batch.Drafts.Count > 0 || batch.StatusChanged)
            desk.Announce(batch.Changed, batch.StatusChanged, batch.Drafts);
        _statusAged |= batch.StatusAged;
        if (now < _secondNext) return;
        _secondNext = now + Second;
        Publish(now, wall);
        if (_statusAged) desk.Announce([], statusChanged: true);
        _statusAged = false;
    }

    /// <summary>One transaction: all of the work or none of it. What must follow the commit is added to
    /// <paramref name="whole"/>.</summary>
    /// <returns>What went wrong; then nothing of the work stands, in the file or in memory.</returns>
    private Fault? Try(Action<Batch> work, Batch whole)
    {
        var batch = whole.Part();
        try
        {
            queue.Begin();
            work(batch);
            queue.Commit();
            whole.Add(batch);
            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Also a fault in the program: whatever one item does, it never fails the others (architecture §4.1, §4.11).
            if (Sqlite.EndsTrust(e)) queue.Distrust(e);
            queue.Rollback();
            if (DiskFull.Is(e)) MetFull();
            else if (Sqlite.IsStorage(e)) _storageHealthy = false;
            return new Fault(e, batch.Claim);
        }
    }

    /// <summary>As <see cref="Try"/>; what does not fit gets room from the ballast, as far as its claim goes.</summary>
    private Fault? TryWithRoom(Action<Batch> work, Batch whole)
    {
        var isFolded = false;
        var isRenewed = false;
        while (true)
        {
            // The first that meets a full disk: once more, without what has no claim now.
            var isFirst = !room.IsScarce;
            if (Try(work, whole) is not { } fault) return null;
            if (!queue.IsTrusted && !isRenewed)
            {
                // Another file may take what this one could not.
                isRenewed = true;
                Renew(whole);
                if (queue.IsTrusted) continue;
            }

            if (!DiskFull.Is(fault.Reason)) return fault;
            if (isFirst) continue;
            var mayFold = !isFolded;
            isFolded = true;
            if ((mayFold && queue.FoldLog()) || room.TryMakeRoom(fault.Claim)) continue;
            if (fault.Claim >= Claim.Vital) _storageHealthy = false;
            return fault;
        }
    }

    private void MetFull()
    {
        room.MetFull();
        queue.KeepLogShort(true);
    }

    private void Upkeep(Batch batch)
    {
        courier.WriteOffered(batch);
        if (batch.Now < _secondNext) return;
        courier.WatchUnconfirmed(batch);
        duties.Tick(batch);
        duties.Point.Tick(batch);
        Lead?.Tick(batch);
        if (queue.ReserveSignalsAhead() is { } bound) batch.AfterCommit.Add(() => queue.SignalsReserved(bound));
    }

    /// <summary>A bad item never fails the others: each gets a transaction of its own, and its own answer.</summary>
    private void Alone(StationInput input, Batch whole)
    {
        // The watchdog's row gets nothing of the ballast: that the disk refuses it is an answer too.
        var found = input is StationInput.Prove
            ? Try(batch => Take(input, batch), whole) : TryWithRoom(batch => Take(input, batch), whole);
        if (found is null) return;
        var fault = found.Reason;
        var storage = Sqlite.IsStorage(fault);
        if (input is StationInput.Prove prove)
        {
            prove.Reply.TrySetResult(storage ? ProbeOutcome.DiskRefuses : ProbeOutcome.Failed);
            return;
        }

        if (storage) Log.ItemFailed(log, fault.Message);
        else Log.ItemFault(log, fault);
        NotStored(input, fault switch
        {
            _ when DiskFull.Is(fault) => DiskRoom.Refusal(found.Claim),
            _ when storage => Words.Disk_Failed,
            _ => Words.Desk_Failed,
        });
        if (input is not (StationInput.FromBearer or StationInput.Import)) return;
        if (storage) intake.Refuse("storageFailed", Words.Intake_NotKept, whole);
        else intake.Refuse("programFault", Words.Intake_NotProcessed, whole);
    }

    /// <summary>What a bearer says of itself needs no disk, and must not be lost when the disk fails.</summary>
    private void Tell(StationInput input, Batch batch)
    {
        switch (input)
        {
            case StationInput.FromBearer { Input: BearerInput.Done done }:
                courier.Done(done, batch.Now);
                break;
            case StationInput.FromBearer { Input: BearerInput.Changed changed }:
                courier.Changed(changed, batch.Now);
                batch.StatusChanged = true;
                break;
        }
    }

    private void Take(StationInput input, Batch batch)
    {
        switch (input)
        {
            case StationInput.Accept accept:
                var outcome = duties.Accept(accept.Draft, batch);
                batch.AfterCommit.Add(
                    () =>
                    {
                        if (outcome is AcceptOutcome.Stored { Again: false } stored) Log.Accepted(log, stored.Number);
                        accept.Reply.TrySetResult(outcome);
                    });
                break;
            case StationInput.Record record:
                var refused = duties.Record(record.Number, record.Action, batch);
                batch.AfterCommit.Add(() => Answer(record.Number, record.Reply, refused));
                break;
            case StationInput.NoteReadAloud aloud:
                var unfit = duties.NoteReadAloud(aloud.Number, aloud.Note, batch);
                batch.AfterCommit.Add(() => Answer(aloud.Number, aloud.Reply, unfit));
                break;
            case StationInput.MarkRead read:
                var n = queue.MarkRead(read.Number);
                if (n is { } shown) batch.Changed.Add(shown);
                batch.AfterCommit.Add(() => read.Reply.TrySetResult(n is not null));
                break;
            case StationInput.Forwarded forwarded:
                var journal = queue.Forwarded(forwarded.Version, forwarded.Forwarder, forwarded.Result, batch.Wall);
                if (journal is { } row) batch.Changed.Add(row);
                batch.AfterCommit.Add(() => forwarded.Reply.TrySetResult(journal is not null));
                break;
            case StationInput.Prove prove:
                queue.Prove();
                batch.AfterCommit.Add(() => prove.Reply.TrySetResult(ProbeOutcome.Committed));
                break;
            case StationInput.ForwardAgain again:
                var notAgain = duties.ForwardAgain(again.Number, again.By, batch);
                if (notAgain is null) batch.AfterCommit.Add(desk.CountForwardingAskedAgain);
                batch.AfterCommit.Add(() => Answer(again.Number, again.Reply, notAgain));
                break;
            case StationInput.FromBearer { Input: BearerInput.Received received }:
                intake.Take(received, batch);
                break;
            default:
                TakeCourier(input, batch);
                break;
        }
    }

    /// <summary>What a person carries.</summary>
    private void TakeCourier(StationInput input, Batch batch)
    {
        switch (input)
        {
            case StationInput.Pack pack:
                // After the commit: it changes nothing, and reserves serials in a transaction of their own.
                batch.AfterCommit.Add(() => Answer(pack, batch.Now));
                break;
            case StationInput.Carried carried:
                foreach (var n in carried.Journals) queue.Offered(n, BearerName.Courier, batch.Wall);
                batch.Changed.UnionWith(carried.Journals);
                batch.AfterCommit.Add(() => carried.Reply.TrySetResult(true));
                break;
            case StationInput.Import import:
                var imported = intake.Take(new BearerInput.Received(import.Via, import.Frame), batch);
                batch.AfterCommit.Add(() => import.Reply.TrySetResult(imported));
                break;
            default:
                TakeLocal(input, batch);
                break;
        }
    }

    private void Answer(string number, TaskCompletionSource<StaffOutcome> reply, StaffOutcome? refused)
    {
        try
        {
            reply.TrySetResult(
                refused ?? (desk.Find(number) is { } view ? new StaffOutcome.Recorded(view) : new StaffOutcome.Unknown()));
        }
        catch (SqliteException e)
        {
            // It stands; only whoever asked cannot be shown it.
            reply.TrySetException(e);
        }
    }

    private void Answer(StationInput.Pack pack, Instant now)
    {
        try
        {
            pack.Reply.TrySetResult(packer.Pack(pack.Parcel, now));
        }
        catch (SqliteException e)
        {
            Log.ItemFailed(log, e.Message);
            pack.Reply.TrySetResult(null);
        }
    }

    /// <summary>The answer to a question that was not carried out.</summary>
    public static void NotStored(StationInput input, string reason)
    {
        switch (input)
        {
            case StationInput.Accept accept:
                accept.Reply.TrySetResult(new AcceptOutcome.NotStored(reason));
                break;
            case StationInput.Record record:
                record.Reply.TrySetResult(new StaffOutcome.NotStored(reason));
                break;
            case StationInput.NoteReadAloud aloud:
                aloud.Reply.TrySetResult(new StaffOutcome.NotStored(reason));
                break;
            case StationInput.MarkRead read:
                read.Reply.TrySetResult(false);
                break;
            case StationInput.Forwarded forwarded:
                forwarded.Reply.TrySetResult(false);
                break;
            case StationInput.ForwardAgain again:
                again.Reply.TrySetResult(new StaffOutcome.NotStored(reason));
                break;
            case StationInput.Pack pack:
                pack.Reply.TrySetResult(null);
                break;
            case StationInput.Carried carried:
                carried.Reply.TrySetResult(false);
                break;
            case StationInput.Import import:
                import.Reply.TrySetResult(new ImportedPart(ImportFate.NotStored, Reason: reason));
                break;
            case StationInput.Prove prove:
                prove.Reply.TrySetResult(ProbeOutcome.Failed);
                break;
            default:
                LocalNotStored(input, reason);
                break;
        }
    }

    /// <summary>Why a transaction does not stand, and how strong a claim on the last room it had.</summary>
    private sealed record Fault(Exception Reason, Claim Claim);

    private void Publish(Instant now, DateTimeOffset wall)
    {
        desk.Publish(duties.Point.At(now));
        Reading(
            () => desk.Publish(
                report.Status(intake, duties, _storageHealthy && queue.IsTrusted, wall),
                duties is HubDuties hub ? hub.Stations(now) : []));
    }
}
