using Noodlink.Protocol.Messages;
using Noodlink.Protocol.Wire;

namespace Noodlink.Protocol.Tests.Wire;

// Where the bytes come from: fixed parts, lengths and flags were written by hand from Protocol/README.md §4 and §6; the
// texts are the UTF-8 of the examples in domain.md §3c, written out by another program (Python's str.encode), never by
// the codec that they test. 6B01CE10 is 1,795,280,400 = 2026-11-21 18:00 in Groningen.

/// <summary>One body of each kind that people make besides noodmeldingen, encoded by hand.</summary>
public sealed class GoldenKinds
{
    [Fact]
    public void Bulletin() => Check(
        SomeKinds.Bulletin,
        """
        3CA7EEF000     | GR-CWK
        000C           | bulletin 12
        6B01CE10       | valid until 2026-11-21T17:00:00Z
        02             | audience: Public = 2
        0009           | replaces 9
        1B             | title of 27 bytes
        4472696E6B776174657220696E204C65656B20656E204D6172756D
        0087           | text of 135 bytes
        4472696E6B77617465722076616E646161672031342D3138207575722062696A2073706F72746861
        6C204C65656B20656E204D4641204D6172756D2E204E65656D207363686F6E65206A657272796361
        6E206D65652E204D6178203130206C697465722070657220706572736F6F6E2E20566F6C67656E64
        20626572696368742031383A30302E
        """);

    [Fact]
    public void ExerciseControl_start() => Check(
        SomeKinds.Start,
        """
        3CA7EEF000     | GR-CWK
        01             | start
        005A           | 90 minutes
        06 424F37322D31 | BO72-1
        32 15 426C61636B2D6F757420696E2068657420646F7270 | field name: Black-out in het dorp
        """);

    [Fact]
    public void ExerciseControl_stop() => Check(
        SomeKinds.Stop,
        """
        3CA7EEF000     | GR-CWK
        02             | stop
        0000           | no minutes
        06 424F37322D31 | BO72-1
        """);

    [Fact]
    public void HelpRequest() => Check(
        SomeKinds.Request,
        """
        05             | Medicine = 5
        0002           | two
        0438           | within 1080 minutes
        01 77          | field text
        496E73756C696E6520766F6F72203220706572732C206B6F656C696E67207374756B2073696E6473
        2067697374657261766F6E642E2047656E6F656720746F74206D6F7267656E203132752E2041706F
        746865656B2064696368742E205265636570742068656262656E207A652062696A207A6963682E
        13 09 4C6F7070657273756D | field place: Loppersum
        """);

    [Fact]
    public void HelpRequest_at_a_postcode_of_four_digits() => Check(
        new HelpRequest(HelpCategory.Water, 40, "9919", null, [SomeKinds.One], null),
        """
        02             | Water = 2
        0028           | forty
        FFFF           | no moment
        02 0A 3CA9A04000 000008 0000 | field references: GR-ED3-0008
        1B 02 26BF     | field postcode: 9919
        """);

    [Fact]
    public void HelpOffer() => Check(
        SomeKinds.Offer,
        """
        14             | Equipment = 20
        00             | no skill
        0002           | two
        00B4           | from 180 minutes on
        FFFF           | no end
        01 83          | field text
        4C6F6F6E62656472696A662062696564742032207472656B6B657273206D65742061676772656761
        6174203630206B56412C206368617566666575727320657262696A2C2076616E6166203136752E20
        44696573656C20766F6F7220C2B13230207575722E204C6965766572206E69657420696E20646F6E
        6B65722072696A64656E2E
        13 0A 4D696464656C7374756D | field place: Middelstum
        """);

    [Fact]
    public void HelpOffer_of_a_trade() => Check(
        new HelpOffer(HelpCategory.Skill, HelpSkill.Medical, 1, "9919", null, 240, [], null),
        """
        12             | Skill = 18
        03             | Medical = 3
        0001           | one
        FFFF 00F0      | from now on, until 240 minutes
        1B 02 26BF     | field postcode: 9919
        """);

    [Fact]
    public void StockReport() => Check(
        SomeKinds.Stock,
        """
        04             | four items
        02 03 00F0 06  | Water = 2, Litres = 3, 240, six hours
        05 00 000C FF  | Blankets = 5, no unit, 12, hours not known
        08 03 0014 09  | Fuel = 8, Litres = 3, 20, nine hours
        06 07 0000 FF  | Beds = 6, Places = 7, none left, hours not known
        01 0F 42656464656E207A696A6E206F702E | field text: Bedden zijn op.
        """);

    [Fact]
    public void ShiftHandover() => Check(
        SomeKinds.Handover,
        """
        0002 0005 0000 | two noodmeldingen, five hulpvragen, nothing waits
        01 14 416767726567616174206E6F672039207575722E | field text: Aggregaat nog 9 uur.
        34 09 6461676469656E7374 | field role out: dagdienst
        35 0B 6E616368746469656E7374 | field role in: nachtdienst
        """);

    [Fact]
    public void MatchNote() => Check(
        SomeKinds.Match,
        """
        3CA7EEF000     | made by GR-CWK
        02             | Linked = 2
        02             | two references
        3CA9A04000 000008 0000 | the request: GR-ED3-0008
        3CA9A04000 000009 0000 | the offer: GR-ED3-0009
        01 13 42656C6C656E20656C6B616172207A656C662E | field text: Bellen elkaar zelf.
        """);

    private static void Check(MessageBody body, string hex)
    {
        var bytes = Hex.Bytes(hex);

        Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(BodyCodec.Encode(body, out var core)));
        Assert.Equal(0, core);
        Assert.Equal(new DecodeResult.Ok(body), BodyCodec.TryDecode(body.Kind, bytes, coreOnly: false));
    }
}
