using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

// Intrekking = reason (1) | number of references (1) | references (10 each) | fields: text.

/// <summary>Writes and reads intrekkingen.</summary>
internal static class AlarmCancelCodec
{
    public static void Encode(BodyWriter writer, AlarmCancel cancel)
    {
        if (!Enum.IsDefined(cancel.Reason)) throw new ArgumentException($"Reason {cancel.Reason}.", nameof(cancel));
        writer.Byte((byte)cancel.Reason);
        Symbols.WriteCount(writer, cancel.References, least: 1);
        Symbols.WriteReferences(writer, cancel.References);
        writer.Text(Tags.Text, cancel.Text, Limits.Text);
    }

    public static DecodeResult Decode(ref BodyReader reader)
    {
        var reason = reader.Required(reader.Byte(), CancelReason.TakenOver);
        var references = Symbols.ReadReferences(ref reader, reader.Byte(), least: 1);
        return reader.Finish(new AlarmCancel(references, reason, TextField.Read(ref reader)));
    }
}
