using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

// Bulletin = hub (5) | number (2) | valid until, unix seconds (4) | audience (1) | replaces (2, 0 = none) |
// length of the title (1) | title | length of the text (2) | text | no fields yet.
//
// The text is longer than a field can be, so both texts stand in the fixed part. Valid until is a moment by the clock of
// the hub and stays one: whoever shows it writes it down as it is, and no clock at the station decides about it.

/// <summary>Writes and reads bulletins.</summary>
internal static class BulletinCodec
{
    public static void Encode(BodyWriter writer, Bulletin bulletin)
    {
        if (!Enum.IsDefined(bulletin.Audience))
            throw new ArgumentException($"Audience {bulletin.Audience}.", nameof(bulletin));
        if (bulletin.Number == 0 || bulletin.Replaces == 0 || bulletin.Replaces == bulletin.Number)
            throw new ArgumentException(
                $"Bulletin {bulletin.Number} replaces {bulletin.Replaces}.", nameof(bulletin));
        if (bulletin.ValidUntilSeconds == 0) throw new ArgumentException("Valid until never.", nameof(bulletin));
        Symbols.WriteStation(writer, bulletin.From);
        writer.UInt16(bulletin.Number);
        writer.UInt32(bulletin.ValidUntilSeconds);
        writer.Byte((byte)bulletin.Audience);
        writer.UInt16(bulletin.Replaces ?? 0);
        writer.FixedText(bulletin.Title, Limits.BulletinTitle);
        writer.FixedText(bulletin.Text, Limits.BulletinText);
    }

    public static DecodeResult Decode(ref BodyReader reader)
    {
        var from = Symbols.ReadStation(ref reader);
        var (number, until) = (reader.UInt16(), reader.UInt32());
        var audience = reader.Required(reader.Byte(), BulletinAudience.StaffOnly);
        var replaces = reader.UInt16();
        if (number == 0 || number == replaces || until == 0) reader.Malformed("a number or a moment that cannot be");
        var title = reader.FixedText(Limits.BulletinTitle);
        var text = reader.FixedText(Limits.BulletinText);
        TextField.None(ref reader);
        return reader.Finish(
            new Bulletin(from, number, title, until, audience, replaces == 0 ? null : replaces, text));
    }
}
