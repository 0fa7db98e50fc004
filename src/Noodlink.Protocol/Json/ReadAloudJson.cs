using System.Text.Json;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Json;

/// <summary>What an operator notes of reading a noodmelding aloud, as JSON: <c>answeredBy</c> M (a role or a call name),
/// <c>at</c> (RFC 3339; absent: now), <c>meldkamerNumber</c>, <c>by</c> (a role).</summary>
/// <param name="AnsweredBy">Who answered.</param>
/// <param name="At">When; null: now.</param>
/// <param name="MeldkamerNumber">The meldkamer's own number, when it was told.</param>
/// <param name="By">Who read it.</param>
public sealed record ReadAloudJson(string AnsweredBy, DateTimeOffset? At, string? MeldkamerNumber, string? By)
{
    /// <summary>Never throws.</summary>
    /// <param name="now">A moment that is still to come is a slip: a wrong hour, or a wrong clock.</param>
    /// <param name="errors">What is wrong, by path, when it returns null.</param>
    public static ReadAloudJson? Read(
        JsonElement root, DateTimeOffset now, out IReadOnlyDictionary<string, FieldFault[]> errors)
    {
        var faults = new JsonErrors();
        ReadAloudJson? read = null;
        if (root.ValueKind != JsonValueKind.Object)
        {
            faults.Add("$", FieldFaultKind.NotObject);
        }
        else
        {
            var fields = new JsonFields(root, faults);
            if (!fields.Has("answeredBy")) fields.Fault("answeredBy", FieldFaultKind.Mandatory);
            read = new ReadAloudJson(
                fields.Text("answeredBy", Limits.Role) ?? "", Moment(fields, now),
                fields.Text("meldkamerNumber", Limits.MeldkamerNumber), fields.Text("by", Limits.Role));
            fields.End();
        }

        errors = faults.ToResult().Errors;
        return faults.Any ? null : read;
    }

    private static DateTimeOffset? Moment(JsonFields fields, DateTimeOffset now)
    {
        if (fields.Take("at") is not { } element) return null;
        if (element.ValueKind != JsonValueKind.String || !element.TryGetDateTimeOffset(out var at))
            fields.Fault("at", FieldFaultKind.NotMoment);
        else if (at > now.AddMinutes(2)) fields.Fault("at", FieldFaultKind.StillToCome);
        else return at;
        return null;
    }
}
