using System.Text.Json;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Json;

/// <summary>Reads verzoeken and antwoorden.</summary>
internal static class QuestionJson
{
    public static Request ReadRequest(JsonFields fields, JsonErrors errors, StationId from)
    {
        var asked = fields.Has("question") || fields.Has("text");
        var references = fields.References("references") ?? [];
        var question = fields.Word<Question>("question");
        var text = fields.Text("text", Limits.Text);
        if (!asked) errors.Add("question", FieldFaultKind.QuestionOrText);
        return new Request(from, references, question, text);
    }

    public static Reply ReadReply(JsonFields fields, JsonErrors errors)
    {
        var answered = fields.Has("answer") || fields.Has("text");
        var references = ReferencesJson.ReadMandatory(fields);
        var answer = Answer(fields);
        var text = fields.Text("text", Limits.Text);
        if (!answered) errors.Add("answer", FieldFaultKind.AnswerOrText);
        return new Reply(references, answer, text);
    }

    private static Answer? Answer(JsonFields fields)
    {
        if (fields.Take("answer") is not { } element) return null;
        switch (element.ValueKind)
        {
            case JsonValueKind.Number when element.TryGetUInt16(out var value):
                return new Answer(AnswerKind.Number, value);
            case JsonValueKind.String:
                switch (JsonFields.TextOf(element))
                {
                    case "Yes": return new Answer(AnswerKind.Yes);
                    case "No": return new Answer(AnswerKind.No);
                    case "Unknown": return new Answer(AnswerKind.Unknown);
                }

                break;
        }

        fields.Fault("answer", FieldFaultKind.NotAnswer);
        return null;
    }
}
