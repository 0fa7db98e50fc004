using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Json;

/// <summary>Messages as JSON: what a form, a script or another system posts, and what the programs show
/// (interfaces.md §3).</summary>
/// <remarks>Stateless; safe on any thread. Reading never throws on any element; every fault is found at once.</remarks>
public static class MessageJson
{
    /// <summary>Noodsteunpunten that one request can go to: more than a region has.</summary>
    public const int ToMax = 200;

    /// <summary>How the document of a message is parsed: nothing in it is deeper than <c>location.rd.x</c>, and a
    /// property that is there twice would lose one of its values.</summary>
    public static JsonDocumentOptions DocumentOptions => new()
    {
        MaxDepth = 8,
        AllowDuplicateProperties = false,
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
    };

    /// <summary>Parses the bytes of a document. Never throws.</summary>
    /// <param name="utf8">Any bytes at all; they must stay as they are while the document lives.</param>
    /// <param name="document">To be disposed by the caller.</param>
    /// <returns>False when it is not JSON, has a property twice, or is nested too deep.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out JsonDocument? document)
    {
        document = null;
        try
        {
            document = JsonDocument.Parse(utf8, DocumentOptions);
            return true;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The second: a property name with half a surrogate pair cannot be compared with the other names.
            return false;
        }
    }

    /// <summary>Reads a posted message.</summary>
    /// <param name="root">The whole document.</param>
    /// <param name="who">Who takes it in.</param>
    public static JsonReadResult Read(JsonElement root, JsonContext who)
    {
        var errors = new JsonErrors();
        if (root.ValueKind != JsonValueKind.Object)
        {
            errors.Add("$", FieldFaultKind.NotObject);
            return errors.ToResult();
        }

        var fields = new JsonFields(root, errors);
        var allowed = who.Kinds;
        if (!fields.Has("kind") || fields.Word<Kind>("kind") is not { } kind || !allowed.Contains(kind))
        {
            // The other fields mean nothing without the kind.
            errors = new JsonErrors();
            errors.Add("kind", FieldFault.OneOf(allowed.Select(word => word.ToString())));
            return errors.ToResult();
        }

        if (kind == Kind.Alarm && !fields.Has("status")) fields.Fault("status", FieldFaultKind.Mandatory);
        var status = fields.Word<MessageStatus>("status");
        var toAll = false;
        ValueList<StationId> to = who.IsHub && kind != Kind.Alarm ? RecipientsJson.Read(fields, out toAll) : [];
        MessageBody body = kind switch
        {
            Kind.Alarm => new Alarm(FactsJson.ReadAlarm(fields), fields.References("references") ?? []),
            Kind.AlarmUpdate =>
                new AlarmUpdate(ReferencesJson.ReadMandatory(fields), FactsJson.ReadChanges(fields, errors)),
            Kind.AlarmCancel => ReadCancel(fields),
            Kind.Request => QuestionJson.ReadRequest(fields, errors, who.Self),
            Kind.Reply => QuestionJson.ReadReply(fields, errors),
            Kind.SituationReport => SituationReportJson.Read(fields, errors),
            Kind.HelpRequest => HelpJson.ReadRequest(fields),
            Kind.HelpOffer => HelpJson.ReadOffer(fields),
            Kind.StockReport => StockReportJson.Read(fields, errors),
            Kind.ShiftHandover => ShiftHandoverJson.Read(fields),
            Kind.MatchNote => MatchNoteJson.Read(fields, who.Self),
            Kind.Bulletin => BulletinJson.Read(fields, who.Self),
            Kind.ExerciseControl => ExerciseControlJson.Read(fields, who.Self),
            _ => ReadLinkTest(fields),
        };
        if (kind == Kind.LinkTest && status is MessageStatus.Actual or MessageStatus.Exercise)
            errors.Add("status", FieldFaultKind.OnlyTest);
        var entry = kind == Kind.Alarm && who.IsHub ? HandEntryJson.Read(fields, who.Self) : null;
        fields.End();
        if (errors.Any) return errors.ToResult();
        return new JsonReadResult.Ok(body, status ?? Usual(kind), to, entry, toAll);
    }

    /// <summary>Writes one JSON object: the body as accepted, without kind and status. What is absent is left
    /// out.</summary>
    /// <remarks>What <see cref="Read"/> made is read back as the same; <c>from</c> and <c>to</c> of a request are not
    /// part of it.</remarks>
    public static void WriteContent(Utf8JsonWriter writer, MessageBody body)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(body);
        writer.WriteStartObject();
        ContentWriter.Write(writer, body);
        writer.WriteEndObject();
    }

    private static AlarmCancel ReadCancel(JsonFields fields)
    {
        var references = ReferencesJson.ReadMandatory(fields);
        var reason = fields.MandatoryWord<CancelReason>("reason");
        return new AlarmCancel(references, reason ?? CancelReason.Unknown, fields.Text("text", Limits.Text));
    }

    // A technician says how long the frame must be; what is in it does not matter.
    private static LinkTest ReadLinkTest(JsonFields fields)
    {
        var counter = fields.Whole("counter", 1, ushort.MaxValue) ?? 1;
        var filler = fields.Whole("fillerBytes", 0, Limits.Filler) ?? 0;
        return new LinkTest((ushort)counter, ValueList.Create<byte>(new byte[filler]));
    }

    private static MessageStatus? Usual(Kind kind) => kind switch
    {
        Kind.SituationReport or Kind.StockReport or Kind.ShiftHandover or Kind.Bulletin => MessageStatus.Actual,
        Kind.ExerciseControl => MessageStatus.Exercise,
        Kind.LinkTest => MessageStatus.Test,
        _ => null,
    };
}
