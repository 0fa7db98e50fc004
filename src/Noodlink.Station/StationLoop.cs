using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Noodlink.Protocol;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;

namespace Noodlink.Station;

/// <summary>One turn of a station: inputs become one transaction, then what waited for the commit happens, then the bearers
/// get what may leave. Pure turns without waiting: the worker around it owns the clock and the channel.</summary>
/// <remarks>One thread at a time.</remarks>
internal sealed class StationLoop(
    MessageQueue queue, Courier courier, Intake intake, Duties duties, Desk desk, StationReport report, ILogger log)
{
    /// <summary>Dutch: why nothing is stored any more.</summary>
    public const string Stopping = "Het programma stopt. Dit is niet opgeslagen.";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private Instant _secondNext;
    private bool _storageHealthy = true;

    /// <summary>More turns are due at once.</summary>
    public bool HasUnwritten => courier.HasUnwritten;

    /// <summary>When to take the next turn if nothing comes in.</summary>
    public TimeSpan Patience => courier.AnythingWaits ? TimeSpan.FromMilliseconds(250) : Second;

    public void Start(Instant now, DateTimeOffset wall)
    {
        courier.Load(now);
        Publish(now, wall);
    }

    public void Turn(IReadOnlyList<StationInput> inputs, Instant now, DateTimeOffset wall)
    {
        var batch = new Batch(now, wall);
        foreach (var input in inputs) Tell(input, batch);
        if (Try(all => { Upkeep(all); foreach (var input in inputs) Take(input, all); }, batch) is { } fault)
        {
            Log.BatchFailed(log, fault.Message);
            _ = Try(Upkeep, batch);
            foreach (var input in inputs) Alone(input, batch);
        }

        foreach (var action in batch.AfterCommit) action();
        if (!_storageHealthy && now >= _secondNext) Recover(batch);
        courier.Step(now, wall);
        if (batch.Changed.Count > 0 || batch.StatusChanged) desk.Announce(batch.Changed, batch.StatusChanged);
        if (now < _secondNext) return;
        _secondNext = now + Second;
        Publish(now, wall);
    }

    /// <summary>One transaction: all of the work or none of it. What must follow the commit is added to
    /// <paramref name="whole"/>.</summary>
    /// <returns>What went wrong; then nothing of the work stands, in the file or in memory.</returns>
    private Exception? Try(Action<Batch> work, Batch whole)
    {
        var batch = new Batch(whole.Now, whole.Wall);
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
            queue.Rollback();
            if (Sqlite.IsStorage(e)) _storageHealthy = false;
            return e;
        }
    }

    private void Upkeep(Batch batch)
    {
        courier.WriteOffered(batch);
        if (batch.Now < _secondNext) return;
        courier.WatchUnconfirmed(batch);
        duties.Tick(batch);
    }

    /// <summary>A full disk takes small changes in what stands there; only room for a noodmelding tells that it is over.</summary>
    private void Recover(Batch batch) =>
        _storageHealthy = Try(_ => queue.Probe(), batch) is null && Try(_ => queue.EndProbe(), batch) is null;

    /// <summary>A bad item never fails the others: each gets a transaction of its own, and its own answer.</summary>
    private void Alone(StationInput input, Batch whole)
    {
        if (Try(batch => Take(input, batch), whole) is not { } fault) return;
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
            SqliteException full when Sqlite.IsFull(full) =>
                "De schijf van deze computer is vol. Dit is niet opgeslagen. Pak de portofoon.",
            _ when storage => "De schijf van deze computer werkt niet. Dit is niet opgeslagen. Pak de portofoon.",
            _ => "Dit programma kon het bericht niet verwerken. Dit is niet opgeslagen. Pak de portofoon.",
        });
        if (input is not (StationInput.FromBearer or StationInput.Import)) return;
        if (storage) intake.Refuse("storageFailed", "bericht dat niet op de schijf kon", whole);
        else intake.Refuse("programFault", "bericht dat dit programma niet kon verwerken", whole);
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
                batch.AfterCommit.Add(() => Answer(record, refused));
                break;
            case StationInput.MarkRead read:
                var n = queue.MarkRead(read.Number);
                if (n is { } shown) batch.Changed.Add(shown);
                batch.AfterCommit.Add(() => read.Reply.TrySetResult(n is not null));
                break;
            case StationInput.Forwarded forwarded:
                var journal = queue.Forwarded(
                    forwarded.Version, forwarded.Forwarder, forwarded.Done, forwarded.Outcome, forwarded.Detail, batch.Wall);
                if (journal is { } row) batch.Changed.Add(row);
                batch.AfterCommit.Add(() => forwarded.Reply.TrySetResult(journal is not null));
                break;
            case StationInput.Prove prove:
                queue.Prove();
                batch.AfterCommit.Add(() => prove.Reply.TrySetResult(ProbeOutcome.Committed));
                break;
            case StationInput.FromBearer { Input: BearerInput.Received received }:
                intake.Take(received, batch);
                break;
            case StationInput.Import import:
                var imported = intake.Take(new BearerInput.Received(import.Via, import.Frame), batch);
                batch.AfterCommit.Add(() => import.Reply.TrySetResult(imported));
                break;
        }
    }

    private void Answer(StationInput.Record record, StaffOutcome? refused)
    {
        try
        {
            record.Reply.TrySetResult(
                refused ?? (desk.Find(record.Number) is { } view ? new StaffOutcome.Recorded(view) : new StaffOutcome.Unknown()));
        }
        catch (SqliteException e)
        {
            // It stands; only whoever asked cannot be shown it.
            record.Reply.TrySetException(e);
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
            case StationInput.MarkRead read:
                read.Reply.TrySetResult(false);
                break;
            case StationInput.Forwarded forwarded:
                forwarded.Reply.TrySetResult(false);
                break;
            case StationInput.Import import:
                import.Reply.TrySetResult(new ImportedPart(ImportFate.NotStored, Reason: reason));
                break;
            case StationInput.Prove prove:
                prove.Reply.TrySetResult(ProbeOutcome.Failed);
                break;
        }
    }

    private void Publish(Instant now, DateTimeOffset wall) =>
        desk.Publish(
            report.Status(intake, duties, _storageHealthy, wall),
            duties is HubDuties hub ? hub.Stations(now) : []);
}
