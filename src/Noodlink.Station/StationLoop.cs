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
        try
        {
            Together(inputs, batch);
        }
        catch (Exception e) when (e is SqliteException or IOException)
        {
            Log.BatchFailed(log, e.Message);
            queue.Rollback();
            batch = new Batch(now, wall);
            foreach (var input in inputs) Alone(input, batch, now, wall);
        }

        courier.Step(now, wall);
        if (batch.Changed.Count > 0 || batch.StatusChanged) desk.Announce(batch.Changed, batch.StatusChanged);
        if (now < _secondNext) return;
        _secondNext = now + Second;
        Publish(now, wall);
    }

    private void Together(IReadOnlyList<StationInput> inputs, Batch batch)
    {
        queue.Begin();
        courier.WriteOffered(batch);
        foreach (var input in inputs) Take(input, batch);
        if (batch.Now >= _secondNext)
        {
            courier.WatchUnconfirmed(batch);
            duties.Tick(batch);
        }

        queue.Commit();
        Storage(healthy: true);
        foreach (var action in batch.AfterCommit) action();
    }

    /// <summary>A bad item never fails the others: each gets a transaction of its own, and its own answer.</summary>
    private void Alone(StationInput input, Batch whole, Instant now, DateTimeOffset wall)
    {
        var batch = new Batch(now, wall);
        try
        {
            queue.Begin();
            Take(input, batch);
            queue.Commit();
            Storage(healthy: true);
            foreach (var action in batch.AfterCommit) action();
            whole.Changed.UnionWith(batch.Changed);
        }
        catch (Exception e) when (e is SqliteException or IOException)
        {
            Log.ItemFailed(log, e.Message);
            queue.Rollback();
            Storage(healthy: false);
            NotStored(input, e is SqliteException sqlite && Sqlite.IsFull(sqlite)
                ? "De schijf van deze computer is vol. Dit is niet opgeslagen. Pak de portofoon."
                : "De schijf van deze computer werkt niet. Dit is niet opgeslagen. Pak de portofoon.");
            if (input is StationInput.FromBearer) intake.Refuse("storageFailed", "bericht dat niet op de schijf kon", whole);
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
                batch.AfterCommit.Add(() => record.Reply.TrySetResult(refused ?? Recorded(record.Number)));
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
            case StationInput.FromBearer { Input: BearerInput.Received received }:
                intake.Take(received, batch);
                break;
            case StationInput.FromBearer { Input: BearerInput.Done done }:
                batch.AfterCommit.Add(() => courier.Done(done, batch.Now));
                break;
            case StationInput.FromBearer { Input: BearerInput.Changed changed }:
                batch.StatusChanged = true;
                batch.AfterCommit.Add(() => courier.Changed(changed, batch.Now));
                break;
        }
    }

    private StaffOutcome Recorded(string number) =>
        desk.Find(number) is { } view ? new StaffOutcome.Recorded(view) : new StaffOutcome.Unknown();

    private static void NotStored(StationInput input, string reason)
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
        }
    }

    private void Storage(bool healthy) => _storageHealthy = healthy;

    private void Publish(Instant now, DateTimeOffset wall) =>
        desk.Publish(
            report.Status(intake, duties, _storageHealthy, wall),
            duties is HubDuties hub ? hub.Stations(now) : []);
}
