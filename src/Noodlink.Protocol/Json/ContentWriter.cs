using System.Globalization;
using System.Text.Json;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Json;

/// <summary>Writes the properties of a body, in the order of interfaces.md §3.</summary>
internal static class ContentWriter
{
    public static void Write(Utf8JsonWriter writer, MessageBody body)
    {
        switch (body)
        {
            case Alarm alarm:
                Facts(writer, alarm.Facts);
                if (alarm.References.Count > 0) References(writer, alarm.References);
                break;
            case AlarmUpdate update:
                References(writer, update.References);
                Facts(writer, update.Changes);
                break;
            case AlarmCancel cancel:
                References(writer, cancel.References);
                Word(writer, "reason", (CancelReason?)cancel.Reason);
                Text(writer, "text", cancel.Text);
                break;
            case Request request:
                if (request.References.Count > 0) References(writer, request.References);
                Word(writer, "question", request.Question);
                Text(writer, "text", request.Text);
                break;
            case Reply reply:
                References(writer, reply.References);
                Answer(writer, reply.Answer);
                Text(writer, "text", reply.Text);
                break;
            case SituationReport report: Report(writer, report); break;
            case Bulletin bulletin: Bulletin(writer, bulletin); break;
            case ExerciseControl control:
                Word(writer, "action", (ExerciseAction?)control.Action);
                Text(writer, "exerciseId", control.ExerciseId);
                Text(writer, "name", control.Name);
                Number(writer, "minutes", control.Minutes);
                break;
            case ShiftHandover handover: Handover(writer, handover); break;
            case LinkTest test:
                writer.WriteNumber("counter", test.Counter);
                if (test.Filler.Count > 0) writer.WriteNumber("fillerBytes", test.Filler.Count);
                break;
            default:
                if (!HelpWriter.Write(writer, body)) SignalWriter.Write(writer, body);
                break;
        }
    }

    public static void Text(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null) writer.WriteString(name, text);
    }

    public static void Word<T>(Utf8JsonWriter writer, string name, T? word) where T : struct, Enum
    {
        if (word is { } value) writer.WriteString(name, value.ToString());
    }

    public static void Number(Utf8JsonWriter writer, string name, int? number)
    {
        if (number is { } value) writer.WriteNumber(name, value);
    }

    private static void Facts(Utf8JsonWriter writer, AlarmFacts facts)
    {
        Words(writer, "services", facts.Services);
        Word(writer, "type", facts.Type);
        Word(writer, "dangerToLife", facts.DangerToLife);
        if (facts.Location is { } location) Location(writer, location);
        Number(writer, "victims", facts.Victims);
        Number(writer, "unresponsive", facts.Unresponsive);
        Number(writer, "trapped", facts.Trapped);
        Number(writer, "children", facts.Children);
        Words(writer, "hazards", facts.Hazards);
        Word(writer, "access", facts.Access);
        Word(writer, "guide", facts.Guide);
        Words(writer, "actions", facts.Actions);
        Word(writer, "source", facts.Source);
        Word(writer, "reporter", facts.Reporter);
        Text(writer, "language", facts.Language);
        Words(writer, "barriers", facts.Barriers);
        Number(writer, "occurredAgoMinutes", facts.OccurredAgoMinutes);
        Words(writer, "vulnerableSites", facts.VulnerableSites);
        Text(writer, "text", facts.Text);
    }

    private static void Location(Utf8JsonWriter writer, Location location)
    {
        writer.WriteStartObject("location");
        Word(writer, "kind", (LocationKind?)location.Kind);
        Text(writer, "street", location.Street);
        Text(writer, "number", location.Number);
        Text(writer, "postcode", location.Postcode);
        Text(writer, "place", location.Place);
        Text(writer, "gemeente", location.Gemeente);
        Text(writer, "road", location.Road);
        if (location.Hectometre is { } kilometres) writer.WriteNumber("hectometre", kilometres);
        Word(writer, "side", location.Side);
        Text(writer, "towards", location.Towards);
        Text(writer, "spot", location.Spot);
        if (location.Rd is { } rd)
        {
            writer.WriteStartObject("rd");
            writer.WriteNumber("x", rd.X);
            writer.WriteNumber("y", rd.Y);
            writer.WriteEndObject();
        }

        Text(writer, "text", location.Text);
        Word(writer, "certainty", (Certainty?)location.Certainty);
        writer.WriteEndObject();
    }

    private static void Report(Utf8JsonWriter writer, SituationReport report)
    {
        if (report.Open is { } open) writer.WriteBoolean("open", open);
        Number(writer, "staff", report.Staff);
        Number(writer, "present", report.Present);
        Word(writer, "power", report.Power);
        Number(writer, "powerHours", report.PowerHours);
        Word(writer, "lan", report.Lan);
        Word(writer, "radio", report.Radio);
        Word(writer, "reach112", report.Reach112);
        Text(writer, "text", report.Text);
    }

    private static void Bulletin(Utf8JsonWriter writer, Bulletin bulletin)
    {
        Number(writer, "number", bulletin.Number);
        Text(writer, "title", bulletin.Title);
        Moment(writer, "validUntil", bulletin.ValidUntilSeconds);
        Word(writer, "audience", (BulletinAudience?)bulletin.Audience);
        Number(writer, "replaces", bulletin.Replaces);
        Text(writer, "text", bulletin.Text);
    }

    private static void Handover(Utf8JsonWriter writer, ShiftHandover handover)
    {
        Text(writer, "roleOut", handover.RoleOut);
        Text(writer, "roleIn", handover.RoleIn);
        Number(writer, "openAlarms", handover.OpenAlarms);
        Number(writer, "openRequests", handover.OpenRequests);
        Number(writer, "waiting", handover.Waiting);
        Text(writer, "text", handover.Text);
    }

    // There are no time zones here: UTC, with the offset written out.
    private static void Moment(Utf8JsonWriter writer, string name, uint unixSeconds) => writer.WriteString(
        name, DateTimeOffset.FromUnixTimeSeconds(unixSeconds).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));

    private static void Answer(Utf8JsonWriter writer, Answer? answer)
    {
        if (answer is not { } given) return;
        if (given.Kind == AnswerKind.Number) writer.WriteNumber("answer", given.Value);
        else writer.WriteString("answer", given.Kind.ToString());
    }

    public static void References(Utf8JsonWriter writer, ValueList<MessageNumber> references)
    {
        writer.WriteStartArray("references");
        foreach (var reference in references) writer.WriteStringValue(reference.ToString());
        writer.WriteEndArray();
    }

    private static void Words<T>(Utf8JsonWriter writer, string name, ValueList<T>? words) where T : struct, Enum
    {
        if (words is null) return;
        writer.WriteStartArray(name);
        foreach (var word in words) writer.WriteStringValue(word.ToString());
        writer.WriteEndArray();
    }
}
