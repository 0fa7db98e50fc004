using Noodlink.Protocol.Messages;

namespace Noodlink.Protocol.Wire;

// Hulpaanbod = category (1) | skill (1, 0 = not entered) | amount (2) | from (2) | until (2), minutes, FFFF = not stated |
// fields: text, references, place or postcode of four digits.

/// <summary>Writes and reads hulpaanbod.</summary>
internal static class HelpOfferCodec
{
    public static void Encode(BodyWriter writer, HelpOffer offer)
    {
        if (!Enum.IsDefined(offer.Category)) throw new ArgumentException($"Category {offer.Category}.", nameof(offer));
        if (offer.Skill is { } skill && (!Enum.IsDefined(skill) || offer.Category != HelpCategory.Skill))
            throw new ArgumentException($"Skill {skill} of {offer.Category}.", nameof(offer));
        if (offer.UntilMinutes <= offer.FromMinutes)
            throw new ArgumentException($"{offer.FromMinutes} until {offer.UntilMinutes}.", nameof(offer));
        writer.Byte((byte)offer.Category);
        writer.Byte(EnumCode.Of(offer.Skill));
        HelpFields.WriteAmount(writer, offer.Amount);
        HelpFields.WriteMinutes(writer, offer.FromMinutes, least: 0);
        HelpFields.WriteMinutes(writer, offer.UntilMinutes, least: 1);
        HelpFields.Write(writer, offer.Text, offer.References, offer.Place);
    }

    public static DecodeResult Decode(ref BodyReader reader)
    {
        var category = reader.Required(reader.Byte(), HelpCategory.Goods);
        var skill = reader.Optional(reader.Byte(), HelpSkill.Other);
        if (skill is not null && category != HelpCategory.Skill) reader.Malformed("a skill of something else");
        var amount = HelpFields.ReadAmount(ref reader);
        var from = HelpFields.ReadMinutes(ref reader, least: 0);
        var until = HelpFields.ReadMinutes(ref reader, least: 1);
        if (until <= from) reader.Malformed("an end before the beginning");
        var fields = HelpFields.Read(ref reader);
        return reader.Finish(new HelpOffer(
            category, skill, amount, fields.Place ?? "", from, until, fields.References, fields.Text));
    }
}
