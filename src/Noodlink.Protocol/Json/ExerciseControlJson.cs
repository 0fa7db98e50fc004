using System.Globalization;
using System.Text.Json;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Json;

/// <summary>Reads the start or the stop of an exercise. A start says how long; a stop ends it now, and a number of minutes
/// there would be read as "in half an hour".</summary>
internal static class ExerciseControlJson
{
    public static ExerciseControl Read(JsonFields fields, StationId from)
    {
        var action = fields.MandatoryWord<ExerciseAction>("action");
        if (!fields.Has("exerciseId")) fields.Fault("exerciseId", FieldFaultKind.Mandatory);
        if (action == ExerciseAction.Start)
        {
            foreach (var name in (ReadOnlySpan<string>)["name", "minutes"])
                if (!fields.Has(name)) fields.Fault(name, FieldFaultKind.Mandatory);
        }
        else if (action == ExerciseAction.Stop && fields.Has("minutes"))
        {
            fields.Take("minutes");
            fields.Fault("minutes", FieldFaultKind.OnlyAtStart);
        }

        return new ExerciseControl(
            from, action ?? ExerciseAction.Start, ExerciseId(fields) ?? "",
            fields.Text("name", Limits.ExerciseName), (ushort?)fields.Whole("minutes", 1, Limits.MinutesAheadMax));
    }

    // Many lists count exercises 1, 2, 3: the number is taken as it would be written.
    private static string? ExerciseId(JsonFields fields)
    {
        if (fields.Peek("exerciseId") is not { ValueKind: JsonValueKind.Number } number)
            return fields.Text("exerciseId", Limits.ExerciseId);
        fields.Take("exerciseId");
        if (number.TryGetUInt32(out var counted)) return counted.ToString(CultureInfo.InvariantCulture);
        fields.Fault("exerciseId", FieldFaultKind.NotText);
        return null;
    }
}
