using System.Collections.Concurrent;
using Microsoft.Extensions.Primitives;
using Noodlink.Station;

namespace Noodlink.Node.Drafts;

// Problem: two browsers may have one draft open, each on its own step, and a step of a form knows nothing of the others.
// If each saved the whole of what it knows, the slower one would put back what the other changed. And when the disk is
// full, drafts are the first that it refuses, while a noodmelding still has room: the form must get that far.
//
// Idea: whoever saves hands in only the fields of its own step; they are laid over what stands, one after the other. What
// the disk refuses stays in memory, and every screen says so, until the disk takes it.

/// <summary>What was typed and not sent: the desk's drafts, with the fields of one step laid over the others.</summary>
/// <remarks>All members may be called from any thread.</remarks>
public sealed class DraftBook(Desk desk) : IDisposable
{
    private const string Status = "status";

    private readonly ConcurrentDictionary<string, DraftText> _refused = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>A draft by its id, also one that the disk refused. Null: there is none yet.</summary>
    public DraftText? Find(string id) => _refused.GetValueOrDefault(id) ?? desk.FindDraft(id);

    /// <summary>It stands only in memory: a power cut would take it.</summary>
    public bool IsRefused(string id) => _refused.ContainsKey(id);

    /// <summary>Lays fields over a draft, or begins one.</summary>
    /// <param name="form">Which form it is from now on.</param>
    /// <param name="changes">By path; an empty one takes what stood there away.</param>
    /// <param name="decides">A person says with this whether it is real; otherwise a status that stands, stays.</param>
    /// <returns><see cref="DraftOutcome.NotStored"/>: it stands in memory as it was meant.</returns>
    public async Task<DraftOutcome> MergeAsync(
        string id, string form, IEnumerable<KeyValuePair<string, StringValues>> changes, CancellationToken cancel,
        bool decides = false)
    {
        if (!DraftText.IsId(id)) return new DraftOutcome.Unknown();
        await _turn.WaitAsync(cancel);
        try
        {
            var before = Find(id);
            if (before?.SentAs is { } number) return new DraftOutcome.AlreadySent(number);
            var stands = TypedFields.Parse(before?.Fields ?? "{}");
            var keeps = !decides && stands.One(Status) is not null;
            var fields = stands.With(changes.Where(change => !keeps || change.Key != Status));
            var draft = new DraftText(id, form, fields.ToJson());
            var outcome = await desk.SaveDraftAsync(draft, cancel);
            if (outcome is not DraftOutcome.NotStored) _refused.TryRemove(id, out _);
            else if (_refused.Count < DraftText.OpenMax || _refused.ContainsKey(id)) _refused[id] = draft;
            return outcome;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Nobody saves any more.</summary>
    public void Dispose() => _turn.Dispose();

    /// <summary>It was sent or thrown away: memory keeps nothing of it.</summary>
    public void Forget(string id) => _refused.TryRemove(id, out _);
}
