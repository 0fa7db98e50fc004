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

    private static void Check(MessageBody body, string hex)
    {
        var bytes = Hex.Bytes(hex);

        Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(BodyCodec.Encode(body, out var core)));
        Assert.Equal(0, core);
        Assert.Equal(new DecodeResult.Ok(body), BodyCodec.TryDecode(body.Kind, bytes, coreOnly: false));
    }
}
