using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

// Verzoek = asking hub (5) | question (1, FF = only the text asks) | number of references (1) | references | fields:
// text.

/// <summary>Writes and reads verzoeken.</summary>
internal static class RequestCodec
{
    private const byte NoQuestion = 0xFF;

    public static void Encode(BodyWriter writer, Request request)
    {
        if (request.Question is null && request.Text is null)
            throw new ArgumentException("A verzoek has a question or a text.", nameof(request));
        if (request.Question is { } question && !Enum.IsDefined(question))
            throw new ArgumentException($"Question {question}.", nameof(request));
        Symbols.WriteStation(writer, request.From);
        writer.Byte((byte?)request.Question ?? NoQuestion);
        Symbols.WriteCount(writer, request.References, least: 0);
        Symbols.WriteReferences(writer, request.References);
        writer.Text(Tags.Text, request.Text, Limits.Text);
    }

    public static DecodeResult Decode(ref BodyReader reader)
    {
        var from = Symbols.ReadStation(ref reader);
        var code = reader.Byte();
        if (code is > (byte)Question.Q8 and not ((byte)Question.Offers or NoQuestion)) reader.Newer($"question {code}");
        var references = Symbols.ReadReferences(ref reader, reader.Byte(), least: 0);
        var text = TextField.Read(ref reader);
        if (code == NoQuestion && text is null) reader.Malformed("neither a question nor a text");
        return reader.Finish(new Request(from, references, code == NoQuestion ? null : (Question)code, text));
    }
}
