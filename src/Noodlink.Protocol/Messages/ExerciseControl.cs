namespace Noodlink.Protocol.Messages;

/// <summary>Oefening start/stop (domain.md §3e, E3). Hub to station.</summary>
/// <param name="From">The hub that holds the exercise.</param>
/// <param name="Action">Start or stop.</param>
/// <param name="ExerciseId">What the exercise is called in lists, at most 24 characters: "BO72-1". A stop ends the exercise
/// of this id.</param>
/// <param name="Name">What people call it, at most 40 code points. Always there at a start.</param>
/// <param name="Minutes">How long it lasts, 1..10080, counted by the station from the moment of reception on a clock that
/// cannot be set: the wall clock of either side may be wrong. At a start only, and always there.</param>
public sealed record ExerciseControl(
    StationId From, ExerciseAction Action, string ExerciseId, string? Name, ushort? Minutes) : MessageBody
{
    public override Kind Kind => Kind.ExerciseControl;

    public override StationId? Maker => From;
}

/// <summary>What happens to the exercise.</summary>
public enum ExerciseAction : byte { Start = 1, Stop = 2 }
