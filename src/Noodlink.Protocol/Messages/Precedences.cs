namespace Noodlink.Protocol.Messages;

/// <summary>Precedence is derived from what a message says, never entered (interfaces.md §3).</summary>
public static class Precedences
{
    /// <summary>The precedence of a new message.</summary>
    /// <param name="body">What it says.</param>
    /// <param name="referenced">The most urgent precedence of what it refers to; null when it refers to nothing, or to
    /// something that is not known here. An unknown noodmelding is taken as an emergency: too early is better than too
    /// late, but it does not push aside what is known to be danger to life.</param>
    public static Precedence Of(MessageBody body, Precedence? referenced)
    {
        ArgumentNullException.ThrowIfNull(body);
        return body switch
        {
            Alarm alarm => OfDanger(alarm.Facts.DangerToLife) ?? Precedence.Flash,
            AlarmUpdate update when OfDanger(update.Changes.DangerToLife) == Precedence.Flash => Precedence.Flash,
            AlarmUpdate or AlarmCancel or Reply or Receipt => referenced ?? Precedence.Emergency,
            Request { References.Count: > 0 } => referenced ?? Precedence.Emergency,
            ExerciseControl => Precedence.Priority,
            HelpOffer => Precedence.Welfare,
            _ => Precedence.Routine,
        };
    }

    // Unknown danger queues as danger (domain.md §3a).
    private static Precedence? OfDanger(Danger? danger) => danger switch
    {
        Danger.Yes or Danger.Unknown => Precedence.Flash,
        Danger.No => Precedence.Emergency,
        _ => null,
    };
}
