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
    /// <param name="errors">Dutch sentences by path, when it returns null.</param>
    public static ReadAloudJson? Read(
        JsonElement root, DateTimeOffset now, out IReadOnlyDictionary<string, string[]> errors)
    {
        var faults = new JsonErrors();
        ReadAloudJson? read = null;
        if (root.ValueKind != JsonValueKind.Object)
        {
            faults.Add("$", JsonFaults.NotObject);
        }
        else
        {
            var fields = new JsonFields(root, faults);
            if (!fields.Has("answeredBy")) fields.Fault("answeredBy", JsonFaults.Mandatory);
            read = new ReadAloudJson(
                fields.Text("answeredBy", Limits.Role) ?? "", Moment(fields, now),
                fields.Text("meldkamerNumber", Limits.MeldkamerNumber), fields.Text("by", Limits.Role));
            fields.End();
        }

        errors = faults.Any ? ((JsonReadResult.Failed)faults.ToResult()).Errors : new Dictionary<string, string[]>();
        return faults.Any ? null : read;
    }

    private static DateTimeOffset? Moment(JsonFields fields, DateTimeOffset now)
    {
        if (fields.Take("at") is not { } element) return null;
        if (element.ValueKind != JsonValueKind.String || !element.TryGetDateTimeOffset(out var at))
            fields.Fault("at", JsonFaults.Moment);
        else if (at > now.AddMinutes(2)) fields.Fault("at", JsonFaults.StillToCome);
        else return at;
        return null;
    }
}
