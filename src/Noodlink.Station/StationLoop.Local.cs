using Noodlink.Station.Queue;

namespace Noodlink.Station;

/// <summary>What is this point's own: drafts, facts, and whether it is an exercise.</summary>
internal sealed partial class StationLoop
{
    private void TakeLocal(StationInput input, Batch batch)
    {
        switch (input)
        {
            case StationInput.SaveDraft save:
                // Drafts give way: what is left of a full disk is for noodmeldingen.
                AnswerDraft(
                    save.Reply, save.Draft.Id,
                    batch.WhyNotStored(Claim.Routine) is { } full ? new DraftOutcome.NotStored(full)
                        : queue.KeepDraft(save.Draft, save.IsBlank, batch.Wall), batch);
                break;
            case StationInput.DropDraft drop:
                AnswerDraft(
                    drop.Reply, drop.Id,
                    batch.WhyNotStored(Claim.Routine) is { } why ? new DraftOutcome.NotStored(why)
                        : queue.DropDraft(drop.Id, batch.Wall), batch);
                break;
            case StationInput.SetFact set:
                AnswerFact(set.Reply, duties.Point.Set(set.Fact, set.Value, batch), batch);
                break;
            case StationInput.AnswerExercise answer:
                AnswerFact(answer.Reply, duties.Point.Answer(answer.IsExercise, batch), batch);
                break;
        }
    }

    private static void AnswerDraft(
        TaskCompletionSource<DraftOutcome> reply, string id, DraftOutcome outcome, Batch batch)
    {
        if (outcome is DraftOutcome.Kept) batch.Drafts.Add(id);
        batch.AfterCommit.Add(() => reply.TrySetResult(outcome));
    }

    private void AnswerFact(TaskCompletionSource<FactOutcome> reply, FactOutcome outcome, Batch batch) =>
        batch.AfterCommit.Add(
            () =>
            {
                // Who asked sees what it set.
                desk.Publish(duties.Point.At(batch.Now));
                reply.TrySetResult(outcome);
            });

    private static void LocalNotStored(StationInput input, string reason)
    {
        switch (input)
        {
            case StationInput.SaveDraft save:
                save.Reply.TrySetResult(new DraftOutcome.NotStored(reason));
                break;
            case StationInput.DropDraft drop:
                drop.Reply.TrySetResult(new DraftOutcome.NotStored(reason));
                break;
            case StationInput.SetFact set:
                set.Reply.TrySetResult(new FactOutcome.NotStored(reason));
                break;
            case StationInput.AnswerExercise answer:
                answer.Reply.TrySetResult(new FactOutcome.NotStored(reason));
                break;
        }
    }
}
