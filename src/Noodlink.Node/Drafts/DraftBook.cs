using System.Collections.Concurrent;
using Microsoft.Extensions.Primitives;
using Noodlink.Station;
using Noodlink.Station.Dutch;

namespace Noodlink.Node.Drafts;

// Problem: two browsers may have one draft open, each on its own step, and a step of a form knows nothing of the others.
// If each saved the whole of what it knows, the slower one would put back what the other changed. And when the disk is
// full, drafts are the first that it refuses, while a noodmelding still has room: the form must get that far.
//
// Idea: whoever saves hands in only the fields of its own step; they are laid over what stands, one after the other. What
// the disk refuses stays in memory, and every screen says so, until the disk takes it: DraftReturn offers it again.

/// <summary>What was typed and not sent: the desk's drafts, with the fields of one step laid over the others.</summary>
/// <remarks>All members may be called from any thread.</remarks>
public sealed class DraftBook(Desk desk, TimeProvider time) : IDisposable
{
    private const string Status = "status";

    private readonly ConcurrentDictionary<string, DraftText> _refused = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly SaveTurns _saves = new();

    /// <summary>Those to be offered on every screen, the latest change first, also those that the disk refused.</summary>
    public IReadOnlyList<DraftText> Open => _refused.IsEmpty ? desk.Drafts :
    [
        .. _refused.Values.Where(draft => !draft.Check().IsBlank)
            .Concat(desk.Drafts.Where(draft => !_refused.ContainsKey(draft.Id)))
            .OrderByDescending(draft => draft.ChangedAt),
    ];

    /// <summary>A draft by its id, also one that the disk refused. Null: there is none yet.</summary>
    public DraftText? Find(string id) => _refused.GetValueOrDefault(id) ?? desk.FindDraft(id);

    /// <summary>It stands only in memory: a power cut would take it.</summary>
    public bool IsRefused(string id) => _refused.ContainsKey(id);

    /// <summary>Something stands only in memory.</summary>
    public bool HasRefused => !_refused.IsEmpty;

    /// <summary>Offers to the disk what it refused, noodmeldingen first, then the latest change. Stops at the first that it
    /// refuses again.</summary>
    public async Task WriteAgainAsync(CancellationToken cancel)
    {
        var waiting = _refused.Values.OrderByDescending(one => one.Form == DraftForms.Alarm)
            .ThenByDescending(one => one.ChangedAt).Select(one => one.Id).ToList();
        foreach (var id in waiting)
        {
            // Meanwhile somebody may have typed on, sent it or thrown it away.
            var outcome = await InTurnAsync(
                id, async () => _refused.TryGetValue(id, out var draft)
                    ? await desk.SaveDraftAsync(draft, cancel) : new DraftOutcome.Unknown(), cancel);
            if (outcome is DraftOutcome.NotStored) return;
        }
    }

    /// <summary>Lays fields over a draft, or begins one.</summary>
    /// <param name="form">Which form it is from now on.</param>
    /// <param name="changes">By path; an empty one takes what stood there away.</param>
    /// <param name="decides">A person says with this whether it is real; otherwise a status that stands, stays.</param>
    /// <param name="save">Which save of its page this is: one that was overtaken changes nothing, and is answered with
    /// what stands. Null: no page counts it.</param>
    /// <returns><see cref="DraftOutcome.NotStored"/>: it stands in memory as it was meant. When it is too long, what stood
    /// before stays.</returns>
    public async Task<DraftOutcome> MergeAsync(
        string id, string form, IEnumerable<KeyValuePair<string, StringValues>> changes, CancellationToken cancel,
        bool decides = false, SaveTurn? save = null)
    {
        if (!DraftText.IsId(id)) return new DraftOutcome.Unknown();
        await _turn.WaitAsync(cancel);
        try
        {
            var before = Find(id);
            if (before?.SentAs is { } number) return new DraftOutcome.AlreadySent(number);
            if (_saves.IsOvertaken(id, save)) return Stands(before);
            var stands = TypedFields.Parse(before?.Fields ?? "{}");
            var keeps = !decides && stands.One(Status) is not null;
            var fields = stands.With(changes.Where(change => !keeps || change.Key != Status));
            var draft = new DraftText(id, form, fields.ToJson(), time.GetUtcNow());
            var outcome = await desk.SaveDraftAsync(draft, cancel);
            if (outcome is DraftOutcome.NotStored) Remember(draft);
            else ForgetWhenDone(id, outcome);
            if (outcome is DraftOutcome.Kept or DraftOutcome.NotStored) _saves.Took(id, save);
            return outcome;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Puts a whole draft in the place of what stands.</summary>
    /// <param name="save">As of <see cref="MergeAsync"/>.</param>
    /// <returns><see cref="DraftOutcome.NotStored"/>: nothing was changed, in memory neither.</returns>
    public Task<DraftOutcome> ReplaceAsync(DraftText draft, SaveTurn? save, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return InTurnAsync(
            draft.Id, async () =>
            {
                if (_saves.IsOvertaken(draft.Id, save)) return Stands(Find(draft.Id));
                var outcome = await desk.SaveDraftAsync(draft, cancel);
                if (outcome is DraftOutcome.Kept) _saves.Took(draft.Id, save);
                return outcome;
            }, cancel);
    }

    // What stands only in memory stays there, and is not called kept. Nothing stands any more where the form was done with.
    private DraftOutcome Stands(DraftText? draft) => draft switch
    {
        null => new DraftOutcome.Unknown(),
        { SentAs: { } number } => new DraftOutcome.AlreadySent(number),
        _ when IsRefused(draft.Id) => new DraftOutcome.NotStored(Words.Draft_InMemory),
        _ => new DraftOutcome.Kept(draft),
    };

    /// <summary>Throws a draft away, also one that the disk refused.</summary>
    /// <param name="save">The form that was done with: a save of its page that comes in later brings nothing back.</param>
    public Task<DraftOutcome> DropAsync(string id, CancellationToken cancel, SaveTurn? save = null) => InTurnAsync(
        id, async () =>
        {
            _saves.Took(id, save);
            var here = _refused.GetValueOrDefault(id);
            _refused.TryRemove(id, out _);
            var outcome = await desk.DropDraftAsync(id, cancel);
            return here is not null && outcome is DraftOutcome.Unknown
                ? new DraftOutcome.Kept(here with { Dropped = true }) : outcome;
        }, cancel);

    /// <summary>It was sent or thrown away: memory keeps nothing of it.</summary>
    public void Forget(string id) => _refused.TryRemove(id, out _);

    /// <summary>Nobody saves any more.</summary>
    public void Dispose() => _turn.Dispose();

    private async Task<DraftOutcome> InTurnAsync(string id, Func<Task<DraftOutcome>> change, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            var outcome = await change();
            ForgetWhenDone(id, outcome);
            return outcome;
        }
        finally
        {
            _turn.Release();
        }
    }

    private void ForgetWhenDone(string id, DraftOutcome outcome)
    {
        if (outcome is DraftOutcome.Kept or DraftOutcome.AlreadySent) Forget(id);
    }

    // A noodmelding that somebody types now always has a place: what waits longest makes way, of other forms first.
    private void Remember(DraftText draft)
    {
        if (_refused.Count >= DraftText.OpenMax && !_refused.ContainsKey(draft.Id))
        {
            var first = _refused.Values.OrderBy(one => one.Form == DraftForms.Alarm).ThenBy(one => one.ChangedAt).First();
            if (draft.Form != DraftForms.Alarm && first.Form == DraftForms.Alarm) return;
            Forget(first.Id);
        }

        _refused[draft.Id] = draft;
    }
}
