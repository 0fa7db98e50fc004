using Noodlink.Protocol.LifeCycle;

namespace Noodlink.Station;

/// <summary>What is this point's own and never leaves it.</summary>
public sealed partial class Desk
{
    private LocalFacts _facts = LocalFacts.None;

    /// <summary>Open drafts in which somebody typed something, the latest change first.</summary>
    public IReadOnlyList<DraftText> Drafts => _reader.OpenDrafts();

    /// <summary>A draft by its id, also for a day after it was sent or thrown away. Null: there is none.</summary>
    public DraftText? FindDraft(string id) => DraftText.IsId(id) ? _reader.FindDraft(id) : null;

    /// <summary>What this point knows of itself, at most a second old; what was set is there when the setting
    /// returns.</summary>
    public LocalFacts Facts => Volatile.Read(ref _facts);

    /// <summary>Is an exercise going on at this point?</summary>
    public ExerciseState Exercise => Facts.Exercise;

    /// <summary>Sets a fact, or takes it away with null; returns after the commit.</summary>
    public Task<FactOutcome> SetFactAsync(LocalFact fact, string? value, CancellationToken cancel) =>
        AskAsync<FactOutcome>(done => new StationInput.SetFact(fact, value, done), cancel);

    /// <summary>A person answers the question <c>Echt of oefening?</c> <see cref="FactOutcome.Unfit"/> when nothing is in
    /// doubt: while an exercise runs only its hub ends it, and ECHT can be chosen for every message.</summary>
    public Task<FactOutcome> AnswerExerciseAsync(bool isExercise, CancellationToken cancel) =>
        AskAsync<FactOutcome>(done => new StationInput.AnswerExercise(isExercise, done), cancel);

    internal void Publish(LocalFacts facts) => Volatile.Write(ref _facts, facts);

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
