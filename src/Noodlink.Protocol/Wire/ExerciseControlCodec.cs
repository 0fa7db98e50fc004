using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

// Oefening start/stop = hub (5) | action (1) | minutes (2, 0 at a stop) | length of the id (1) | id | fields: name.

/// <summary>Writes and reads the start and the stop of an exercise.</summary>
internal static class ExerciseControlCodec
{
    public static void Encode(BodyWriter writer, ExerciseControl control)
    {
        var isStart = control.Action == ExerciseAction.Start;
        if (!Enum.IsDefined(control.Action) || isStart != control.Minutes is >= 1 and <= Limits.MinutesAheadMax
            || (!isStart && control.Minutes is not null))
            throw new ArgumentException($"{control.Action} of {control.Minutes} minutes.", nameof(control));
        if (isStart && control.Name is null)
            throw new ArgumentException("An exercise that starts has a name.", nameof(control));
        Symbols.WriteStation(writer, control.From);
        writer.Byte((byte)control.Action);
        writer.UInt16(control.Minutes ?? 0);
        writer.FixedText(control.ExerciseId, Limits.ExerciseId);
        writer.Text(Tags.Name, control.Name, Limits.ExerciseName);
    }

    public static DecodeResult Decode(ref BodyReader reader)
    {
        var from = Symbols.ReadStation(ref reader);
        var action = reader.Required(reader.Byte(), ExerciseAction.Stop);
        var minutes = reader.UInt16();
        var isStart = action == ExerciseAction.Start;
        if (isStart ? minutes is 0 or > Limits.MinutesAheadMax : minutes != 0) reader.Malformed($"{minutes} minutes");
        var id = reader.FixedText(Limits.ExerciseId);
        string? name = null;
        while (reader.NextField(out var tag, out var value))
        {
            if (tag == Tags.Name) name = reader.Text(value, Limits.ExerciseName);
            else reader.Newer($"field {tag:X2}");
        }

        if (isStart && name is null) reader.Malformed("a start without a name");
        return reader.Finish(new ExerciseControl(from, action, id, name, isStart ? minutes : null));
    }
}
