using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Bearers;
using Noodlink.Station.Queue;

namespace Noodlink.Station;

/// <summary>What a program hands in.</summary>
/// <param name="To">Hub: the addressed station's id; null at a node (its hub).</param>
/// <param name="IdempotencyKey">At most 255 characters; valid as long as the message, across restarts.</param>
/// <param name="RequestHash">Hash of the request as it was posted: the same key with another body is a conflict.</param>
/// <param name="Entry">Hub: a noodmelding that staff type in, and on whose behalf.</param>
public sealed record Draft(
    MessageBody Body, MessageStatus? Status, string? To = null, string? IdempotencyKey = null, byte[]? RequestHash = null,
    HandEntry? Entry = null);

/// <summary>What became of it. A closed set.</summary>
public abstract record AcceptOutcome
{
    private AcceptOutcome() { }

    /// <summary>It is on disk.</summary>
    /// <param name="Again">The key was known with the same body: this is the first message.</param>
    public sealed record Stored(string Number, MessageState State, DateTimeOffset StoredAt, bool Again) : AcceptOutcome;

    /// <summary>The key is known with another body: nothing was stored.</summary>
    public sealed record KeyConflict(string FirstNumber) : AcceptOutcome;

    /// <summary>It does not fit what stands: another status than what it refers to, an unknown station.</summary>
    /// <param name="Path">As in <c>errors</c>.</param>
    /// <param name="Reason">Dutch.</param>
    public sealed record Unfit(string Path, string Reason) : AcceptOutcome;

    /// <summary>It could not be stored (507); the reason is Dutch.</summary>
    public sealed record NotStored(string Reason) : AcceptOutcome;
}

/// <summary>What became of a staff action. A closed set.</summary>
public abstract record StaffOutcome
{
    private StaffOutcome() { }

    /// <summary>It is stored; the message as it is now.</summary>
    public sealed record Recorded(MessageView Message) : StaffOutcome;

    /// <summary>There is no message with that number.</summary>
    public sealed record Unknown : StaffOutcome;

    /// <param name="Reason">Dutch.</param>
    public sealed record Conflict(string Reason, string? ClaimedBy) : StaffOutcome;

    /// <summary>It could not be stored (507); the reason is Dutch.</summary>
    public sealed record NotStored(string Reason) : StaffOutcome;
}

/// <summary>What became of a row that was committed to see whether it can be.</summary>
public enum ProbeOutcome : byte
{
    /// <summary>It is on disk.</summary>
    Committed,

    /// <summary>The disk is full, read-only or broken. The program works, and tells people; to start it again changes
    /// nothing.</summary>
    DiskRefuses,

    /// <summary>The program could not commit and the disk is not why: a lock that does not go away, a fault of ours.</summary>
    Failed,
}

/// <summary>Something changed that a screen shows.</summary>
/// <param name="Message">The new view; null when it was a draft, or only the status.</param>
/// <param name="Draft">The draft as it stands now; null when it was something else.</param>
public sealed record DeskChange(MessageView? Message, DraftText? Draft = null);

/// <summary>How the station is doing (interfaces.md §3, <c>GET /api/status</c>).</summary>
/// <param name="LastHeardAt">Last authenticated frame of the hub (node) or of any station (hub), per bearer.</param>
/// <param name="OldestWaitingSince">When the oldest waiting message was stored; null when nothing waits.</param>
/// <param name="Refused">Frames and messages that were not kept, by reason.</param>
public sealed record StationStatus(
    string Id, string Name, IReadOnlyDictionary<BearerName, BearerStatus> Bearers,
    IReadOnlyDictionary<BearerName, DateTimeOffset> LastHeardAt, int Waiting, DateTimeOffset? OldestWaitingSince,
    StorageStatus Storage, IReadOnlyDictionary<string, long> Refused, string? LastRefused, bool? ScreenOpenAtHub,
    long? ClockOffsetSeconds)
{
    /// <summary>What was let go, by reason (<see cref="DropCount"/>).</summary>
    public IReadOnlyDictionary<string, long> Dropped { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Offers of help that wait for the LAN and hold up nothing; they are not among <see cref="Waiting"/>.</summary>
    public int Held { get; init; }

    /// <summary>What a noodsteunpunt knows of itself; null at a hub.</summary>
    public LocalFacts? Local { get; init; }
}

/// <param name="Healthy">A noodmelding can be committed.</param>
/// <param name="Detail">Dutch, for the screen; empty when all is well.</param>
public sealed record StorageStatus(string SqliteVersion, bool Healthy, string Detail);

/// <summary>Where a program hands in messages and events, and reads how they stand.</summary>
/// <remarks>All members may be called from any thread. Writing goes through the station's one loop and returns when it is
/// committed; reading uses short read-only transactions of its own.</remarks>
public sealed partial class Desk
{
    private readonly Channel<StationInput> _inputs;
    private readonly MessageReader _reader;
    private readonly DiskRoom _room;
    private readonly Lock _lock = new();
    private readonly List<Watcher> _watchers = [];
    private TaskCompletionSource _pulse = NewPulse();
    private StationStatus? _status;
    private IReadOnlyList<StationView> _stations = [];
    private int _screens;
    private int _forwardingAskedAgain;

    internal Desk(Channel<StationInput> inputs, MessageReader reader, DiskRoom room)
    {
        _room = room;
        _inputs = inputs;
        _reader = reader;
    }

    /// <summary>How many screens are open; at the hub it travels in receipts as one bit.</summary>
    public int ScreensOpen => Volatile.Read(ref _screens);

    /// <summary>What was let go without asking anything of a person; programs count theirs here too.</summary>
    public DropCount Dropped { get; internal init; } = new();

    /// <summary>The latest status, at most a second old; what waits is counted now, so that who has just handed something
    /// in never reads that nothing waits.</summary>
    public StationStatus Status
    {
        get
        {
            var status = Volatile.Read(ref _status) ?? throw new InvalidOperationException("The station has not started.");
            status = status with { Dropped = Dropped.ByReason, Local = status.Local is null ? null : Facts };
            return _reader.CountWaiting() is { } waiting
                ? status with { Waiting = waiting.Many, OldestWaitingSince = waiting.Oldest, Held = waiting.Held } : status;
        }
    }

    /// <summary>Commits a message; returns after the commit. A cancelled wait does not take the message back.</summary>
    public Task<AcceptOutcome> AcceptAsync(Draft draft, CancellationToken cancel) =>
        AskAsync<AcceptOutcome>(done => new StationInput.Accept(draft, done), cancel);

    /// <summary>Hub: records what staff did with a noodmelding.</summary>
    public Task<StaffOutcome> RecordAsync(string number, StaffAction action, CancellationToken cancel) =>
        AskAsync<StaffOutcome>(done => new StationInput.Record(number, action, done), cancel);

    /// <summary>Node: notes that a noodmelding was read aloud over the portofoon. Changes no state; safe to repeat.</summary>
    public Task<StaffOutcome> NoteReadAloudAsync(string number, ReadAloud note, CancellationToken cancel) =>
        AskAsync<StaffOutcome>(done => new StationInput.NoteReadAloud(number, note, done), cancel);

    /// <summary>Node: the operator has read what was taken back, refused or not passed on. False: unknown number.</summary>
    public Task<bool> MarkReadAsync(string number, CancellationToken cancel) =>
        AskAsync<bool>(done => new StationInput.MarkRead(number, done), cancel);

    /// <summary>Hub: records what a forwarder did with a version.</summary>
    public Task<bool> RecordForwardingAsync(
        long versionKey, string forwarder, ForwardingResult result, CancellationToken cancel) =>
        AskAsync<bool>(reply => new StationInput.Forwarded(versionKey, forwarder, result, reply), cancel);

    /// <summary>Hub: a person wants what a forwarder stopped with to be tried again. It changes no state.</summary>
    /// <param name="by">A role.</param>
    public Task<StaffOutcome> ForwardAgainAsync(string number, string by, CancellationToken cancel) =>
        AskAsync<StaffOutcome>(reply => new StationInput.ForwardAgain(number, by, reply), cancel);

    /// <summary>Hub: how often since the start a person asked that. Forwarders then look at everything again.</summary>
    public int ForwardingAskedAgain => Volatile.Read(ref _forwardingAskedAgain);

    internal void CountForwardingAskedAgain() => Interlocked.Increment(ref _forwardingAskedAgain);

    /// <summary>Takes in sealed parts that a person brought (from a stick, a QR code, read aloud), as any bearer's: opened,
    /// kept once, receipted. Returns when each is committed or refused, in the order given. Safe to repeat.</summary>
    /// <param name="via">Stands in the receptions of the message.</param>
    public async Task<IReadOnlyList<ImportedPart>> ImportAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> sealedParts, BearerName via, CancellationToken cancel)
    {
        var imported = new List<ImportedPart>(sealedParts.Count);
        // A page at a time: one commit of the loop, and a noodmelding that is typed meanwhile waits behind one page only.
        foreach (var page in sealedParts.Chunk(StationWorker.BatchMax))
        {
            var answers = await Task.WhenAll(
                page.Select(part => AskAsync<ImportedPart>(done => new StationInput.Import(part, via, done), cancel)));
            imported.AddRange(answers.Select(Numbered));
        }

        return imported;
    }

    /// <summary>Packs everything that a person should carry to the other side now. Changes and ends nothing.</summary>
    /// <returns>Null: the disk does not work, or the program stops.</returns>
    public async Task<Parcel?> PackAsync(CancellationToken cancel)
    {
        var parcel = new Parcel();
        while (await AskAsync<bool?>(done => new StationInput.Pack(parcel, done), cancel) is { } more)
            if (!more) return parcel;
        return null;
    }

    /// <summary>A person has a parcel in hand: its messages count as sent once more. False: not stored.</summary>
    public async Task<bool> CarriedAsync(Parcel parcel, CancellationToken cancel)
    {
        foreach (var page in parcel.Journals.Chunk(256))
            if (!await AskAsync<bool>(done => new StationInput.Carried(page, done), cancel)) return false;
        return true;
    }

    /// <summary>Is this an own message that is here on disk? Then a file that holds it is not its last copy.</summary>
    public bool IsOwn(ushort epoch, uint serial) => _reader.IsOwn(epoch, serial);

    internal ImportedPart Numbered(ImportedPart part) =>
        part.Journal == 0 ? part : part with { Number = _reader.NumberOf(part.Journal) };

    /// <summary>Commits a small row, behind what waits already: does the loop work, and does the disk take it?</summary>
    public Task<ProbeOutcome> ProveAsync(CancellationToken cancel) =>
        AskAsync<ProbeOutcome>(done => new StationInput.Prove(done), cancel);

    /// <summary>Null: no such message.</summary>
    public MessageView? Find(string number) => _reader.Find(number);

    /// <summary>The whole of an own message as it was sealed (part 0), for a QR code. Null: it is not here or damaged.</summary>
    public byte[]? FindSealed(string number) => _reader.FindSealed(number);

    /// <summary>Newest first.</summary>
    public MessagePage Messages(MessageFilter filter) => _reader.Messages(filter);

    /// <summary>Bulletins, the highest number first: at a node what came in, at a hub what was sent. None is left out
    /// because its time is over or a newer one holds.</summary>
    public IReadOnlyList<BulletinView> Bulletins => _reader.Bulletins();

    /// <summary>Hub: received messages in journal order, after journal number <paramref name="after"/>.</summary>
    /// <param name="kinds">Only these; none: everything that people read.</param>
    public MessagePage Feed(long after, int limit, params IReadOnlyList<Kind> kinds) =>
        _reader.Feed(after, limit, kinds);

    /// <summary>Node: what somebody here has to do something with, for real first, then the most urgent, then the oldest:
    /// what is not confirmed, a correction, a question without an answer, what was refused or not passed on and not
    /// read.</summary>
    public IReadOnlyList<MessageView> Attention(int limit) => _reader.Attention(limit);

    /// <summary>Node: the numbers of what waits to leave, in the order in which it leaves.</summary>
    public IReadOnlyList<string> WaitingInOrder(int limit) => _reader.WaitingInOrder(limit);

    /// <summary>Hub: noodmeldingen that staff still have to act on, danger to life first, then oldest first.</summary>
    public IReadOnlyList<MessageView> Unhandled(int limit) => _reader.Unhandled(limit);

    /// <summary>Hub: the stations in the stations file and how they are.</summary>
    public IReadOnlyList<StationView> Stations => Volatile.Read(ref _stations);

    /// <summary>Hub: versions that this forwarder has not got yet, in order of commit, behind version
    /// <paramref name="after"/> (0: from the first).</summary>
    public IReadOnlyList<VersionView> DueVersions(string forwarder, long after, int limit) =>
        _reader.DueVersions(forwarder, after, limit);

    /// <summary>A file that a noodmelding needs did not fit on the disk of the data directory.</summary>
    /// <param name="status">Of the noodmelding: the last room is for real ones. Null: it is for all of them.</param>
    /// <returns>True: room was made, write it again.</returns>
    public bool TryMakeRoom(MessageStatus? status) => _room.TryMakeRoomForFile(
        status switch { null => Claim.Upkeep, MessageStatus.Actual => Claim.Vital, _ => Claim.Practice });

    /// <summary>A screen is open as long as the returned value is not disposed.</summary>
    public IDisposable OpenScreen()
    {
        Interlocked.Increment(ref _screens);
        return new Screen(this);
    }

    /// <summary>Changes from now on. What changes often is told as it stands when it is read, so a slow reader misses
    /// steps but never the outcome; one that falls 10,000 messages behind is ended: its screen starts again.</summary>
    public async IAsyncEnumerable<DeskChange> WatchAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var mine = new Watcher();
        lock (_lock) _watchers.Add(mine);
        try
        {
            while (await mine.TakeAsync(cancel) is var (journals, statusChanged, drafts))
            {
                foreach (var journal in journals)
                    if (_reader.ByJournal(journal) is { } view) yield return new DeskChange(view);
                foreach (var id in drafts)
                    if (_reader.FindDraft(id) is { } draft) yield return new DeskChange(null, draft);
                if (statusChanged) yield return new DeskChange(null);
            }
        }
        finally
        {
            lock (_lock) _watchers.Remove(mine);
        }
    }

    /// <summary>Completes at the next change of anything: for loops that look again by themselves.</summary>
    public Task NextChange => Volatile.Read(ref _pulse).Task;

    internal void Publish(StationStatus status, IReadOnlyList<StationView> stations)
    {
        Volatile.Write(ref _stations, stations);
        Volatile.Write(ref _status, status);
    }

    /// <summary>Tells the open screens which messages to look at again.</summary>
    internal void Announce(
        IReadOnlyCollection<long> journals, bool statusChanged, IReadOnlyCollection<string>? drafts = null)
    {
        Interlocked.Exchange(ref _pulse, NewPulse()).TrySetResult();
        lock (_lock)
            foreach (var watcher in _watchers) watcher.Add(journals, statusChanged, drafts);
    }

    private static TaskCompletionSource NewPulse() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<T> AskAsync<T>(Func<TaskCompletionSource<T>, StationInput> question, CancellationToken cancel)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var input = question(done);
        try
        {
            await _inputs.Writer.WriteAsync(input, cancel);
        }
        catch (ChannelClosedException)
        {
            StationLoop.NotStored(input, StationLoop.Stopping);
        }

        return await done.Task.WaitAsync(cancel);
    }

    private sealed class Screen(Desk desk) : IDisposable
    {
        private int _closed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _closed, 1) == 0) Interlocked.Decrement(ref desk._screens);
        }
    }
}
