using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

// Antwoord = answer (1, 0 = only the text answers) | its number (2, 0 without one) | number of references (1) |
// references | fields: text.

/// <summary>Writes and reads antwoorden.</summary>
internal static class ReplyCodec
{
    public static void Encode(BodyWriter writer, Reply reply)
    {
        if (reply.Answer is null && reply.Text is null)
            throw new ArgumentException("An antwoord has an answer or a text.", nameof(reply));
        if (reply.Answer is { } answer
            && (!Enum.IsDefined(answer.Kind) || (answer.Kind != AnswerKind.Number && answer.Value != 0)))
            throw new ArgumentException($"Answer {answer}.", nameof(reply));
        writer.Byte(EnumCode.Of(reply.Answer?.Kind));
        writer.UInt16(reply.Answer?.Value ?? 0);
        Symbols.WriteCount(writer, reply.References, least: 1);
        Symbols.WriteReferences(writer, reply.References);
        writer.Text(Tags.Text, reply.Text, Limits.Text);
    }

    public static DecodeResult Decode(ref BodyReader reader)
    {
        var kind = reader.Optional(reader.Byte(), AnswerKind.Number);
        var value = reader.UInt16();
        if (kind != AnswerKind.Number && value != 0) reader.Malformed("a number that is no answer");
        var references = Symbols.ReadReferences(ref reader, reader.Byte(), least: 1);
        var text = TextField.Read(ref reader);
        if (kind is null && text is null) reader.Malformed("neither an answer nor a text");
        return reader.Finish(new Reply(references, kind is { } answer ? new Answer(answer, value) : null, text));
    }
}
