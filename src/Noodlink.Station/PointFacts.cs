using System.Globalization;
using Noodlink.Protocol;
using Noodlink.Protocol.LifeCycle;
using Noodlink.Protocol.Messages;
using Noodlink.Station.Dutch;
using Noodlink.Station.Queue;

namespace Noodlink.Station;

// The hours of power count down by the monotonic clock while the program runs. Over a restart only the wall clock knows how
// long it was away, and it may be wrong: it may take hours away and never gives any back. So a clock that was set back shows
// at most what stood there before, and one that was set forward shows too little, which sends a person to look.

/// <summary>What this point knows of itself, as the loop keeps it: small named values and the exercise.</summary>
/// <remarks>Owned by the station's loop. What a transaction changes holds from its commit on.</remarks>
internal sealed class PointFacts(MessageQueue queue)
{
    /// <summary>Names that begin with a small letter are the program's own.</summary>
    private const string PowerLeft = "powerLeft", Exercise = "exercise";

    /// <summary>So much of the hours a restart with a clock that stands still gives back at most.</summary>
    private static readonly TimeSpan PowerKeptEvery = TimeSpan.FromMinutes(5);

    private Dictionary<string, FactValue> _values = new(StringComparer.Ordinal);
    private ExerciseClock _exercise = ExerciseClock.Idle;
    private Instant? _powerOutAt;
    private Instant _powerKept;
    private bool _wasRunning;

    /// <summary>At the start. After a change of files too, but what is known in memory is as true as then.</summary>
    public void Load(Instant now, DateTimeOffset wall)
    {
        _values = queue.Facts();
        if (_values.TryGetValue(PowerLeft, out var left) &&
            long.TryParse(left.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            var away = wall > left.At ? wall - left.At : TimeSpan.Zero;
            _powerOutAt = now + Longest(TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue)) - away);
            _powerKept = now;
        }

        if (_values.TryGetValue(Exercise, out var kept)) _exercise = ExerciseClock.Resume(ExerciseText.Read(kept.Value));
    }

    /// <summary>Inside a transaction, after a salvage: what was remembered of exercises may be lost. What the hub ordered
    /// is played again from its messages, and an exercise that was not stopped is in doubt.</summary>
    public void Mend(Batch batch)
    {
        if (_values.ContainsKey(Exercise)) return;
        var clock = ExerciseClock.Idle;
        foreach (var (order, control) in queue.ExerciseOrders()) clock = After(clock, order, control, batch.Now);
        if (clock.Memory != ExerciseMemory.None) Keep(ExerciseClock.Resume(clock.Memory), batch);
    }

    public LocalFacts At(Instant now) => new(_values, PowerLeftAt(now), _exercise.At(now));

    /// <summary>Inside a transaction. A null value takes it away.</summary>
    public FactOutcome Set(LocalFact fact, string? value, Batch batch)
    {
        if (value is not null && !fact.Fits(value)) return new FactOutcome.Unfit(Words.Fact_Unfit);
        if (batch.WhyNotStored(Claim.Routine) is { } why) return new FactOutcome.NotStored(why);
        Keep(fact.Name, value, batch);
        if (fact == LocalFact.PowerHours)
        {
            var lasts = value is null ? (TimeSpan?)null
                : TimeSpan.FromHours(int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture));
            Keep(PowerLeft, lasts is { } all ? Seconds(all) : null, batch);
            batch.AfterCommit.Add(() => (_powerOutAt, _powerKept) = (lasts is { } whole ? batch.Now + whole : null, batch.Now));
        }

        batch.StatusChanged = true;
        return new FactOutcome.Kept();
    }

    /// <summary>Inside a transaction: an order of the hub came.</summary>
    public void Take(ExerciseOrder order, ExerciseControl control, Batch batch)
    {
        var clock = batch.Exercise ?? _exercise;
        var next = After(clock, order, control, batch.Now);
        if (!ReferenceEquals(next, clock)) Keep(next, batch);
    }

    /// <summary>Inside a transaction: a person answers the question <c>Echt of oefening?</c></summary>
    public FactOutcome Answer(bool isExercise, Batch batch)
    {
        var clock = batch.Exercise ?? _exercise;
        var next = clock.Answer(isExercise, batch.Now);
        if (ReferenceEquals(next, clock)) return new FactOutcome.Unfit(Words.Exercise_NotAsked);
        Keep(next, batch);
        return new FactOutcome.Kept();
    }

    /// <summary>Inside a transaction, once a second.</summary>
    public void Tick(Batch batch)
    {
        var isRunning = _exercise.At(batch.Now) is ExerciseState.Running;
        batch.StatusChanged |= isRunning != _wasRunning;
        _wasRunning = isRunning;
        if (PowerLeftAt(batch.Now) is not { } left || left == TimeSpan.Zero) return;
        if (batch.Now - _powerKept < PowerKeptEvery) return;
        Keep(PowerLeft, Seconds(left), batch);
        batch.AfterCommit.Add(() => _powerKept = batch.Now);
    }

    private static ExerciseClock After(ExerciseClock clock, ExerciseOrder order, ExerciseControl control, Instant now) =>
        control is { Action: ExerciseAction.Start, Name: { } name, Minutes: { } minutes }
            ? clock.Start(order, control.ExerciseId, name, TimeSpan.FromMinutes(minutes), now)
            : clock.Stop(order, control.ExerciseId);

    private TimeSpan? PowerLeftAt(Instant now) => _powerOutAt is { } end ? Longest(end - now) : null;

    private static TimeSpan Longest(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;

    private static string Seconds(TimeSpan span) => ((long)span.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private void Keep(ExerciseClock clock, Batch batch)
    {
        Keep(Exercise, ExerciseText.Write(clock.Memory), batch);
        batch.Exercise = clock;
        batch.StatusChanged = true;
        batch.AfterCommit.Add(() => _exercise = clock);
    }

    private void Keep(string name, string? value, Batch batch)
    {
        queue.KeepFact(name, value, batch.Wall);
        batch.AfterCommit.Add(
            () =>
            {
                // A new one, because the old one is being read.
                var values = new Dictionary<string, FactValue>(_values, StringComparer.Ordinal);
                if (value is null) values.Remove(name);
                else values[name] = new FactValue(value, batch.Wall);
                _values = values;
            });
    }
}
