namespace Noodlink.Station;

/// <summary>What is this point's own and never leaves it.</summary>
public sealed partial class Desk
{
    /// <summary>Open drafts in which somebody typed something, the latest change first.</summary>
    public IReadOnlyList<DraftText> Drafts => _reader.OpenDrafts();

    /// <summary>A draft by its id, also for a day after it was sent or thrown away. Null: there is none.</summary>
    public DraftText? FindDraft(string id) => DraftText.IsId(id) ? _reader.FindDraft(id) : null;

    /// <summary>Keeps what was typed; returns after the commit. The message that is accepted with
    /// <see cref="DraftText.Key"/> closes it in its own commit.</summary>
    public Task<DraftOutcome> SaveDraftAsync(DraftText draft, CancellationToken cancel)
    {
        var (fault, isBlank) = draft.Check();
        return fault is not null ? Task.FromResult(fault)
            : AskAsync<DraftOutcome>(done => new StationInput.SaveDraft(draft, isBlank, done), cancel);
    }

    /// <summary>Throws a draft away; for a day it can still be read. Safe to repeat.</summary>
    public Task<DraftOutcome> DropDraftAsync(string id, CancellationToken cancel) => DraftText.IsId(id)
        ? AskAsync<DraftOutcome>(done => new StationInput.DropDraft(id, done), cancel)
        : Task.FromResult<DraftOutcome>(new DraftOutcome.Unknown());
}
