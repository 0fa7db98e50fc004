using System.Buffers.Binary;
using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

// Behind the fixed part of a hulpvraag and of a hulpaanbod stand the same fields: text, references, and the place, as
// four digits of a postcode (2 bytes) or as a name. Four digits always go as a number, so that one content has one form.

/// <summary>The fields that hulpvragen and hulpaanbod have in common, and their minutes.</summary>
internal ref struct HelpFields
{
    private const ushort NoMinutes = 0xFFFF;

    public string? Text;
    public ValueList<MessageNumber> References;
    public string? Place;

    public static void Write(BodyWriter writer, string? text, ValueList<MessageNumber> references, string place)
    {
        writer.Text(Tags.Text, text, Limits.Text);
        ReferencesField.Write(writer, references);
        if (!Postcode4Of(place, out var digits))
        {
            writer.Text(Tags.Place, place, Limits.Name);
            return;
        }

        Span<byte> value = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(value, digits);
        writer.Field(Tags.Postcode4, value);
    }

    public static HelpFields Read(ref BodyReader reader)
    {
        var fields = new HelpFields { References = [] };
        while (reader.NextField(out var tag, out var value))
            switch (tag)
            {
                case Tags.Text: fields.Text = reader.Text(value, Limits.Text); break;
                case Tags.References: fields.References = ReferencesField.Read(ref reader, value); break;
                case Tags.Place:
                    fields.Place = reader.Text(value, Limits.Name);
                    if (fields.Place is { } name && Postcode4Of(name, out _)) reader.Malformed("a postcode as a name");
                    break;
                case Tags.Postcode4: fields.ReadPostcode4(ref reader, value); break;
                default: reader.Newer($"field {tag:X2}"); break;
            }

        if (fields.Place is null) reader.Malformed("no place");
        return fields;
    }

    /// <summary>Minutes from the moment that the message was made; null travels as FFFF.</summary>
    /// <exception cref="ArgumentException">Out of range: it had to be refused at the door.</exception>
    public static void WriteMinutes(BodyWriter writer, ushort? minutes, int least)
    {
        if (minutes < least || minutes > Limits.MinutesAheadMax)
            throw new ArgumentException($"{minutes} minutes.", nameof(minutes));
        writer.UInt16(minutes ?? NoMinutes);
    }

    public static ushort? ReadMinutes(ref BodyReader reader, int least)
    {
        var minutes = reader.UInt16();
        if (minutes == NoMinutes) return null;
        if (minutes < least || minutes > Limits.MinutesAheadMax) reader.Malformed($"{minutes} minutes");
        return minutes;
    }

    public static void WriteAmount(BodyWriter writer, ushort amount)
    {
        if (amount is 0 or > Limits.AmountMax) throw new ArgumentException($"Amount {amount}.", nameof(amount));
        writer.UInt16(amount);
    }

    public static ushort ReadAmount(ref BodyReader reader)
    {
        var amount = reader.UInt16();
        if (amount is 0 or > Limits.AmountMax) reader.Malformed($"amount {amount}");
        return amount;
    }

    private void ReadPostcode4(ref BodyReader reader, scoped ReadOnlySpan<byte> value)
    {
        var digits = value.Length == 2 ? BinaryPrimitives.ReadUInt16BigEndian(value) : 0;
        if (digits is < 1000 or > 9999 || Place is not null) reader.Malformed("a postcode that cannot be");
        else Place = $"{digits}";
    }

    private static bool Postcode4Of(string place, out ushort digits)
    {
        digits = 0;
        return place.Length == 4 && place[0] != '0' && place.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0
            && ushort.TryParse(place, out digits);
    }
}
